"""The status line: what is read, whether it is live, and how far it can be trusted."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from tui.picture.fleet import FleetPicture
from tui.picture.picture import Picture
from tui.rules.rule import Severity
from tui.terminal.composing import FrugalWidget
from tui.view.alerted import GLYPHS, TONES
from tui.view.shippers import Concern, concerns, in_short
from tui.widgets.telling import TellingPane
from tui.words.text import fit_path, moment, number_in, percent, size, visible, zone_name
from tui.words.wording import when_told

LAG_SHOWN = 1.0
"""Seconds from which lag is marked: less is the pace of painting."""


class Field(FrugalWidget, Static):
    """One value of the status line, painted only when it changes."""

    ALLOW_SELECT = False
    _text = ""
    _tone = ""

    def show(self, text: str, tone: str = "") -> None:
        """Show a visible text; `tone` is a class for its colour."""
        if text != self._text:
            self.update(Content(text), layout=cell_len(text) != cell_len(self._text))
            self._text = text
        # Setting the same class again would restyle, and paint the whole screen.
        if tone != self._tone:
            self.set_classes(tone)
            self._tone = tone


class PathField(Field):
    """A path, or what stands in the way of reading it, cut to the room that there is."""

    _more = ""

    def show_path(self, text: str, more: str, tone: str) -> None:
        """Show a visible text, and behind it what must not be cut off."""
        self._more = more
        self.show(text, tone)

    def render(self) -> Content:
        """As much as there is room for."""
        room = self.content_size.width - len(self._more)
        return Content(fit_path(self._text, max(1, room)) + self._more)


class FleetField(Field):
    """How the shippers are, in as many words as there is room for."""

    _fleet: FleetPicture | None = None
    _wrong: Sequence[Concern] = ()

    def show_fleet(self, fleet: FleetPicture) -> None:
        """Show how they are."""
        self._fleet, self._wrong = fleet, concerns(fleet)
        self._show()

    @property
    def wrong(self) -> bool:
        """Whether anything is wrong with them."""
        return bool(self._wrong)

    def on_resize(self) -> None:
        """Have other words for another room."""
        self._show()

    def _show(self) -> None:
        if self._fleet is not None:
            told = in_short(self._fleet, self._wrong, self.content_size.width)
            self.show(told, "-warning" if self._wrong else "")


class StatusLine(TellingPane):
    """New alerts, path, shippers, state, clock and zone, lag, events, lost, bad lines, date."""

    def __init__(self, paths: Sequence[Path]) -> None:
        super().__init__()
        self._paths = paths

    def compose(self) -> ComposeResult:
        """The fields, from left to right."""
        yield Field(Content("desktail"), id="name")
        yield Field(id="new")
        yield PathField(id="path")
        yield FleetField(id="fleet")
        yield Field(id="state")
        yield Field(id="clock")
        yield Field(id="lag")
        yield Field(id="events")
        yield Field(id="lost")
        yield Field(id="bad")
        yield Field(id="date")

    def show_alerts(self, new: int, worst: Severity | None) -> None:
        """Show how many alerts nobody has seen, beside the path, which alone makes room for them;
        in a narrow terminal in the place of the program's name.
        """
        self.set_class(worst is not None, "-alerts")
        if worst is not None:
            told = f"{GLYPHS[worst]} {_counted(new, 'alert', 6)}"
            self._fields["new"].show(told, f"-{TONES[worst]}")

    def show_fleet(self, fleet: FleetPicture | None, problem: str) -> None:
        """Show how the shippers are, of whom nothing is known while there is a problem; beside the
        path, in its place where there is no room for both.
        """
        field, is_shown = self._fleet, fleet is not None and not problem
        self.set_class(is_shown, "-fleet")
        if fleet is not None:
            field.show_fleet(fleet)
        self.set_class(is_shown and field.wrong, "-fleet-wrong")

    def show(
        self,
        picture: Picture,
        now: int,
        problem: str = "",
        pace: tuple[str, str] | None = None,
    ) -> None:
        """Show the state of the reading; `now` is the time of day, also while frozen.

        `pace` stands in the place of LIVE where it is not, with its tone.
        """
        trouble = problem or picture.problem
        self.show_fleet(picture.fleet, trouble)
        more = f" +{len(self._paths) - 1}" if len(self._paths) > 1 and not trouble else ""
        self._path.show_path(
            visible(trouble or self._name_of(picture)), more, "-problem" if trouble else ""
        )
        # Of a count: what it counts must not be pushed out of sight.
        room = 6 if self.screen.has_class("-narrow") else 12
        self.set_class(picture.as_of is not None, "-as-of")
        if picture.as_of is not None:
            when = when_told(picture.as_of, now, self.telling.zone)
            self._fields["state"].show(f"AS OF {when}", "-as-of")
        else:
            self._fields["state"].show(*_state(picture, trouble, room, pace))
        self._fields["clock"].show(
            f"{moment(now, self.telling.zone, '%H:%M:%S')} {zone_name(now, self.telling.zone)}"
        )
        lag = f"lag {picture.lag:.1f} s"
        if picture.lag >= LAG_SHOWN:
            lag += f" · {size(picture.behind)}"
        self._fields["lag"].show(lag, "-warning" if picture.lag >= LAG_SHOWN else "-quiet")
        self._fields["events"].show(_counted(picture.desktop_events, "event", room))
        self._fields["lost"].show(
            f"{self.telling.sizes.told(picture.lost, room)} lost",
            "-problem" if picture.lost else "-quiet",
        )
        bad = picture.malformed_lines
        self._fields["bad"].show(_counted(bad, "bad line", room), "-warning" if bad else "-quiet")
        self._fields["date"].show(moment(now, self.telling.zone, "%Y-%m-%d"), "-quiet")

    def _name_of(self, picture: Picture) -> str:
        """What is followed: the first path, or a stream."""
        if picture.fleet is not None:
            return picture.fleet.name
        return str(self._paths[0])

    @cached_property
    def _path(self) -> PathField:
        return self.query_one(PathField)

    @cached_property
    def _fleet(self) -> FleetField:
        return self.query_one(FleetField)

    @cached_property
    def _fields(self) -> dict[str, Field]:
        """All fields by their names."""
        return {field.id or "": field for field in self.query(Field)}


def _counted(count: int, what: str, room: int) -> str:
    return f"{number_in(count, room)} {what}{'' if count == 1 else 's'}"


def _state(
    picture: Picture, trouble: str, room: int, pace: tuple[str, str] | None
) -> tuple[str, str]:
    if picture.waiting is not None:
        return f"FROZEN +{number_in(picture.waiting, room)}", "-frozen"
    if trouble:
        return "✕ NOT READ", "-problem"
    if pace is not None and picture.live:
        return pace
    if picture.ended:
        return "○ ENDED", "-quiet"
    if picture.past is not None and picture.live:
        return f"◔ LIVE {percent(picture.past.share)}", "-live"
    return ("● LIVE", "-live") if picture.live else ("◌ READING", "-warning")
