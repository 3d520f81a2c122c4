"""The log's own line in its pane: folded, gone through, searched."""

from collections.abc import Callable
from typing import ClassVar

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from tui.view.search import Needle
from tui.widgets.json import JsonView
from tui.widgets.lines import Span

LINE = b'{"a":1,"b":{"c":[true,{"e":"x"}],"f":"y"},"g":[[2]],"h":"z"}'
OTHER = b'{"b":{"f":"yy"},"a":2}'


class Pane(App[None]):
    """The pane alone."""

    CSS: ClassVar[str] = "JsonView { height: 20; width: 40; }"

    def compose(self) -> ComposeResult:
        """Nothing else."""
        yield JsonView()

    @property
    def view(self) -> JsonView:
        """The pane."""
        return self.query_one(JsonView)

    @property
    def rows(self) -> list[str]:
        """All that it says, as text."""
        view = self.view
        return [view.render_line(y).text.rstrip() for y in range(view.count)]


def at(app: Pane, path: str) -> None:
    """Put the cursor on a path."""
    view = app.view
    view.go_to(next(index for index in range(view.count) if goes(view, index) == path))


def goes(view: JsonView, index: int) -> str:
    view.cursor = index
    return view.path


async def run(check: Callable[[Pane, Pilot[None]], None], line: bytes = LINE) -> None:
    app = Pane()
    async with app.run_test(size=(80, 24)) as pilot:
        app.view.focus()
        app.view.show(line)
        await pilot.pause()
        check(app, pilot)


FOLDED = ["{", '  "a": 1,', '▸ "b": {… 2},', '▸ "g": [… 1],', '  "h": "z"', "}"]


@pytest.mark.parametrize("keys", [["enter"], ["left"], ["h"]])
async def test_what_is_under_the_cursor_folds_and_unfolds(keys: list[str]) -> None:
    app = Pane()
    async with app.run_test(size=(80, 24)) as pilot:
        app.view.focus()
        app.view.show(LINE)
        at(app, ".b")
        await pilot.press(*keys)
        assert app.rows[:4] == ["{", '  "a": 1,', '▸ "b": {… 2},', '  "g": [']
        assert app.view.path == ".b"
        await pilot.press("enter" if keys == ["enter"] else "right")
        assert app.rows[2:4] == ['  "b": {', '    "c": [']


async def test_folding_what_cannot_be_folded_goes_to_what_it_is_in() -> None:
    app = Pane()
    async with app.run_test(size=(80, 24)) as pilot:
        app.view.focus()
        app.view.show(LINE)
        at(app, ".b.c[0]")
        paths = []
        for _ in range(3):
            await pilot.press("h")
            paths.append(app.view.path)
        assert paths == [".b.c", ".b.c", ".b"]


async def test_everything_folds_and_unfolds_and_the_cursor_stays_where_it_is_seen() -> None:
    app = Pane()
    async with app.run_test(size=(80, 24)) as pilot:
        app.view.focus()
        app.view.show(LINE)
        rows = app.rows
        at(app, ".b.c[1].e")
        await pilot.press("H")
        assert (app.rows, app.view.path) == (FOLDED, ".b")
        await pilot.press("L")
        assert (app.rows, app.view.path) == (rows, ".b")


async def test_what_is_folded_stays_so_in_the_next_line_and_the_cursor_on_its_path() -> None:
    app = Pane()
    async with app.run_test(size=(80, 24)) as pilot:
        app.view.focus()
        app.view.show(LINE)
        at(app, ".b")
        await pilot.press("enter")
        app.view.show(OTHER)
        assert (app.rows, app.view.path) == (["{", '▸ "b": {… 1},', '  "a": 2', "}"], ".b")
        at(app, ".a")
        app.view.show(LINE)
        assert (app.view.path, app.view.cursor) == (".a", 1)


async def test_a_path_that_the_next_line_has_not_leaves_the_cursor_at_the_top() -> None:
    def check(app: Pane, _: object) -> None:
        at(app, ".h")
        app.view.show(OTHER)
        assert (app.view.path, app.view.cursor) == (".", 0)

    await run(check)


