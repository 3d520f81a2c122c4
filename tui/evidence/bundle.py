"""A bundle of evidence made: lines taken from the log, then all that follows from them.

What is counted, drawn and told is that of the bundle's own lines, so that whoever has the bundle
can make it again. Lines stream: what is held is the table of them, and where they were.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from threading import Event as Flag

from msgspec.structs import replace

from tui import __version__
from tui.audit.place import offset_of, source_of
from tui.audit.rfc3339 import parse_time
from tui.audit.summary import in_order
from tui.audit.table import SessionTable
from tui.evidence.beside import Record, alert_record, json_line, redacted
from tui.evidence.derived import events_of, summary_of, table_of
from tui.evidence.folder import Folder, new_folder
from tui.evidence.manifest import (
    MANIFEST,
    SCHEMA,
    SUMMARY,
    SUMS,
    Made,
    Manifest,
    SourceRecord,
    sound,
    sums,
    to_bytes,
)
from tui.evidence.reading import LogFile, size_of
from tui.evidence.redact import Redaction
from tui.evidence.report import Findings, Problems, html, markdown
from tui.evidence.taking import EVERYTHING, Choice, log_name, take, write
from tui.evidence.timeline import COLUMNS, Slices, rows
from tui.export.formats import Format, csv_row
from tui.export.records import What
from tui.export.selection import Selection
from tui.marks.mark import Mark
from tui.marks.records import mark_record
from tui.rules import Alert, Evaluation
from tui.source.provenance import Provenance
from tui.source.stdin import STREAMED
from tui.system.output import OutputError
from tui.words.text import percent, plural, visible

BUILT_IN = "the built-in rules"
MARKS, ALERTS, TIMELINE = "marks.jsonl", "alerts.jsonl", "timeline.csv"


def _nobody(_: str) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asks for: which events of which files, into which folder.

    `filter` says how they were asked for. `rules` have seen nothing yet, `told_rules` says which
    they are; `marks` are all there are. `foreign` tells of files that only hold lines of others.
    `tell` is told how far it is; `stopped` is set if they will not wait.
    """

    files: Sequence[Path]
    folder: Path
    made: Made
    choice: Choice = EVERYTHING
    filter: str | None = None
    redaction: Redaction | None = None
    rules: Evaluation | None = None
    told_rules: str = BUILT_IN
    marks: Iterable[Mark] = ()
    foreign: Mapping[Path, Provenance] = field(default_factory=dict)
    tell: Callable[[str], None] = _nobody
    stopped: Flag = field(default_factory=Flag)

    def go_on(self, told: str) -> None:
        """Tell how far it is. Raises OutputError if it is stopped."""
        self.tell(told)
        if self.stopped.is_set():
            raise OutputError("stopped: nothing was written")

    def text(self, text: str) -> str:
        """A string as it may be handed over."""
        return text if self.redaction is None else self.redaction.text(text)


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle that was made: what it holds, its manifest's SHA-256, files read in part only."""

    sessions: int
    lines: int
    digest: str
    broken: Sequence[str]

    def said(self, folder: Path) -> str:
        """What was written where, in one line."""
        return (
            f"evidence of {plural(self.sessions, 'session')}, {plural(self.lines, 'line')} of the "
            f"log, written to {visible(str(folder))}; SHA-256 of its manifest: {self.digest}"
        )


def make(request: Request) -> Bundle:
    """Make a bundle. Raises SourceError where a file cannot be read, OutputError where one cannot
    be written, or if it was stopped; nothing is left then.
    """
    with new_folder(request.folder) as folder:
        files = [
            LogFile(number, path, request.foreign.get(path))
            for number, path in enumerate(request.files)
        ]
        alerts: list[Record] = []
        sources = _take(request, folder, files, alerts)
        logs = [folder.root / source.log for source in sources if source.log is not None]
        table = _count(request, folder, logs)
        slices, problems = _tell_events(request, folder, logs, table, alerts)
        manifest = _manifest(request, table, folder, sources)
        marks = [redacted(mark, request.redaction) for mark in _marks(request, sources, table)]
        findings = Findings(table, slices, problems, alerts, marks, manifest)
        _tell_beside(folder, findings)
        digest = _seal(request, folder, table, sources)
    lines = sum(source.lines for source in sources)
    return Bundle(len(table.sessions), lines, digest, [file.told for file in files if file.told])


