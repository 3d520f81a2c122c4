"""The events of one session, in order of arrival; runs of one file's chunks are one row."""

from datetime import UTC, tzinfo

from rich.cells import cell_len

from tui.audit.event import Event, Kind, Outcome
from tui.audit.feed import FeedEnd
from tui.audit.rfc3339 import SECOND
from tui.monitor import Monitor
from tui.picture import FeedLine
from tui.text import feed_time, fit, fit_path, number, pad, pad_left, size
from tui.widgets.lines import Line, Span, line
from tui.widgets.rows import RowList
from tui.wording import words_of

GROWING = 15 * SECOND
"""Nanoseconds after its last event for which a run counts as growing: longer than Teleport
holds an event back."""

BEFORE = 14 + 2 + 8 + 2 + 6 + 2
"""Cells of time, verb and amount; the rest is the path's, and to the right the note's."""

TONES = {
    Kind.SEND: "in",
    Kind.READ: "in",
    Kind.RECEIVE: "out",
    Kind.WRITE: "out",
    Kind.START: "active",
    Kind.END: "quiet",
}


class FeedList(RowList):
    """Follows the end of a session's feed until the cursor leaves it."""

    def __init__(self, monitor: Monitor, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.sid: str | None = None
        self.following = True
        self.zone: tzinfo = UTC
        self.now = 0
        self._monitor = monitor
        self._end = FeedEnd()
        self._left_at = 0
        self._fetched: dict[int, FeedLine] = {}

    @property
    def state(self) -> str:
        """Whether it follows; if not, how many events came since the end was left."""
        if self.following:
            return "following"
        new = self._end.events - self._left_at
        return f"+{number(new)} new" if new else "not following"

    @property
    def place(self) -> int | None:
        """Where the line of the row under the cursor lies; of a run, its last one's."""
        return self._line_of(self.cursor).row.last if self.count else None

    def show(self, sid: str | None, end: FeedEnd, now: int) -> None:
        """Show a session's feed as far as it reaches."""
        self.now = now
        if sid != self.sid:
            self.sid, self._end = sid, FeedEnd()
            self._fetched.clear()
            self.following = True
            self.set_count(0)
            self.repaint_all()
        if end != self._end:
            self._take(end)
            if self.following:
                self.cursor = max(0, self.count - 1)
                self.show_cursor()
        self.repaint_changed()

    def _take(self, end: FeedEnd) -> None:
        laid_before = end.past_rows - self._end.past_rows
        if laid_before:
            self._fetched.clear()
        # Other rows before the last one known never change.
        self._fetched.pop(self._end.rows - 1, None)
        self._end = end
        self.set_count(end.rows)
        if laid_before and not self.following:
            self.shift(laid_before)

    def set_zone(self, zone: tzinfo) -> None:
        """Tell the times by another clock."""
        self.zone = zone
        self.repaint_all()

    def follow(self) -> None:
        """Go to the end and stay there."""
        self.following = True
        self.go_to(self.count - 1)

    def go_to(self, index: int) -> None:
        """Move; leaving the last row leaves following, coming back resumes it."""
        super().go_to(index)
        following = self.cursor >= self.count - 1
        if self.following and not following:
            self._left_at = self._end.events
        self.following = following

    def row(self, index: int, width: int) -> Line:
        """When, what, of which file, how much."""
        fetched = self._line_of(index)
        event, row = fetched.event, fetched.row
        if event is None:
            return line(
                Span(f"{'':14}  the log's line is gone: its file was cut or closed", "quiet")
            )
        words = words_of(event, row.events, row.bytes)
        trouble = event.outcome in (Outcome.FAILED, Outcome.DENIED)
        tone = "problem" if trouble else TONES.get(event.kind, "")
        if event.outcome is Outcome.INCOMPLETE:
            tone = "warning"
        note = " · ".join(part for part in (words.note, self._pace(index, fetched, event)) if part)
        rest = max(8, width - BEFORE)
        note = fit(note, rest * 2 // 3)
        subject = rest - cell_len(note) - 2
        return line(
            Span(feed_time(event.time, self.now, self.zone), "quiet"),
            "  ",
            Span(pad(words.verb, 8), tone),
            "  ",
            Span(pad_left(words.amount, 6), tone),
            "  ",
            pad(fit_path(words.subject, subject), subject),
            "  ",
            Span(note, tone if tone in ("problem", "warning") else "quiet"),
        )

    def _pace(self, index: int, fetched: FeedLine, event: Event) -> str:
        """How fast a run of reads or writes went, and whether it still goes on."""
        last = fetched.last_time
        moved = fetched.row.bytes
        if moved is None or event.time is None or last is None:
            return ""
        seconds = (last - event.time) / SECOND
        pace = f"{size(round(moved / seconds))}/s" if seconds >= 1 else ""
        growing = index == self.count - 1 and 0 <= self.now - last < GROWING
        return f"{pace} …" if growing else pace

    def _line_of(self, index: int) -> FeedLine:
        fetched = self._fetched.get(index)
        if fetched is None:
            if len(self._fetched) > 16 * max(8, self.size.height):
                self._fetched.clear()
            # A window at once: asking row by row would take the monitor's lock for each.
            first = max(0, index - index % 32)
            found = self._monitor.rows(self.sid or "", first, 32, self._end)
            self._fetched.update(enumerate(found, first))
            fetched = self._fetched[index]
        return fetched
