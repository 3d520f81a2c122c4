"""What happened in the hours before the live part: ended sessions, denials, those still there."""

from __future__ import annotations

from dataclasses import dataclass

from tui.demo import events, neighbours
from tui.demo.cast import HABITS
from tui.demo.seat import Seat
from tui.demo.stage import Stage

HOUR = 3_600.0
BEGINS = -9.5 * HOUR
ENDED = 40
DENIED = "access to desktop denied"
LOCKED = 'lock targeting WindowsDesktop:"WIN-7" is in force'

DENIALS = (
    (-7.2 * HOUR, ("eve", "FIN-DC-02", "administrator"), DENIED),
    (-5.6 * HOUR, ("mallory", "HR-PAY-01", "payroll"), DENIED),
    (-4.1 * HOUR, ("dave", "WIN-7", "operator"), LOCKED),
    (-2.3 * HOUR, ("carol", "lnx-render-01", "root"), DENIED),
    (-0.6 * HOUR, ("heidi", "FIN-APP-01", "administrator"), DENIED),
)


@dataclass(frozen=True, slots=True)
class Regulars:
    """Those who are at work when the live part begins, and stay."""

    alice: Seat
    bob: Seat
    carol: Seat
    heidi: Seat
    jurgen: Seat
    mei: Seat

    @property
    def ordinary(self) -> tuple[Seat, ...]:
        """All but bob, whose session is the incident."""
        return (self.alice, self.carol, self.heidi, self.jurgen, self.mei)


def play_history(stage: Stage) -> Regulars:
    """Put the whole history on the stage; the sessions that are still running come back."""
    for number in range(ENDED):
        _ended_session(stage, number)
    for at, who, error in DENIALS:
        Seat(stage, who, at).start(error)
    _unreachable(stage, -6.4 * HOUR)
    _recovered(stage, -5.0 * HOUR)
    _late_on_linux(stage, -3.3 * HOUR)
    _joe(stage)
    regulars = _regulars(stage)
    # Last, because by then it is known which recordings can be watched.
    stage.neighbours(BEGINS, 0.0, 0.112)
    return regulars


def _ended_session(stage: Stage, number: int) -> None:
    """One of the ended sessions, which are spread evenly over the history."""
    draw = stage.draw
    room = -BEGINS - 1.1 * HOUR
    at = BEGINS + 60 + room * (number + draw.random()) / ENDED
    end = at + draw.uniform(180, HOUR)
    seat = Seat(stage, draw.choice(HABITS), at, recorded=draw.random() < 0.8)
    seat.start()
    seat.work(at + 5, end - 8, pause=80)
    seat.end(end)


def _unreachable(stage: Stage, at: float) -> None:
    """A desktop that is switched off: access is authorised, and the session ends at once."""
    seat = Seat(stage, ("dave", "FIN-RDS-03", "operator"), at, recorded=False)
    seat.start()
    seat.end(at + 5.2)


def _late_on_linux(stage: Stage, at: float) -> None:
    """On a Linux desktop an event that was held back can come after the end of its session."""
    seat = Seat(stage, ("mei", "lnx-render-01", "mei"), at)
    seat.start()
    seat.share(at + 40, "transfer")
    seat.arrive_late(at + 118, "renders/frame-0412.exr", 814_220, late=5.1)
    seat.end(at + 120)


def _recovered(stage: Stage, at: float) -> None:
    """The end of a session of the day before, whose service crashed; its time lies in the past."""
    seat = Seat(stage, ("eve", "LEGAL-02", "eve"), at - 26 * HOUR)
    stopped = stage.stamp(at - 25.2 * HOUR, index=14_907)
    end = events.session_end(seat.session, stopped, stopped=stopped.time, recovered=True)
    stage.put(end, at)
    stage.put(neighbours.upload(seat.session.sid, stage.stamp(at + 1.4)), at + 1.5)


def _joe(stage: Stage) -> None:
    """A session that was not recorded, and whose service crashed: it never ends."""
    seat = Seat(stage, ("joe", "WIN-7", "operator"), -9.0 * HOUR, recorded=False)
    seat.start()
    seat.work(-9.0 * HOUR + 20, -8.0 * HOUR, pause=240)


def _regulars(stage: Stage) -> Regulars:
    alice = _seated(stage, ("alice", "WIN-I44F9TN11M3", "administrator"), -12 * 60, pause=25)
    alice.share(-70, "local-files")
    for number, length in enumerate((734, 1_982, 5_120, 734)):
        alice.chunk(
            -4.4 + number * 0.7, f"powershell-scripts/step-{number + 1}.ps1", length, 0, out=False
        )
    bob = Seat(stage, ("bob", "FIN-DC-02", "svc-backup"), -3.04 * HOUR)
    bob.start()
    for minutes, out in ((-180, False), (-171, True), (-118, True), (-52, True)):
        bob.clip(minutes * 60 + stage.draw.uniform(0, 50), out=out)
    return Regulars(
        alice=alice,
        bob=bob,
        carol=_seated(stage, ("carol", "lnx-dev-03", "carol"), -25 * 60, pause=60),
        heidi=_seated(stage, ("heidi", "HR-07", "heidi"), -6 * 60, pause=45),
        jurgen=_seated(stage, ("jürgen", "MUC-RDS-01", "jürgen"), -47 * 60, pause=60),
        mei=_seated(stage, ("mei", "ENG-CAD-11", "mei"), -75 * 60, pause=70),
    )


def _seated(stage: Stage, who: tuple[str, str, str], at: float, pause: float) -> Seat:
    """Somebody who came at this offset, and has worked since then."""
    seat = Seat(stage, who, at)
    seat.start()
    seat.work(at + 5, -20, pause)
    return seat
