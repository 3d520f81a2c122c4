"""Alerts from a screen: all of them listed, and the way to the line that one is about."""

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message

from tui.screens.alerts import AlertsScreen
from tui.screens.marking import MarkingScreen
from tui.terminal.keys import quiet
from tui.view.alerted import Alerted, Entry


class AlertingScreen(MarkingScreen):
    """Lists what the rules said."""

    BINDINGS: ClassVar[list[BindingType]] = [
        quiet("exclamation_mark", "alerts", "Alerts", "alerts", "what the rules said of the log"),
    ]

    alerted: Alerted

    @dataclass
    class Asked(Message):
        """The main screen is asked to show the shipper of a host."""

        host: str

    def action_alerts(self) -> None:
        """List all alerts."""
        self.alerted.refresh()
        screen = AlertsScreen(self.alerted, self.telling, self.now, self.show_at_once)
        self.app.push_screen(screen, self._go_to_alert)

    def tell_alerts(self) -> None:
        """Have a list that stands above show what has come."""
        for screen in self.app.screen_stack:
            if isinstance(screen, AlertsScreen):
                screen.tell_alerts()

    def _go_to_alert(self, entry: Entry | None) -> None:
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
