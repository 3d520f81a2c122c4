"""Ordinary lines, taken the fast way: what most of a busy log is made of.

An ordinary line is a clipboard, share, read or write event that went well, whose fields have the
types that Teleport gives them, in JSON that is beyond doubt. A typed decoder takes just the fields
that count, at 0.3 µs a line where the plain way takes 4; whatever it refuses goes the plain way
(`tui.audit.event.decode`), so that only that one decides what a line is.
"""

from typing import Annotated, Literal

from msgspec import DecodeError, Meta, Struct, json

from tui.audit.event import KIND_OF_CODE, KIND_OF_NAME, Kind

Code = Literal["TDP02I", "TDP03I", "TDP04I", "TDP05I", "TDP06I"]
"""Codes that end in `I` decide the kind, whatever the event's name says."""
KIND_OF: dict[Code, Kind] = {
    "TDP02I": Kind.SEND,
    "TDP03I": Kind.RECEIVE,
    "TDP04I": Kind.SHARE,
    "TDP05I": Kind.READ,
    "TDP06I": Kind.WRITE,
}
FLAT = 2048
"""Bytes of a line that cannot nest 1,024 deep, where the plain way's parser gives up."""

Amount = Annotated[int, Meta(ge=0, le=2**63 - 1)]


class OrdinaryNumbers(Struct, gc=False):
    """The fields of an ordinary line that the numbers of its session need."""

    code: Code
    sid: Annotated[str, Meta(min_length=1)]
    time: str
    length: Amount = 0
    success: bool | None = None


class Ordinary(OrdinaryNumbers, gc=False):
    """The same, and those that a file's transfer needs besides."""

    offset: Amount = 0
    directory_name: str = ""
    file_path: str = ""


class Named(Struct, gc=False):
    """What any audit event is named by. With a code of its own, a line is no wrapping of one."""

    code: str
    event: str = ""


class Told(Struct, gc=False, rename={"client_addr": "addr.local"}):
    """Who and where, as a line says it, in the order of `Names`."""

    user: str = ""
    desktop_name: str = ""
    desktop_addr: str = ""
    windows_domain: str = ""
    cluster_name: str = ""
    client_addr: str = ""


ordinary = json.Decoder(Ordinary).decode
ordinary_numbers = json.Decoder(OrdinaryNumbers).decode
named = json.Decoder(Named).decode
told_in = json.Decoder(Told).decode
NotOrdinary = DecodeError, UnicodeDecodeError, RecursionError


def is_plainly_other(line: bytes) -> bool:
    """Whether a line (of valid UTF-8) is sure to be an event that is none of a desktop."""
    if len(line) > FLAT:
        return False
    try:
        names = named(line)
    except NotOrdinary:
        return False
    return names.code not in KIND_OF_CODE and names.event not in KIND_OF_NAME
