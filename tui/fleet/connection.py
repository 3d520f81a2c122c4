"""The client of nats-py, which here neither gives up for good nor talks without TLS unasked.

Loaded by the engine only: nats-py is an extra.
"""

import base64
import logging
from asyncio import CancelledError
from collections.abc import Awaitable, Callable
from typing import Any, NoReturn

import nats.errors
from nats.aio.client import Client

from tui.fleet.access import Access, Credentials
from tui.fleet.words import FleetError

logging.getLogger("nats").addHandler(logging.NullHandler())
logging.getLogger("nats").propagate = False  # a screen is on the terminal; problems are told there

PASSES = (OSError, nats.errors.Error, TimeoutError, CancelledError)
"""What nats-py goes on after; all else would end its reconnecting without a word."""


class Connection(Client):
    """A client by whose side nobody has to stand.

    nats-py closes for good when a server says an error of its own (credentials that have expired,
    a client that is too slow); this one connects anew, with what the files hold by then.
    """

    def __init__(self, access: Access, *, secure: bool) -> None:
        super().__init__()
        self._access = access
        self._secure = secure or access.wants_tls

    @property
    def has_jetstream(self) -> bool:
        """Whether the very server that one is connected with has it."""
        return bool(self._server_info.get("jetstream"))

    @property
    def is_clustered(self) -> bool:
        """Whether that server has others beside it."""
        return "cluster" in self._server_info

    def tell(self, failed: Callable[[Exception], Awaitable[None]]) -> None:
        """Have another be told of errors from now on."""
        self._error_cb = failed

    async def _process_err(self, err_msg: str) -> None:
        if "permissions violation" in err_msg:
            await super()._process_err(err_msg)
        else:
            error = nats.errors.Error(f"nats: {err_msg}")
            await self._error_cb(error)
            await self._process_op_err(error)

    async def _connect_to_server(self, s: Any) -> None:
        try:
            await super()._connect_to_server(s)
        except PASSES:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a name or a certificate brings up
            _pass_on(error)

    async def _process_connect_init(self) -> None:
        try:
            self._take_files()
            await super()._process_connect_init()
        except PASSES:
            self._let_go()
            raise
        except Exception as error:  # noqa: BLE001 - whatever a server says that is none
            self._let_go()
            _pass_on(error)

    def _let_go(self) -> None:
        """Close what a next attempt would leave open."""
        if self._transport is not None:
            self._transport.close()  # type: ignore[no-untyped-call]

    def _take_files(self) -> None:
        """Credentials and certificates as they are now: short-lived ones are renewed in place."""
        if self._access.wants_tls:
            self.options["tls"] = self._access.context()
        credentials = self._access.credentials()
        if credentials is None:
            return
        self._auth_configured = True
        self._signature_cb = lambda nonce: _signature(credentials, nonce)
        if credentials.jwt:
            self._user_jwt_cb = lambda: bytearray(credentials.jwt)
        else:
            self._public_nkey = _public(credentials)

    def _connect_command(self) -> bytes:
        # By now TLS is on if the server wants it; what proves this user comes after.
        if self._secure and not self._server_info.get("tls_required"):
            raise nats.errors.SecureConnWantedError
        return super()._connect_command()


def _pass_on(error: Exception) -> NoReturn:
    if isinstance(error, FleetError):
        raise nats.errors.Error(str(error)) from error
    raise nats.errors.Error(f"cannot be talked with: {type(error).__name__}") from error


def _signature(credentials: Credentials, nonce: str) -> bytes:
    import nkeys

    pair = nkeys.from_seed(bytearray(credentials.seed))
    signed = base64.b64encode(pair.sign(nonce.encode()))
    pair.wipe()
    return signed


def _public(credentials: Credentials) -> str:
    import nkeys

    pair = nkeys.from_seed(bytearray(credentials.seed))
    public: str = pair.public_key.decode()
    pair.wipe()
    return public
