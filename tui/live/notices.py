"""Which alarms are told when, so that none is told twice in a row and none is left out.

An alarm is told at once, in a notice that stands for a while and counts meanwhile. What recurs
afterwards is told once a minute, with its count so far. Moments are seconds of a steady clock.
"""

from dataclasses import dataclass, field

from tui.picture.alarms import APART, Alarm, Alarms, Raised, Trouble

STANDS = 8.0
"""Seconds that a notice is shown."""
AGAIN = 60.0
"""Seconds from the beginning of a notice until the same alarm is told again, if it recurred."""
PAUSE = 1.0
"""Seconds between two rings of the bell at least."""


@dataclass(slots=True)
class Notice:
    """An alarm that is told since a moment; whether a person was there while it stood."""

    alarm: Alarm
    since: float
    raised: Raised = field(default_factory=Raised)
    told: int = 0
    seen: bool = False

    def stands(self, moment: float) -> bool:
        """Whether it is shown."""
        return moment - self.since < STANDS

    @property
    def alarms(self) -> int:
        """How many alarms it tells of: the end of one is none, and of a session that is killed
        nobody knows how many of its requests will fail.
        """
        if self.alarm.trouble in (Trouble.BACK, Trouble.HEARD):
            return 0
        return 1 if self.alarm.trouble is Trouble.KILLED else self.raised.count


@dataclass(slots=True)
class Notices:
    """All notices of the last minute, and what nobody saw before."""

    _known: dict[Alarm, Notice] = field(default_factory=dict)
    _missed: int = 0
    _last_missed: Notice | None = None
    _rung: float = float("-inf")

    def tell(self, alarms: Alarms, moment: float) -> list[Notice]:
        """Take in what was raised; returns what is to be shown: new notices, whose `since` is
        this moment, and standing ones that grew.
        """
        for alarm, raised in alarms.raised.items():
            self._of(alarm, moment).raised.add(raised)
        shown = []
        for notice in list(self._known.values()):
            grown = notice.raised.count > notice.told
            if moment - notice.since >= AGAIN:
                if not grown or not notice.alarms:
                    self._forget(notice)
                    continue
                notice.since = moment
            if grown and notice.stands(moment):
                notice.told = notice.raised.count
                shown.append(notice)
        return shown

    def rings(self, shown: list[Notice], moment: float) -> bool:
        """Whether the bell rings with what is shown."""
        new = any(notice.since == moment and notice.alarms for notice in shown)
        if not new or moment - self._rung < PAUSE:
            return False
        self._rung = moment
        return True

    def see(self, moment: float) -> None:
        """Take note that a person is there, who sees what is shown."""
        for notice in self._known.values():
            notice.seen |= notice.stands(moment)

    def see_all(self) -> None:
        """Take note that all was told to a person who is there."""
        self._missed, self._last_missed = 0, None
        for notice in self._known.values():
            notice.seen = True

    @property
    def unseen(self) -> int:
        """How many alarms were raised of which no notice stood while a person was there."""
        return self._missed + sum(notice.alarms for notice in self._waiting)

    @property
    def last_unseen(self) -> Notice | None:
        """The last of them."""
        return self._waiting[-1] if self._waiting else self._last_missed

    @property
    def _waiting(self) -> list[Notice]:
        return [notice for notice in self._known.values() if notice.alarms and not notice.seen]

    def _of(self, alarm: Alarm, moment: float) -> Notice:
        """The notice that tells of an alarm, a new one if there is none."""
        known = self._known.get(alarm)
        if known is not None:
            return known
        standing = sum(
            notice.alarm.trouble is alarm.trouble and notice.stands(moment)
            for notice in self._known.values()
        )
        if standing >= APART or alarm.sum in self._known:
            alarm = alarm.sum
        return self._known.setdefault(alarm, Notice(alarm, moment))

    def _forget(self, notice: Notice) -> None:
        del self._known[notice.alarm]
        if notice.alarms and not notice.seen:
            self._missed += notice.alarms
            self._last_missed = notice
