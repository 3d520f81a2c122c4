"""The findings in sentences and tables of our own words: what a manager reads first, and what an
investigator looks up.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC

from tui.audit.counters import Transfer, TransferKey
from tui.audit.event import Kind, Outcome
from tui.audit.session import Session
from tui.audit.summary import in_order
from tui.evidence.manifest import Manifest
from tui.evidence.report.document import Bar, Bin, Curve, Document, Figure, Section, Tone
from tui.evidence.report.findings import Findings, counted
from tui.evidence.report.tables import (
    alerts_table,
    by_severity,
    clock,
    marks_table,
    problems_table,
    sessions_table,
    sources_table,
    transfers_table,
)
from tui.evidence.report.words import amount
from tui.words.text import fit, fit_path, moment, number, plural, visible

BINS = 144
"""Parts of the time that a graph is drawn in."""
BARS = 12
"""Sessions that have a bar."""
TELLING = 3
"""Sessions, and kinds of denial, that have a sentence."""
ORIGIN = (
    "Every number above was counted from the lines of the log that lie in the folder log/ beside "
    "this report. They were taken from these files:"
)
NAME, PATH, REASON = 40, 80, 100
"""Cells of a name, of a path and of a reason in a sentence at most."""


def told(findings: Findings) -> Document:
    """The report."""
    table, manifest = findings.table, findings.manifest
    sessions = by_bytes_out(table.sessions.values())
    made = manifest.made
    filtered = f" · filter: {visible(manifest.filter)}" if manifest.filter else ""
    return Document(
        title="Remote desktop sessions: evidence",
        subtitle=f"{plural(len(sessions), 'session')}{_span(findings)}",
        origin=(
            f"Made {visible(made.at)} by {visible(made.user)} on {visible(made.host)} with "
            f"{manifest.program} from an audit log of Teleport: {manifest.chosen}{filtered}"
        ),
        notice=manifest.redaction,
        figures=list(_figures(findings)),
        sections=[
            Section("What happened", list(_sentences(findings, sessions))),
            Section("When data moved", curve=_curve(findings), note=_width(findings)),
            Section(
                "Who moved it",
                bars=[_bar(each) for each in sessions[:BARS] if _moved(each)],
                note="The sessions that took out most.",
            ),
            Section("Sessions", table=sessions_table(sessions)),
            Section("Files", table=transfers_table(sessions)),
            Section("Denied, failed, incomplete", table=problems_table(findings.problems)),
            Section("Alerts", table=alerts_table(findings.alerts)),
            Section("Marks and notes", table=marks_table(findings.marks)),
            Section(
                "Where this comes from",
                [ORIGIN, *_streams(manifest)],
                table=sources_table(manifest.sources),
                note=(
                    "desktail verify FOLDER checks every file beside this report, and the files of "
                    "the log if they are there; sha256sum -c manifest.sha256 checks the former."
                ),
            ),
        ],
    )


def _streams(manifest: Manifest) -> Iterator[str]:
    """What must be known of lines that came by a stream."""
    named = {visible(source.stream): None for source in manifest.sources if source.stream}
    if named:
        yield (
            "Files that are named with their host were not read there but in the stream "
            f"{', '.join(named)}, as a shipper had sent their lines. Ranges are those of the file "
            "on that host: there, or with a copy of it, desktail verify compares them."
        )


def by_bytes_out(sessions: Iterable[Session]) -> list[Session]:
    """Sessions, those first that took out most, then as the contract has them."""
    return sorted(in_order(sessions), key=lambda each: -each.counters.bytes_out)


def who(session: Session) -> str:
    """Whose session on which desktop, in visible text."""
    user = fit(visible(session.names.user) or "somebody unknown", NAME)
    return f"{user} on {fit(visible(session.desktop) or 'an unknown desktop', NAME)}"


def _span(findings: Findings) -> str:
    seen = findings.table.seen
    if seen.first is None or seen.last is None:
        return ""
    return f" · {moment(seen.first, UTC)} to {moment(seen.last, UTC)} UTC"


def _moved(session: Session) -> int:
    return session.counters.bytes_out + session.counters.bytes_in


def _bar(session: Session) -> Bar:
    return Bar(who(session), session.counters.bytes_out, session.counters.bytes_in)


# -- figures -----------------------------------------------------------------------------


def _figures(findings: Findings) -> Iterator[Figure]:
    table, totals = findings.table, findings.table.totals
    sessions = table.sessions.values()
    states = [session.state for session in sessions]
    files = dict.fromkeys((Kind.READ, Kind.WRITE), 0)
    for session in sessions:
        for key in session.transfers:
            files[key.kind] += 1
    yield Figure(
        "Out of desktops", amount(totals.bytes_out), plural(files[Kind.WRITE], "file"), Tone.OUT
    )
    yield Figure(
        "Into desktops", amount(totals.bytes_in), plural(files[Kind.READ], "file"), Tone.IN
    )
    yield Figure(
        "Sessions", number(len(states)), f"{number(states.count('active'))} without an end"
    )
    denied = sum(
        told.count
        for problem, told in findings.problems.told.items()
        if problem.outcome is Outcome.DENIED
    )
    yield Figure("Denied", number(denied), "starts", Tone.BAD if denied else Tone.PLAIN)
    failed = totals.failed
    yield Figure("Failed", number(failed), "operations", Tone.BAD if failed else Tone.PLAIN)
    alerts = len(findings.alerts)
    critical = counted(findings.alerts, "severity").get("critical", 0)
    yield Figure(
        "Alerts",
        number(alerts),
        f"{number(critical)} critical",
        Tone.BAD if critical else Tone.PLAIN,
    )


# -- sentences ---------------------------------------------------------------------------


def _sentences(findings: Findings, sessions: Sequence[Session]) -> Iterator[str]:
    table, totals = findings.table, findings.table.totals
    if not table.desktop_events:
        yield "Nothing in the log is what was asked for."
        return
    users = {session.names.user for session in sessions if session.names.user}
    desktops = {session.desktop for session in sessions if session.desktop}
    yield (
        f"{plural(len(sessions), 'session')} of {plural(len(users), 'user')} on "
        f"{plural(len(desktops), 'desktop')}: {amount(totals.bytes_out)} came out of desktops "
        f"({number(totals.bytes_out)} bytes), {amount(totals.bytes_in)} went into them."
    )
    for session in sessions[:TELLING]:
        if session.counters.bytes_out:
            yield _taken(session)
    yield from _alerts(findings)
    yield from _denials(findings)
    if totals.failed:
        yield f"{plural(totals.failed, 'share, read or write', 'shares, reads or writes')} failed."
    incomplete = totals.reads_incomplete + totals.writes_incomplete
    if incomplete:
        yield (
            f"{plural(incomplete, 'operation')} moved bytes of which Teleport lost what file they "
            "belonged to: they count, but no file bears them."
        )
    active = [session for session in sessions if session.state == "active"]
    if active:
        others = f" and {number(len(active) - TELLING)} more" if len(active) > TELLING else ""
        names = ", ".join(who(session) for session in active[:TELLING])
        verb = "has" if len(active) == 1 else "have"
        yield f"{plural(len(active), 'session')} {verb} no end in these lines: {names}{others}."
    recorded = sum(session.recorded is True for session in sessions)
    if recorded:
        yield f"{plural(recorded, 'session')} {'was' if recorded == 1 else 'were'} recorded."


def _taken(session: Session) -> str:
    """What was taken out of a desktop in one session."""
    files = [(key, each) for key, each in session.transfers.items() if key.kind is Kind.WRITE]
    clipboard = session.counters.clipboard_received_bytes
    parts = [plural(len(files), "file")] if files else []
    largest = max(files, key=_largest, default=None)
    if largest is not None:
        key, transfer = largest
        name = fit_path(visible(f"{key.directory}/{key.path}"), PATH)
        parts[0] += f", the largest {name} ({amount(transfer.bytes)})"
    if clipboard:
        parts.append(f"{amount(clipboard)} by clipboard")
    user = fit(visible(session.names.user) or "Somebody unknown", NAME)
    desktop = fit(visible(session.desktop) or "an unknown desktop", NAME)
    moved = amount(session.counters.bytes_out)
    return f"{user} took {moved} out of {desktop}: {'; '.join(parts)}."


def _largest(item: tuple[TransferKey, Transfer]) -> tuple[int, str, str]:
    key, transfer = item
    return transfer.bytes, key.directory, key.path


def _alerts(findings: Findings) -> Iterator[str]:
    alerts = by_severity(findings.alerts)
    for alert in alerts[:TELLING]:
        what = fit(visible(str(alert["message"])), REASON)
        yield f"{str(alert['severity']).capitalize()} alert at {clock(alert['time'])}: {what}."
    if len(alerts) > TELLING:
        rest = len(alerts) - TELLING
        yield f"{plural(rest, 'more alert')} {'was' if rest == 1 else 'were'} raised."


def _denials(findings: Findings) -> Iterator[str]:
    denials = [
        (problem, told.count)
        for problem, told in findings.problems.told.items()
        if problem.outcome is Outcome.DENIED
    ]
    denials.sort(key=lambda item: -item[1])
    for problem, count in denials[:TELLING]:
        user = fit(visible(problem.user) or "Somebody unknown", NAME)
        desktop = fit(visible(problem.desktop) or "an unknown desktop", NAME)
        times = "" if count == 1 else f" {number(count)} times"
        reason = fit(visible(problem.error), REASON)
        yield f"{user} was denied {desktop}{times}{f': {reason}' if reason else ''}."
    if len(denials) > TELLING:
        rest = sum(count for _, count in denials[TELLING:])
        yield f"{plural(rest, 'more start')} {'was' if rest == 1 else 'were'} denied."


# -- graphs ------------------------------------------------------------------------------


def _curve(findings: Findings) -> Curve | None:
    begin, end = findings.slices.busy
    if begin == end:
        return None
    parts = findings.slices.over(begin, end, BINS)
    day = moment(begin, UTC, "%Y-%m-%d") == moment(end - 1, UTC, "%Y-%m-%d")
    form = "%H:%M:%S" if day else "%Y-%m-%d %H:%M"
    ticks = [moment(begin + (end - begin) * part // 4, UTC, form) for part in range(5)]
    bins = [Bin(each.bytes_out, each.bytes_in, each.problems) for each in parts]
    return Curve(bins, ticks)


def _width(findings: Findings) -> str:
    begin, end = findings.slices.busy
    seconds = (end - begin) / BINS / 1e9
    return f"Each bar is {seconds:,.0f} s. Out and in have a scale each; times are UTC."
