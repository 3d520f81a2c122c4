"""What goes wrong with an engine, in words: what, where, and what to do, in one line.

Nothing secret is in them: no key, no file's content, nothing that an engine did not say itself.
"""

import re
import socket
import ssl
from asyncio import CancelledError
from pathlib import Path
from typing import TYPE_CHECKING

from tui.fleet.address import Address
from tui.fleet.wire import shippers_stream
from tui.source.locate import SourceError
from tui.words.text import visible

if TYPE_CHECKING:
    from nats.js.errors import APIError

EXTRA = "needs the extra: pip install 'desktail[nats]'"
OLDEST = (2, 10)
"""The version of nats-server that is needed: the first that filters a consumer by subjects."""
LONGEST = 300
"""Characters of an engine's own words that are repeated."""

NO_JETSTREAM = "JetStream is off there; put jetstream { store_dir: … } into its configuration"
CLOSED = "the connection was closed"
LATE = "it did not answer in time; look at the engine and the way to it"
NO_LEADER = "the engine has no leader; wait until most of its servers are there"
TOO_LARGE = "a message is larger than it takes; raise its max_payload, or the stream's max_msg_size"


class FleetError(SourceError):
    """What stands in the way of an engine: one line that names it and says what to do."""


NO_STREAM = 10059
FULL = frozenset({10002, 10023, 10028, 10047, 10077, 10122})
"""JetStream's codes for no room: of an account, of its servers, of the stream."""
_BY_CODE = {
    10039: "JetStream is off for this account; have it switched on: jetstream: enabled",
    10076: NO_JETSTREAM,
    10008: NO_LEADER,
    10009: NO_LEADER,
    10118: NO_LEADER,
    10054: TOO_LARGE,
    10005: "it has too few servers with room for so many replicas; ask for fewer: --replicas",
    10074: "a server that stands alone has one replica; ask for one: --replicas 1",
    10065: "another stream has these subjects already; choose another name for this one",
    10113: "this account needs a stream that has a size; give it: --max-size",
}
_BY_KIND = (
    (TimeoutError, LATE),
    (socket.gaierror, "there is no such host; look at the name, or at DNS"),
    (ConnectionRefusedError, "nobody answers there; look at the address, or start nats-server"),
)
_UNKNOWN_CA = (
    "its certificate is of a CA that is not known here; name the file of that CA: --tls-ca FILE"
)
_OTHER_HOST = "its certificate is for another host; use a name that stands in it"
NO_CERTIFICATE = "it wants a certificate of this client: --tls-cert FILE --tls-key FILE"
HUNG_UP = "it hangs up at once; it may not know the CA of this client's certificate: --tls-cert"
_BAD_CERTIFICATE = "it does not take the certificate of this client; have one made by its CA"
_BY_TLS = (
    ("unable to get local issuer", _UNKNOWN_CA),
    ("unable to get issuer", _UNKNOWN_CA),
    ("self-signed", _UNKNOWN_CA),
    ("self signed", _UNKNOWN_CA),
    ("hostname mismatch", _OTHER_HOST),
    ("ip address mismatch", _OTHER_HOST),
    ("certificate has expired", "its certificate has expired; renew it there"),
    ("not yet valid", "its certificate is not valid yet; look at the clocks"),
    ("certificate required", NO_CERTIFICATE),
    ("alert unknown ca", _BAD_CERTIFICATE),
    ("alert bad certificate", _BAD_CERTIFICATE),
    ("alert certificate", _BAD_CERTIFICATE),
    ("alert unsupported certificate", _BAD_CERTIFICATE),
)
_UNKNOWN_USER = "it does not know this user; give --creds FILE or --nkey FILE of one that it knows"
_ENDED = "the rights of this user have ended; get new ones: --creds FILE"
_BY_SAYING = (
    ("authorization violation", _UNKNOWN_USER),
    ("authorization failed", _UNKNOWN_USER),
    ("authentication expired", _ENDED),
    ("authentication revoked", _ENDED),
    ("secure connection", "it has no TLS; switch it on there, or use nats:// without --tls-…"),
    ("expecting info", "what answers there is no nats-server; look at the port"),
    ("json parse", "what answers there is no nats-server; look at the port"),
    ("connection closed", CLOSED),
    ("eof", "it has closed the connection"),
    ("stale connection", "it gives no sign of life; look at the engine and the way to it"),
    ("buffer limit", "it takes no more, as long as it cannot be reached"),
    ("maximum payload", TOO_LARGE),
)
_REFUSED = re.compile(r"permissions violation for (\w+)(?: to)? [\"']?([^\"' ]*)", re.IGNORECASE)


