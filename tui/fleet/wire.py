"""What goes over the wire: lines of a shipped file, its name, and how its shipper is.

Subjects are `<stream>.<host>.lines`, `.beat` and `.origin.<origin>`, the stream in lower case.
Whatever comes from a stream is as hostile as a log: it is read strictly, or not at all.
"""

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta, Struct

VERSION = 1
"""Of this form. A message of a higher one is damaged to who does not know it, and is counted."""
ID = "Nats-Msg-Id"
"""The header by which a stream knows a message again, for as long as its window is."""
HEADER = "Desktail"
"""The header that says where the lines of a message came from."""
LARGEST = 1 << 26
"""Bytes to which a packed body may grow, 64 MiB: more is no line of any log."""

Count = Annotated[int, Meta(ge=0, lt=1 << 44)]
"""Bytes or lines: places in a log have room for 44 bits of an offset."""
Moment = Annotated[int, Meta(ge=0, le=(1 << 63) - 1)]
"""Nanoseconds, up to the year 2262."""
Name = Annotated[str, Meta(min_length=1, max_length=255)]
Identity = Annotated[str, Meta(pattern="^[0-9a-f]{16}(-[0-9a-f]{1,16})?$")]
"""Of an origin: 16 hex digits, and its inode where its content does not tell it."""

Told = TypeVar("Told")
_TOKEN = re.compile(r"[^A-Za-z0-9_-]", re.ASCII)


class DamagedError(Exception):
    """A message that is none of these, with why in a few words."""


class Skip(Struct, frozen=True, array_like=True):
    """At byte `at` of a body, `bytes` bytes of the file that are not in it.

    They held `lines` other events; none where it is the rest of an overlong line, and -1 byte where
    the file's last line has no end.
    """

    at: Count
    bytes: Annotated[int, Meta(ge=-1, lt=1 << 44)]
    lines: Count


class Origin(Struct, frozen=True):
    """A file that is shipped: on which host, what it is called there, and by what it is known.

    `id` tells its content, whatever it is called and wherever it is read.
    """

    id: Identity
    host: Name
    path: Annotated[str, Meta(min_length=1, max_length=4096)]
    device: Annotated[int, Meta(ge=0)]
    inode: Annotated[int, Meta(ge=0)]

    @property
    def name(self) -> str:
        """What people call it, as `Provenance.name` does; hostile."""
        return f"{self.host}:{self.path}"


class Lines(Struct, frozen=True):
    """That some bytes of an origin are these lines; with `lost` that they could not be read.

    `begin` and `end` are bytes of the origin. `body` holds whole lines with their ends; its length
    and the skips' bytes make up those of the origin. `left` is how many other events were left out
    of the origin before `begin`, from its first byte on: so they are counted once, however the
    same bytes are cut into messages.
    """

    origin: Origin
    begin: Count
    end: Count
    left: Count = 0
    skips: tuple[Skip, ...] = ()
    lost: bool = False
    body: bytes = b""

    @property
    def id(self) -> str:
        """The message's id: what is sent again of the same bytes is stored once."""
        return f"{self.origin.id}:{self.begin}:{self.end}{':lost' * self.lost}"

    @property
    def others(self) -> int:
        """How many other events of these bytes themselves were left out."""
        return sum(skip.lines for skip in self.skips)


class _Header(Struct, frozen=True):
    v: int
    origin: Origin
    begin: Count
    end: Count
    left: Count = 0
    skips: tuple[Skip, ...] = ()
    lost: bool = False
    packed: bool = False


class Beat(Struct, frozen=True):
    """How a shipper is, said by itself every `every` seconds.

    `time` and `started` are nanoseconds of its host's clock. `behind` are the bytes that it has not
    shipped yet and `lag` for how many seconds there have been some; `bytes`, `lines` (sent) and
    `lost` (bytes) count since it started. `problem` says in a line what stands in its way.
    """

    host: Name
    instance: Name
    time: Moment
    started: Moment
    every: Annotated[float, Meta(gt=0, le=3600)]
    behind: Count = 0
    lag: Annotated[float, Meta(ge=0)] = 0.0
    bytes: Count = 0
    lines: Count = 0
    lost: Count = 0
    files: Count = 0
    version: Annotated[str, Meta(max_length=64)] = ""
    problem: Annotated[str, Meta(max_length=1024)] = ""
    leaving: bool = False
    v: int = VERSION


@dataclass(frozen=True, slots=True)
class Message:
    """What is published: where, with which headers, and what it holds."""

    subject: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


_HEADERS = msgspec.json.Decoder(_Header)
_BEATS = msgspec.json.Decoder(Beat)
_ORIGINS = msgspec.json.Decoder(Origin)


def token(name: str) -> str:
    """A name as a part of a subject: what has a meaning there becomes `_`."""
    return _TOKEN.sub("_", name) or "_"