def _take(
    request: Request, folder: Folder, files: Sequence[LogFile], alerts: list[Record]
) -> list[SourceRecord]:
    total = sum(size_of(file.path) for file in files) or 1
    behind = 0

    def see(number: int, offset: int, block: bytes) -> None:
        done = behind + min(files[number].read, files[number].size)
        request.go_on(f"reading the log, {percent(min(1.0, done / total))}")
        if request.rules is not None:
            raised = request.rules.see_block(number, offset, block.removesuffix(b"\n"))
            wanted = (alert for alert in raised if request.choice.takes_session(alert.sid))
            alerts.extend(_alert_of(files, alert, request.redaction) for alert in wanted)

    sources: list[SourceRecord] = []
    redaction = request.redaction
    for file in files:
        name = log_name(len(sources) + 1, file, told=redaction is None)
        in_place = None if redaction is None else redaction.line
        lines = take(file, request.choice, see)
        taken, log = write(lines, folder, name, in_place)
        record = taken.record(file, log)
        if redaction is not None and file.foreign is not STREAMED:
            path, host = redaction.source(record.path), redaction.text(record.host)
            record = replace(record, path=path, host=host)
        sources.append(record)
        behind += file.size
    return sources


def _alert_of(files: Sequence[LogFile], alert: Alert, redaction: Redaction | None) -> Record:
    where = files[source_of(alert.place)].provenance.spot(offset_of(alert.place))
    return redacted(alert_record(alert, where), redaction)


def _count(request: Request, folder: Folder, logs: Sequence[Path]) -> SessionTable:
    request.go_on("counting")
    table = table_of(logs)
    with folder.file(SUMMARY) as written:
        written.write(summary_of(table))
    selection = Selection(What.TRANSFERS, Format.CSV)
    with folder.file("transfers.csv") as written:
        written.write(selection.head)
        for line in selection.lines(in_order(table.sessions.values())):
            written.write(line)
    return table


def _tell_events(
    request: Request,
    folder: Folder,
    logs: Sequence[Path],
    table: SessionTable,
    alerts: Sequence[Record],
) -> tuple[Slices, Problems]:
    """Write events.csv and timeline.csv; returns what happened when, and what went wrong."""
    slices, problems, count = Slices(), Problems(), 0
    selection = Selection(What.EVENTS, Format.CSV)
    with folder.file("events.csv") as written:
        written.write(selection.head)
        for event, line in events_of(logs):
            session = table.sessions.get(event.sid)
            slices.add(event)
            problems.add(event, session)
            written.write(selection.event_line(event, line, session) or b"")
            count += 1
            if count % 1024 == 0:
                request.go_on(f"writing events, {percent(count / table.desktop_events)}")
    for alert in alerts:
        slices.alert(parse_time(alert["time"]))
    with folder.file(TIMELINE) as written:
        written.write(csv_row(COLUMNS))
        for row in rows(slices):
            written.write(csv_row(row))
    return slices, problems


def _marks(
    request: Request, sources: Sequence[SourceRecord], table: SessionTable
) -> Iterator[Record]:
    """The marks on sessions of the bundle and on their lines; on a line that is no session's, if
    its file is among those read and everything is taken.
    """
    inodes = {source.inode for source in sources if request.choice.sids is None}
    sid = str if request.redaction is None else request.redaction.sid
    for mark in request.marks:
        if sid(mark.sid) in table.sessions or (not mark.sid and mark.inode in inodes):
            yield mark_record(mark)


def _tell_beside(folder: Folder, findings: Findings) -> None:
    for name, records in ((ALERTS, findings.alerts), (MARKS, findings.marks)):
        with folder.file(name) as written:
            for record in records:
                written.write(json_line(record))
    for name, told in (("report.html", html(findings)), ("report.md", markdown(findings))):
        with folder.file(name) as written:
            written.write(told.encode())


def _manifest(
    request: Request, table: SessionTable, folder: Folder, sources: Sequence[SourceRecord]
) -> Manifest:
    redaction = request.redaction
    return Manifest(
        schema=SCHEMA,
        program=f"desktail {__version__}",
        made=Made(
            request.made.at,
            sound(request.text(request.made.user)),
            sound(request.text(request.made.host)),
        ),
        filter=None if request.filter is None or redaction is not None else sound(request.filter),
        sessions=len(table.sessions),
        chosen=request.choice.told,
        rules=_rules(request),
        redacted=[] if redaction is None else sorted(redaction.kinds),
        redaction="" if redaction is None else redaction.told,
        sources=sources,
        files=list(folder.files),
    )


def _rules(request: Request) -> str:
    """Which rules the alerts are of; empty if none was asked."""
    if request.rules is None:
        return ""
    if request.redaction is not None and request.told_rules != BUILT_IN:
        return f"{BUILT_IN}, and those of a file whose name is withheld"
    return sound(request.told_rules)


def _seal(
    request: Request, folder: Folder, table: SessionTable, sources: Sequence[SourceRecord]
) -> str:
    """Write the manifest, and the sums of all; returns that of the manifest."""
    manifest = _manifest(request, table, folder, sources)
    data = to_bytes(manifest)
    with folder.file(MANIFEST) as written:
        written.write(data)
    with folder.file(SUMS) as written:
        written.write(sums(data, manifest.files))
    return sha256(data).hexdigest()
