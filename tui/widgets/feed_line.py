"""One row of a feed: when, who, what, of which file, how much."""

from dataclasses import dataclass
from typing import NamedTuple

from rich.cells import cell_len

from tui.audit.event import Event, Kind, Outcome
from tui.audit.rfc3339 import SECOND
from tui.marks.mark import Mark
from tui.picture.picture import FeedLine
from tui.view.marked import FLAG
from tui.widgets.lines import Line, Span, line
from tui.widgets.sideways import FURTHEST, width_of
from tui.words.telling import USUAL, Telling, Times
from tui.words.text import (
    elapsed,
    feed_time,
    fit,
    fit_path,
    moment,
    pad,
    pad_left,
    since_when,
    size,
    visible,
)
from tui.words.wording import words_of

GROWING = 15 * SECOND
"""Nanoseconds after its last event for which a run counts as growing: longer than Teleport
holds an event back."""

GAP = "  "
FAR = 26
"""Cells of the largest place in a file."""
TIME, VERB = 14, 8
USER, DESKTOP = 10, 15
"""Cells of whose session it is, where the feed is that of all."""
ROOM_FOR_DESKTOP = 90
"""Cells of a row from which on the desktop is named too."""

TONES = {
    Kind.SEND: "in",
    Kind.READ: "in",
    Kind.RECEIVE: "out",
    Kind.WRITE: "out",
    Kind.START: "active",
    Kind.END: "quiet",
}


@dataclass(frozen=True, slots=True)
class Look:
    """How rows are told: seen from a moment (ns), in which way, and whether of all sessions."""

    now: int = 0
    telling: Telling = USUAL
    of_all: bool = False

    @property
    def seen(self) -> str:
        """What of the moment a row tells by that does not grow: it is the same all day long."""
        if self.telling.times is Times.RELATIVE:
            return str(self.now)
        return moment(self.now, self.telling.zone, "%Y-%m-%d")


class Signs(NamedTuple):
    """What stands on a row: whether it is a run that is unfolded, and a mark with its note."""

    fold: str = ""
    mark: Mark | None = None


