"""The tables of a report: bounded, long names cut; the CSV files have it all."""

from collections.abc import Sequence
from heapq import nsmallest

from tui.audit.counters import Transfer, TransferKey
from tui.audit.event import Outcome
from tui.audit.session import Session
from tui.audit.summary import direction
from tui.evidence.beside import Record
from tui.evidence.manifest import SourceRecord
from tui.evidence.report.document import Row, Table, Tone
from tui.evidence.report.findings import Problems
from tui.evidence.report.words import amount, when
from tui.words.text import duration, fit, fit_path, number, plural, visible

ROWS = 40
"""Rows of a table at most."""
NAME, PATH, REASON = 40, 100, 160
"""Cells of a name, a path and a reason at most."""
SEVERITIES = ("critical", "warning", "info")

Moved = tuple[Session, TransferKey, Transfer]


def name(text: str) -> str:
    """A name, visible and not too long; a dash if it is not known."""
    return fit(visible(text), NAME) or "–"


def sessions_table(sessions: Sequence[Session]) -> Table | None:
    """Sessions, in the order given."""
    titles = (
        "State",
        "User",
        "Desktop",
        "Account",
        "Client",
        "Start",
        "For",
        "Out",
        "In",
        "Failed",
    )
    return _table(
        titles,
        [_session(session) for session in sessions[:ROWS]],
        _more(len(sessions), "session", "summary.json"),
        frozenset(("For", "Out", "In", "Failed")),
    )


def _session(session: Session) -> Row:
    names, counters, start, stop = session.names, session.counters, session.start, session.stop
    cells = (
        session.state,
        name(names.user),
        name(session.desktop),
        name(session.login),
        name(names.client_addr),
        when(start if start is not None else session.seen.first),
        "–" if start is None or stop is None else duration(stop - start),
        amount(counters.bytes_out),
        amount(counters.bytes_in),
        number(counters.failed),
    )
    return Row(cells, Tone.BAD if session.state == "denied" else Tone.PLAIN)


def transfers_table(sessions: Sequence[Session]) -> Table | None:
    """Files, the largest first."""
    moved = (
        (session, key, transfer)
        for session in sessions
        for key, transfer in session.transfers.items()
    )
    largest = nsmallest(ROWS, moved, key=_by_size)
    total = sum(session.transfer_count for session in sessions)
    titles = ("Way", "Bytes", "File", "User", "Desktop", "Operations", "From", "To")
    return _table(
        titles,
        [_transfer(each) for each in largest],
        _more(total, "file", "transfers.csv"),
        frozenset(("Bytes", "Operations")),
    )


def _by_size(moved: Moved) -> tuple[int, bool, str, str, str]:
    session, key, transfer = moved
    return -transfer.bytes, direction(key) == "in", session.sid, key.directory, key.path


def _transfer(moved: Moved) -> Row:
    session, key, transfer = moved
    way = direction(key)
    cells = (
        way,
        amount(transfer.bytes),
        fit_path(visible(f"{key.directory}/{key.path}" if key.directory else key.path), PATH),
        name(session.names.user),
        name(session.desktop),
        number(transfer.operations) + _trouble(transfer),
        when(transfer.seen.first),
        when(transfer.seen.last),
    )
    return Row(cells, Tone.OUT if way == "out" else Tone.IN)


def _trouble(transfer: Transfer) -> str:
    parts = [
        f"{number(count)} {what}"
        for count, what in ((transfer.failed, "failed"), (transfer.incomplete, "incomplete"))
        if count
    ]
    return "".join(f", {part}" for part in parts)


def problems_table(problems: Problems) -> Table | None:
    """What did not go well, what happened first on top."""
    items = sorted(
        problems.told.items(),
        key=lambda item: (item[1].seen.first is not None, item[1].seen.first or 0, item[0]),
    )
    rows = [
        Row(
            (
                problem.outcome.value,
                problem.what,
                number(told.count),
                name(problem.user),
                name(problem.desktop),
                fit_path(visible(problem.path), PATH),
                fit(visible(problem.error), REASON),
                when(told.seen.first),
            ),
            Tone.PLAIN if problem.outcome is Outcome.INCOMPLETE else Tone.BAD,
        )
        for problem, told in items[:ROWS]
    ]
    titles = ("Outcome", "What", "Times", "User", "Desktop", "File", "Reason", "First")
    total = len(items) + problems.others
    return _table(titles, rows, _more(total, "problem", "events.csv"), frozenset(("Times",)))


def alerts_table(alerts: Sequence[Record]) -> Table | None:
    """Alerts, the most severe first, then as they were raised."""
    rows = [
        Row(
            (
                str(alert["severity"]),
                fit(visible(str(alert["rule"])), NAME),
                fit(visible(str(alert["message"])), REASON),
                name(str(alert["user"])),
                name(str(alert["desktop"])),
                clock(alert["time"]),
            ),
            Tone.BAD if alert["severity"] == "critical" else Tone.PLAIN,
        )
        for alert in by_severity(alerts)[:ROWS]
    ]
    titles = ("Severity", "Rule", "What", "User", "Desktop", "When")
    return _table(titles, rows, _more(len(alerts), "alert", "alerts.jsonl"))


def by_severity(alerts: Sequence[Record]) -> list[Record]:
    """Alerts, the most severe first, then as they were raised."""
    return sorted(alerts, key=lambda alert: _severity(alert["severity"]))


def _severity(name: object) -> int:
    return SEVERITIES.index(str(name)) if name in SEVERITIES else len(SEVERITIES)


def marks_table(marks: Sequence[Record]) -> Table | None:
    """Marks, as they were set."""
    rows = [
        Row(
            (
                clock(mark["time"]),
                fit(visible(" ".join(filter(None, (mark["verb"], mark["subject"])))), PATH),
                name(str(mark["user"] or "")),
                name(str(mark["desktop_name"] or "")),
                fit(visible(str(mark["note"] or "")), REASON) or "–",
            )
        )
        for mark in marks[:ROWS]
    ]
    return _table(
        ("When", "What", "User", "Desktop", "Note"), rows, _more(len(marks), "mark", "marks.jsonl")
    )


def sources_table(sources: Sequence[SourceRecord]) -> Table | None:
    """Files of the log, and by what the lines taken of each are known."""
    rows = [
        Row(
            (
                str(number_),
                fit_path(visible(source.name), PATH),
                number(source.lines),
                amount(sum(end - begin for begin, end in source.ranges)),
                source.sha256,
            )
        )
        for number_, source in enumerate(sources[:ROWS], start=1)
    ]
    titles = ("No.", "File", "Lines", "Bytes", "SHA-256 of these lines")
    more = _more(len(sources), "file", "manifest.json")
    return _table(titles, rows, more, frozenset(("No.", "Lines", "Bytes")))


def clock(time: object) -> str:
    """A time of a record, to the second; a dash if there is none."""
    return visible(str(time)).replace("T", " ").partition(".")[0].removesuffix("Z") if time else "–"


def _table(
    titles: Sequence[str], rows: Sequence[Row], more: str, numbers: frozenset[str] = frozenset()
) -> Table | None:
    return Table(titles, rows, numbers, more) if rows else None


def _more(total: int, what: str, file: str) -> str:
    return f"and {plural(total - ROWS, f'more {what}')} in {file}" if total > ROWS else ""