def origin_id(head: bytes, inode: int) -> str:
    """What a file is known by that begins so, which must hold its first line or 256 bytes of it.

    Each event of Teleport's has a `uid` of its own; where there is none, inodes tell files apart.
    """
    first = head.partition(b"\n")[0][:256]
    told = sha256(first).hexdigest()[:16]
    return told if b'"uid"' in first else f"{told}-{inode:x}"


def lines_message(stream: str, lines: Lines, *, most: int) -> Message | None:
    """Some lines as a message; None if it would have more than `most` bytes, also when packed."""
    body, packed = lines.body, False
    while True:
        header = _Header(
            *(VERSION, lines.origin, lines.begin, lines.end, lines.left),
            *(lines.skips, lines.lost, packed),
        )
        headers = {ID: lines.id, HEADER: _told(header)}
        if len(body) + sum(len(name) + len(told) + 4 for name, told in headers.items()) < most:
            return Message(_subject(stream, lines.origin.host, "lines"), body, headers)
        if packed:
            return None
        body, packed = zlib.compress(body), True


def lines_in(headers: Mapping[str, str] | None, body: bytes, subject: str = "") -> Lines:
    """The lines of a message. Raises DamagedError, also where its subject is another host's."""
    header = _read(_HEADERS, (headers or {}).get(HEADER, "").encode(errors="replace"))
    if header.v != VERSION:
        raise DamagedError(f"of version {header.v}, which is not known here")
    _check_host(header.origin.host, subject)
    if header.packed:
        body = _unpacked(body)
    told = header.origin, header.begin, header.end, header.left, header.skips, header.lost
    lines = Lines(*told, body)
    if not _is_whole(lines):
        raise DamagedError("its lines do not make up the bytes that it says they are")
    return lines


def beat_message(stream: str, beat: Beat) -> Message:
    """A beat as a message."""
    return Message(_subject(stream, beat.host, "beat"), msgspec.json.encode(beat))


def beat_in(body: bytes, subject: str = "") -> Beat:
    """The beat of a message. Raises DamagedError, also where its subject is another host's."""
    beat = _read(_BEATS, body)
    _check_host(beat.host, subject)
    return beat


def origin_message(stream: str, origin: Origin) -> Message:
    """The name of a file as a message."""
    return Message(
        _subject(stream, origin.host, f"origin.{origin.id}"), msgspec.json.encode(origin)
    )


def origin_in(body: bytes, subject: str = "") -> Origin:
    """The origin of a message. Raises DamagedError, also where its subject is another host's."""
    origin = _read(_ORIGINS, body)
    _check_host(origin.host, subject)
    return origin


def lines_subject(stream: str) -> str:
    """Where the lines of all hosts are."""
    return f"{stream.lower()}.*.lines"


def beat_subject(stream: str) -> str:
    """Where the beats of all hosts are."""
    return f"{stream.lower()}.*.beat"


def origin_subject(stream: str) -> str:
    """Where the origins of all hosts are."""
    return f"{stream.lower()}.*.origin.*"


def shippers_stream(stream: str) -> str:
    """The stream beside a stream of lines that holds the last beat of each host, and origins."""
    return f"{stream}_SHIPPERS"


def _check_host(host: str, subject: str) -> None:
    """An engine lets a host write to its own subjects, and says nothing of what it writes there."""
    if subject and subject.split(".")[1:2] != [token(host)]:
        raise DamagedError("it says that it is of another host than the one that wrote it")


def _subject(stream: str, host: str, what: str) -> str:
    return f"{stream.lower()}.{token(host)}.{what}"


def _told(header: _Header) -> str:
    """In ASCII, as a header must be; what JSON would write otherwise is escaped."""
    text = msgspec.json.encode(header).decode()
    if text.isascii() and "\x7f" not in text:  # a thousand skips take 1 ms letter by letter
        return text
    return "".join(char if char < "\x7f" else _escaped(char) for char in text)


def _escaped(char: str) -> str:
    units = char.encode("utf-16-be", errors="surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def _read(decoder: "msgspec.json.Decoder[Told]", text: bytes) -> Told:
    try:
        return decoder.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DamagedError(str(error)) from error


def _unpacked(body: bytes) -> bytes:
    inflating = zlib.decompressobj()
    try:
        text = inflating.decompress(body, LARGEST)
    except zlib.error as error:
        raise DamagedError(f"cannot be unpacked: {error}") from error
    if not inflating.eof:
        raise DamagedError("cannot be unpacked: it is too large, or cut off")
    return text


def _is_whole(lines: Lines) -> bool:
    """Whether body and skips make up the bytes from begin to end, line by line."""
    if lines.end <= lines.begin:
        return False
    if lines.lost:
        return not lines.body and not lines.skips
    at = 0
    for skip in lines.skips:
        if not at <= skip.at <= len(lines.body):
            return False
        if skip.at and lines.body[skip.at - 1 : skip.at] != b"\n":
            return False
        at = skip.at
    made_up = len(lines.body) + sum(skip.bytes for skip in lines.skips)
    ends = not lines.body or lines.body.endswith(b"\n")
    return ends and made_up == lines.end - lines.begin
