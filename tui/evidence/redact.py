"""A log's lines, and what is told of them, with names of users, paths and addresses replaced.

Of a line only those fields are kept that are known to name nobody, or whose names are replaced;
all others (roles, traits, labels, certificates, and what nobody knows) are left out.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Self

from tui.audit.event import KIND_OF_CODE, KIND_OF_NAME, object_in
from tui.audit.quick import event_in
from tui.audit.rfc3339 import format_time, parse_time
from tui.evidence.identities import ADDRESSES, KINDS, PATHS, SESSIONS, USERS, Identities, split_port
from tui.evidence.reading import LogFile, events_in
from tui.evidence.taking import EVERYTHING, Choice
from tui.words.text import ELLIPSIS

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)
_DATED = re.compile(r"\d{4}-\d\d-\d\d\.\d\d:\d\d:\d\d\.log(?:\.gz|\.zst)?", re.ASCII)
CACHED = 1 << 16
"""Texts whose replacement is kept, of at most LONG letters each."""
LONG = 256

WITHHELD = "(withheld)"
NAMES = {
    USERS: ("user", "login", "windows_user", "linux_user", "impersonator"),
    PATHS: ("directory_name", "file_path"),
}
ADDRESSED = ("addr.local", "addr.remote", "desktop_addr")
TEXTS = ("cluster_name", "error", "message", "windows_domain", "desktop_name")
"""Fields in whose texts names are looked for."""
TIMES = ("time", "session_start", "session_stop")
NUMBERS = ("ei", "user_kind", "directory_id", "length", "offset")
BOOLS = ("success", "recorded")


@dataclass(slots=True)
class Redaction:
    """What stands in the place of names; `kinds` as they were asked for."""

    kinds: frozenset[str]
    _identities: Identities = field(init=False)
    _texts: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Know nobody yet."""
        self._identities = Identities(self.kinds)

    @classmethod
    def of(
        cls,
        kinds: Iterable[str],
        files: Sequence[LogFile],
        choice: Choice = EVERYTHING,
        go_on: Callable[[], None] = lambda: None,
    ) -> Self:
        """What replaces all names that are in some files, those of chosen lines counted first.

        Raises SourceError, and what `go_on` raises, which is called now and then.
        """
        redaction = cls(frozenset(kinds))
        for file in files:
            for _, block in file.blocks():
                go_on()
                for _, line, event in events_in(block):
                    redaction.learn(object_in(line), chosen=choice.takes(event))
        redaction.settle()
        return redaction

    @property
    def told(self) -> str:
        """What was done, in words."""
        kinds = [kind for kind in KINDS if kind in self.kinds]
        named = kinds[0] if len(kinds) == 1 else f"{', '.join(kinds[:-1])} and {kinds[-1]}"
        return (
            f"Redacted: {named} are replaced by marks, the same name by the same mark throughout. "
            "The lines in log/ are made anew, without fields that could name somebody otherwise; "
            "the filter is withheld. Ranges and SHA-256 of the sources are of the original lines."
        )

    # -- learning ------------------------------------------------------------------------

    def learn(self, fields: Mapping[str, Any], *, chosen: bool) -> None:
        """Take in the names of an event, which is among the chosen or not."""
        learn = partial(self._identities.learn, chosen=chosen)
        for kind, names in NAMES.items():
            for name in names:
                learn(kind, _text(fields, name))
        directory, path = _text(fields, "directory_name"), _text(fields, "file_path")
        self._identities.learn_joined(directory, path)
        for name in ADDRESSED:
            learn(ADDRESSES, split_port(_text(fields, name))[0])
        for name in _participants(fields):
            learn(USERS, name)

    def settle(self) -> None:
        """Give each name its mark, when all are known."""
        self._identities.settle()

    # -- replacing -----------------------------------------------------------------------

    def text(self, text: str) -> str:
        """A text with marks in it for names."""
        if len(text) > LONG:
            return self._identities.text(text)
        known = self._texts.get(text)
        if known is None:
            if len(self._texts) >= CACHED:
                self._texts.clear()
            known = self._texts[text] = self._identities.text(text)
        return known

    def told_text(self, text: str) -> str:
        """A text of our own words with names in it: none at all where one may have been cut, of
        which the rest would not be known.
        """
        return WITHHELD if ELLIPSIS in text else self.text(text)

    def sid(self, sid: str) -> str:
        """A session's identifier: itself if it is one of Teleport's, else a mark."""
        return sid if not sid or _UUID.fullmatch(sid) else self._identities.mark(SESSIONS, sid)

    def source(self, path: str) -> str:
        """The path of a file of the log; that of a dated one keeps its date."""
        if PATHS not in self.kinds:
            return self.text(path)
        folder, _, name = path.rpartition("/")
        if _DATED.fullmatch(name):
            return f"{self._identities.mark(PATHS, folder)}/{name}"
        return self._identities.mark(PATHS, path)

    def line(self, line: bytes) -> bytes:
        """A line (with its end) of a desktop event, made anew; a fragment before it, or a wrapping
        around it, is left out.
        """
        fields = object_in(line)
        if "time" not in fields:  # its wrapping may have one
            event = event_in(line)
            time = None if event is None else event.time
            fields["time"] = None if time is None else format_time(time)
        written = json.dumps(self._fields(fields), ensure_ascii=False, separators=(",", ":"))
        return written.encode() + b"\n"

    def _fields(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        kept: dict[str, Any] = {}
        for name, value in fields.items():
            replaced = self._value(name, value, fields)
            if replaced is not None:
                kept[name] = replaced
        return kept

    def _value(self, name: str, value: object, fields: Mapping[str, Any]) -> object:  # noqa: PLR0911
        """What is kept of a field; None for nothing."""
        identities = self._identities
        if type(value) is int:
            return value if name in NUMBERS else None
        if isinstance(value, bool):
            return value if name in BOOLS else None
        if name == "participants":
            return [identities.mark(USERS, each) for each in _participants(fields)]
        if not isinstance(value, str):
            return None
        if name in TIMES:
            return value if parse_time(value) is not None else None
        if name in TEXTS:
            return self._named(value) if name == "desktop_name" else self.text(value)
        if name in ADDRESSED:
            return identities.address(value)
        for kind, names in NAMES.items():
            if name in names:
                return identities.mark(kind, value)
        return self._identifier(name, value)

    def _named(self, desktop: str) -> str:
        """A desktop's name, in which the mark of a recovered end is Teleport's."""
        recovered = " (recovered)"
        if desktop.endswith(recovered):
            return self.text(desktop.removesuffix(recovered)) + recovered
        return self.text(desktop)

    def _identifier(self, name: str, value: str) -> str | None:
        match name:
            case "sid":
                return self.sid(value)
            case "code" if value not in KIND_OF_CODE:
                return "unknown W" if value.endswith("W") else "unknown"
            case "code":
                return value
        known = {
            "event": value in KIND_OF_NAME,
            "uid": _UUID.fullmatch(value),
            "proto": value == "tdp",
        }
        return value if known.get(name) else None


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def _participants(fields: Mapping[str, Any]) -> list[str]:
    value = fields.get("participants")
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
