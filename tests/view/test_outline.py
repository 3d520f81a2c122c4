"""A line of the log as the rows of an indented object, nothing in it rewritten."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.view.outline import GONE, Outline, Sort
from tui.words.text import visible


def told(text: str | bytes | None) -> list[str]:
    """The rows as plain text."""
    return [f"{'  ' * entry.depth}{entry.text}" for entry in outline(text).entries]


def outline(text: str | bytes | None) -> Outline:
    """The outline of a line."""
    return Outline.of(text.encode() if isinstance(text, str) else text)


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


def test_each_token_is_told_by_its_sort() -> None:
    entries = outline('{"a":"a","b":["c",1,-0.5e3,true,false,null],"d":{}}').entries
    tokens = [token for entry in entries for token in entry.tokens]
    assert [(sort.name, [t.text for t in tokens if t.sort is sort]) for sort in Sort] == [
        ("KEY", ['"a"', '"b"', '"d"']),
        ("STRING", ['"a"', '"c"']),
        ("NUMBER", ["1", "-0.5e3"]),
        ("WORD", ["true", "false", "null"]),
        ("MARK", [*"{", ": ", ",", ": ", "[", *",,,,,", "]", ",", ": ", "{}", "}"]),
    ]


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
    assert told(None) == [GONE]


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


NESTED = '{"a":1,"b":{"c d":[true,{"e":"x"}],"addr.local":"y"},"addr.local":[[2]]}'


def test_each_value_has_a_path_as_jq_writes_it() -> None:
    told_by = outline(NESTED)
    paths = [told_by.path(number) for number in range(len(told_by.entries))]
    assert paths == [
        *(".", ".a", ".b"),
        *('.b["c d"]', '.b["c d"][0]', '.b["c d"][1]', '.b["c d"][1].e'),
        *('.b["c d"][1]', '.b["c d"]', '.b["addr.local"]', ".b"),
        *('.["addr.local"]', '.["addr.local"][0]', '.["addr.local"][0][0]'),
        *('.["addr.local"][0]', '.["addr.local"]', "."),
    ]


def test_each_value_stands_as_the_log_has_it() -> None:
    told_by = outline(NESTED)
    values = {told_by.path(number): told_by.value(number) for number in range(17)}
    assert values["."] == NESTED
    assert values[".b"] == '{"c d":[true,{"e":"x"}],"addr.local":"y"}'
    assert values['.b["c d"][1].e'] == '"x"'
    assert values['.["addr.local"][0]'] == "[2]"


@given(st.dictionaries(st.text(max_size=8), VALUES, max_size=4), st.sampled_from(["", " \t"]))
def test_every_value_is_json_of_its_own(value: dict[str, object], space: str) -> None:
    told_by = outline(json.dumps(value, separators=(f"{space},", f":{space}")))
    assert json.loads(told_by.value(0)) == value
    for number, entry in enumerate(told_by.entries):
        inner = json.loads(told_by.value(number))
        assert entry.last == number or isinstance(inner, dict | list)
        assert entry.last <= number or entry.members == len(inner)


@pytest.mark.parametrize(
    "before",
    [
        "2026-11-22T12:00:00Z\tteleport\t",
        "2026-11-22 12:00:00 +0000 teleport: ",
        '{"ei":0,"event":"desktop.clipb',
    ],
)
def test_what_stands_before_the_object_is_a_row_of_its_own(before: str) -> None:
    told_by = outline(before + '{"ei":1}')
    assert [entry.text for entry in told_by.entries] == [
        before.replace("\t", "␉"),
        "{",
        '"ei": 1',
        "}",
    ]
    assert [told_by.path(number) for number in range(4)] == ["", ".", ".ei", "."]
    assert (told_by.value(0), told_by.value(2)) == (before, "1")


@pytest.mark.parametrize("text", ["", "{", "[1]", "x"])
def test_what_is_no_object_has_no_path_and_stands_for_itself(text: str) -> None:
    told_by = outline(text)
    assert (told_by.path(0), told_by.value(0)) == ("", text)


def test_the_deepest_keys_at_their_longest_take_no_memory_for_paths() -> None:
    deep = 900
    text = f'{{"{"k" * 1000}":' * deep + "1" + "}" * deep
    assert len(outline(text).path(deep)) == 1001 * deep
