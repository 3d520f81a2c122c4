"""Events that are alarms, alarms, and pictures of a reading that is in trouble."""

from tui.audit.counters import Counters
from tui.audit.event import Event, Kind, Names, Outcome
from tui.picture.alarms import Alarm, Alarms, Trouble
from tui.picture.fleet import FleetPicture
from tui.picture.picture import Picture

NOW = 1_795_348_800_000_000_000
"""2026-11-22T12:00:00Z in nanoseconds."""
NOBODY = Names("", "", "", "", "", "")


def event(kind: Kind, outcome: Outcome, error: str = "", **names: str) -> Event:
    """An event of session `s` that did not go well."""
    return Event(kind, outcome, "s", NOW, NOBODY._replace(**names), error, directory="D:\\out")


def denial(user: str = "mallory") -> Alarm:
    """Somebody was not let in."""
    return Alarm(Trouble.DENIED, user, "HR-07", reason="access to desktop denied")


def raised(*alarms: Alarm) -> Alarms:
    """Alarms that were raised one after the other."""
    told = Alarms()
    for alarm in alarms:
        told.add(alarm, NOW)
    return told


def picture(
    *, live: bool = True, lag: float = 0.0, problem: str = "", fleet: FleetPicture | None = None
) -> Picture:
    """How the reading stands, and nothing else."""
    return Picture(
        now=NOW,
        live=live,
        ended=False,
        desktop_events=0,
        malformed_lines=0,
        lost=0,
        behind=0,
        lag=lag,
        waiting=None,
        problem=problem,
        totals=Counters(),
        changed=frozenset(),
        series=(),
        moving=frozenset(),
        past=None,
        fleet=fleet,
    )
