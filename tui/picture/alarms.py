"""What must reach whoever watches: denied, failed, killed, late, lost, gone, silent.

Equal alarms are one that recurs, and of many different ones only the first are kept apart: a
thousand a second take no more room than a few.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from tui.audit.event import DONE, Event, Kind, Outcome
from tui.audit.rfc3339 import SECOND
from tui.audit.session import Session
from tui.picture.fleet import FleetPicture, ShipperState, ShipperView
from tui.picture.picture import Picture
from tui.source.loss import Loss

KILLING = "audit cache exceeded maximum size"
"""With this error Teleport fails a request and kills the session."""
APART = 3
"""Different alarms of one trouble that are told one by one, if they come together."""
GRACE = 1.5
"""Seconds that a source must be gone: at every rotation Teleport's link is, for a moment."""
LONGEST = 200
"""Characters of a log's text that an alarm keeps; a reason can be 64 KB."""


class Trouble(Enum):
    """What an alarm is about; BACK and HEARD are the end of others, and good news. Rules say the
    last three.
    """

    DENIED = "denied start"
    SHARE = "failed share"
    KILLED = "killed session"
    LAG = "lag"
    LOST = "lost piece"
    GONE = "unread source"
    BACK = "sources read again"
    SILENT = "silent shipper"
    STOPPED = "stopped shipper"
    HEARD = "returned shipper"
    CLOCK = "differing clock"
    DOUBLE = "doubled host"
    CRITICAL = "critical alert"
    ALERT = "alert"
    MINOR = "minor alert"


class Alarm(NamedTuple):
    """What went wrong, without when and how often: equal ones are the same alarm again.

    `about` is the folder, the file, the rule, the host, what stands in the way, or the lag (s) that
    was passed; with `many` it is the sum of different ones. Strings are the log's own and hostile.
    """

    trouble: Trouble
    user: str = ""
    desktop: str = ""
    about: str = ""
    reason: str = ""
    sid: str = ""
    many: bool = False

    @property
    def sum(self) -> "Alarm":
        """That which stands for many different ones of its trouble."""
        return Alarm(self.trouble, many=True)


@dataclass(slots=True)
class Raised:
    """How often an alarm was raised, how many bytes it is about in all, and when last (ns)."""

    count: int = 0
    amount: int = 0
    last: int = 0

    def add(self, other: "Raised") -> None:
        """Take in that it was raised again."""
        self.count += other.count
        self.amount += other.amount
        self.last = other.last


@dataclass(slots=True)
class Alarms:
    """The alarms raised in some time, in the order in which they were first raised."""

    raised: dict[Alarm, Raised] = field(default_factory=dict)

    def add(self, alarm: Alarm, at: int, amount: int = 0) -> None:
        """Raise an alarm at a moment (ns), about so many bytes."""
        if alarm not in self.raised:
            apart = sum(one.trouble is alarm.trouble for one in self.raised)
            alarm = alarm if apart < APART else alarm.sum
        self.raised.setdefault(alarm, Raised()).add(Raised(1, amount, at))

    def lose(self, loss: Loss) -> None:
        """Raise an alarm of bytes that were lost."""
        self.add(Alarm(Trouble.LOST, about=str(loss.path)), loss.seen, loss.bytes)


def trouble_of(event: Event) -> Trouble | None:
    """Which alarm an event is; None for nearly all of them."""
    if event.outcome is DONE:
        return None
    if event.outcome is Outcome.DENIED:
        return Trouble.DENIED
    if KILLING in event.error:
        return Trouble.KILLED
    failed_share = event.kind is Kind.SHARE and event.outcome is Outcome.FAILED
    return Trouble.SHARE if failed_share else None


