"""Alerts from a screen: all of them listed, and the way to the line that one is about."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.message import Message

from tui.screens.marking import MarkingScreen
from tui.terminal.keys import quiet
from tui.view.alerted import Alerted, Entry

if TYPE_CHECKING:
    from tui.screens.alerts import AlertsScreen


class AlertingScreen(MarkingScreen):
    """Lists what the rules said."""

    BINDINGS: ClassVar[list[BindingType]] = [
        quiet("exclamation_mark", "alerts", "Alerts", "alerts", "what the rules said of the log"),
    ]

    alerted: Alerted
    _list: "AlertsScreen | None" = None

    @dataclass
    class Asked(Message):
        """The main screen is asked to show the shipper of a host."""

        host: str

    def action_alerts(self) -> None:
        """List all alerts."""
        from tui.screens.alerts import AlertsScreen

        self.alerted.refresh()
        self._list = AlertsScreen(self.alerted, self.telling, self.now, self.show_at_once)
        self.app.push_screen(self._list, self._go_to_alert)

    def tell_alerts(self) -> None:
        """Have the list that stands above show what has come."""
        if self._list is not None:
            self._list.tell_alerts()

    def _go_to_alert(self, entry: Entry | None) -> None:
        self._list = None
        self.show_at_once()
        if entry is None:
            return
        if host := self.alerted.host(entry):
            self.leave_for(self.Asked(host))
            return
        place = self.alerted.place(entry)
        if place is None:
            missing = self.alerted.missing(entry)
            self.app.notify(f"the line is {missing}; this is its session", timeout=4)
        self.go_to(entry.alert.sid, place)
