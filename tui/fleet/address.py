"""Where a fleet's engine is, and which of its streams: `nats://h1:4222,h2:4222/STREAM`."""

import re
from dataclasses import dataclass

from tui.system.usage import UsageError
from tui.words.text import visible

PORT = 4222
"""On which an engine answers if nothing else is said."""
STREAM = "DESKTAIL"
"""The stream that is meant if none is named."""
ACCEPTED = "nats://HOST[:PORT],…[/STREAM], or tls://…"

_SCHEMES = ("nats", "tls")
_HOST = re.compile(
    r"(?:[A-Za-z0-9_]|[A-Za-z0-9_][A-Za-z0-9_-]{0,61}[A-Za-z0-9_])"
    r"(?:\.(?:[A-Za-z0-9_]|[A-Za-z0-9_][A-Za-z0-9_-]{0,61}[A-Za-z0-9_])){0,31}\.?",
    re.ASCII,
)
_BRACKETED = re.compile(r"\[[0-9A-Fa-f:.]{2,45}(?:%[A-Za-z0-9_.-]{1,15})?\]", re.ASCII)
_SERVER = re.compile(r"(\[[^\]]*\]|[^:\[\]]*)(?::([^:]*))?")
_PORT = re.compile(r"[0-9]{1,5}", re.ASCII)
_STREAM = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Server:
    """One server of an engine; the host of IPv6 in brackets."""

    host: str
    port: int = PORT

    def __str__(self) -> str:
        return self.host if self.port == PORT else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Address:
    """The servers of an engine, one of its streams, and whether only TLS will do (`tls://`).

    It holds nothing secret: as text it can be shown to everyone.
    """

    servers: tuple[Server, ...]
    stream: str = STREAM
    secure: bool = False

    @classmethod
    def parse(cls, text: str) -> "Address":
        """The address that a text is. Raises UsageError, which repeats no secret of it."""
        scheme, _, rest = text.partition("://")
        if scheme.lower() not in _SCHEMES:
            raise UsageError(f"{visible(text)}: no address of an engine; they are {ACCEPTED}")
        if "@" in rest:
            # What stands before the last @ may be a secret, whatever is in it.
            shown = f"{scheme.lower()}://…@{visible(rest.rpartition('@')[2])}"
            raise UsageError(
                f"{shown}: no user and no password in an address, which all users of this host "
                "can see; give a file: --creds FILE or --nkey FILE"
            )
        servers, slash, stream = rest.partition("/")
        if slash and stream and not _STREAM.fullmatch(stream):
            raise UsageError(
                f"{visible(text)}: {visible(stream)!r} is no stream; "
                "its name is of at most 64 letters, digits, _ and -"
            )
        return cls(
            tuple(_server(one, text) for one in servers.split(",")),
            stream or STREAM,
            scheme.lower() == "tls",
        )

    def __str__(self) -> str:
        return f"{self.scheme}://{','.join(map(str, self.servers))}/{self.stream}"

    @property
    def scheme(self) -> str:
        """`nats` or `tls`."""
        return "tls" if self.secure else "nats"

    @property
    def urls(self) -> list[str]:
        """Each server as its own address, which names no stream."""
        return [f"{self.scheme}://{one.host}:{one.port}" for one in self.servers]


def is_address(text: str) -> bool:
    """Whether a text is meant as an address of an engine, and not as a path."""
    return text.partition("://")[0].lower() in _SCHEMES and "://" in text


def _server(text: str, whole: str) -> Server:
    found = _SERVER.fullmatch(text)
    host, port = (found[1], found[2]) if found else ("", None)
    form = _BRACKETED if host.startswith("[") else _HOST
    if not form.fullmatch(host):
        raise UsageError(f"{visible(whole)}: {visible(text)!r} is no server; they are {ACCEPTED}")
    if port is None:
        return Server(host.lower())
    if not _PORT.fullmatch(port) or not 0 < int(port) < 1 << 16:
        raise UsageError(
            f"{visible(whole)}: {visible(port)!r} is no port of {visible(host)}; "
            "it is a number from 1 to 65535"
        )
    return Server(host.lower(), int(port))
