"""Make the pictures of the README: `python screenshots/make.py` beside an installed desktail.

The demo's story, always the same moments of it, drawn by the app itself: as SVG, and as PNG where
a Chromium is found to draw them. Look at each of them before committing it.
"""

import asyncio
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tui import __version__
from tui.app import DesktailApp
from tui.audit.rfc3339 import SECOND, format_time
from tui.demo.writer import write_story
from tui.evidence.bundle import Request, make
from tui.evidence.manifest import Made
from tui.evidence.taking import Choice
from tui.fleet.shippers import Shippers
from tui.fleet.wire import Beat
from tui.live.monitor import Monitor
from tui.live.vigil import Vigil
from tui.past.whole import whole_table
from tui.rules import Evaluation, read_rules
from tui.source.follow import Follow
from tui.source.locate import locate

SEED = 7
NOW = int(datetime(2026, 11, 22, 3, 12, 41, tzinfo=UTC).timestamp()) * SECOND
INCIDENT = 400 * SECOND
"""How long before NOW the live part of the story began."""
HERE = Path(__file__).parent
BEAT = 5 * SECOND
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync")


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: its name, size in cells, and the keys that lead to it."""

    name: str
    columns: int
    rows: int
    keys: Sequence[str] = ()
    theme: str = "textual-dark"
    arriving: bool = False
    """Whether the last minutes of the log arrive while one looks: so that what is wrong is told."""
    shipped: bool = False
    """Whether the log came through a stream."""


TO_BOB = ("j",) * 9
NOTED = ("M", *"a", "space", *"backup", "question_mark")
TYPED = (*"path", "tilde", *"bak", "space", *"out", "greater_than_sign", *"10M")
PICTURES = (
    Picture("overview", 160, 45, TO_BOB),
    Picture("alarm", 120, 40, ("g", *TO_BOB), arriving=True),
    Picture("alerts", 120, 40, ("exclamation_mark",)),
    Picture("marked", 120, 40, (*TO_BOB, "2", *["k"] * 8, *NOTED, "enter")),
    Picture("asof", 120, 40, (*TO_BOB, "at", *"03:10", "enter")),
    Picture("session", 160, 45, (*TO_BOB, "enter", "k")),
    Picture("filter", 120, 40, ("A", "backslash", *TYPED)),
    Picture("rates", 160, 45, ("r",)),
    Picture("small", 80, 24, TO_BOB),
    Picture("light", 120, 40, TO_BOB, "textual-light"),
    Picture("fleet", 120, 24, ("F",), shipped=True),
    Picture("help", 120, 40, ("question_mark",)),
)


def held_back(log: Path) -> tuple[Path, bytes]:
    """The file that is written to, and what is taken away of it: the story's last five minutes."""
    file = (log / "events.log").resolve()
    lines = file.read_bytes().splitlines(keepends=True)
    begin = format_time(NOW - 320 * SECOND).encode()
    first = next(at for at, line in enumerate(lines) if b'"time":"' + begin[:16] in line)
    file.write_bytes(b"".join(lines[:first]))
    return file, b"".join(lines[first:])


def fleet() -> Shippers:
    """Four shippers: one that fell silent, one whose clock is wrong, and two that are well."""
    passed = 0
    told = Shippers("nats://n1,n2,n3/DESKTAIL", clock=lambda: NOW, steady=lambda: passed)
    hosts = {"auth1": 0, "auth2": 0, "auth3": 37 * SECOND, "auth4": 0}
    for beat in range(24):
        passed = beat * BEAT
        stored = NOW - 23 * BEAT + passed
        for number, (host, skew) in enumerate(hosts.items(), 1):
            if host == "auth2" and beat > 14:
                continue
            begun = NOW - number * 86_400 * SECOND
            said = Beat(
                host=host,
                instance=f"{number}",
                time=stored + skew,
                started=begun,
                every=5.0,
                lines=41 * number * beat,
                files=2,
                version=__version__,
            )
            told.hear(said, 4 * beat, stored)
            told.read(host, 4 * beat + number, stored, 12_000 * number, 31 * number)
    return told


async def draw(picture: Picture, log: Path) -> str:
    """A picture as SVG."""
    file, rest = held_back(log) if picture.arriving else (log, b"")
    monitor = Monitor(Follow([log]), vigil=Vigil(read_rules()), clock=lambda: NOW)
    app = DesktailApp(monitor, [Path("/var/lib/teleport/log")], clock=lambda: NOW)
    if picture.shipped:
        monitor.fleet = fleet().picture
    size = (picture.columns, picture.rows)
    async with app.run_test(size=size, notifications=picture.arriving) as pilot:
        app.theme = picture.theme
        while not monitor.live or monitor.vigil.progress is not None:
            await pilot.pause(0.05)
        if rest:
            with file.open("ab") as arriving:
                arriving.write(rest)
            while monitor.vigil.of_past == monitor.vigil.raised:
                await pilot.pause(0.05)
            await pilot.pause(0.5)
        app.flush()
        await pilot.pause(0.2)
        for key in picture.keys:
            await pilot.press(key)
            await pilot.pause()
        await pilot.pause(0.3)
        return app.export_screenshot()


def as_png(svg: Path, browser: str) -> None:
    """Draw an SVG beside itself as PNG."""
    size = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg.read_text())
    if size is None:
        raise ValueError(f"{svg} names no size")
    width, height = (round(float(side)) for side in size.groups())
    with tempfile.TemporaryDirectory() as profile:
        page = Path(profile) / "page.html"
        page.write_text(f'<body style="margin:0;overflow:hidden">{svg.read_text()}')
        shoot(page, svg.with_suffix(".png"), width, height, browser)


def shoot(page: Path, picture: Path, width: int, height: int, browser: str) -> None:
    """Draw a page as PNG, as far down as the height goes."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        subprocess.run(
            [
                browser,
                *QUIET,
                "--hide-scrollbars",
                "--disable-background-networking",
                "--disable-component-update",
                f"--user-data-dir={profile}",
                f"--window-size={width},{height}",
                f"--screenshot={picture}",
                page,
            ],
            check=True,
            capture_output=True,
        )


def draw_report(log: Path, browser: str) -> None:
    """Draw the beginning of the report on the sessions of the story's bob."""
    with tempfile.TemporaryDirectory() as folder:
        evidence = Path(folder) / "evidence"
        files = locate([log])
        table, _ = whole_table(files, transfers=False)
        sessions = table.sessions.values()
        sids = frozenset(each.sid for each in sessions if each.names.user == "bob")
        made = Made(format_time(NOW), "admin", "auth1")
        choice = Choice(sids, "all desktop events of the sessions that the filter lets through")
        rules = Evaluation(read_rules())
        make(Request(files, evidence, made, choice, filter="user=bob", rules=rules))
        shoot(evidence / "report.html", HERE / "report.png", 1000, 1240, browser)


def main() -> None:
    """Make all pictures."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    with tempfile.TemporaryDirectory() as folder:
        write_story(Path(folder), seed=SEED, begins=NOW - INCIDENT, until=NOW)
        for picture in PICTURES:
            svg = HERE / f"{picture.name}.svg"
            svg.write_text(asyncio.run(draw(picture, Path(folder) / "log")))
            if browser is not None:
                as_png(svg, browser)
        if browser is not None:
            draw_report(Path(folder) / "log", browser)
    if browser is None:
        sys.stderr.write("no Chromium was found: the PNG files are as they were\n")


if __name__ == "__main__":
    main()
