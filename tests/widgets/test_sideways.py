"""Lists scrolled sideways: how far, what stays, what is marked, what the mouse then points at."""

from typing import ClassVar

import pytest
from textual.app import App, ComposeResult
from textual.events import MouseScrollDown, MouseScrollLeft, MouseScrollRight, MouseScrollUp
from textual.geometry import Offset
from textual.strip import Strip

from tui.view.search import Needle
from tui.widgets.lines import Line, Span, line, paint
from tui.widgets.searched import SearchedList

ALPHABET = "abcdefghijklmnopqrstuvwxyz"
WIDE = "顧客一覧顧客一覧顧客一覧"


class Words(SearchedList):
    """Rows of two cells that stay and a text."""

    texts: ClassVar[list[str]] = [ALPHABET, "short", WIDE, f"{'.' * 40}end"]

    @property
    def fixed(self) -> int:
        """Its number."""
        return 2

    def row(self, index: int, width: int) -> Line:  # noqa: ARG002
        """A number and a text."""
        return line(Span(f"{index} ", "quiet"), Words.texts[index])


class Pane(App[None]):
    """A list in which a row has 12 cells."""

    CSS: ClassVar[str] = "Words { height: 5; width: 13; }"

    def compose(self) -> ComposeResult:
        """Nothing else."""
        yield Words()

    def on_mount(self) -> None:
        """Have three rows."""
        self.words.set_count(3)
        self.words.focus()

    @property
    def words(self) -> Words:
        """The list."""
        return self.query_one(Words)

    @property
    def rows(self) -> list[str]:
        """What is in sight of them."""
        return [self.words.render_line(y).text.rstrip() for y in range(self.words.count)]

    @property
    def note(self) -> str:
        """What stands below the list."""
        return str(self.words.border_subtitle)


BEGIN = ["0 abcdefghi…", "1 short", "2 顧客一覧…"]
ON = ["0 …ghijklmn…", "1 …", "2 …覧顧客一…"]
"""Five cells further, half of those that move; the third wide character stood on the edge."""
END = ["0 …rstuvwxyz", "1 …", "2 … 客一覧"]


async def test_what_is_not_scrolled_is_cut_and_nothing_is_said_of_it() -> None:
    app = Pane()
    async with app.run_test(size=(80, 24)):
        assert (app.rows, app.note) == (BEGIN, "")


@pytest.mark.parametrize("key", ["greater_than_sign", "l", "right"])
async def test_half_of_what_moves_is_gone_on_and_wide_characters_are_not_halved(key: str) -> None:
    app = Pane()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(key)
        assert (app.rows, app.note) == (ON, "‹ 5 cells")


@pytest.mark.parametrize("key", ["less_than_sign", "h", "left", "circumflex_accent"])
async def test_it_goes_back_to_the_begin_and_no_further(key: str) -> None:
    app = Pane()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("greater_than_sign", key)
        assert (app.rows, app.note) == (BEGIN, "")
        await pilot.press(key)
        assert app.rows == BEGIN


@pytest.mark.parametrize("keys", [["dollar_sign"], ["greater_than_sign"] * 9])
async def test_it_goes_on_to_the_end_of_the_longest_row_in_sight(keys: list[str]) -> None:
    app = Pane()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*keys)
        assert (app.rows, app.note) == (END, "‹ 16 cells")


async def test_where_nothing_is_cut_there_is_nowhere_to_go() -> None:
    app = Pane()
    async with app.run_test(size=(80, 24)) as pilot:
        app.words.styles.width = 60
        await pilot.pause()
        await pilot.press("greater_than_sign", "dollar_sign")
        assert (app.rows[0], app.note) == (f"0 {ALPHABET}", "")


async def test_it_stays_when_the_cursor_moves_and_when_rows_come_and_go() -> None:
    app = Pane()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("greater_than_sign", "j", "G")
        assert app.rows == ON
        app.words.set_count(4)
        await pilot.pause()
        assert app.rows == [*ON, "3 …........…"]
        app.words.set_count(2)
        await pilot.pause()
        assert (app.rows, app.note) == (ON[:2], "‹ 5 cells")


async def test_a_longer_row_that_came_can_be_gone_on_in() -> None:
    app = Pane()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("dollar_sign")
        app.words.set_count(4)
        await pilot.press("dollar_sign")
        assert app.rows[3] == "3 …......end"


async def test_where_rows_are_shorter_by_now_on_does_not_mean_back() -> None:
    app = Pane()
    async with app.run_test(size=(80, 24)) as pilot:
        app.words.set_count(4)
        await pilot.press("dollar_sign")
        app.words.set_count(3)
        await pilot.press("greater_than_sign")
        assert app.note == "‹ 33 cells"
        assert app.rows == ["0 …", "1 …", "2 …"]


async def test_the_wheel_goes_sideways_with_shift_or_by_itself() -> None:
    app = Pane()
    async with app.run_test(size=(80, 24)):
        words = app.words
        for sort, shift, left in (
            (MouseScrollDown, True, 6),
            (MouseScrollRight, False, 12),
            (MouseScrollLeft, False, 6),
            (MouseScrollUp, True, 0),
        ):
            event = sort(words, 3, 1, 0, 0, 0, shift=shift, meta=False, ctrl=False)
            await words._on_message(event)  # noqa: SLF001 - no pilot turns a wheel
            assert (words.left, words.cursor) == (left, 0)


async def test_hits_are_marked_where_they_are_in_sight() -> None:
    app = Pane()
    async with app.run_test(size=(80, 24)) as pilot:
        app.words.look_for(Needle.of("hi"))
        await pilot.press("greater_than_sign")
        marked = [text for text, style, _ in app.words.render_line(0) if style and style.reverse]
        assert (app.rows[0], marked) == (ON[0], ["hi"])


async def test_the_mouse_points_at_what_it_shows() -> None:
    app = Pane()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("greater_than_sign")
        assert app.words.place_at(0, 0) == Offset(0, 0)
        assert app.words.place_at(3, 0) == Offset(2 + ALPHABET.index("g"), 0)
        assert app.words.place_at(3, 2) == Offset(2 + WIDE.index("覧"), 2)


async def test_a_row_is_copied_whole() -> None:
    app = Pane()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("greater_than_sign")
        assert app.words.row_text(0) == f"0 {ALPHABET}"


async def test_what_follows_a_part_that_just_fits_is_cut_with_a_mark() -> None:
    app = Pane()
    async with app.run_test(size=(80, 24)):
        for spans, told in (
            (line("abcd", "ef"), "abc…"),
            (line("abcd", "  "), "abcd"),
            (line("ab", "顧", "x"), "ab… "),
        ):
            assert Strip(paint(app.words, spans, 4)).text == told
