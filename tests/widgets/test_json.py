"""The log's own line as indented JSON, nothing in it rewritten."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.text import visible
from tui.widgets.json import json_lines


def told(text: str | bytes | None) -> list[str]:
    """The rows as plain text."""
    line = text.encode() if isinstance(text, str) else text
    return ["".join(span.text for span in spans) for spans in json_lines(line)]


def test_an_object_is_indented() -> None:
    assert told('{"a":1,"b":{"c":[true,null],"d":"x"},"e":{},"f":[ ]}') == [
        "{",
        '  "a": 1,',
        '  "b": {',
        '    "c": [',
        "      true,",
        "      null",
        "    ],",
        '    "d": "x"',
        "  },",
        '  "e": {},',
        '  "f": [ ]',
        "}",
    ]


@pytest.mark.parametrize(
    "token",
    [
        "18446744073709551616",
        "9" * 400,
        "1e400",
        "-0",
        "1.0",
        "1.10E+02",
        "0.30000000000000000001",
        '"\\u001b[2J"',
        '"\\u0041\\/\\n"',
        '"\\ud83d\\ude00"',
        '"a \\"quoted\\" {brace}, [bracket]: \\\\"',
        '"é😀"',
        "[]",
        "{ }",
    ],
)
def test_a_token_stands_as_the_log_has_it(token: str) -> None:
    assert told(f'{{"a" :\t{token} }}') == ["{", f'  "a": {token}', "}"]


def test_a_key_that_comes_twice_comes_twice() -> None:
    assert told('{"a":1,"a":2}') == ["{", '  "a": 1,', '  "a": 2', "}"]


def test_keys_keep_their_order() -> None:
    assert told('{"b":1,"a":2}') == ["{", '  "b": 1,', '  "a": 2', "}"]


def test_only_keys_have_the_tone_of_keys() -> None:
    spans = [span for row in json_lines(b'{"a":"a","b":["c"]}') for span in row]
    assert [span.text for span in spans if span.tone] == ['"a"', '"b"']
    assert {span.tone for span in spans} == {"", "head"}


def test_what_a_terminal_obeys_is_made_visible() -> None:
    assert told('{"\x7f":"\u202e\u009b\u2028"}') == ["{", '  "␡": "‹202E›‹9B›‹2028›"', "}"]


@pytest.mark.parametrize("around", [" \t%s\r\n", "%s\n"])
def test_space_around_the_object_is_not_shown(around: str) -> None:
    assert told(around % '{"a":1}') == ["{", '  "a": 1', "}"]


def test_an_empty_object_is_one_row() -> None:
    assert told("{}") == ["{}"]


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (b'{"a":', '{"a":'),
        (b"[1]", "[1]"),
        (b'{"a":NaN}', '{"a":NaN}'),
        (b"\x1b[2J\x00", "␛[2J␀"),
        (b"\xff{}", "\ufffd{}"),
        (b"", ""),
    ],
)
def test_what_is_no_object_stands_as_it_is(line: bytes, shown: str) -> None:
    assert told(line) == [shown]


def test_a_line_that_is_gone_is_said_to_be_gone() -> None:
    assert told(None) == ["The log's line is gone: its file was cut or closed."]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.text(max_size=8), VALUES, max_size=4), st.booleans())
def test_the_rows_say_what_the_line_says(value: dict[str, object], ascii_only: bool) -> None:
    line = json.dumps(value, ensure_ascii=ascii_only)
    rows = "".join(row.strip() for row in told(line)).replace(" ", "")
    assert rows == visible(line).replace(" ", "")


@pytest.mark.parametrize(
    "text", ['{"a":"' + "x" * 60_000 + '"}', '{"a":' + "[" * 900 + "]" * 900 + "}"]
)
def test_the_longest_and_the_deepest_line_are_shown(text: str) -> None:
    assert "".join(row.strip() for row in told(text)) == text.replace('":', '": ')
