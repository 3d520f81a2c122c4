"""Alerts as they are shown: those of this run and those kept of earlier ones, new or seen."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tui.audit.rfc3339 import SECOND
from tui.live.monitor import Monitor
from tui.live.vigil import MOST
from tui.picture.fleet import FleetPicture
from tui.rules.alert import Alert
from tui.rules.kept import Kept
from tui.rules.rule import Severity
from tui.rules.silence import TOLD, silent
from tui.rules.told import rule_in_words
from tui.source.provenance import Spot
from tui.view.facts import Fact
from tui.words.text import percent, plural, size, visible

GLYPHS = {Severity.CRITICAL: "▲", Severity.WARNING: "△", Severity.INFO: "◦"}
"""Stand on an alert, and on what has one that was not seen; without colour, too."""
TONES = {Severity.CRITICAL: "problem", Severity.WARNING: "warning", Severity.INFO: "strong"}
LASTING = 2 * SECOND
"""Nanoseconds that a shipper must be found silent: a program that was stopped itself finds all so,
until it has read what came meanwhile."""
FEW = 4
"""Alerts of a session that are named among its facts."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An alert and where its line lay; `here` if it was raised by what is read in this run.

    One of a shipper has no line: it lies in the stream, under the host's name.
    """

    alert: Alert
    where: Spot
    here: bool


class Alerted:
    """What a monitor's rules said, and what is kept of the logs in the folders that it reads.

    Nothing is done until `refresh`, and there only where something is new: 10,000 alerts, the
    most that there are, take 20 to 40 ms. `version` goes up whenever something has changed.
    """

    def __init__(self, monitor: Monitor, kept: Kept) -> None:
        self._monitor = monitor
        self._kept = kept
        self._next = self._sources = 0
        self._here: dict[str, Entry] = {}
        self._of_fleet: dict[str, Entry] = {}
        self._silent: dict[str, int] = {}
        self._stream = ""
        self._others: list[Entry] = []
        self._sessions: dict[str, list[Entry]] = {}
        self._worst: dict[str, Severity] = {}
        self.version = 0
        self.entries: Sequence[Entry] = ()
        """All of them, in the order of their events' times."""
        self.new: Counter[Severity] = Counter()
        """How many of them nobody has seen."""
        self._take_kept()

    # -- what there is -------------------------------------------------------------------

    def refresh(self) -> None:
        """Take what was raised since, and what other desktails kept meanwhile."""
        vigil, changed = self._monitor.vigil, False
        if vigil.raised != self._next:
            alerts, self._next = vigil.news(self._next)
            of_past, first = vigil.of_past, self._next - len(alerts)  # in this order
            for alert in alerts:
                self._here[alert.id] = Entry(alert, self._where(alert), here=True)
            for name in list(self._here)[: max(0, len(self._here) - MOST)]:
                del self._here[name]
            if of_past is not None:  # what the past holds is found again the next time
                self._kept.keep(alerts[max(0, of_past - first) :], self._where)
            changed = True
        if self._kept.refresh() or len(self._monitor.sources) != self._sources:
            self._take_kept()
        elif changed:
            self._arrange()

    def watch(self, fleet: FleetPicture) -> None:
        """Take who is silent among the shippers of a fleet, and has been so for a moment."""
        found = {alert.id: (alert, where) for alert, where in silent(fleet)}
        self._silent = {name: self._silent.get(name, fleet.now) for name in found}
        new = [
            Entry(*found[name], here=False)
            for name, since in self._silent.items()
            if name not in self._of_fleet and fleet.now - since >= LASTING
        ]
        self._of_fleet |= {entry.alert.id: entry for entry in new}
        for name in list(self._of_fleet)[: max(0, len(self._of_fleet) - MOST)]:
            del self._of_fleet[name]
        if new:
            where = {entry.alert.id: entry.where for entry in new}
            self._kept.keep([entry.alert for entry in new], lambda alert: where[alert.id])
        if fleet.name != self._stream:
            self._stream = fleet.name
            self._take_kept()
        elif new:
            self._arrange()

    def _take_kept(self) -> None:
        sources = self._monitor.sources
        self._sources = len(sources)
        folders = {str(source.path.parent) for source in sources}
        folders |= {source.provenance.name.rpartition("/")[0] for source in sources}
        folders |= {self._stream} if self._stream else set()
        self._others = [
            Entry(alert, where, here=False)
            for alert, where in self._kept.all()
            if where.path.rpartition("/")[0] in folders
        ]
        self._arrange()

    def _where(self, alert: Alert) -> Spot:
        return self._monitor.where(alert.place)

    def _arrange(self) -> None:
        known = self._of_fleet | self._here
        others = (entry for entry in self._others if entry.alert.id not in known)
        self.entries = sorted((*known.values(), *others), key=_by_time)[-MOST:]
        sessions = defaultdict(list)
        for entry in self.entries:
            sessions[entry.alert.sid].append(entry)
        self._sessions = dict(sessions)
        self._count()

    def _count(self) -> None:
        new = [entry.alert for entry in self.entries if self.is_new(entry)]
        self.new = Counter(alert.severity for alert in new)
        # The worst is put in last.
        self._worst = {
            alert.sid: alert.severity
            for alert in sorted(new, key=lambda one: one.severity.rank)
            if alert.sid
        }
        self.version += 1

    def is_new(self, entry: Entry) -> bool:
        """Whether nobody has seen it."""
        return not self._kept.was_seen(entry.alert.id)

    @property
    def worst(self) -> Severity | None:
        """How bad the worst is that nobody has seen; None if all were seen."""
        return max(self.new, key=lambda severity: severity.rank, default=None)

    def worst_of(self, sid: str) -> Severity | None:
        """The same of a session's alerts."""
        return self._worst.get(sid)

    def facts(self, sid: str) -> Iterator[Fact]:
        """What the rules said of a session, the newest first."""
        entries = self._sessions.get(sid, []) if sid else []
        parts = [
            f"{GLYPHS[entry.alert.severity]} {visible(entry.alert.rule)}"
            + (" (new)" if self.is_new(entry) else "")
            for entry in entries[: -FEW - 1 : -1]
        ]
        if len(entries) > FEW:
            parts.append(f"and {plural(len(entries) - FEW, 'more alert')}")
        if parts:
            yield Fact("Alerts", tuple(parts))

    # -- where they are ------------------------------------------------------------------

    def place(self, entry: Entry) -> int | None:
        """Where its line lies in what is read; None if it is not there."""
        return entry.alert.place if entry.here and self.line(entry) is not None else None

    def line(self, entry: Entry) -> bytes | None:
        """The log's own line; None if it is not in what is read."""
        return self._monitor.line_at(entry.alert.place) if entry.here else None

    def missing(self, entry: Entry) -> str:
        """Why one cannot go to its line, in a word or two; empty if it is there, or never was."""
        if self.host(entry):
            return ""
        if not entry.here:
            return "not read" if self._monitor.vigil.progress is None else "not read yet"
        return "" if self.line(entry) is not None else "gone"

    def host(self, entry: Entry) -> str:
        """The host whose shipper it is about; empty if it is about the log."""
        stream, _, host = entry.where.path.partition(f"{self._stream}/")
        return host if self._stream and not stream else ""

    def knows_session(self, entry: Entry) -> bool:
        """Whether its session is among what is shown."""
        return bool(entry.alert.sid) and self._monitor.session(entry.alert.sid) is not None

    # -- what is known of the rules --------------------------------------------------------

    @property
    def state(self) -> str:
        """What must be known of them as a whole; empty if they hold for all that is read."""
        vigil = self._monitor.vigil
        if vigil.progress is not None:
            return f"rules: {percent(vigil.progress.share)} of the past"
        return f"rules: {size(vigil.missed)} of the past could not be read" if vigil.missed else ""

    def rule_of(self, entry: Entry) -> str:
        """What the rule that said it looks for."""
        if self.host(entry):
            return TOLD
        rules = self._monitor.vigil.rules
        found = next((rule for rule in rules if rule.name == entry.alert.rule), None)
        return "the rule is not among those of this run" if found is None else rule_in_words(found)

    # -- seen ------------------------------------------------------------------------------

    def see(self, entries: Sequence[Entry]) -> None:
        """Have some be seen, in this run and the next ones."""
        where = {entry.alert.id: entry.where for entry in entries}
        self._kept.see([entry.alert for entry in entries], lambda alert: where[alert.id])
        self._count()

    def unsee(self, entry: Entry) -> None:
        """Have one be new again."""
        self._kept.unsee([entry.alert], lambda _: entry.where)
        self._count()

    def take_problem(self) -> str:
        """What is wrong with the file that keeps them, in one line; empty if that was said."""
        return self._kept.take_problem()


def _by_time(entry: Entry) -> tuple[int, str, int, str]:
    return entry.alert.time, entry.where.path, entry.where.offset, entry.alert.id
