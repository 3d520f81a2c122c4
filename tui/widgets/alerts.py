"""The alerts there are, one row each: how bad, whether it is new, when, which rule, and what."""

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len

from tui.rules.rule import Severity
from tui.view.alerted import GLYPHS, TONES, Alerted, Entry
from tui.widgets.lines import Line, Span
from tui.widgets.rows import RowList
from tui.words.telling import Telling
from tui.words.text import feed_time, fit, number, pad, visible

GAP = "  "
NEW, TIME, SEVERITY, RULE, MISSING = 3, 14, 8, 18, 12
"""Cells of the columns, and of why one cannot go there."""
ROOM_FOR_SEVERITY = 100
"""Cells of a row from which on it is told in a word how bad it is."""


class AlertList(RowList):
    """Those that are as bad as is asked for, in the order of their events' times."""

    HEADER_HEIGHT: ClassVar[int] = 1

    def __init__(self, alerted: Alerted, telling: Telling, now: int) -> None:
        super().__init__(id="alerts")
        self._alerted = alerted
        self._told = telling
        self._now = now
        self._entries: Sequence[Entry] = ()
        self._version = -1
        self._state = ""
        self.least = Severity.INFO

    def on_mount(self) -> None:
        """Begin at the newest that nobody has seen, if there is one, else at the newest."""
        self.tell_alerts()
        new = [at for at, entry in enumerate(self._entries) if self._alerted.is_new(entry)]
        if self.count:
            self.go_to(new[-1] if new else self.count - 1)

    @property
    def entry(self) -> Entry | None:
        """The one under the cursor; None if there is none."""
        return self._entries[self.cursor] if self.count else None

    @property
    def entries(self) -> Sequence[Entry]:
        """All that are listed."""
        return self._entries

    def show_from(self, least: Severity) -> None:
        """List those only that are as bad as that."""
        self.least, self._version = least, -1
        self.tell_alerts()

    def tell_alerts(self) -> None:
        """Show what is known by now, if that is anything new; the cursor stays on its alert."""
        known = self._alerted.version, self._alerted.state
        if known == (self._version, self._state):
            return
        (self._version, self._state), here = known, self.entry
        self._entries = [
            entry for entry in self._alerted.entries if entry.alert.severity.rank >= self.least.rank
        ]
        self.set_count(len(self._entries))
        if here is not None and self.count:
            at = _index_of(self._entries, here)
            self.cursor = self.cursor if at is None else at
            self.show_cursor()
        new = sum(map(self._alerted.is_new, self._entries))
        parts = [f"{number(new)} new", f"{number(self.count - new)} seen"]
        if self.least is not Severity.INFO:
            parts.append(f"from {self.least} on")
        self.entitle(f"Alerts ─ {' · '.join(parts)}")
        self.tell_rule()
        self.repaint_all()

    def tell_rule(self) -> None:
        """Say how far the rules are, or else what that under the cursor looks for."""
        entry = self.entry
        if self._alerted.state or entry is None:
            self.add_note(self._alerted.state or "no rule has said anything")
            return
        room = max(10, self.size.width - 4)
        self.add_note(fit(self._alerted.rule_of(entry), room))

    def header(self, width: int) -> Line:
        """The columns' titles."""
        titles = [("", 1), ("", NEW), ("WHEN", TIME)]
        titles += [("SEVERITY", SEVERITY)] if width >= ROOM_FOR_SEVERITY else []
        titles += [("RULE", self._rule_cells(width))]
        head = "".join(pad(title, cells) + GAP for title, cells in titles)
        return Span(head, "head"), Span("WHAT", "head")

    def row(self, index: int, width: int) -> Line:
        """One alert; what was seen stands back."""
        entry = self._entries[index]
        alert, is_new = entry.alert, self._alerted.is_new(entry)
        tone = TONES[alert.severity] if is_new else "quiet"
        body = "" if is_new else "quiet"
        time = feed_time(alert.time, self._now, self._told.zone)
        spans = [
            Span(f"{GLYPHS[alert.severity]}{GAP}", tone),
            Span(f"{'NEW' if is_new else '   '}{GAP}", "mark"),
            Span(f"{pad(time, TIME)}{GAP}", "quiet"),
        ]
        if width >= ROOM_FOR_SEVERITY:
            spans.append(Span(f"{pad(alert.severity, SEVERITY)}{GAP}", tone))
        rule = self._rule_cells(width)
        spans.append(Span(f"{pad(visible(alert.rule), rule)}{GAP}", body))
        missing = self._alerted.missing(entry)
        if missing:
            spans.append(Span(f"{pad(missing, MISSING)}{GAP}", "warning"))
        room = max(1, width - sum(cell_len(span.text) for span in spans))
        spans.append(Span(fit(visible(alert.message), room), body))
        return tuple(spans)

    def _rule_cells(self, width: int) -> int:
        """Cells of a rule's name: those of the longest that is listed, if there is room."""
        longest = max((len(entry.alert.rule) for entry in self._entries), default=0)
        return min(max(4, longest), RULE if width < ROOM_FOR_SEVERITY else 2 * RULE)


def _index_of(entries: Sequence[Entry], entry: Entry) -> int | None:
    name = entry.alert.id
    return next((at for at, other in enumerate(entries) if other.alert.id == name), None)
