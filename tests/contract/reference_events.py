"""From the bytes of log files to desktop events: the first half of the reference.

Slow and plain on purpose: every rule of the contract stands beside the code that follows it, so
that a reader can compare the two, and tests can trust this as the oracle.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

KIND_OF_CODE = {
    "TDP00I": "start",
    "TDP00W": "start",
    "TDP01I": "end",
    "TDP02I": "send",
    "TDP03I": "receive",
    "TDP04I": "share",
    "TDP04W": "share",
    "TDP05I": "read",
    "TDP05W": "read",
    "TDP06I": "write",
    "TDP06W": "write",
    "TDP07I": "start",
    "TDP07W": "start",
    "TDP08I": "end",
}
KIND_OF_NAME = {
    "windows.desktop.session.start": "start",
    "windows.desktop.session.end": "end",
    "linux.desktop.session.start": "start",
    "linux.desktop.session.end": "end",
    "desktop.clipboard.send": "send",
    "desktop.clipboard.receive": "receive",
    "desktop.directory.share": "share",
    "desktop.directory.read": "read",
    "desktop.directory.write": "write",
}
GLUE = b'{"ei":'
OTHER = "other"
MALFORMED = "malformed"


@dataclass(frozen=True)
class Event:
    """One desktop event: the object as it was decoded, and the kind that was settled on."""

    fields: dict[str, Any]
    kind: str

    def text(self, key: str) -> str | None:
        """Give the value of a key if it is a non-empty string."""
        value = self.fields.get(key)
        return value if isinstance(value, str) and value else None

    def integer(self, key: str, largest: int) -> int:
        """Give a count: "if it is an integer from 0 to …; else 0"."""
        value = self.fields.get(key)
        return value if type(value) is int and 0 <= value <= largest else 0

    @property
    def length(self) -> int:
        """Give the bytes of the event: "`length` … from 0 to 2⁶³-1"."""
        return self.integer("length", 2**63 - 1)

    @property
    def offset(self) -> int:
        """Give the place in the file: "`offset` … from 0 to 2⁶⁴-1"."""
        return self.integer("offset", 2**64 - 1)

    @property
    def time(self) -> int | None:
        """Give the event's own time, read."""
        return read_time(self.fields.get("time"))

    @property
    def code(self) -> object:
        """Give the code, of whatever type it is."""
        return self.fields.get("code")

    @property
    def warns(self) -> bool:
        """Say whether "the code ends in `W`", be the code a known one or not."""
        return isinstance(self.code, str) and self.code.endswith("W")

    @property
    def denied(self) -> bool:
        """Say whether a start was refused."""
        # "start: denied if the code is TDP00W or TDP07W,"
        if self.kind != "start":
            return False
        if self.code in ("TDP00W", "TDP07W"):
            return True
        # "or if the code is none of the known ones and `success` is false. Else it started."
        return _known(self.code, KIND_OF_CODE) is None and self.fields.get("success") is False

    @property
    def failed(self) -> bool:
        """Say whether a share, read or write failed; "clipboard and end have no failure"."""
        if self.kind not in ("share", "read", "write"):
            return False
        # "failed if `success` is false,"
        if self.fields.get("success") is False:
            return True
        # "or if the code ends in `W` and `success` is not true."
        return self.warns and self.fields.get("success") is not True

    @property
    def incomplete(self) -> bool:
        """Say whether bytes moved of which it is not known what they were."""
        # "Incomplete if the code ends in `W` and `success` is true"
        if self.kind not in ("share", "read", "write"):
            return False
        return self.warns and self.fields.get("success") is True


def read_files(files: Sequence[bytes]) -> list[Event | str]:
    """Give, in log order, an event, OTHER or MALFORMED for each line that counts."""
    read: list[Event | str] = []
    # "files in the order given, lines in the order of the file"
    for content in files:
        # "A line ends at `\n`"; "in a finished file the last line counts without its `\n`"
        for raw in content.split(b"\n"):
            # "spaces, tabs and `\r` at both ends are dropped"
            line = raw.strip(b" \t\r")
            # "what is then empty is not counted at all"
            if line:
                read.extend(read_line(line))
    return read


