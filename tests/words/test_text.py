"""The one door for a log's strings, and strings in so many cells."""

import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

import tui.words.text
from tui.words.text import MAX_COMBINING, fit, fit_path, pad, pad_left, visible

ANY_TEXT = st.text(st.characters(), max_size=60) | st.text(
    st.sampled_from("a 漢é́\u0e47\u20dd\u1161\u093f\U0001f3fb\u00a0\x1b\ud800👍"), max_size=60
)
WIDE_AND_MARKED = st.text(st.sampled_from("ab/漢字e\u0301\u0302\u0e47👍‹"), max_size=40).map(
    visible
)
CELLS = st.integers(0, 30)
LONG = 60_000


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x00\x07\t\n\r\x1b\x1f", "␀␇␉␊␍␛␟"),
        ("\x7f", "␡"),
        ("\x80\x9b\x9f", "‹80›‹9B›‹9F›"),
        ("\x1b]0;owned\x07", "␛]0;owned␇"),
        ("\u2028\u2029", "‹2028›‹2029›"),
        ("\u202a\u202b\u202c\u202d\u202e", "‹202A›‹202B›‹202C›‹202D›‹202E›"),
        ("\u2066\u2067\u2068\u2069", "‹2066›‹2067›‹2068›‹2069›"),
        ("\u061c\u200e\u200f", "‹61C›‹200E›‹200F›"),
        ("\u200b\u200c\u200d\u2060\ufeff", "‹200B›‹200C›‹200D›‹2060›‹FEFF›"),
        ("\u00ad\u180e\u034f", "‹AD›‹180E›‹34F›"),
        ("\U000e0001\U000e0041\U000e007f", "‹E0001›‹E0041›‹E007F›"),
        ("☺\ufe0f\ufe00\U000e0100", "☺‹FE0F›‹FE00›‹E0100›"),
        ("\ud800\udfff", "‹D800›‹DFFF›"),
        ("\ue000\U000f0000\U0010fffd", "‹E000›‹F0000›‹10FFFD›"),
        ("\u0378\uffff\U0010ffff", "‹378›‹FFFF›‹10FFFF›"),
        ("\u00a0\u1680\u2003\u202f\u3000", "‹A0›‹1680›‹2003›‹202F›‹3000›"),
        ("\u115f\u1160\u3164\uffa0", "‹115F›‹1160›‹3164›‹FFA0›"),
        ("\u2800\U0001d159\U00016fe4", "‹2800›‹1D159›‹16FE4›"),
    ],
)
def test_what_a_terminal_obeys_or_an_eye_cannot_see_becomes_a_mark(
    hostile: str, shown: str
) -> None:
    assert visible(hostile) == shown


@pytest.mark.parametrize(
    "plain",
    [
        "",
        " a  b ",
        "C:\\Users\\Élise",
        "[bold red]not markup[/]",
        "a<b>&'\"",
        "漢字かな",
        "한국어",
        "\u1112\u1161\u11ab",  # the same in decomposed letters, as some systems name files
        "עברית",
        "हिन्दी",
        "ภาษาไทยก็",
        "e\u0301",
        "👍 👍🏽",
        "␛‹1B›",
    ],
)
def test_plain_text_comes_through_unchanged(plain: str) -> None:
    assert visible(plain) == plain


@pytest.mark.parametrize(
    "mark",
    [
        "\u0301",
        "\u0336",
        pytest.param("\u0e47", id="thai, of no combining class"),
        pytest.param("\u20dd", id="enclosing"),
        pytest.param("\u093f", id="spacing vowel sign"),
        pytest.param("\u1161", id="conjoining vowel"),
        pytest.param("\U0001f3fb", id="skin tone"),
    ],
)
def test_marks_need_something_to_stand_on_and_stack_only_so_high(mark: str) -> None:
    code = f"‹{ord(mark):X}›"
    assert visible(mark) == code
    assert visible(mark + "a") == code + "a"
    assert visible("a" + mark * MAX_COMBINING) == "a" + mark * MAX_COMBINING
    assert visible("a" + mark * (MAX_COMBINING + 2)) == "a" + mark * MAX_COMBINING + code * 2
    assert visible(("a" + mark * MAX_COMBINING) * 2) == ("a" + mark * MAX_COMBINING) * 2


def test_different_marks_on_one_character_are_counted_together() -> None:
    marked = "a\u0301\u0e47\u20dd\u0302\u0303"
    assert visible(f"{marked}\u1161") == f"{marked}‹1161›"


@given(ANY_TEXT)
def test_of_any_text_only_what_can_be_seen_is_left(text: str) -> None:
    shown = visible(text)
    assert shown.isprintable()
    assert not {unicodedata.category(c) for c in shown} & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert all(c == " " for c in shown if unicodedata.category(c) == "Zs")


@given(ANY_TEXT)
def test_any_text_takes_a_cell_for_every_few_characters(text: str) -> None:
    shown = visible(text)
    assert len(shown) <= (1 + MAX_COMBINING) * cell_len(shown)


@given(ANY_TEXT)
def test_visible_text_is_left_as_it_is(text: str) -> None:
    assert visible(visible(text)) == visible(text)


