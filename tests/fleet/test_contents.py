"""What the tests of a fleet hold against a stream finds what is missing, wrong and doubled."""

from pathlib import Path
from typing import cast

import pytest
from nats.aio.client import Client
from nats.aio.msg import Msg

from tests.fleet.contents import Contents, by_origin, content, union
from tui.fleet.wire import Lines, Origin, Skip, lines_message, origin_id

TEXT = b'{"uid":"1"}\n{"uid":"2"}\n{"uid":"3"}\n'
LENGTH = len(TEXT) // 3


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "audit.log"
    path.write_bytes(TEXT)
    content.cache_clear()
    return path


def held(file: Path, *sent: Lines) -> Contents:
    contents = Contents(by_origin([file]))
    for lines in sent:
        message = lines_message("DESKTAIL", lines, most=1 << 20)
        assert message is not None
        contents.add(
            Msg(cast("Client", None), message.subject, "", message.body, dict(message.headers))
        )
    return contents


def shipped(first: int, last: int, body: bytes | None = None, *, lost: bool = False) -> Lines:
    """Some lines of the file, from one to before another."""
    origin = Origin(origin_id(TEXT, 1), "auth1", "/audit.log", 1, 1)
    begin, end = first * LENGTH, last * LENGTH
    text = b"" if lost else TEXT[begin:end] if body is None else body
    return Lines(origin, begin, end, 0, (), lost, text)


def test_a_file_that_is_whole_in_a_stream_is_not_missing(file: Path) -> None:
    contents = held(file, shipped(0, 2), shipped(2, 3))

    assert (contents.missing(), contents.wrong, contents.again, contents.lost) == ({}, 0, 0, 0)


def test_a_file_without_some_of_its_lines_is_missing(file: Path) -> None:
    assert held(file, shipped(0, 1), shipped(2, 3)).missing() == {
        file: [(0, LENGTH), (2 * LENGTH, 3 * LENGTH)]
    }
    assert held(file, shipped(0, 1)).missing() == {file: [(0, LENGTH)]}
    assert held(file).missing() == {file: []}


def test_bytes_that_came_again_are_counted(file: Path) -> None:
    assert held(file, shipped(0, 2), shipped(1, 3)).again == LENGTH


def test_lines_that_do_not_stand_where_they_say_are_wrong(file: Path) -> None:
    assert held(file, shipped(0, 1, b'{"uid":"9"}\n')).wrong == 1


def test_what_is_said_to_be_lost_is_not_there(file: Path) -> None:
    contents = held(file, shipped(0, 2), shipped(2, 3, lost=True))

    assert (contents.lost, contents.missing()) == (LENGTH, {file: [(0, 2 * LENGTH)]})


def test_what_was_left_out_is_where_it_says(file: Path) -> None:
    origin = Origin(origin_id(TEXT, 1), "auth1", "/audit.log", 1, 1)
    first, third = TEXT[:LENGTH], TEXT[2 * LENGTH :]
    skip = (Skip(LENGTH, LENGTH, 1),)
    contents = held(file, Lines(origin, 0, len(TEXT), 0, skip, False, first + third))

    assert (contents.missing(), contents.wrong) == ({}, 0)


def test_intervals_that_touch_are_one() -> None:
    assert union([(5, 7), (0, 2), (2, 3), (6, 9)]) == [(0, 3), (5, 9)]