async def test_path_value_and_line_can_be_taken() -> None:
    def check(app: Pane, _: object) -> None:
        at(app, ".b.c")
        assert app.view.value == '[true,{"e":"x"}]'
        assert app.view.text == LINE.decode()

    await run(check)


async def test_a_search_finds_what_is_folded_too_and_shows_it() -> None:
    app = Pane()
    async with app.run_test(size=(80, 24)) as pilot:
        app.view.focus()
        app.view.show(LINE)
        await pilot.press("H")
        found = app.view.find(lambda text: '"x"' in text)
        assert len(found) == 1
        app.view.reveal(found[0])
        assert (app.view.path, app.rows[app.view.cursor]) == (".b.c[1].e", '        "e": "x"')
        assert app.rows[-3] == '▸ "g": [… 1],'


async def test_hits_are_gone_through_and_unfolded_on_the_way() -> None:
    app = Pane()
    async with app.run_test(size=(80, 24)) as pilot:
        app.view.focus()
        app.view.show(LINE)
        await pilot.press("H")
        app.view.look_for(Needle.of('"'))
        told = [(app.view.go_to_hit(step), app.view.path) for step in (1, 1, 1, 1, -1, -1)]
        assert told == [
            ("1/7", ".a"),
            ("2/7", ".b"),
            ("3/7", ".b.c"),
            ("4/7", ".b.c[1].e"),
            ("3/7", ".b.c"),
            ("2/7", ".b"),
        ]
        assert app.view.go_to_hit(1, here=True) == "2/7"
        app.view.look_for(Needle.of("nowhere"))
        assert app.view.go_to_hit(1) == "not found"


async def test_each_token_has_the_tone_of_its_sort() -> None:
    def check(app: Pane, _: object) -> None:
        assert app.view.row(1, 40) == (
            Span("  "),
            Span('"a"', "key"),
            Span(": "),
            Span("1", "number"),
            Span(","),
        )

    await run(check)


LONG = b'{"a":"' + b"0123456789" * 9 + b'","b":1}'


async def test_a_long_string_is_cut_and_unfolds_over_rows() -> None:
    app = Pane()
    async with app.run_test(size=(80, 24)) as pilot:
        app.view.focus()
        app.view.show(LONG)
        await pilot.pause()
        assert (app.rows[1][-1], len(app.rows)) == ("…", 4)
        at(app, ".a")
        await pilot.press("enter")
        first, key, *parts, last, end = app.rows
        assert (first, key, last, end) == ("{", '  "a":', '  "b": 1', "}")
        assert "".join(part.strip() for part in parts) == LONG[5:-7].decode() + ","
        assert not [row for row in app.rows if row.endswith("…")]
        await pilot.press("enter")
        assert len(app.rows) == 4


async def test_an_unfolded_string_is_cut_anew_when_the_pane_becomes_narrower() -> None:
    app = Pane()
    async with app.run_test(size=(80, 24)) as pilot:
        app.view.focus()
        app.view.show(LONG)
        at(app, ".a")
        await pilot.press("enter")
        app.view.styles.width = 24
        await pilot.pause()
        await pilot.pause()
        assert not [row for row in app.rows if row.endswith("…")]
        assert app.view.path == ".a"


async def test_a_line_that_is_no_json_unfolds_as_well() -> None:
    app = Pane()
    async with app.run_test(size=(80, 24)) as pilot:
        app.view.focus()
        app.view.show(b"x" * 100)
        await pilot.press("enter")
        assert "".join(row.strip() for row in app.rows) == "x" * 100
        assert (app.view.path, app.view.value) == ("", "x" * 100)


async def test_nothing_that_a_terminal_obeys_is_shown_or_in_a_path() -> None:
    def check(app: Pane, _: object) -> None:
        assert app.rows[1] == '  "␡": "‹202E›‹9B›"'
        at(app, '.["␡"]')

    await run(check, '{"\x7f":"\u202e\u009b"}'.encode())
