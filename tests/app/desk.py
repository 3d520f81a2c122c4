"""The app over a real log file, with a clock that stands where the test puts it."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import orjson
from textual.pilot import Pilot
from textual.widget import Widget

from tests.patience import PATIENCE
from tui.app import DesktailApp
from tui.audit.rfc3339 import SECOND, format_time
from tui.config import BUILT_IN, Settings
from tui.live.monitor import Monitor
from tui.live.vigil import Vigil
from tui.marks.store import Marks
from tui.past.workers import Workers
from tui.rules import Rule
from tui.rules.kept import Kept
from tui.source.follow import Follow
from tui.system.state import MOST
from tui.widgets.feed import FeedList

NOON = int(datetime(2026, 3, 4, 12, 0, tzinfo=UTC).timestamp()) * SECOND
"""The moment at which the tests play, in nanoseconds."""


def said(event: str, code: str, sid: str, at: float, **fields: object) -> dict[str, object]:
    """An event's object, `at` seconds after NOON."""
    time = format_time(NOON + round(at * SECOND))
    return {"ei": 0, "event": event, "code": code, "time": time, "sid": sid, **fields}


def start(sid: str, user: str, desktop: str, at: float = 0, **fields: object) -> dict[str, object]:
    """A session that begins."""
    names: dict[str, object] = {"user": user, "login": "operator", "desktop_name": desktop}
    more = {"addr.local": "192.0.2.1", **names, **fields}
    return said("windows.desktop.session.start", "TDP00I", sid, at, success=True, **more)


def end(sid: str, at: float) -> dict[str, object]:
    """A session that ends."""
    return said("windows.desktop.session.end", "TDP01I", sid, at, recorded=True)


def denied(sid: str, user: str, desktop: str, error: str, at: float = 0) -> dict[str, object]:
    """A session that was not allowed."""
    names: dict[str, object] = {"user": user, "desktop_name": desktop, "error": error}
    return said("windows.desktop.session.start", "TDP00W", sid, at, success=False, **names)


def received(sid: str, length: int, at: float = 0) -> dict[str, object]:
    """A desktop's clipboard that came out."""
    return said("desktop.clipboard.receive", "TDP03I", sid, at, length=length)


def written(sid: str, path: str, length: int, offset: int = 0, at: float = 0) -> dict[str, object]:
    """A chunk of a file that came out."""
    fields: dict[str, object] = {"directory_name": "out", "file_path": path}
    return said(
        "desktop.directory.write",
        "TDP06I",
        sid,
        at,
        success=True,
        length=length,
        offset=offset,
        **fields,
    )


def failed_read(sid: str, path: str, at: float = 0) -> dict[str, object]:
    """A file that could not go in, with the code that Teleport gives it."""
    fields: dict[str, object] = {"directory_name": "out", "file_path": path}
    return said("desktop.directory.read", "TDP06W", sid, at, success=False, error="no", **fields)


@dataclass
class Desk:
    """A log, the app that shows it, and the clock of both; with workers the past is theirs.

    `since` (ns) is from when on files are read.
    """

    log: Path
    now: int = NOON
    workers: Workers | None = None
    settings: Settings = BUILT_IN
    since: int | None = None
    rules: Sequence[Rule] = ()
    marks: Marks = field(init=False)
    app: DesktailApp = field(init=False)
    monitor: Monitor = field(init=False)

    def __post_init__(self) -> None:
        self.log.touch()
        follow = Follow([self.log], since=self.since, leaves_past=self.workers is not None)
        self.monitor = Monitor(
            follow, workers=self.workers, vigil=Vigil(self.rules), clock=lambda: self.now
        )
        shown = [Path("/var/lib/teleport/log/events.log")]
        self.app = DesktailApp(
            self.monitor, shown, settings=self.settings, clock=lambda: self.now, local_zone=None
        )
        self.have_marks(None)

    def have_marks(self, path: Path | None, most: int = MOST) -> None:
        """Have the marks in a file; without one, those that are made until the end."""
        self.marks = self.app.marks = Marks(path, most, clock=lambda: self.now)

    def have_alerts(self, path: Path) -> None:
        """Have alerts kept in a file."""
        self.app.kept = Kept(path)

    def write(self, *events: dict[str, object] | bytes) -> None:
        """Append lines to the log."""
        with self.log.open("ab") as file:
            for event in events:
                file.write((event if isinstance(event, bytes) else orjson.dumps(event)) + b"\n")

    def lines(self, selector: str) -> list[str]:
        """What stands on the lines of a widget, as text."""
        widget = self.app.screen.query_one(selector, Widget)
        return [widget.render_line(y).text.rstrip() for y in range(widget.size.height)]

    def title(self, selector: str) -> str:
        """What stands in a widget's upper border."""
        return str(self.app.screen.query_one(selector).border_title or "")

    def note(self, selector: str) -> str:
        """What stands in its lower border."""
        return str(self.app.screen.query_one(selector).border_subtitle or "")

    @property
    def users(self) -> list[str]:
        """Whose sessions are listed, from top to bottom."""
        return [row.split()[1] for row in self.lines("#sessions")[1:] if row.strip()]

    def under_cursor(self, selector: str = "#feed") -> str:
        """The row of a feed that is under its cursor."""
        rows = self.app.screen.query_one(selector, FeedList)
        return self.lines(selector)[rows.cursor - rows.top]

    def line(self, selector: str, *words: str) -> str:
        """The first line of a widget that has all these words; empty if none has."""
        rows = self.lines(selector)
        return next((row for row in rows if all(word in row for word in words)), "")


async def typed(pilot: Pilot[None], text: str, *keys: str) -> None:
    """Type a text, and press some keys behind it."""
    names = {" ": "space", "=": "equals_sign", ">": "greater_than_sign", "~": "tilde"}
    names |= {":": "colon", "-": "minus", "*": "asterisk", "/": "slash", ".": "full_stop"}
    await pilot.press(*(names.get(character, character) for character in text), *keys)
    await pilot.pause()


async def until(pilot: Pilot[None], is_so: Callable[[], object], what: str) -> None:
    """Wait until a condition holds, as long as a slow machine may need."""
    given_up = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < given_up, f"never came: {what}"
        await pilot.pause(0.02)
    await pilot.pause()


async def events_shown(pilot: Pilot[None], desk: Desk, count: int) -> None:
    """Wait until the status line says that so many desktop events were read."""
    words = f"{count:,} event{'' if count == 1 else 's'}"

    def is_shown() -> bool:
        fields = desk.app.screen.query("#events")
        return any(str(field.render()).split("  ")[0] == words for field in fields)

    await until(pilot, is_shown, words)