@given(st.text(st.characters(categories=("L", "N", "P", "Sm", "Sc"), max_codepoint=0x10FF)))
def test_letters_digits_and_signs_come_through_unchanged(text: str) -> None:
    assert visible(text) == text


def test_memory_does_not_grow_with_every_character_there_is() -> None:
    for begin in range(0, 0x110000, 0x1000):
        visible("".join(map(chr, range(begin, begin + 0x1000))))
    assert len(tui.words.text._MARKS) <= 1 << 16  # noqa: SLF001


# -- in so many cells ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "cells", "shown"),
    [
        ("abc", 3, "abc"),
        ("abc", 2, "a…"),
        ("abc", 1, "…"),
        ("abc", 0, ""),
        ("abc", -1, ""),
        ("", 0, ""),
        ("漢字", 4, "漢字"),
        ("漢字", 3, "漢…"),
        ("漢字", 2, "…"),
        ("a漢字", 4, "a漢…"),
        ("e\u0301a\u0301b", 3, "e\u0301a\u0301b"),
        ("e\u0301a\u0301b", 2, "e\u0301…"),
        ("e" + "\u0301" * 3 + "abc", 2, "e" + "\u0301" * 3 + "…"),
    ],
)
def test_fit_cuts_the_end(text: str, cells: int, shown: str) -> None:
    assert fit(text, cells) == shown


@pytest.mark.parametrize(
    ("text", "cells", "shown"),
    [
        ("a/b/c.txt", 9, "a/b/c.txt"),
        ("dump/2026/customers.bak", 13, "…ustomers.bak"),
        ("dump/2026/customers.bak", 18, "dum…/customers.bak"),
        ("dump\\2026\\customers.bak", 18, "dum…\\customers.bak"),
        ("dump/2026/customers.bak", 7, "dump/2…"),
        ("漢字/漢字/漢字.txt", 11, "漢字…字.txt"),
        ("abcdefghij" + "e\u0301" * 9, 9, "abc…" + "e\u0301" * 5),
    ],
)
def test_fit_path_cuts_the_middle_and_keeps_more_of_the_end(
    text: str, cells: int, shown: str
) -> None:
    assert fit_path(text, cells) == shown


def test_a_tail_does_not_begin_with_the_marks_of_what_was_cut_off() -> None:
    marked = "x" * 30 + "e\u0301\u0302\u0303" * 9 + "e\u0301\u0302"
    assert fit_path(marked, 10) == "xxx…" + "e\u0301\u0302\u0303" * 5 + "e\u0301\u0302"


@pytest.mark.parametrize(
    ("text", "left", "right"),
    [
        ("ab", "ab  ", "  ab"),
        ("", "    ", "    "),
        ("abcde", "abc…", "abc…"),
        ("漢", "漢  ", "  漢"),
        ("a漢字", "a漢…", "a漢…"),
        ("漢字字", "漢… ", " 漢…"),
        ("e\u0301", "e\u0301   ", "   e\u0301"),
    ],
)
def test_pad_fills_up_to_so_many_cells(text: str, left: str, right: str) -> None:
    assert (pad(text, 4), pad_left(text, 4)) == (left, right)


@given(WIDE_AND_MARKED, CELLS)
def test_nothing_fitted_takes_more_cells_than_it_may(text: str, cells: int) -> None:
    assert cell_len(fit(text, cells)) <= cells
    assert cell_len(fit_path(text, cells)) <= cells


@given(WIDE_AND_MARKED, CELLS)
def test_padded_text_takes_exactly_its_cells(text: str, cells: int) -> None:
    assert cell_len(pad(text, cells)) == cell_len(pad_left(text, cells)) == cells


@given(WIDE_AND_MARKED, CELLS)
def test_what_fits_is_whole_and_what_does_not_says_so(text: str, cells: int) -> None:
    fits = cell_len(text) <= cells
    for shown in (fit(text, cells), fit_path(text, cells)):
        assert (shown == text) is fits
        assert fits or ("…" in shown) is (cells > 0)


@given(WIDE_AND_MARKED, st.integers(1, 30))
@example("e\u0301\u0302\u0303" * 9 + "e\u0301\u0302", 9)
def test_what_is_cut_is_cut_between_characters_and_their_marks(text: str, cells: int) -> None:
    head, cut, tail = fit_path(text, cells).partition("…")
    assert text.startswith(head)
    assert text.endswith(tail)
    rest = text[len(head) :]
    if cut:
        assert not unicodedata.combining(rest[0])
        assert not tail or not unicodedata.combining(tail[0])


@given(WIDE_AND_MARKED, st.integers(1, 30))
def test_no_more_is_cut_than_a_wide_character_needs(text: str, cells: int) -> None:
    if cell_len(text) > cells:
        assert cell_len(fit(text, cells)) >= cells - 1
        assert cell_len(fit_path(text, cells)) >= cells - 2


@pytest.mark.parametrize("character", ["a", "漢", "\x1b", "\u0301", "a\u0301", "\u1161", "\u202e"])
def test_sixty_thousand_characters_are_shown_at_once(character: str) -> None:
    hostile = character * (LONG // len(character))
    begin = time.process_time()
    shown = visible(hostile)
    fitted = fit(shown, 100), fit_path(shown, 100), pad(shown, 100)
    assert time.process_time() - begin < 0.5
    assert max(map(cell_len, fitted)) <= 100
