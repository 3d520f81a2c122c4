"""What goes wrong with an engine, in words: what, where, and what to do, in one line.

Nothing secret is in them: no key, no file's content, nothing that an engine did not say itself.
"""

import asyncio
import re
import socket
import ssl

from tui.fleet.address import Address
from tui.source.locate import SourceError
from tui.text import visible

EXTRA = "needs the extra: pip install 'desktail[nats]'"
OLDEST = (2, 10)
"""The version of nats-server that is needed: the first that filters a consumer by subjects."""
LONGEST = 300
"""Characters of an engine's own words that are repeated."""


class FleetError(SourceError):
    """What stands in the way of an engine: one line that names it and says what to do."""


class RefusedError(Exception):
    """That an engine does not let one do something, in its own words."""


FULL = frozenset({10047, 10077, 10122, 10123, 10052})
"""JetStream's codes: no room for the engine or the stream, the account's or the stream's most."""
NO_JETSTREAM = frozenset({10039, 10076})
NO_STREAM = frozenset({10059})
NO_LEADER = frozenset({10008, 10009, 10118})
OVERLAPS = frozenset({10065})
TOO_FEW = frozenset({10005, 10074})
TOO_LARGE = frozenset({10054})

_REFUSED = re.compile(r"permissions violation for (\w+)(?: to)? [\"']?([^\"' ]*)")
_TLS = {
    "unable to get local issuer": "its certificate is of a CA that is not known here",
    "self-signed": "its certificate is of a CA that is not known here",
    "self signed": "its certificate is of a CA that is not known here",
    "hostname mismatch": "its certificate is for another host",
    "ip address mismatch": "its certificate is for another host",
    "certificate has expired": "its certificate has expired",
    "not yet valid": "its certificate is not valid yet; look at the clocks",
}
_TO_DO = {
    "its certificate is of a CA that is not known here": "; name the CA's file: --tls-ca FILE",
    "its certificate is for another host": "; use a name that stands in it",
    "its certificate has expired": "; renew it there",
}


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

    match error:
        case nats.js.errors.APIError():
            return _of_jetstream(error.err_code or 0, error.code or 0, error.description, address)
        case nats.js.errors.NoStreamResponseError() | nats.errors.NoRespondersError():
            return no_stream(address)
        case RefusedError():
            return rights(str(error))
        case TimeoutError() if refused:
            return rights(refused)
        case asyncio.CancelledError() | nats.errors.ConnectionClosedError():
            return "the connection was closed"
        case TimeoutError():
            return "it did not answer in time; look at the engine and the way to it"
        case ssl.SSLError():
            return _of_tls(error)
        case socket.gaierror():
            return "there is no such host; look at the name, or at DNS"
        case ConnectionRefusedError():
            return "nobody answers there; look at the address, or start nats-server"
        case OSError():
            return f"cannot be reached: {error.strerror or error}"
        case nats.errors.OutboundBufferLimitError():
            return "it takes no more, as long as it cannot be reached"
        case nats.errors.MaxPayloadError():
            return "a message is larger than it takes; raise its max_payload"
        case _:
            return _of_server(str(error))


def no_stream(address: Address) -> str:
    """That there is none."""
    return f"there is no stream {address.stream}; make it: desktail nats init {address}"


def no_jetstream() -> str:
    """That an engine keeps nothing."""
    return "JetStream is off there; put jetstream { store_dir: … } into its configuration"


def too_old(version: str) -> str:
    """That an engine cannot do what is needed."""
    return (
        f"its nats-server is of version {visible(version)[:32]}, and {'.'.join(map(str, OLDEST))} "
        "is needed; update it"
    )


def rights(violation: str) -> str:
    """That one may not do something, which the engine names."""
    found = _REFUSED.search(violation.lower())
    if found is None:
        return f"no right to do that: {_cut(violation)}; have the engine's permissions changed"
    what = "read" if found[1].startswith("subscri") else "write"
    return (
        f"no right to {what} {visible(found[2])[:LONGEST]}; "
        "have the permissions of this user changed, or take another --creds or --nkey"
    )


def _of_jetstream(number: int, code: int, description: str | None, address: Address) -> str:
    if number in NO_STREAM:
        return no_stream(address)
    if number in NO_JETSTREAM:
        return no_jetstream()
    if number in FULL or "maximum" in (description or ""):
        return (
            f"there is no room in stream {address.stream} ({_cut(description or '')}); make room "
            "in the engine's storage, or have the stream keep less: --max-size, --max-age"
        )
    if number in NO_LEADER or (code == 503 and not number):
        return "the engine has no leader; wait until most of its servers are there"
    if number in OVERLAPS:
        return f"another stream has the subjects of {address.stream} already; choose another name"
    if number in TOO_FEW:
        return f"it has too few servers for so many replicas ({_cut(description or '')})"
    if number in TOO_LARGE:
        return "a message is larger than the stream takes; raise its max_msg_size"
    return f"it says {_cut(description or '') or code}"


def _of_tls(error: ssl.SSLError) -> str:
    said = f"{getattr(error, 'verify_message', '')} {error.reason or ''} {error}".lower()
    for sign, what in _TLS.items():
        if sign in said:
            return what + _TO_DO.get(what, "")
    said = said.replace("_", " ")
    if "certificate required" in said:
        return "it wants a certificate of this client: --tls-cert FILE --tls-key FILE"
    if any(sign in said for sign in ("alert unknown ca", "alert bad cert", "alert certificate")):
        return "it does not take the certificate of this client; have one made by its CA"
    return f"no TLS with it: {_cut(error.reason or str(error))}"


def _of_server(said: str) -> str:
    """Of an error that the engine itself told, or the client in its name."""
    said = said.removeprefix("nats: ").strip("'\" \r\n")
    low = said.lower()
    if "authorization violation" in low or "authorization failed" in low:
        return "it does not know this user; give --creds FILE or --nkey FILE of one that it knows"
    if "authentication expired" in low or "authentication revoked" in low:
        return f"the rights of this user have ended ({_cut(said)}); get new --creds"
    if "authentication timeout" in low:
        return "it waited too long for this user to say who it is"
    if "secure connection" in low:
        return "it has no TLS; use nats:// without TLS options, or switch TLS on there"
    if "permissions violation" in low:
        return rights(said)
    if "expecting info" in low or "json parse" in low:
        return "what answers there is no nats-server; look at the port"
    if "eof" in low or "connection closed" in low or "stale connection" in low:
        return "it has closed the connection"
    return f"it says {_cut(said)}" if said else "it cannot be talked with"


def _cut(said: str) -> str:
    """What an engine said, as it can be shown."""
    said = visible(said)
    return said if len(said) <= LONGEST else said[: LONGEST - 1] + "…"
