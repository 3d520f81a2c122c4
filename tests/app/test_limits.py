"""Numbers, names and times at their limits: every line as wide as the screen, columns aligned."""

import re

import pytest
from rich.cells import cell_len

from tests.app.desk import Desk, events_shown, start, until
from tests.app.limits import at_limits, in_cells, many_sessions, whole_screen

SIZES = [(80, 24), (120, 40), (160, 45)]
each_size = pytest.mark.parametrize("size", SIZES, ids=lambda size: "{}x{}".format(*size))
VISITS = ("a", "3", "4", "2", "1", "enter", "2", "3", "4", "1", "escape", "space", "z")
"""Keys that lead through all panes of the main screen and of a session."""
NONSENSE = re.compile(r"\bnan\b|\binf\b|None|e\+\d\d|-0s|\d…")
"""What no number is shown as; a number that is cut off is a wrong one."""


def misfits(desk: Desk, width: int) -> list[str]:
    """The lines of the screen that have another width."""
    return [line for line in whole_screen(desk.app) if cell_len(line) != width]


def columns(header: str) -> dict[str, tuple[int, int]]:
    """From which cell to which a title stands."""
    return {found[0]: found.span() for found in re.finditer(r"\S+", header)}


@each_size
async def test_every_line_is_as_wide_as_the_screen(desk: Desk, size: tuple[int, int]) -> None:
    desk.write(*at_limits())
    async with desk.app.run_test(size=size) as pilot:
        await until(pilot, lambda: desk.monitor.live, "all of the log")
        for _ in range(12):
            assert misfits(desk, size[0]) == []
            await pilot.press("j")
        for key in VISITS:
            await pilot.press(key)
            await pilot.pause()
            assert misfits(desk, size[0]) == []


@each_size
async def test_sessions_keep_to_the_columns_of_their_header(
    desk: Desk, size: tuple[int, int]
) -> None:
    desk.write(*at_limits())
    async with desk.app.run_test(size=size) as pilot:
        await events_shown(pilot, desk, 1031)
        await pilot.press("a")
        for key in ("j",) * 12:
            header, *rows = desk.lines("#sessions")
            for row in filter(None, rows):
                cells = in_cells(row)
                for title, (begin, end) in columns(header).items():
                    if title in ("USER", "DESKTOP", "AS", "CLIENT"):
                        assert cells[begin - 1] == " ", (title, row)
                        assert cells[begin] not in (" ", ""), (title, row)
                    elif row.startswith("✕") and title != "LAST":
                        continue  # there the reason stands
                    else:
                        assert cells[end - 1] not in (" ", ""), (title, row)
                        assert [*cells, " "][end] in " ▲", (title, row)
            await pilot.press(key)


@each_size
async def test_no_number_is_nonsense_or_cut_off(desk: Desk, size: tuple[int, int]) -> None:
    desk.write(*at_limits())
    async with desk.app.run_test(size=size) as pilot:
        await events_shown(pilot, desk, 1031)
        await pilot.press("a")
        seen = []
        for _ in range(12):
            seen += [*desk.lines("#sessions"), *desk.lines("#moved"), *desk.lines("#transfers")]
            await pilot.press("j")
        assert [line for line in seen if NONSENSE.search(line)] == []


async def test_ages_of_thirty_days_of_ages_and_of_clocks_that_go_ahead(desk: Desk) -> None:
    desk.write(*at_limits())
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 1031)
        await pilot.press("a")
        users = ("thirty.days", "year.one", "year.last", "clock.ahead", "ends.before")
        rows = [desk.line("#sessions", user).split() for user in users]
        assert [(row[5], row[-1].strip("▲")) for row in rows] == [
            ("30d", "1s"),
            ("2025y", "-7ky"),
            ("-7ky", "-7ky"),
            ("-2d", "-2d"),
            ("-2d", "1m"),
        ]


async def test_sums_past_64_bits_are_told_in_their_columns(desk: Desk) -> None:
    desk.write(*at_limits())
    async with desk.app.run_test(size=(120, 40)) as pilot:
        await events_shown(pilot, desk, 1031)
        row = desk.line("#sessions", "most.byt")
        assert row.split()[-3:] == ["16.0E", "64.0E", "30s"]
        assert desk.line("#moved", "Clipboard").split() == [
            *("Clipboard", "1", "·", "8.0E", "7", "·", "32.0E")
        ]


@each_size
async def test_a_long_name_leaves_in_sight_whether_the_feed_follows(
    desk: Desk, size: tuple[int, int]
) -> None:
    desk.write(start("s", "a" * 60_000, "d"))
    async with desk.app.run_test(size=size) as pilot:
        await events_shown(pilot, desk, 1)
        await until(
            pilot,
            lambda: any("aaa… ─ following ─" in line for line in whole_screen(desk.app)),
            "the feed's title",
        )


@each_size
async def test_counts_too_long_for_their_places_are_told_in_thousands(
    desk: Desk, size: tuple[int, int]
) -> None:
    desk.write(start("s", "bob", "FIN", at=-9))
    with desk.log.open("ab") as file:
        file.write(b'{"code":"TDP06I","sid":"s","length":1024,"file_path":"f"}\n' * 120_000)
        file.write(b'{"code":"TDP06W","sid":"s","success":true,"file_path":"g"}\n' * 1234)
        file.write(b'{"code":"TDP06W","sid":"s","success":false,"file_path":"h"}\n' * 1234)
        file.write(b"x\n" * 120_000)
    async with desk.app.run_test(size=size) as pilot:
        status = "122k events  0 lost  120k bad lines " if size[0] == 80 else "120,000 bad lines   "
        await until(pilot, lambda: status in whole_screen(desk.app)[0], status)
        assert misfits(desk, size[0]) == []
        await pilot.press("2")
        assert "120,000 writes" in desk.line("#feed", "117M")
        await pilot.press("3")
        await pilot.pause()
        files = "122k" if size[0] == 120 else "122,468"
        assert desk.line("#moved", "Files").split() == [
            *("Files", "0", "·", "0", files, "·", "117M")
        ]
        await pilot.press("4")
        await pilot.pause()
        assert [line.split()[2:] for line in desk.lines("#transfers") if line.strip()] == [
            ["120,000", "ops", "f"],
            ["1.2k", "inc.", "g"],
            ["1.2k", "failed", "h"],
        ]


async def test_twenty_thousand_sessions_are_listed_and_can_be_gone_through(desk: Desk) -> None:
    desk.log.write_bytes(many_sessions(20_000))
    async with desk.app.run_test(size=(80, 24)) as pilot:
        await events_shown(pilot, desk, 20_000)
        assert "─ Sessions ─ 20,000 active · 0 ended · 0 denied ─" in whole_screen(desk.app)[1]
        assert desk.line("#sessions", "user-19")
        await pilot.press("G")
        await pilot.pause()
        assert desk.lines("#sessions")[-1].split()[:2] == ["◇", "user-0"]
        assert misfits(desk, 80) == []
