"""The filter of the main screen: typed with a preview, switched off and on, made of cells."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.app import SystemCommand
from textual.binding import BindingType
from textual.markup import escape
from textual.timer import Timer

from tui.audit.event import Event
from tui.audit.session import Session
from tui.config import Settings
from tui.live.monitor import Monitor
from tui.marks.store import Marks
from tui.picture.picture import Picture
from tui.query import Choice, Completions, Query, QueryError, complete, joined, opposite, term
from tui.query.fields import BY_NAME
from tui.screens.asof import AsOfScreen
from tui.terminal.keys import hint, keys_of, quiet
from tui.view.alerted import Alerted
from tui.view.narrowing import WINDOWS, Letting, Narrowing
from tui.view.roster import Arrangement
from tui.widgets.prompt import Prompt
from tui.widgets.sessions import SessionList
from tui.words.text import plural, visible

FILTER = "filter"
PREVIEW = 0.08
"""Seconds after a key after which the preview is made, if no other key comes."""
AGAIN = 5.0
"""Seconds after which sessions are asked anew where time alone can change the answer; at least as
many times as long as asking took as keeps it below a fiftieth of the time."""
SHARE = 50


class FilteringScreen(AsOfScreen):
    """A screen whose sessions, and whose feed, are narrowed by one filter and a window of time."""

    BINDINGS: ClassVar[list[BindingType]] = [
        hint("backslash", "filter", "Filter", "filter", "only what matches: user=alice out>10MB"),
        quiet(
            "ctrl+f", "filter_off", "Filter off/on", "filter.off", "without the filter, and with it"
        ),
        quiet("0", "window", "Window", "window", "the last 1m, 5m, 15m, 1h, 24h, or all"),
        quiet("plus", "add_term(True)", "Only this", "filter.only", "only what the cell holds"),
        quiet("minus", "add_term(False)", "Not this", "filter.not", "all but what the cell holds"),
    ]

    _letting: Letting | None = None
    _ended_before: bool | None = None
    _preview: Timer | None = None
    _asked_at = 0.0
    _asking_took = 0.0

    def __init__(
        self,
        monitor: Monitor,
        paths: Sequence[Path],
        marks: Marks,
        alerted: Alerted,
        settings: Settings,
    ) -> None:
        super().__init__(monitor, paths, marks, alerted)
        self.settings = settings
        self._narrowing = Narrowing(settings.filter)

    def on_mount(self) -> None:
        """Begin with the filter that was given."""
        if self._narrowing.text:
            self.narrow(self._narrowing)

    @property
    def sessions(self) -> SessionList:
        """The session table."""
        return self.query_one(SessionList)

    def show_again(self) -> None:
        """Show the last picture again, as what is looked at has changed."""
        raise NotImplementedError

    # -- what is let through -------------------------------------------------------------

    def narrow(self, narrowing: Narrowing) -> None:
        """Look at this part of everything. Raises QueryError."""
        query = narrowing.query(self.now)
        self._narrowing = narrowing
        self._apply(query)

    def _apply(self, query: Query | None) -> None:
        """Let through what a query does; all that matches is listed, ended or not."""
        sessions = self.sessions
        if query is None:
            self._letting = None
            if self._ended_before is not None:
                sessions.roster.with_ended = self._ended_before
                self._ended_before = None
        else:
            self._letting = Letting(query, self.now)
            if self._ended_before is None:
                self._ended_before = sessions.roster.with_ended
                sessions.roster.with_ended = True
        self.rearrange(sessions.roster.arrangement)
        self.feed.keep(None if self._letting is None else self._letting.row)
        self.show_again()

    def rearrange(self, arrangement: Arrangement) -> None:
        """List sessions by an arrangement, those that are let through."""
        letting = self._letting
        if letting is None:
            arrangement = replace(arrangement, matches=None, matches_each=None)
        else:
            arrangement = replace(arrangement, matches=letting.session, matches_each=letting.each)
        begun = time.monotonic()
        self.sessions.rearrange(arrangement)
        self._asked_at = time.monotonic()
        self._asking_took = self._asked_at - begun

    def show(self, picture: Picture, now: int, problem: str) -> None:
        """Show a picture; what is let through is seen from its moment."""
        super().show(picture, now, problem)
        if self._letting is None:
            return
        self._letting.now = picture.now
        pause = max(AGAIN, SHARE * self._asking_took)
        if time.monotonic() - self._asked_at > pause:
            self.rearrange(self.sessions.roster.arrangement)

    @property
    def narrowed(self) -> str:
        """What is said of it in the table's title; empty where nothing is left out."""
        counted = self._counted if self._letting is not None else ""
        return " ─ ".join(filter(None, (counted, self._narrowing.told)))

    @property
    def _counted(self) -> str:
        roster = self.sessions.roster
        return f"{roster.matching:,} of {plural(roster.states.total(), 'session')}"

    @property
    def keep_event(self) -> Callable[[Event, Session | None], bool] | None:
        """Whether an event is let through by the filter; None where it asks sessions alone."""
        letting = self._letting
        return letting.event if letting is not None and letting.query.asks_events else None

    @property
    def taken(self) -> Sequence[str]:
        """All that are listed."""
        return list(self.sessions.roster)

    @property
    def asked(self) -> str | None:
        """The filter that is on, with its window."""
        return self._narrowing.asked or None

    @property
    def looked_at(self) -> str | None:
        """The session under the cursor; in a feed of all, that of its row."""
        if self.feed.has_focus and self.feed.selected is not None:
            return self.feed.selected.sid or None
        view = self.sessions.selected
        return None if view is None else view.sid

    # -- typed ---------------------------------------------------------------------------

    def action_filter(self) -> None:
        """Ask for a filter; it is applied while it is typed."""
        question = self.question(FILTER, "\\", "user=alice  out>10MB  path~*.bak  denied")
        question.complete = self._complete
        self.prompt.ask(question, self._narrowing.text)

    def _complete(self, text: str, cursor: int) -> Completions:
        completions = complete(text, cursor, self._seen)
        if text.strip():
            return completions
        saved = (Choice(query, visible(name)) for name, query in self.settings.filters.items())
        return Completions(0, len(text), (*saved, *completions.choices))

    def _seen(self, field: str) -> Iterable[str]:
        """The values of a field that sessions have."""
        of_session = BY_NAME[field].of_session
        values = self.monitor.told(None, lambda session: _texts(of_session(session)))
        return sorted({value for found in values for value in found})

    def on_prompt_changed(self, message: Prompt.Changed) -> None:
        """Show what a filter lets through, when the fingers rest."""
        if message.question.name != FILTER:
            return
        message.stop()
        if self._preview is not None:
            self._preview.stop()
        self._preview = self.set_timer(PREVIEW, partial(self._show_preview, message.text))

    def _show_preview(self, text: str) -> None:
        if not self.prompt.display:
            return
        try:
            self._apply(replace(self._narrowing, text=text, on=True).query(self.now))
        except QueryError as error:
            end = max(error.end, error.begin + 1)
            self.prompt.say(error.message, "-problem", error.begin, end)
            return
        self.prompt.say(self._counted if self._letting is not None else "")

    def on_prompt_answered(self, message: Prompt.Answered) -> None:
        """Keep a filter, if it can be understood."""
        if message.question.name != FILTER:
            return
        message.stop()
        try:
            self.narrow(replace(self._narrowing, text=message.text, on=True))
        except QueryError as error:
            self.prompt.say(error.message, "-problem", error.begin, max(error.end, error.begin + 1))
            return
        self.leave_prompt(self.sessions)

    def on_prompt_dropped(self, message: Prompt.Dropped) -> None:
        """Have the filter again that there was before."""
        if message.question.name == FILTER:
            self.leave_prompt(self.sessions)
            self.narrow(self._narrowing)

    # -- from the palette ------------------------------------------------------------------

    def commands(self) -> Iterable[SystemCommand]:
        """Filters by their names, and windows."""
        for name, text in self.settings.filters.items():
            saved = replace(self._narrowing, text=text, on=True)
            told = escape(visible(f"Filter: {name}"))
            yield SystemCommand(told, escape(visible(text)), partial(self.narrow, saved))
        for window in WINDOWS:
            looked_at = replace(self._narrowing, window=window)
            told = f"Window: {f'last {window}' if window else 'all time'}"
            yield SystemCommand(told, "look at this part", partial(self.narrow, looked_at))

    # -- by one key ----------------------------------------------------------------------

    def action_filter_off(self) -> None:
        """Without the filter, or with it again."""
        if not self._narrowing.text.strip():
            told = f"there is no filter; press {keys_of(self, 'filter')}"
            self.app.notify(told, timeout=2, markup=False)
            return
        self.narrow(replace(self._narrowing, on=not self._narrowing.on))

    def action_window(self) -> None:
        """Look at the last minute, five, … or at everything."""
        self.narrow(self._narrowing.turned())

    def action_add_term(self, only: bool) -> None:  # noqa: FBT001 - a binding's word
        """Filter by what is under the cursor, or by its opposite."""
        held = self._under_cursor()
        if held is None:
            self.app.notify("nothing here to filter by", timeout=2)
            return
        field, value = held
        added = term(field, "=", value)
        text = self._narrowing.text if self._narrowing.on else ""
        self.narrow(
            replace(self._narrowing, text=joined(text, added if only else opposite(added)), on=True)
        )

    def _under_cursor(self) -> tuple[str, str] | None:
        """A field, and what of it is under the cursor."""
        if not self.feed.has_focus:
            return self.sessions.held
        selected = self.feed.selected
        if selected is None or selected.event is None:
            return None
        event = selected.event
        if event.path:
            return "path", event.path
        return ("user", selected.user) if selected.user else None


def _texts(value: object) -> Iterator[str]:
    """The texts that a field holds: one, several, or none."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Iterable):
        yield from (part for part in value if isinstance(part, str))
