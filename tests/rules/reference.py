"""What rules mean, said once more as plainly as it can be: nothing is kept, all is looked up anew.

For each event that a rule lets through, all its group's earlier hits are gone through again.
Bounds are left out: logs in tests that compare with it are smaller than they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.audit.tables import folded
from tui.audit.event import Event, Kind, Outcome, decode
from tui.audit.session import Session
from tui.query import Query
from tui.query.query import alone
from tui.rules import Measure, Per, Rule

MOVING = {
    Measure.BYTES_IN: (Kind.SEND, Kind.READ),
    Measure.BYTES_OUT: (Kind.RECEIVE, Kind.WRITE),
}
EVERY = (*MOVING[Measure.BYTES_IN], *MOVING[Measure.BYTES_OUT])


@dataclass(frozen=True)
class Hit:
    """An event that a rule's filter let through."""

    line: int
    time: int
    group: str
    moved: int
    file: tuple[str, str, str, str] | None


@dataclass(frozen=True)
class Fired:
    """An alert, without its words."""

    rule: str
    line: int
    time: int
    group: str
    first: int
    count: int
    bytes: int
    files: int


def fired(rules: Sequence[Rule], lines: Sequence[bytes]) -> list[Fired]:
    """The alerts of the lines of a log: line by line, and rule by rule in their order."""
    by_rule = {rule.name: fired_by(rule, hits_of(rule, lines)) for rule in rules}
    found = [alert for rule in rules for alert in by_rule[rule.name]]
    return sorted(found, key=lambda alert: alert.line)


def hits_of(rule: Rule, lines: Sequence[bytes]) -> list[Hit]:
    """The hits of a rule in a log, each with its session as it stood when its line had come."""
    query, hits, latest = Query.parse(rule.filter, now=0), [], 0
    seen_a_time = False
    for number, line in enumerate(lines):
        for event in decode(line):
            if not isinstance(event, Event):
                continue
            if event.time is not None:
                latest = max(latest, event.time) if seen_a_time else event.time
                seen_a_time = True
            time = latest if event.time is None else event.time
            session = session_of(event, lines[: number + 1])
            lets_through = query.matches_event(event, session, time)
            if lets_through and not (rule.outside and rule.outside.include(time)):
                hits.append(hit_of(rule, event, session, number, time))
    return hits


def session_of(event: Event, lines: Sequence[bytes]) -> Session:
    """The session of an event, of these lines alone."""
    if not event.sid:
        return alone(event)
    return folded(b"".join(line + b"\n" for line in lines)).sessions[event.sid]


def hit_of(rule: Rule, event: Event, session: Session, line: int, time: int) -> Hit:
    """An event as a hit of a rule."""
    group = {
        Per.USER: session.names.user,
        Per.SESSION: session.sid,
        Per.DESKTOP: session.desktop,
        Per.CLIENT: session.names.client_addr.rpartition(":")[0] or session.names.client_addr,
        Per.ALL: "",
    }[rule.per]
    counts = event.outcome is not Outcome.FAILED and event.kind in MOVING.get(rule.measure, EVERY)
    file = (event.sid, str(event.kind), event.directory, event.path)
    return Hit(
        line,
        time,
        group,
        event.length if counts else 0,
        file if event.kind in (Kind.READ, Kind.WRITE) else None,
    )


def fired_by(rule: Rule, hits: Sequence[Hit]) -> list[Fired]:
    """When a rule fires, hit by hit."""
    found: list[Fired] = []
    for at, hit in enumerate(hits):
        told = [
            alert.time
            for alert in found
            if alert.group == hit.group
            and remembered(alert.time, alert.line, hits[: at + 1], hit.group, rule)
        ]
        if any(abs(time - hit.time) < rule.quiet for time in told):
            continue
        together = earliest_too_much(rule, hits[: at + 1]) if rule.within else [hit]
        if together:
            found.append(
                Fired(
                    rule.name,
                    hit.line,
                    hit.time,
                    hit.group,
                    min(each.time for each in together),
                    len(together),
                    sum(each.moved for each in together),
                    len({each.file for each in together if each.file}),
                )
            )
    return found


def remembered(time: int, line: int, hits: Sequence[Hit], group: str, rule: Rule) -> bool:
    """Whether no later hit of the group lies so far behind an alert that it is forgotten."""
    later = [hit.time for hit in hits if hit.group == group and hit.line > line]
    return all(time >= hit - 2 * (rule.within + rule.quiet) for hit in later)


def earliest_too_much(rule: Rule, hits: Sequence[Hit]) -> list[Hit]:
    """The hits of the earliest span with the last one that reach the measure; none if none do."""
    unit = 1 if rule.measure is Measure.COUNT else max(1, rule.within // 1000)
    length, last = rule.within // unit, hits[-1]

    def step(hit: Hit) -> int:
        return hit.time // unit

    kept, latest = [], step(last)
    for hit in reversed([hit for hit in hits if hit.group == last.group]):
        latest = max(latest, step(hit))
        if step(hit) >= latest - 2 * length:
            kept.append(hit)
    for begin in sorted(set(map(step, kept))):
        if begin <= step(last) <= begin + length:
            span = [hit for hit in kept if begin <= step(hit) <= begin + length]
            if reached(rule, span) >= rule.amount:
                return span
    return []


def reached(rule: Rule, hits: Sequence[Hit]) -> int:
    """How much of its measure some hits are."""
    match rule.measure:
        case Measure.COUNT:
            return len(hits)
        case Measure.FILES:
            return len({hit.file for hit in hits if hit.file})
        case _:
            return sum(hit.moved for hit in hits)
