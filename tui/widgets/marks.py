"""The marks there are, one row each: when, who, where, what, and the note."""

from typing import ClassVar

from rich.cells import cell_len

from tui.marks.mark import Mark
from tui.view.marked import FLAG, Marked
from tui.widgets.lines import Line, Span
from tui.widgets.rows import RowList
from tui.words.telling import Telling
from tui.words.text import feed_time, fit, fit_path, moment, number, pad, visible, zone_name

GAP = "  "
TIME, USER, DESKTOP, VERB, MISSING = 14, 10, 15, 8, 8
"""Cells of the columns, and of why one cannot go there."""
LEAST_NOTE = 16
"""Cells of the notes, where there is room for that."""
LEAST_MORE = 8
"""Cells from which on it is told more of what was marked than which file it was."""
ROOM_FOR_DESKTOP = 90
"""Cells of a row from which on the desktop is named."""


class MarkList(RowList):
    """All that were there when it was opened, in the order of their events' times."""

    HEADER_HEIGHT: ClassVar[int] = 1

    def __init__(self, marked: Marked, telling: Telling, now: int) -> None:
        super().__init__(id="marks")
        self._marked = marked
        self._told = telling
        self._now = now
        self._marks = list(marked.marks)
        self._note_cells = 0

    def on_mount(self) -> None:
        """All rows are known from the beginning."""
        self.set_count(len(self._marks))
        self.tell_marks()

    @property
    def mark(self) -> Mark | None:
        """The one under the cursor; None if there is none."""
        return self._marks[self.cursor] if self.count else None

    def replace(self, mark: Mark) -> None:
        """Have another in the place of that under the cursor."""
        self._marks[self.cursor] = mark
        self.tell_marks()

    def tell_marks(self) -> None:
        """Show what is marked by now."""
        notes = (cell_len(visible(mark.note)) for mark in self._marks)
        self._note_cells = max((LEAST_NOTE, *notes))
        self.entitle(f"Marks ─ {number(len(self._marked.marks))}")
        self.tell_note()
        self.repaint_all()

    def tell_note(self) -> None:
        """Say the whole note under the cursor, and when the mark was made."""
        mark = self.mark
        if mark is None:
            self.add_note("m marks a line or a session, M with a note")
            return
        if self._marked.marks.get(mark.id) is None:
            self.add_note("taken away; m puts it back")
            return
        zone = self._told.zone
        made = f"made {moment(mark.made, zone)} {zone_name(mark.made, zone)}"
        room = max(10, self.size.width - len(made) - len(" ─ ") - 4)
        self.add_note(" ─ ".join(filter(None, (fit(visible(mark.note), room), made))))

    def header(self, width: int) -> Line:
        """The columns' titles."""
        titles = [("WHEN", TIME), ("USER", USER)]
        titles += [("DESKTOP", DESKTOP)] if width >= ROOM_FOR_DESKTOP else []
        head = "".join(pad(title, cells) + GAP for title, cells in titles)
        subject = self._subject(width - len(GAP) - cell_len(head))
        return (
            Span(GAP + head, "head"),
            Span(pad("WHAT", VERB + len(GAP) + subject) + GAP, "head"),
            Span("NOTE", "head"),
        )

    def row(self, index: int, width: int) -> Line:
        """One mark; a blank stands before one that was taken away."""
        mark = self._marks[index]
        is_kept = self._marked.marks.get(mark.id) is not None
        tone = "" if is_kept else "quiet"
        time = feed_time(mark.time, self._now, self._told.zone)
        spans = [
            Span(f"{FLAG if is_kept else ' '} ", "mark"),
            Span(f"{pad(time, TIME)}{GAP}", "quiet"),
            Span(f"{pad(mark.user or '-', USER)}{GAP}", tone),
        ]
        if width >= ROOM_FOR_DESKTOP:
            spans.append(Span(f"{pad(mark.desktop or '-', DESKTOP)}{GAP}", "quiet"))
        subject = self._subject(width - sum(cell_len(span.text) for span in spans))
        missing = self._marked.missing(mark)
        spans.append(Span(f"{pad(mark.verb, VERB)}{GAP}", tone))
        if missing:
            spans.append(Span(f"{pad(missing, MISSING)}{GAP}", "warning"))
            subject -= MISSING + len(GAP)
        note = visible(mark.note) if is_kept else "taken away"
        spans.append(Span(f"{pad(_in_short(mark.subject, subject), subject)}{GAP}", tone))
        spans.append(Span(note, "mark" if is_kept else "quiet"))
        return tuple(spans)

    def _subject(self, rest: int) -> int:
        """Cells of what was marked, of those that the verb and the note share with it."""
        rest -= VERB + 2 * len(GAP)
        return max(MISSING + len(GAP) + 1, rest - min(self._note_cells, rest * 3 // 5))


def _in_short(subject: str, cells: int) -> str:
    """What was marked: where there is no room for all, a path's name before what is said of it."""
    if cell_len(subject) <= cells:
        return subject
    what, joint, more = subject.partition(" · ")
    room = cells - cell_len(what)
    return f"{what}{fit(joint + more, room)}" if room >= LEAST_MORE else fit_path(what, cells)
