import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.fleet.wire import (
    HEADER,
    ID,
    Beat,
    DamagedError,
    Lines,
    Origin,
    Skip,
    beat_in,
    beat_message,
    lines_in,
    lines_message,
    origin_id,
    origin_in,
    origin_message,
    token,
)

MIB = 1 << 20
ORIGIN = Origin("0123456789abcdef", "auth1", "/log/2026-11-29.00:00:00.log", 64, 1234)


def sent(lines: Lines, most: int = MIB) -> Lines:
    message = lines_message("DESKTAIL", lines, most=most)
    assert message is not None
    return lines_in(message.headers, message.body)


def test_lines_arrive_as_they_were_sent() -> None:
    lines = Lines(ORIGIN, 100, 106, body=b"a\nbcd\n")

    assert sent(lines) == lines


def test_other_events_that_were_left_out_are_told_by_their_place() -> None:
    lines = Lines(ORIGIN, 0, 1010, 17, (Skip(2, 1000, 3), Skip(6, 4, 1)), body=b"a\nbcd\n")

    assert sent(lines).others == 4
    assert sent(lines) == lines


def test_bytes_that_could_not_be_read_are_a_fact_of_their_own() -> None:
    lines = Lines(ORIGIN, 100, 300, lost=True)

    assert sent(lines) == lines


def test_a_last_line_without_its_end_gets_one_that_is_in_no_file() -> None:
    lines = Lines(ORIGIN, 0, 3, 0, (Skip(4, -1, 0),), body=b"abc\n")

    assert sent(lines) == lines


def test_what_is_too_large_is_packed() -> None:
    lines = Lines(ORIGIN, 0, MIB + 1, body=b"a" * MIB + b"\n")

    assert sent(lines) == lines


def test_what_is_too_large_also_when_it_is_packed_is_no_message() -> None:
    lines = Lines(ORIGIN, 0, 9, body=b"abcdefgh\n")

    assert lines_message("DESKTAIL", lines, most=10) is None


def test_the_same_bytes_of_the_same_origin_have_the_same_id_on_every_host() -> None:
    elsewhere = Origin(ORIGIN.id, "auth2", "/mnt/log", 65, 1234)

    assert Lines(ORIGIN, 1, 3, body=b"a\n").id == Lines(elsewhere, 1, 3, body=b"a\n").id


def test_a_message_goes_to_its_host_s_own_subject() -> None:
    message = lines_message("PROD", Lines(ORIGIN, 0, 2, body=b"a\n"), most=MIB)

    assert message is not None
    assert message.subject == "prod.auth1.lines"


def test_a_host_s_name_cannot_reach_another_subject() -> None:
    assert token("auth.*.>\r\n x") == "auth_______x"


def test_a_header_is_ascii_whatever_a_path_is() -> None:
    origin = Origin("0123456789abcdef", "höst", "/log/\u2028é😀\r\n", 1, 1)
    message = lines_message("DESKTAIL", Lines(origin, 0, 2, body=b"a\n"), most=MIB)

    assert message is not None
    assert all(" " <= char < "\x7f" for char in message.headers[HEADER] + message.headers[ID])
    assert lines_in(message.headers, message.body).origin == origin


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (None, b"a\n"),
        ({}, b"a\n"),
        ({HEADER: "{"}, b"a\n"),
        ({HEADER: "[]"}, b"a\n"),
        ({HEADER: '{"v":2}'}, b"a\n"),
    ],
)
def test_a_message_of_another_form_is_damaged(headers: dict[str, str] | None, body: bytes) -> None:
    with pytest.raises(DamagedError):
        lines_in(headers, body)


@pytest.mark.parametrize(
    "lines",
    [
        Lines(ORIGIN, 0, 3, body=b"a\n"),
        Lines(ORIGIN, 0, 1, body=b"a"),
        Lines(ORIGIN, 5, 3),
        Lines(ORIGIN, 0, 9, 0, (Skip(1, 7, 1),), body=b"a\n"),
        Lines(ORIGIN, 0, 9, 0, (Skip(3, 7, 1),), body=b"a\n"),
        Lines(ORIGIN, 0, 16, 0, (Skip(2, 7, 1), Skip(0, 7, 1)), body=b"a\n"),
        Lines(ORIGIN, 0, 2, lost=True, body=b"a\n"),
        Lines(ORIGIN, 2, 2, lost=True),
    ],
)
def test_lines_that_do_not_make_up_their_bytes_are_damaged(lines: Lines) -> None:
    message = lines_message("DESKTAIL", lines, most=MIB)
    assert message is not None

    with pytest.raises(DamagedError):
        lines_in(message.headers, message.body)


def test_a_body_that_unpacks_to_very_much_is_damaged() -> None:
    lines = Lines(ORIGIN, 0, (1 << 26) + 1, body=b"a" * (1 << 26) + b"\n")
    message = lines_message("DESKTAIL", lines, most=MIB)
    assert message is not None

    with pytest.raises(DamagedError, match="too large"):
        lines_in(message.headers, message.body)


@given(st.binary(), st.text())
def test_whatever_comes_is_read_or_damaged(body: bytes, header: str) -> None:
    for read in (beat_in, origin_in, lambda text: lines_in({HEADER: header}, text)):
        try:
            read(body)
        except DamagedError:
            continue


def test_beats_and_origins_arrive_as_they_were_sent() -> None:
    beat = Beat("auth1", "r1", 10, 5, 5.0, behind=7, lag=0.5, problem="é")

    assert beat_in(beat_message("DESKTAIL", beat).body) == beat
    assert origin_in(origin_message("DESKTAIL", ORIGIN).body) == ORIGIN


def test_a_beat_of_an_unbelievable_number_is_damaged() -> None:
    beat = Beat("auth1", "r1", 10, 5, 5.0)
    text = msgspec.json.encode(beat).replace(b'"behind":0', b'"behind":-1')

    with pytest.raises(DamagedError):
        beat_in(text)


def test_an_origin_is_its_first_line_whatever_the_file_is_called() -> None:
    line = b'{"uid":"5f0c","event":"x"}'

    assert origin_id(line + b"\nmore", 7) == origin_id(line + b"\n", 8)


def test_files_without_a_uid_are_told_apart_by_their_inodes() -> None:
    assert origin_id(b"\n", 7) != origin_id(b"\n", 8)


def test_a_host_speaks_for_itself_alone() -> None:
    message = lines_message("DESKTAIL", Lines(ORIGIN, 0, 2, body=b"a\n"), most=MIB)
    assert message is not None
    elsewhere = "desktail.auth2.lines"

    assert lines_in(message.headers, message.body, message.subject)
    for read in (
        lambda: lines_in(message.headers, message.body, elsewhere),
        lambda: beat_in(msgspec.json.encode(Beat("auth1", "r1", 10, 5, 5.0)), elsewhere),
        lambda: origin_in(msgspec.json.encode(ORIGIN), elsewhere),
    ):
        with pytest.raises(DamagedError, match="of another host"):
            read()
