"""Strings of a log, however made: what is shown of them, everywhere, is harmless and fits."""

import unicodedata
from datetime import UTC

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.audit.tables import folded
from tests.contract.strategies import HOSTILE_LINES, ORDINARY_LINES
from tests.fuzz.mutations import wounded_lines
from tui.audit.event import Event, decode
from tui.audit.rfc3339 import END_OF_TIME, ZERO_TIME, format_time, parse_time
from tui.printing.report import report
from tui.view.outline import Outline
from tui.words.text import duration, feed_time, fit, fit_path, pad, pad_left, visible
from tui.words.wording import words_of

HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
EVERY = st.integers(0, 0x10FFFF).map(chr)
NASTY = st.sampled_from(
    "\x00\t\n\x1b\x7f\x9b\xa0\xad\u0301\u034f\u0488\u0e47\u1100\u1161\u11ab\u115f\u200b\u200d\u202e"
    "\u2066\u20dd\u2800\u3000\u3099\ufe0f\ufeff\uffa0\ud800\udfff\ue000\U000e0041\U0001f1e6\U0001f1e7"
    "\U0001f3fb\U0001f468\u2764☺漢字한/\\‹›…a "
)
TEXTS = st.text(EVERY | NASTY, max_size=80) | st.text(NASTY, max_size=80)
CELLS = st.integers(-2, 60)
MOMENTS = st.integers(ZERO_TIME + 1, END_OF_TIME - 1)


def hidden_in(text: str) -> set[str]:
    """The characters of a text that a terminal obeys or nobody can see."""
    return {one for one in text if unicodedata.category(one) in HIDDEN}


@settings(deadline=None)
@given(TEXTS)
def test_of_any_string_nothing_hidden_is_left(text: str) -> None:
    shown = visible(text)
    assert not hidden_in(shown)
    assert visible(shown) == shown


@settings(deadline=None)
@given(TEXTS, TEXTS, CELLS)
def test_any_string_fits_wherever_it_is_cut(one: str, two: str, cells: int) -> None:
    text = visible(one) + visible(two)
    for fitted in (fit(text, cells), fit_path(text, cells)):
        assert cell_len(fitted) <= max(0, cells)
    if cells >= 0:
        assert cell_len(pad(text, cells)) == cell_len(pad_left(text, cells)) == cells


@settings(deadline=None)
@given(TEXTS, CELLS)
def test_even_a_string_that_is_not_visible_fits(text: str, cells: int) -> None:
    assert cell_len(fit(text, cells)) <= max(0, cells)


@settings(deadline=None)
@given(st.lists(wounded_lines(ORDINARY_LINES | HOSTILE_LINES), max_size=4))
def test_of_any_lines_nothing_hidden_is_printed_or_drawn(lines: list[bytes]) -> None:
    told = report(folded(b"\n".join(lines)), transfers=True, colour=False)
    assert not hidden_in(told.replace("\n", ""))
    for line in lines:
        drawn = "".join(entry.text for entry in Outline.of(line).entries)
        words = [words_of(part) for part in decode(line) if isinstance(part, Event)]
        assert not hidden_in(drawn + "".join(part for told in words for part in _texts(told)))


def _texts(told: object) -> list[str]:
    return [str(getattr(told, name)) for name in ("verb", "amount", "subject", "note")]


# -- times ---------------------------------------------------------------------------------

TIMES = st.builds(
    lambda *parts: "".join(parts),
    *(st.sampled_from(("2024", "0000", "0001", "9999", "1900", "٢٠٢٤", "24")), st.just("-")),
    *(st.sampled_from(("02", "00", "12", "13")), st.just("-")),
    *(st.sampled_from(("29", "31", "00", "01")), st.sampled_from("Tt _")),
    st.sampled_from(("00:00:00", "23:59:59", "24:00:00", "23:59:60", "12:00")),
    st.sampled_from(("", ".", ".1", ".000000000", ".999999999999", "." + "1" * 5000, ",5")),
    st.sampled_from(("Z", "z", "", "+00:00", "-23:59", "+23:59", "+24:00", "+0100", "Z\n")),
)


@settings(deadline=None)
@given(TIMES | TEXTS)
def test_a_time_that_can_be_read_is_written_and_read_again(text: str) -> None:
    moment = parse_time(text)
    if moment is not None:
        assert parse_time(format_time(moment)) == moment


@settings(deadline=None)
@given(MOMENTS)
def test_every_moment_is_written_and_read_again(moment: int) -> None:
    assert parse_time(format_time(moment)) == moment


@settings(deadline=None)
@given(MOMENTS, MOMENTS)
def test_any_two_moments_are_told_in_the_cells_of_their_columns(moment: int, now: int) -> None:
    assert len(feed_time(moment, now, UTC)) == 14
    assert len(duration(now - moment)) <= 5