def read_line(line: bytes) -> list[Event | str]:
    """Read one stripped line; the answer has two parts where two lines are glued together."""
    # "A line with neither the bytes `TDP` nor `desktop.` in it is not parsed:"
    if b"TDP" not in line and b"desktop." not in line:
        # "it is an other event if it begins with `{` and ends with `}`, else malformed."
        return [OTHER if line.startswith(b"{") and line.endswith(b"}") else MALFORMED]
    # "Any other line is parsed."
    fields = parse_object(line)
    if fields is not None:
        kind = kind_of(fields)
        # "An object that is no desktop event is other."
        return [OTHER if kind is None else Event(fields, kind)]
    # "If what stands from the last `{"ei":` in it, that one not being at its first byte,"
    at = line.rfind(GLUE)
    # "to its end is a JSON object, the line counts as two lines:"
    if at > 0 and parse_object(line[at:]) is not None:
        # "what stands before as one malformed, the object as if it stood alone."
        return [MALFORMED, *read_line(line[at:])]
    return [MALFORMED]


def parse_object(line: bytes) -> dict[str, Any] | None:
    """Give the object of a line, or None: "a JSON object (RFC 8259 …) in valid UTF-8"."""
    try:
        value = json.loads(
            line.decode("utf-8", errors="strict"),
            parse_int=_integer,
            parse_constant=_refuse_constant,
            object_pairs_hook=_object,
        )
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _integer(digits: str) -> int:
    """Read an integer of any size; one beyond all limits needs no exact value."""
    return int(digits) if len(digits) < 1000 else int(digits[:1000])


def _refuse_constant(name: str) -> None:
    """Refuse what is no JSON: "no NaN", nor either infinity."""
    raise ValueError(name)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Build an object, the last of equal keys winning, refusing "lone surrogates" anywhere."""
    unseen: list[Any] = [part for pair in pairs for part in pair]
    while unseen:
        part = unseen.pop()
        if isinstance(part, list):
            unseen.extend(part)
        elif isinstance(part, str) and any("\ud800" <= letter <= "\udfff" for letter in part):
            raise ValueError(part)
    return dict(pairs)


def _known(value: object, table: dict[str, str]) -> str | None:
    """Look a value of any type up in a table of texts."""
    return table.get(value) if isinstance(value, str) else None


def kind_of(fields: dict[str, Any]) -> str | None:
    """Settle what kind of desktop event an object is; None if it is none."""
    code = fields.get("code")
    by_code = _known(code, KIND_OF_CODE)
    by_name = _known(fields.get("event"), KIND_OF_NAME)
    # "If only one of them is known, it decides." "If neither is known, it is no desktop event."
    if by_code is None or by_name is None:
        return by_code or by_name
    # "If they disagree, the code decides where it ends in `I`, the event's name … in `W`."
    return by_code if str(code).endswith("I") else by_name


NANO = 10**9
DAY = 24 * 60 * 60 * NANO
END_OF_TIME = date(9999, 12, 31).toordinal() * DAY
DAYS_OF_400_YEARS = 146_097
RFC_3339 = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})"
    r"(?:\.([0-9]+))?(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))"
)


def read_time(value: object) -> int | None:
    """Give nanoseconds since the zero time, or None: "a time that cannot be read" is absent."""
    found = RFC_3339.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part) for part in found.groups()[:6])
    fraction, sign = found.group(7) or "", found.group(8)
    ahead_hours, ahead_minutes = int(found.group(9) or 0), int(found.group(10) or 0)
    if hour > 23 or minute > 59 or second > 59 or ahead_hours > 23 or ahead_minutes > 59:
        return None
    try:
        # The calendar repeats every 400 years; the year 0 can still be in year 1 of UTC.
        days = date(year or 400, month, day).toordinal() - 1
    except ValueError:
        return None
    if year == 0:
        days -= DAYS_OF_400_YEARS
    ahead = (ahead_hours * 60 + ahead_minutes) * (-1 if sign == "-" else 1)
    seconds = (hour * 60 + minute - ahead) * 60 + second
    instant = days * DAY + seconds * NANO + int(fraction[:9].ljust(9, "0"))
    # The years 1 to 9999 can be said in RFC 3339; "the zero time count[s] as absent".
    return instant if 0 < instant < END_OF_TIME else None


def print_time(instant: int | None) -> str | None:
    """Print "in UTC as RFC 3339 with `Z`, trailing zeros of the fraction cut"."""
    if instant is None:
        return None
    days, rest = divmod(instant, DAY)
    seconds, nanoseconds = divmod(rest, NANO)
    clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    fraction = f".{nanoseconds:09}".rstrip("0").rstrip(".")
    return f"{date.fromordinal(days + 1).isoformat()}T{clock}{fraction}Z"


def times(events: Iterable[Event]) -> list[int]:
    """Give the times of those events that have one."""
    return [event.time for event in events if event.time is not None]
