"""What one takes along from a screen with a feed: copies in the clipboard, exports in files."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import BindingType

from tui.audit.event import Event
from tui.audit.session import Session
from tui.marks.mark import Mark
from tui.screens.finding import FindingScreen
from tui.source.locate import STANDARD_INPUT, SourceError, locate
from tui.terminal.keys import quiet
from tui.widgets.rows import RowList
from tui.words.text import plural

if TYPE_CHECKING:
    from tui.evidence.shown import EvidenceOrder
    from tui.export.shown import Order
    from tui.terminal.copying import CopyingApp


class TakingScreen(FindingScreen):
    """Copies what is under the cursor; exports the sessions that are listed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        quiet("y", "copy_row", "Copy row", "copy.row", "copy the row; in the JSON its value"),
        quiet("Y", "copy_line", "Copy line", "copy.line", "copy the log's own line"),
        quiet("P", "copy_path", "Copy path", "copy.path", "copy the way to the value in the JSON"),
        quiet("c", "copy_session", "Copy session", "copy.session", "copy the session's numbers"),
        quiet("ctrl+e", "export", "Export", "export", "write what is listed to a file"),
    ]

    paths: Sequence[Path] = ()

    # -- for subclasses ------------------------------------------------------------------

    @property
    def taken(self) -> Sequence[str]:
        """The sids of the sessions that an export is of."""
        raise NotImplementedError

    @property
    def looked_at(self) -> str | None:
        """The sid of the session that is looked at; None if there is none."""
        raise NotImplementedError

    @property
    def asked(self) -> str | None:
        """The filter by which they are chosen; None if there is none."""
        return None

    @property
    def all_marks(self) -> Sequence[Mark]:
        """The marks there are, of which those on the sessions are exported."""
        return ()

    @property
    def keep_event(self) -> Callable[[Event, Session | None], bool] | None:
        """Whether an event of them is among those that are shown; None where all are."""
        return None

    # -- copies --------------------------------------------------------------------------

    def copy(self, what: str, content: bytes) -> None:
        """Put something into the clipboard, and say what."""
        cast("CopyingApp[None]", self.app).copy(what, content)

    def action_copy_row(self) -> None:
        """Copy the row under the cursor, as shown."""
        focused = self.focused
        if isinstance(focused, RowList) and focused.count:
            self.copy("the row", focused.row_text(focused.cursor).strip().encode())
        else:
            self.app.notify("nothing here to copy", timeout=2)

    def action_copy_line(self) -> None:
        """Copy the log's own line of the feed's row under the cursor, byte for byte."""
        place = self.feed.place
        line = None if place is None else self.monitor.line_at(place)
        if line is None:
            self.app.notify("no line here to copy", timeout=2)
        else:
            self.copy("the line", line)

    def action_copy_path(self) -> None:
        """Copy the way to what is under the cursor of the JSON, where there is one."""
        self.app.notify("open a session for the JSON of its lines", timeout=2)

    def action_copy_session(self) -> None:
        """Copy the session's numbers, as `summary --json` prints them."""
        from tui.audit.summary import to_json
        from tui.export.records import session_record

        sid = self.looked_at
        records = [] if sid is None else self.monitor.told([sid], session_record)
        if records:
            self.copy("the session", to_json(dict(records[0])).encode())
        else:
            self.app.notify("no session here to copy", timeout=2)

    # -- exports -------------------------------------------------------------------------

    def action_export(self) -> None:
        """Ask what of the listed sessions is to be written where."""
        from tui.export.records import What
        from tui.screens.export import ExportScreen

        sids = list(self.taken)
        scope = plural(len(sids), "session")
        save, save_all = partial(self._save, sids), partial(self._save_evidence, sids, self.now)
        dialogue = ExportScreen(save, scope, self.now, What.SESSIONS, save_all)
        self.app.push_screen(dialogue, self._say_exported)

    def _save(self, sids: Sequence[str], order: "Order") -> str:
        from tui.export.selection import Selection
        from tui.export.shown import save_shown

        selection = Selection(
            order.what, order.form, keep_event=self.keep_event, marks=self.all_marks
        )
        return save_shown(self.monitor, sids, selection, order, self._sources())

    def _save_evidence(self, sids: Sequence[str], now: int, order: "EvidenceOrder") -> str:
        from tui.evidence.shown import Shown, save_evidence

        streams = STANDARD_INPUT in self.paths
        sources, marks = list(self.monitor.sources), tuple(self.all_marks)
        rules = self.monitor.vigil.rules
        whole = self.monitor.is_there
        shown = Shown(sources, sids, self.asked, marks, rules, streams=streams, whole=whole)
        return save_evidence(shown, now, order)

    def _sources(self) -> Sequence[Path]:
        """The files of the log, which an export must not replace."""
        try:
            return locate(self.paths)
        except SourceError:  # it is gone by now
            return ()

    def _say_exported(self, told: str | None) -> None:
        if told:
            self.app.notify(told, markup=False)
