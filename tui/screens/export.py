"""The dialogue that writes what is shown to a file: what, in which format, where."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label
from textual.worker import Worker, WorkerState

from tui.audit.rfc3339 import SECOND, format_time
from tui.export.formats import ENDINGS, Format, format_of
from tui.export.records import What
from tui.export.shown import Order
from tui.export.target import ExistsError
from tui.source.locate import SourceError
from tui.system.output import OutputError
from tui.terminal.keys import quiet
from tui.widgets.choice import Choice
from tui.widgets.rows import RowList
from tui.words.text import visible

if TYPE_CHECKING:
    from tui.evidence.shown import EvidenceOrder, SaveEvidence

Save = Callable[[Order], str]
"""Writes what an order says, in a thread of its own; returns what was written where.

Raises OutputError as `save_shown` does.
"""

EVIDENCE = "evidence"
"""What is chosen for a folder of evidence."""
PACE = 0.25
"""Seconds between two looks at how far it is."""
WHATS: dict[str, str] = {what: what.capitalize() for what in What}
FORMATS: dict[str, str] = {
    Format.JSON_LINES: "JSON lines",
    Format.CSV: "CSV",
    Format.MARKDOWN: "Markdown",
}


def default_name(what: str, form: Format, now: int) -> str:
    """A name that no other export has: `desktail-sessions-20261122T031241Z.csv`.

    That of evidence, which is a folder, has no ending.
    """
    when = format_time(now - now % SECOND).replace("-", "").replace(":", "")
    return f"desktail-{what}-{when}{'' if what == EVIDENCE else f'.{form}'}"


class ExportScreen(ModalScreen[str]):
    """Asks what is to be written where, and has it written by `save`.

    Is dismissed with what was written where, or with nothing. `scope` says in visible text what
    the sessions are, `now` (nanoseconds) is for the file's name.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        quiet("escape", "cancel", "Cancel", "export.cancel", "write nothing, and go back"),
        quiet("question_mark,f1", "app.help", "Help", "help", "which keys work here"),
        replace(
            quiet("ctrl+c", "app.interrupt", "End", "end", "twice: end at once"), priority=True
        ),
    ]

    def __init__(
        self,
        save: Save,
        scope: str,
        now: int,
        what: What = What.SESSIONS,
        save_evidence: "SaveEvidence | None" = None,
    ) -> None:
        super().__init__()
        self._save = save
        self._save_evidence = save_evidence
        self._whats = WHATS if save_evidence is None else {**WHATS, EVIDENCE: "Evidence"}
        self._scope = scope
        self._now = now
        self._first = what
        self._default = default_name(what, Format.CSV, now)
        self._order: Order | EvidenceOrder | None = None
        self._exists: Path | None = None
        self._written: str | None = None

    def compose(self) -> ComposeResult:
        """What, format, file, and what came of it."""
        file = Input(self._default, id="file", select_on_focus=False)
        file.border_title = "File"
        with Vertical(id="export") as dialogue:
            dialogue.border_title = Content(f"Export ─ {self._scope}")
            with Horizontal():
                yield Choice("What", self._whats, self._first, id="what")
                yield Choice("Format", FORMATS, Format.CSV, id="format")
            yield file
            yield Label(Content(f"in {visible(str(Path.cwd()))}"), id="folder")
            yield Label(id="answer")
            with Horizontal():
                yield Button("Write", id="write", variant="primary", compact=True)
                yield Button("Cancel", id="cancel", compact=True)

    # -- choosing ----------------------------------------------------------------------

    @property
    def _what(self) -> str:
        return self.query_one("#what", Choice).value

    @property
    def _form(self) -> Format:
        return Format(self.query_one("#format", Choice).value)

    @property
    def _file(self) -> Input:
        return self.query_one(Input)

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """Let the file's name say what is chosen, as far as it is not the user's own."""
        message.stop()
        before, self._default = self._default, default_name(self._what, self._form, self._now)
        name, is_folder = self._file.value, self._what == EVIDENCE
        self.query_one("#format", Choice).disabled = is_folder
        self._file.border_title = "New folder" if is_folder else "File"
        if name == before:
            self._file.value = self._default
        elif not is_folder and format_of(Path(name)) not in (None, self._form):
            self._file.value = str(Path(name).with_suffix(f".{self._form}"))

    def on_input_changed(self, message: Input.Changed) -> None:
        """Choose the format that the name ends in."""
        message.stop()
        form = ENDINGS.get(Path(message.value).suffix.lower())
        if form not in (None, self._form) and self._what != EVIDENCE:
            self.query_one("#format", Choice).choose(str(form))
        self._ask_replace(None)

    # -- writing -----------------------------------------------------------------------

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        """Enter is enough, wherever one is."""
        message.stop()
        self._write()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """The same."""
        message.stop()
        self._write()

    def on_button_pressed(self, message: Button.Pressed) -> None:
        """By the mouse."""
        message.stop()
        if message.button.id == "write":
            self._write()
        else:
            self.action_cancel()

    def action_cancel(self) -> None:
        """Write nothing, also if it has begun."""
        if self._order is not None:
            self._order.stopped.set()
        self.dismiss(None)

    def _write(self) -> None:
        if self._order is not None:
            return
        name = self._file.value
        if not name.strip() or not name.isprintable():
            self._answer("it needs a name that can be seen")
            return
        path = Path(name)
        if name.startswith("~"):
            path = Path.home() / name.removeprefix("~").lstrip("/")
        if self._what == EVIDENCE and self._save_evidence is not None:
            from tui.evidence.shown import EvidenceOrder

            order = self._order = EvidenceOrder(path)
            work = partial(self._save_evidence, order)
            self.set_interval(PACE, partial(self._tell, order))
        else:
            replaces = path == self._exists
            self._order = Order(What(self._what), self._form, path, replace=replaces)
            work = partial(self._save, self._order)
        self._answer("writing …", problem=False)
        self.run_worker(work, thread=True, exclusive=True, exit_on_error=False, group="export")

    def _tell(self, order: "EvidenceOrder") -> None:
        """Say how far it is."""
        if self._order is order and order.told:
            self._answer(f"{order.told} · esc stops it", problem=False)

    def on_worker_state_changed(self, message: Worker.StateChanged) -> None:
        """Go back when it is written, or say what stands in the way."""
        message.stop()
        order, worker = self._order, message.worker
        if order is None or order.stopped.is_set():
            return
        if message.state is WorkerState.SUCCESS:
            self._written = str(worker.result)
            self._go_back()
        elif message.state is WorkerState.ERROR:
            self._order = None
            if isinstance(worker.error, ExistsError) and isinstance(order, Order):
                self._ask_replace(order.path)
            elif isinstance(worker.error, OutputError | SourceError):
                self._answer(str(worker.error))
            else:
                self._answer(visible(f"writing stopped: {worker.error!r}"))

    def on_screen_resume(self) -> None:
        """Go back if it was written while something stood above."""
        self._go_back()

    def _go_back(self) -> None:
        # What is dismissed is the screen that stands above all others.
        if self._written is not None and self.is_active:
            written, self._written = self._written, None
            self.dismiss(written)

    def _ask_replace(self, path: Path | None) -> None:
        """Ask whether a file is to be replaced; none, and nothing is asked any more."""
        self._exists = path
        self.query_one("#write", Button).label = "Write" if path is None else "Replace"
        self._answer("" if path is None else "is there already; enter replaces it, esc does not")

    def _answer(self, text: str, *, problem: bool = True) -> None:
        answer = self.query_one("#answer", Label)
        answer.set_class(problem, "-problem")
        answer.update(Content(text))
