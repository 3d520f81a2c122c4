"""A line in which one types: a filter, a search, a time. What is typed is told at each key."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from rich.cells import cell_len
from rich.highlighter import Highlighter
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.keys import KEY_NAME_REPLACEMENTS
from textual.message import Message
from textual.widgets import Input, Static

from tui.query import Choice, Completions
from tui.terminal.keys import hint, quiet
from tui.widgets.lines import Line, LinePane, Span

Complete = Callable[[str, int], Completions]
REMEMBERED = 100
"""Texts of one kind that can be had again."""


@dataclass(slots=True)
class Question:
    """What can be typed: a mark before it, what stands where nothing is typed yet, and texts that
    were given before, the last one at the end. `complete` says how a text can go on. What stands
    there at first is replaced by what is typed, unless it `goes_on`.
    """

    name: str
    mark: str
    hint: str
    complete: Complete | None = None
    goes_on: bool = False
    history: list[str] = field(default_factory=list)


class FaultHighlighter(Highlighter):
    """Marks the part of a text that is wrong."""

    def __init__(self) -> None:
        self.begin = self.end = -1

    def highlight(self, text: Text) -> None:
        """Reverse it."""
        if 0 <= self.begin < self.end:
            text.stylize("reverse", self.begin, self.end)


class PromptInput(Input):
    """The text field."""

    BINDINGS: ClassVar[list[BindingType]] = [
        hint("enter", "submit", "Take", "prompt.take", "what is typed is meant"),
        hint("tab", "choose(1)", "Complete", "prompt.next", "the next way to go on"),
        quiet("shift+tab", "choose(-1)", "Complete", "prompt.previous", "the way before"),
        hint("up", "recall(-1)", "Earlier", "prompt.earlier", "what was typed before"),
        quiet("down", "recall(1)", "Later", "prompt.later", "what was typed after it"),
        hint("escape", "drop", "Leave", "prompt.drop", "leave it as it was"),
    ]

    @dataclass
    class Turned(Message):
        """Another completion, or text of before, was asked for."""

        what: str
        step: int

    class Dropped(Message):
        """It was left."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Whether a key is typed: also one of which Textual knows no character, as of `slash`."""
        return key in KEY_NAME_REPLACEMENTS.values() or super().check_consume_key(key, character)

    def action_choose(self, step: int) -> None:
        """Put the next completion in."""
        self.post_message(self.Turned("choice", step))

    def action_recall(self, step: int) -> None:
        """Have a text again."""
        self.post_message(self.Turned("history", step))

    def action_drop(self) -> None:
        """Leave without an answer."""
        self.post_message(self.Dropped())


