"""The client of nats-py, which here neither gives up for good nor talks without TLS unasked.

Loaded by the engine only: nats-py is an extra.
"""

import asyncio
import logging
import re
import time
from asyncio import CancelledError
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn

import nats.errors
from nats.aio.client import DEFAULT_BUFFER_SIZE, Client
from nats.aio.transport import TcpTransport

from tui.fleet.access import Access
from tui.fleet.address import Address
from tui.fleet.keys import public_key, signature
from tui.fleet.words import (
    HUNG_UP,
    NO_CERTIFICATE,
    NO_JETSTREAM,
    OLDEST,
    FleetError,
    too_old,
)

if TYPE_CHECKING:
    from nats.aio.msg import Msg

logging.getLogger("nats").addHandler(logging.NullHandler())
logging.getLogger("nats").propagate = False  # a screen is on the terminal; problems are told there

PASSES = (OSError, nats.errors.Error, TimeoutError, CancelledError)
"""What nats-py goes on after; all else would end its reconnecting without a word."""
_REFUSED = re.compile(r"permissions violation for publish to \"([^\"]*)\"")


class _Transport(TcpTransport):
    """One that is closed in a second at most: after a handshake that failed it would never be."""

    async def wait_closed(self) -> None:
        with suppress(TimeoutError, OSError):
            await asyncio.wait_for(super().wait_closed(), 1.0)  # type: ignore[no-untyped-call]
        self.abort()

    def abort(self) -> None:
        """Close it at once, with what TLS is made upon."""
        for writer in (self._io_writer, self._bare_io_writer):
            if writer is not None:
                writer.transport.abort()


class Connection(Client):
    """A client by whose side nobody has to stand.

    nats-py closes for good when a server says an error of its own (credentials that have expired,
    a client that is too slow); this one connects anew, with what the files hold by then.
    """

    def __init__(self, access: Access, *, secure: bool) -> None:
        super().__init__()
        self._access = access
        self._secure = secure or access.wants_tls
        self._is_greeted = False
        self._asked: dict[str, dict[asyncio.Future[Msg], str]] = {}

    @property
    def inbox(self) -> str:
        """Where answers come: of the user's key, so that one may listen to one's own and no other.

        All answers of an account under one `_INBOX` would show each shipper what watchers read.
        """
        credentials = self._access.credentials()
        return f"_INBOX.{public_key(credentials)}" if credentials else "_INBOX"

    async def check(self, address: Address) -> None:
        """Raise FleetError if the engine is too old, or keeps nothing.

        Of a cluster another server may do that. Who may not ask hears nothing, and goes on.
        """
        version = self.connected_server_version
        if (version.major, version.minor) < OLDEST:
            told = f"{version.major}.{version.minor}.{version.patch}"
            raise FleetError(f"{address}: {too_old(told)}")
        if self._server_info.get("jetstream"):
            return
        with suppress(nats.errors.Error):
            try:
                await self.request("$JS.API.INFO", timeout=1)
            except nats.errors.NoRespondersError as error:
                raise FleetError(f"{address}: {NO_JETSTREAM}") from error

    @property
    def is_clustered(self) -> bool:
        """Whether that server has others beside it."""
        return "cluster" in self._server_info

    def tell(self, failed: Callable[[Exception], Awaitable[None]]) -> None:
        """Have another be told of errors from now on."""
        self._error_cb = failed

    async def publish(
        self,
        subject: str,
        payload: bytes = b"",
        reply: str = "",
        headers: dict[str, str] | None = None,
    ) -> None:
        """Publish; of a request it is remembered where it went, so that a refusal finds it."""
        answer = self._resp_map.get(reply.rpartition(".")[2]) if reply else None
        if answer is not None:
            self._asked.setdefault(subject.lower(), {})[answer] = subject
            answer.add_done_callback(partial(self._forget, subject.lower()))
        await super().publish(subject, payload, reply, headers)

    def _forget(self, name: str, answer: "asyncio.Future[Msg]") -> None:
        asked = self._asked.get(name, {})
        asked.pop(answer, None)
        if not asked:
            self._asked.pop(name, None)

    async def _process_err(self, err_msg: str) -> None:
        if "permissions violation" in err_msg:
            await super()._process_err(err_msg)
            if refused := _REFUSED.search(err_msg):
                self._refuse(refused[1])
        else:
            error = nats.errors.Error(f"nats: {err_msg}")
            await self._error_cb(error)
            await self._process_op_err(error)

    def _refuse(self, name: str) -> None:
        """Have requests fail at once, and not when the time for them has run out.

        `name` is their subject in lower case, as nats-py tells it.
        """
        for answer, subject in list(self._asked.get(name, {}).items()):
            if not answer.done():
                answer.set_exception(
                    nats.errors.Error(f'permissions violation for publish to "{subject}"')
                )

    async def _connect_to_server(self, s: Any) -> None:
        s.last_attempt = time.monotonic()
        self._transport = _Transport()  # type: ignore[no-untyped-call]
        patience = self.options["connect_timeout"]
        try:
            await self._transport.connect(s.uri, DEFAULT_BUFFER_SIZE, patience)
        except PASSES:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a name or a certificate brings up
            _pass_on(error)

    async def _process_connect_init(self) -> None:
        self._is_greeted = False
        try:
            await self._greet()
        except (ConnectionError, nats.errors.UnexpectedEOF) as error:
            self._let_go()
            if self._is_greeted and self._server_info.get("tls_verify"):
                # By TLS 1.3 what it has against a certificate comes after the handshake, too late.
                raise nats.errors.Error(HUNG_UP) from error
            raise
        except PASSES:
            self._let_go()
            raise
        except Exception as error:  # noqa: BLE001 - whatever a server says that is none
            self._let_go()
            _pass_on(error)

    async def _greet(self) -> None:
        self._take_files()
        await super()._process_connect_init()
        if not self.is_connected:  # it hung up, which nats-py would see a little later
            raise ConnectionResetError

    def _let_go(self) -> None:
        """Close what a next attempt would leave open."""
        if isinstance(self._transport, _Transport):
            self._transport.abort()
            self._transport = None

    def _take_files(self) -> None:
        """Credentials and certificates as they are now: short-lived ones are renewed in place."""
        if self._access.wants_tls:
            self.options["tls"] = self._access.context()
        credentials = self._access.credentials()
        if credentials is None:
            return
        self._auth_configured = True
        self._signature_cb = lambda nonce: signature(credentials, nonce)
        if credentials.jwt:
            self._user_jwt_cb = lambda: bytearray(credentials.jwt)
        else:
            self._public_nkey = public_key(credentials)

    def _connect_command(self) -> bytes:
        # By now TLS is on if the server wants it; what proves this user comes after.
        if self._secure and not self._server_info.get("tls_required"):
            raise nats.errors.SecureConnWantedError
        if self._server_info.get("tls_verify") and self._access.cert is None:
            raise nats.errors.Error(NO_CERTIFICATE)
        self._is_greeted = True
        return super()._connect_command()


def _pass_on(error: Exception) -> NoReturn:
    if isinstance(error, FleetError):
        raise nats.errors.Error(str(error)) from error
    raise nats.errors.Error(f"cannot be talked with: {type(error).__name__}") from error
