"""Where one sees all of it from: the rates, and the shippers of a fleet."""

from typing import ClassVar

from textual.binding import BindingType

from tui.screens.alerting import AlertingScreen
from tui.screens.filtering import FilteringScreen
from tui.terminal.keys import quiet


class OverlookingScreen(FilteringScreen):
    """Opens the screens that are about everything."""

    BINDINGS: ClassVar[list[BindingType]] = [
        quiet("r", "rates", "Rates", "rates", "how fast data moves, and who takes out most"),
        quiet("F", "fleet", "Fleet", "fleet", "how the shippers of the fleet are"),
    ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without a fleet there is nothing to be seen of one."""
        if action == "fleet" and self.monitor.fleet is None:
            return False
        return super().check_action(action, parameters)

    def action_rates(self) -> None:
        """Open the rates screen."""
        from tui.screens.rates import RatesScreen

        known = self.marked.marks, self.alerted
        self.app.push_screen(RatesScreen(self.monitor, self.paths, *known))

    def action_fleet(self, host: str = "") -> None:
        """Open the fleet screen, at a host if one is given."""
        from tui.screens.fleet import FleetScreen

        known = self.marked.marks, self.alerted
        self.app.push_screen(FleetScreen(self.monitor, self.paths, *known, host))

    def on_alerting_screen_asked(self, asked: AlertingScreen.Asked) -> None:
        """Show the shipper that an alert is about."""
        self.action_fleet(asked.host)
