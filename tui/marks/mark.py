"""A mark: on which line or session it is, what that is in few words, and the note to it."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import msgspec

from tui.audit.event import BOUNDARIES
from tui.audit.rfc3339 import END_OF_TIME, ZERO_TIME
from tui.picture.picture import FeedLine, SessionView
from tui.source.provenance import Spot
from tui.words.text import fit, visible
from tui.words.wording import words_of

NOTE = 1_000
"""Characters of the longest note."""
CELLS = 200
"""Cells of each text by which one sees what is marked."""
NATURAL = range(1 << 64)
"""What an inode and an offset can be."""


NOWHERE = Spot()
"""Where a session is of which no line is known."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark on a line, by its digest (SHA-256 of its bytes, hexadecimal), or on a session.

    `sid` is the session's, or that of the line's event; `time` when that was and `made` when it
    was marked (ns). `user` to `subject` say what it is and are visible; `sid`, `path` and `note`
    are hostile.
    """

    sid: str
    digest: str
    path: str
    inode: int
    offset: int
    time: int | None
    user: str
    desktop: str
    verb: str
    subject: str
    note: str
    made: int

    @property
    def id(self) -> str:
        """The same for the same line at the same byte of its file, whatever that is called; and
        for the same session.
        """
        what = f"{self.offset}:{self.digest}" if self.digest else f"session:{self.sid}"
        return hashlib.sha256(what.encode(errors="surrogatepass")).hexdigest()[:16]

    @property
    def of_session(self) -> bool:
        """Whether it is on a session, and on no line."""
        return not self.digest

    def noted(self, note: str) -> "Mark":
        """The same mark with another note."""
        return replace(self, note=note.strip()[:NOTE])

    def record(self) -> dict[str, Any]:
        """What is kept of it."""
        return {"id": self.id, **asdict(self)}


def digest_of(line: bytes) -> str:
    """By what a line (without its end) is known again."""
    return hashlib.sha256(line).hexdigest()


def mark_on_line(told: FeedLine, line: bytes, spot: Spot, made: int) -> Mark:
    """A mark on a line, which begins a row that a feed tells of."""
    event = told.event
    if event is None:
        verb, subject = "bad line", line[:CELLS].decode(errors="replace")
    else:
        words = words_of(event)
        what = "" if event.kind in BOUNDARIES else words.subject  # which is the desktop
        verb, subject = words.verb, " · ".join(filter(None, (what, words.amount, words.note)))
    return Mark(
        sid=told.sid,
        digest=digest_of(line),
        path=spot.path,
        inode=spot.inode,
        offset=spot.offset,
        time=None if event is None else event.time,
        user=_short(told.user),
        desktop=_short(told.desktop),
        verb=verb,
        subject=_short(subject),
        note="",
        made=made,
    )


def mark_on_session(view: SessionView, spot: Spot, made: int) -> Mark:
    """A mark on a session; `spot` is where it begins."""
    return Mark(
        sid=view.sid,
        digest="",
        path=spot.path,
        inode=spot.inode,
        offset=spot.offset,
        time=view.start,
        user=_short(view.user),
        desktop=_short(view.desktop),
        verb="session",
        subject=_short(f"as {view.login}" if view.login else ""),
        note="",
        made=made,
    )


def mark_in(record: Mapping[str, Any]) -> Mark | None:
    """The mark that a record of a file is; None if it is none."""
    try:
        mark = msgspec.convert(record, Mark)
    except msgspec.ValidationError:
        return None
    moments = (mark.time or 0, mark.made)
    within = all(ZERO_TIME <= moment < END_OF_TIME for moment in moments)
    if not within or mark.inode not in NATURAL or mark.offset not in NATURAL:
        return None
    if record.get("id") != mark.id:
        return None
    return replace(
        mark,
        user=_short(mark.user),
        desktop=_short(mark.desktop),
        verb=_short(mark.verb),
        subject=_short(mark.subject),
        note=mark.note[:NOTE],
    )


def _short(text: str) -> str:
    return fit(visible(text), CELLS)
