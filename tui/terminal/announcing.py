"""Alarms as they reach a person: notices on the screen, the bell, and a question before the end."""

import time
from collections.abc import Callable, Sequence
from datetime import tzinfo

from textual.app import App
from textual.notifications import Notification, Notify, SeverityLevel

from tui.config import Settings
from tui.live.monitor import Monitor
from tui.live.notices import STANDS, Notices
from tui.picture.alarms import LONGEST, Alarm, Lookout, Trouble
from tui.picture.picture import Picture
from tui.rules.alert import Alert
from tui.rules.rule import Severity
from tui.words.text import plural
from tui.words.wording import alarm_in_words

SEVERITY: dict[Trouble, SeverityLevel] = {
    Trouble.DENIED: "warning",
    Trouble.SHARE: "warning",
    Trouble.LAG: "warning",
    Trouble.BACK: "information",
    Trouble.STOPPED: "warning",
    Trouble.HEARD: "information",
    Trouble.CLOCK: "warning",
    Trouble.DOUBLE: "warning",
    Trouble.ALERT: "warning",
    Trouble.MINOR: "information",
}
"""Of what is not an error."""
TROUBLES = {
    Severity.CRITICAL: Trouble.CRITICAL,
    Severity.WARNING: Trouble.ALERT,
    Severity.INFO: Trouble.MINOR,
}
"""What a rule's alert is as an alarm."""
MARGIN = 5
"""Cells of a line of the screen that a notice has for its text less: its edges, the scroll bar."""


class Announcer:
    """Tells an app's user of a monitor's alarms, as the settings say."""

    def __init__(
        self,
        app: App[None],
        monitor: Monitor,
        settings: Settings,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app = app
        self._monitor = monitor
        self._settings = settings
        self._clock = clock
        self._lookout = Lookout(settings.thresholds.lag)
        self._notices = Notices()
        self._shown: dict[Alarm, Notification] = {}
        self._losses = self._alerts = 0
        self._waiting = 0

    def announce(self, picture: Picture, problem: str, now: int, zone: tzinfo) -> None:
        """Tell what is new; `problem` is what stands in the way of reading, `now` the time of day
        (ns) by a clock of the zone.
        """
        alarms, moment = self._monitor.alarms(), self._clock()
        self._waiting = picture.waiting or 0
        for loss in self._monitor.losses(self._losses):
            self._losses += 1
            alarms.lose(loss)
        for alert in self._new_alerts():
            about = alert.rule[:LONGEST]
            alarm = Alarm(TROUBLES[alert.severity], about=about, reason=alert.message[:LONGEST])
            alarms.add(alarm, alert.time)
        for alarm in self._lookout.look(picture, problem, moment):
            alarms.add(alarm, now)
        if not self._settings.toasts and not self._settings.bell:
            return
        told = self._notices.tell(alarms, moment)
        if self._notices.rings(told, moment) and self._settings.bell:
            self._app.bell()
        if not self._settings.toasts:
            return
        cells = self._app.size.width - MARGIN
        for notice in told:
            words = alarm_in_words(notice.alarm, notice.raised, now, zone, cells)
            shown = self._shown.get(notice.alarm)
            if shown is not None and not shown.has_expired:
                shown.message = words
                self._app.screen.query("Toast").refresh(layout=True)
                continue
            severity = SEVERITY.get(notice.alarm.trouble, "error")
            shown = Notification(words, severity=severity, timeout=STANDS)
            self._shown[notice.alarm] = shown
            self._app.post_message(Notify(shown))
        if told:
            self._shown = {alarm: n for alarm, n in self._shown.items() if not n.has_expired}

    def _new_alerts(self) -> Sequence[Alert]:
        """What the rules said of what arrived since the last time; of the past they are silent."""
        vigil = self._monitor.vigil
        if vigil.raised == self._alerts:
            return ()
        alerts, self._alerts = vigil.news(self._alerts)
        of_past, first = vigil.of_past, self._alerts - len(alerts)  # in this order
        return () if of_past is None else alerts[max(0, of_past - first) :]

    def see(self) -> None:
        """Take note that a person is there: what is shown at this moment is seen."""
        self._notices.see(self._clock())

    def take_unseen(self, now: int, zone: tzinfo) -> str:
        """What waits to be seen, in a line; empty if nothing does. Alarms in it count as seen."""
        parts = []
        if self._waiting:
            parts.append(f"{plural(self._waiting, 'event')} held back by the freeze")
        unseen, last = self._notices.unseen, self._notices.last_unseen
        if last is not None:
            words = alarm_in_words(last.alarm, last.raised, now, zone)
            parts.append(f"{plural(unseen, 'alarm')} not seen, the last: {words}")
            self._notices.see_all()
        return "; ".join(parts)