def drawn(told: FeedLine, look: Look, width: int, signs: Signs = Signs()) -> Line:  # noqa: B008
    """A row in so many cells."""
    event = told.event
    if event is None:
        return _without_event(told, look, width, signs.mark)
    spans, subject, note = _parts(told, event, look, width, signs)
    rest = max(8, width - sum(cell_len(span.text) for span in spans))
    # What subject and note leave, and a third at least.
    spare = rest - cell_len(subject) - cell_len(note.text) - len(GAP)
    of_mark = _note(signs.mark, max(rest // 3, spare))
    rest -= sum(cell_len(span.text) for span in of_mark)
    shown = fit(note.text, rest * 2 // 3)
    room = rest - cell_len(shown) - len(GAP)
    return (
        *spans,
        Span(pad(fit_path(subject, room), room)),
        Span(GAP),
        Span(shown, note.tone),
        *of_mark,
    )


def needed(told: FeedLine, look: Look, signs: Signs, *, is_below: bool = False) -> int:
    """The cells in which a row is whole."""
    event = told.event
    if event is None:
        return width_of(_without_event(told, look, FURTHEST, signs.mark))
    if is_below:
        return width_of(drawn_below(told, look, FURTHEST, signs.mark))
    spans, subject, note = _parts(told, event, look, FURTHEST, signs)
    room = cell_len(note.text)
    # A note takes two thirds of what is left at most.
    rest = max(cell_len(subject) + len(GAP) + room, (3 * room + 1) // 2)
    parts = (*spans, *_note(signs.mark, FURTHEST))
    return sum(cell_len(span.text) for span in parts) + rest


def _parts(
    told: FeedLine, event: Event, look: Look, width: int, signs: Signs
) -> tuple[list[Span], str, Span]:
    """A row's columns, then what is as long as it is: of what, and how it went."""
    sizes = look.telling.sizes
    words = words_of(event, told.row.events, told.row.bytes, sizes)
    tone = _tone(event)
    notes = (f"{signs.fold} {words.note}".strip(), _pace(told, event, look.now))
    note = " · ".join(filter(None, notes))
    spans = [Span(_time(event.time, told.start, look), "quiet"), _flag(signs.mark)]
    if look.of_all:
        spans += _who(told, width)
    spans += [
        Span(pad(words.verb, VERB), tone),
        Span(GAP),
        Span(pad_left(words.amount, sizes.cells), tone),
        Span(GAP),
    ]
    return spans, words.subject, Span(note, tone if tone in ("problem", "warning") else "quiet")


def drawn_below(told: FeedLine, look: Look, width: int, mark: Mark | None = None) -> Line:
    """One event of a run, below its row."""
    event = told.event
    if event is None:
        return _without_event(told, look, width, mark)
    sizes = look.telling.sizes
    indent = len(GAP) + (USER + len(GAP) if look.of_all else 0)
    if look.of_all and width >= ROOM_FOR_DESKTOP:
        indent += DESKTOP + len(GAP)
    reason = visible(event.error)
    return line(
        Span(_time(event.time, told.start, look), "quiet"),
        _flag(mark),
        " " * (indent - len(GAP)),
        Span(pad("└", VERB), "quiet"),
        GAP,
        Span(pad_left(sizes.told(event.length), sizes.cells), _tone(event)),
        GAP,
        Span(f"at {sizes.told(event.offset, FAR)}", "quiet"),
        Span(f"{GAP}{reason}" if reason else "", "problem"),
        *_note(mark, width // 3),
    )


def text_of(told: FeedLine) -> str:
    """All that a row says, for who searches in it."""
    event = told.event
    if event is None:
        return visible((told.malformed or b"").decode(errors="replace"))
    words = words_of(event, told.row.events, told.row.bytes)
    who = visible(told.user), visible(told.desktop)
    return "\0".join((*who, words.verb, words.subject, words.note))


def _without_event(told: FeedLine, look: Look, width: int, mark: Mark | None) -> Line:
    if told.malformed is None:
        gone = "the log's line is gone: its file was cut or closed"
        return line(Span(f"{'':{TIME}}{GAP}{gone}", "quiet"))
    sizes = look.telling.sizes
    text = visible(told.malformed[:width].decode(errors="replace"))
    begin = line(
        " " * TIME,
        _flag(mark),
        Span("bad line", "warning"),
        f"{GAP}{pad_left(sizes.told(len(told.malformed)), sizes.cells)}{GAP}",
    )
    of_mark = _note(mark, width // 3)
    rest = width - sum(cell_len(span.text) for span in (*begin, *of_mark))
    return (*begin, Span(pad(text, rest) if of_mark else text, "quiet"), *of_mark)


def _flag(mark: Mark | None) -> Span:
    """The gap behind a row's time, in which a flag stands if it is marked."""
    return Span(GAP) if mark is None else Span(f"{FLAG} ", "mark")


def _note(mark: Mark | None, room: int) -> Line:
    """The note of a mark, with the gap before it, in so many cells."""
    note = "" if mark is None else fit(visible(mark.note), room - len(GAP))
    return (Span(GAP), Span(note, "mark")) if note else ()


def _who(told: FeedLine, width: int) -> list[Span]:
    spans = [Span(pad(visible(told.user) or "-", USER)), Span(GAP)]
    if width >= ROOM_FOR_DESKTOP:
        spans += [Span(pad(visible(told.desktop) or "-", DESKTOP), "quiet"), Span(GAP)]
    return spans


def _tone(event: Event) -> str:
    if event.outcome in (Outcome.FAILED, Outcome.DENIED):
        return "problem"
    return "warning" if event.outcome is Outcome.INCOMPLETE else TONES.get(event.kind, "")


def _time(time: int | None, start: int | None, look: Look) -> str:
    """When an event was, in TIME cells."""
    if time is None:
        return pad_left("no time", TIME)
    match look.telling.times:
        case Times.RELATIVE:
            return pad_left(f"{since_when(time, look.now)} ago", TIME)
        case Times.ELAPSED if start is not None:
            return pad_left(elapsed(time - start), TIME)
        case _:
            return feed_time(time, look.now, look.telling.zone)


def _pace(told: FeedLine, event: Event, now: int) -> str:
    """How fast a run of reads or writes went, and whether it still goes on."""
    moved, time = told.row.bytes, told.last_time
    if moved is None or event.time is None or time is None:
        return ""
    seconds = (time - event.time) / SECOND
    pace = f"{size(round(moved / seconds))}/s" if seconds >= 1 else ""
    return f"{pace} …" if told.last and 0 <= now - time < GROWING else pace
