"""All alerts in one list: gone to, seen, copied."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Footer

from tui.rules.rule import Severity
from tui.screens.listed import ListedScreen
from tui.terminal.keys import hint, quiet
from tui.view.alerted import Alerted, Entry
from tui.widgets.alerts import AlertList
from tui.widgets.rows import RowList
from tui.words.telling import Telling
from tui.words.text import visible


class AlertsScreen(ListedScreen[Entry]):
    """Is dismissed with the alert that one wants to go to, or with nothing; grows meanwhile."""

    BINDINGS: ClassVar[list[BindingType]] = [
        hint("escape", "leave", "Back", "back", "to where one was"),
        hint("s", "seen", "Seen or not", "alerts.seen", "have the alert be seen, or be new again"),
        hint("S", "all_seen", "All seen", "alerts.all", "have all that are listed be seen"),
        hint("w", "severity", "How bad", "alerts.severity", "all, from warning on, critical ones"),
        hint("y", "copy_row", "Copy", "copy.row", "copy the row"),
        quiet("Y", "copy_line", "Copy line", "copy.line", "copy the log's own line"),
        quiet("exclamation_mark", "leave", "Alerts", "alerts", "to where one was"),
        quiet("q", "leave", "Quit", "leave", "to where one was"),
        quiet("ctrl+c", "app.interrupt", "End", "end", "twice: end at once"),
    ]

    def __init__(
        self, alerted: Alerted, telling: Telling, now: int, changed: Callable[[], None]
    ) -> None:
        """`changed` is called when others have been seen: it is shown elsewhere, too."""
        super().__init__()
        self._changed = changed
        self._alerted = alerted
        self._telling = telling
        self._now = now

    def compose(self) -> ComposeResult:
        """The list and the keys."""
        yield AlertList(self._alerted, self._telling, self._now)
        yield Footer(compact=True, show_command_palette=False)

    @property
    def line(self) -> bytes | None:
        """The log's own line of what is under the cursor; None if it is not there."""
        entry = self._list.entry
        return None if entry is None else self._alerted.line(entry)

    @property
    def _list(self) -> AlertList:
        return self.query_one(AlertList)

    def tell_alerts(self) -> None:
        """Show what is known by now, and say what is wrong with the file that keeps it."""
        for rows in self.query(AlertList):  # none before it is there
            rows.tell_alerts()
        problem = self._alerted.take_problem()
        if problem:
            self.app.notify(visible(problem), severity="warning", markup=False)

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """What the rule looks for stands in the lower border."""
        message.stop()
        self._list.tell_rule()

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        """Go to the line that it is about, or at least to the session; it is seen then."""
        message.stop()
        entry = self._list.entry
        if entry is None:
            return
        missing = self._alerted.missing(entry)
        if missing and not self._alerted.knows_session(entry):
            self.app.notify(f"{missing}: there is nowhere to go", timeout=4)
            return
        self._alerted.see([entry])
        self.dismiss(entry)

    def action_seen(self) -> None:
        """Have the alert under the cursor be seen, or be new again."""
        entry = self._list.entry
        if entry is None:
            return
        if self._alerted.is_new(entry):
            self._alerted.see([entry])
        else:
            self._alerted.unsee(entry)
        self._tell_changed()

    def action_all_seen(self) -> None:
        """Have all that are listed be seen."""
        self._alerted.see(self._list.entries)
        self._tell_changed()

    def _tell_changed(self) -> None:
        self.tell_alerts()
        self._changed()

    def action_severity(self) -> None:
        """List those only that are worse than the least that is listed; behind the worst, all."""
        severities = list(Severity)
        following = (self._list.least.rank + 1) % len(severities)
        self._list.show_from(severities[following])