class Prompt(Vertical):
    """Out of sight until something is asked; then it has the focus."""

    @dataclass
    class Changed(Message):
        """Something else is typed."""

        question: Question
        text: str

    @dataclass
    class Answered(Message):
        """What was typed is meant."""

        question: Question
        text: str

    @dataclass
    class Dropped(Message):
        """It was left without an answer."""

        question: Question

    def __init__(self) -> None:
        super().__init__(id="prompt")
        self.display = False
        self.question = Question("", "", "")
        self._fault = FaultHighlighter()
        self._choices = Completions(0, 0, ())
        self._chosen = -1
        self._recalled = 0
        self._put_in = ""

    def compose(self) -> ComposeResult:
        """What can come next, above; the mark, the text and what is said of it, below, but where
        that is long.
        """
        yield LinePane(id="choices")
        yield Static(id="told", markup=False)
        with Horizontal():
            yield Static(id="mark", markup=False)
            yield PromptInput(id="typed", compact=True, highlighter=self._fault)
            yield Static(id="said", markup=False)

    @property
    def _input(self) -> PromptInput:
        return self.query_one(PromptInput)

    def ask(self, question: Question, text: str = "") -> None:
        """Come into sight and take the focus; with a text that can be changed."""
        self.question = question
        self._recalled = len(question.history)
        self._choices, self._chosen = Completions(0, 0, ()), -1
        self.query_one("#mark", Static).update(Content(question.mark))
        self.say("")
        field_ = self._input
        field_.placeholder = question.hint
        field_.select_on_focus = not question.goes_on
        field_.value = text
        field_.cursor_position = len(text)
        self._stand(in_sight=True)
        field_.focus()
        self._offer()

    def say(self, said: str, tone: str = "", begin: int = -1, end: int = -1) -> None:
        """Say something of what is typed, and mark the part of it that is wrong."""
        # Where one types there must be room.
        is_long = cell_len(said) > self.screen.size.width // 2
        for name, is_here in (("#said", not is_long), ("#told", is_long)):
            shown = self.query_one(name, Static)
            shown.update(Content(said))
            shown.set_classes(tone)
            shown.display = is_here
        if (begin, end) != (self._fault.begin, self._fault.end):
            self._fault.begin, self._fault.end = begin, end
            self._input.refresh()

    def leave(self) -> None:
        """Go out of sight."""
        self._stand(in_sight=False)

    def _stand(self, *, in_sight: bool) -> None:
        """Come into sight, or go; notices make room for it."""
        self.display = in_sight
        self.screen.set_class(in_sight, "-asking")

    # -- what is typed -------------------------------------------------------------------

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell it, and what can come next."""
        event.stop()
        if not self.display:
            return
        if event.value != self._put_in:
            self._chosen = -1
            self._offer()
        self.post_message(self.Changed(self.question, event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take it as meant."""
        event.stop()
        text, history = event.value, self.question.history
        if text.strip():
            if text in history:
                history.remove(text)
            history.append(text)
            del history[:-REMEMBERED]
        self.post_message(self.Answered(self.question, text))

    def on_prompt_input_dropped(self, event: PromptInput.Dropped) -> None:
        """Leave it."""
        event.stop()
        self.post_message(self.Dropped(self.question))

    def on_prompt_input_turned(self, event: PromptInput.Turned) -> None:
        """Put in the next completion, or a text of before."""
        event.stop()
        if event.what == "choice":
            self._choose(event.step)
            return
        history = self.question.history
        self._recalled = max(0, min(len(history), self._recalled + event.step))
        text = history[self._recalled] if self._recalled < len(history) else ""
        self._input.value = text
        self._input.cursor_position = len(text)

    def _offer(self) -> None:
        complete = self.question.complete
        if complete is not None:
            self._choices = complete(self._input.value, self._input.cursor_position)
        self._show_choices()

    def _choose(self, step: int) -> None:
        choices = self._choices.choices
        if not choices:
            return
        value = self._input.value
        end = self._choices.end
        if self._chosen >= 0:
            end = self._choices.begin + len(choices[self._chosen].text)
        self._chosen = (self._chosen + step) % len(choices) if self._chosen >= 0 else 0
        text = choices[self._chosen].text
        self._put_in = value[: self._choices.begin] + text + value[end:]
        self._input.value = self._put_in
        self._input.cursor_position = self._choices.begin + len(text)
        self._show_choices()

    def _show_choices(self) -> None:
        choices = self._choices.choices
        pane = self.query_one("#choices", LinePane)
        pane.display = bool(choices)
        if choices:
            pane.show([_offered(choices, self._chosen, self.size.width)])


def _offered(choices: Sequence[Choice], chosen: int, width: int) -> Line:
    """The choices beside each other, from the first that lets the chosen one be seen, which is
    told, too.
    """
    texts = [choice.text for choice in choices]
    first = 0
    while (
        first < chosen and sum(cell_len(text) + 2 for text in texts[first : chosen + 1]) > width - 6
    ):
        first += 1
    spans = [Span("tab  " if chosen < 0 else "     ", "quiet")]
    for number, text in enumerate(texts[first:], first):
        spans.append(Span(text, "strong" if number == chosen else "quiet"))
        if number == chosen:
            spans.append(Span(f" {choices[number].help}".rstrip(), "active"))
        spans.append(Span("  "))
    return tuple(spans)
