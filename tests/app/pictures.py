"""What pictures are taken of: the app over the demo's story, its clock standing."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from textual.events import Paste
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input, Static

from tests.app.desk import NOON, until
from tui.app import DesktailApp
from tui.audit.rfc3339 import SECOND
from tui.demo.writer import write_story
from tui.live.monitor import Monitor
from tui.live.vigil import Vigil
from tui.marks.store import Marks
from tui.rules import Rule
from tui.source.follow import Follow
from tui.widgets.feed import FeedList
from tui.widgets.prompt import PromptInput

Compare = Callable[..., bool]
Run = Callable[[Pilot[None]], Awaitable[None]]
SIZES = [(160, 45), (120, 40), (80, 24)]
BOB = 9
"""How many rows down the session stands that the story is about."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """A text that is put into a prompt at once: one that is typed is looked at now and then."""

    text: str


def told_in(folder: Path) -> Path:
    """Have the story written below a folder; returns the log's."""
    write_story(folder, seed=7, begins=NOON - 400 * SECOND, until=NOON)
    return folder / "log"


def app(log: Path, rules: Sequence[Rule] = ()) -> DesktailApp:
    """The app that shows it, and what some rules say of it."""
    monitor = Monitor(Follow([log]), vigil=Vigil(rules), clock=lambda: NOON)
    desktail = DesktailApp(monitor, [Path("/var/lib/teleport/log")], clock=lambda: NOON)
    desktail.marks = Marks(clock=lambda: NOON)
    return desktail


def after(*keys: str | Pasted) -> Run:
    """Press keys when all of the log has been read."""

    async def run(pilot: Pilot[None]) -> None:
        desktail = pilot.app
        assert isinstance(desktail, DesktailApp)
        await until(pilot, lambda: desktail.monitor.live, "all of the log")
        await until(pilot, lambda: desktail.monitor.vigil.progress is None, "all alerts")
        desktail.flush()
        await pilot.press(*["j"] * BOB)
        for key in keys:
            if isinstance(key, Pasted):
                await paste(pilot, key.text)
                continue
            await pilot.press(key)
            await pilot.pause()
        for worker in list(desktail.workers):
            if worker.group != "reading":
                await worker.wait()
        feeds = desktail.screen.query(FeedList)
        await until(pilot, lambda: not any("looked at" in feed.state for feed in feeds), "all rows")
        await until(pilot, lambda: all(map(_has_room, desktail.screen.query("#new"))), "a count")
        for field in desktail.screen.query(Input):
            field.cursor_blink = False
        await pilot.pause(0.2)

    return run


def _has_room(field: Widget) -> bool:
    """Whether what a field of the status line says was laid out: before it has its old width."""
    return not field.display or field.content_size.width >= len(str(field.render()))


async def paste(pilot: Pilot[None], text: str) -> None:
    """Put a text into the prompt, and wait until something is said of it."""
    said = pilot.app.screen.query_one("#said", Static)
    before = said.content
    pilot.app.screen.query_one(PromptInput).post_message(Paste(text))
    await until(pilot, lambda: said.content not in ("", before), f"what is said of {text}")