def told(error: BaseException, address: Address, refused: str = "") -> FleetError:
    """An error in one line.

    `refused` is what the engine said of missing rights meanwhile: it answers such a request with
    nothing, so that only the time for it runs out.
    """
    if isinstance(error, FleetError):
        return error
    return FleetError(f"{address}: {reason(error, address, refused)}")


def reason(error: BaseException, address: Address, refused: str = "") -> str:
    """Why, and what to do; where is said by who asks."""
    import nats.errors
    import nats.js.errors

    if isinstance(error, nats.js.errors.APIError):
        return _of_jetstream(error, address)
    if isinstance(error, nats.js.errors.NoStreamResponseError | nats.errors.NoRespondersError):
        return no_answer(address)
    if isinstance(error, TimeoutError) and refused:
        return rights(refused, address)
    if isinstance(error, OSError):
        return _of_system(error)
    return CLOSED if isinstance(error, CancelledError) else _of_server(str(error), address)


def no_stream(address: Address) -> str:
    """That there is none."""
    return f"there is no stream {address.stream}; make it: desktail nats init {address}"


def no_answer(address: Address) -> str:
    """That nobody there takes anything for a stream, which may be for a moment."""
    make = f"make it: desktail nats init {address}"
    return f"there is no stream {address.stream} ({make}), or it has no leader at the moment"


def no_room(folder: Path | str, error: OSError) -> str:
    """That what comes from a stream cannot be written to a temporary folder now."""
    return (
        f"{folder}: what comes cannot be kept: {error.strerror or error}; "
        "make room, or set TMPDIR to a folder with more"
    )


def too_old(version: str) -> str:
    """That an engine cannot do what is needed."""
    oldest = ".".join(map(str, OLDEST))
    return f"its nats-server is of version {cut(version)}, and {oldest} is needed; update it"


def rights(violation: str, address: Address) -> str:
    """That one may not do something, which the engine names."""
    found = _REFUSED.search(violation)
    if found is None:
        return f"no right to do that: {cut(violation)}; have the permissions of this user changed"
    what = "read" if found[1].lower().startswith("subscri") else "write to"
    return (
        f"no right to {what} {_as_written(found[2], address)}; have the permissions of this user "
        "changed, or give another's --creds or --nkey"
    )


def cut(said: str) -> str:
    """What an engine said, as it can be shown."""
    said = visible(said)
    return said if len(said) <= LONGEST else said[: LONGEST - 1] + "…"


def _of_jetstream(error: "APIError", address: Address) -> str:
    number, said = error.err_code or 0, cut(error.description or "")
    if number == NO_STREAM:
        return no_stream(address)
    if number in FULL or "maximum" in said:
        return (
            f"there is no room for stream {address.stream} ({said}); make some where the engine "
            "keeps it, or have the stream keep less: --max-size, --max-age"
        )
    if number in _BY_CODE:
        return _BY_CODE[number]
    if not number and error.code in {None, 503}:
        return NO_JETSTREAM
    return f"it says {said or error.code}"


def _of_system(error: OSError) -> str:
    if isinstance(error, ssl.SSLError):
        return _of_tls(error)
    for kind, what in _BY_KIND:
        if isinstance(error, kind):
            return what
    return f"cannot be reached: {cut(error.strerror or str(error))}"


def _of_tls(error: ssl.SSLError) -> str:
    said = f"{getattr(error, 'verify_message', '')} {error.reason or ''} {error}"
    said = said.lower().replace("_", " ")
    for sign, what in _BY_TLS:
        if sign in said:
            return what
    return f"no TLS with it: {cut(error.reason or str(error))}"


def _of_server(said: str, address: Address) -> str:
    """Of an error that the engine itself told, or the client in its name."""
    said = said.removeprefix("nats: ").strip("'\" \r\n")
    low = said.lower()
    if "permissions violation" in low:
        return rights(said, address)
    if said in {NO_CERTIFICATE, HUNG_UP}:
        return said
    for sign, what in _BY_SAYING:
        if sign in low:
            return what
    return f"it says {cut(said)}" if said else "it cannot be talked with"


def _as_written(subject: str, address: Address) -> str:
    """A subject as it stands in a configuration; of what it hears, nats-py makes lower case."""
    if not subject.islower():
        return cut(subject)
    if subject.startswith("_inbox."):
        return cut(".".join(subject.upper().split(".")[:2]) + ".>")
    if subject.startswith("$js."):
        streams = {name.lower(): name for name in (address.stream, shippers_stream(address.stream))}
        subject = ".".join(streams.get(part, part.upper()) for part in subject.split("."))
    return cut(subject)