def alarm_of(event: Event, trouble: Trouble, session: Session | None) -> Alarm:
    """The alarm that an event is; its session tells what the event itself does not."""
    told = event.names
    known = told
    if session is not None and not (told.user and told.desktop_name):
        known = session.names
    desktop = told.desktop_name or known.desktop_name or told.desktop_addr or known.desktop_addr
    texts = (told.user or known.user, desktop, event.directory, event.error)
    user, desktop, about, reason = (text[:LONGEST] for text in texts)
    match trouble:
        case Trouble.SHARE:
            return Alarm(trouble, user, desktop, about, reason)
        case Trouble.KILLED:  # a session dies once, however many of its requests fail
            return Alarm(trouble, user, desktop, "", KILLING, event.sid)
        case _:
            return Alarm(trouble, user, desktop, "", reason)


@dataclass(slots=True)
class RollCall:
    """Sees in one picture of a fleet after another who fell silent, and who is heard again.

    Who is silent when it is met is no alarm: the status line says so at the first glance. That a
    clock differs, or that two ship as one host, is told once, and again when it had ended.
    """

    _heard: set[str] = field(default_factory=set)
    _told: set[str] = field(default_factory=set)
    _gone: dict[str, float] = field(default_factory=dict)
    _noted: set[tuple[Trouble, str]] = field(default_factory=set)

    def call(self, fleet: FleetPicture, moment: float) -> Iterator[Alarm]:
        """What is newly wrong, or well again, at a moment in seconds."""
        for view in fleet.shippers:
            host = view.host[:LONGEST]
            if not view.is_well and view.is_gone(fleet.now):
                yield from self._missed(view, host, moment)
                continue
            if host in self._told:
                yield Alarm(Trouble.HEARD, about=host)
            self._gone.pop(host, None)
            self._told.discard(host)
            self._heard.add(host)
            if self._noted or not view.is_well:
                yield from self._noticed(view, host)

    def _missed(self, view: ShipperView, host: str, moment: float) -> Iterator[Alarm]:
        """It must be so for a moment: a program that was stopped itself finds everybody silent
        until it has read what came meanwhile.
        """
        since = self._gone.setdefault(host, moment)
        if host not in self._heard or moment - since < GRACE:
            return
        self._heard.remove(host)
        self._told.add(host)
        if view.state is ShipperState.LEFT:
            yield Alarm(Trouble.STOPPED, about=host)
        else:
            yield Alarm(Trouble.SILENT, about=host, reason=f"{view.limit / SECOND:g} s")

    def _noticed(self, view: ShipperView, host: str) -> Iterator[Alarm]:
        for trouble, holds, reason in (
            (Trouble.CLOCK, view.differs, f"{view.skew / SECOND:+,.0f} s"),
            (Trouble.DOUBLE, view.shippers > 1, str(view.shippers)),
        ):
            if not holds:
                self._noted.discard((trouble, host))
            elif (trouble, host) not in self._noted:
                self._noted.add((trouble, host))
                yield Alarm(trouble, about=host, reason=reason)


@dataclass(slots=True)
class Lookout:
    """Sees in one picture after another what is wrong with the reading; each episode once.

    `lag` is from when on (ns) reading is late. What stands in the way from the beginning is no
    alarm: the status line says so at the first glance.
    """

    lag: int
    _begun: bool = False
    _late: bool = False
    _gone: bool = False
    _known: str = ""
    _met: tuple[str, float] = ("", 0.0)
    _roll_call: RollCall = field(default_factory=RollCall)

    def look(self, picture: Picture, problem: str, moment: float) -> Iterator[Alarm]:
        """What is newly wrong, or well again; `problem` is what stands in the way of reading, at
        a moment in seconds.
        """
        if picture.fleet is not None:
            yield from self._roll_call.call(picture.fleet, moment)
        if not self._begun:
            self._begun, self._known = picture.live, problem
            return
        late = picture.lag * SECOND >= self.lag
        if late and not self._late:
            yield Alarm(Trouble.LAG, about=f"{self.lag / SECOND:g}")
        self._late = late
        if problem != self._met[0]:
            self._met = problem, moment
        if problem != self._known and moment - self._met[1] >= GRACE:
            if problem or self._gone:
                yield Alarm(Trouble.GONE if problem else Trouble.BACK, about=problem)
            self._known, self._gone = problem, bool(problem)
