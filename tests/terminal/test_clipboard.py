"""The sequence that gives a terminal its clipboard, bare and through what stands between."""

import base64
import re

import pytest

from tui.terminal.clipboard import (
    MAX_BYTES,
    MAX_SEQUENCE,
    SCREEN_CHUNK,
    Multiplexer,
    TooLargeError,
    multiplexer_of,
    said,
    sequence,
)

CONTENT = 'the log\'s {"ei":0}\x1b[2J ü\n'.encode()
PLAIN = f"\x1b]52;c;{base64.b64encode(CONTENT).decode()}\x07"


def test_it_holds_the_content_byte_for_byte_in_letters_that_no_terminal_obeys() -> None:
    written = sequence(CONTENT, Multiplexer.NONE)
    assert written == PLAIN
    inner = written.removeprefix("\x1b]52;c;").removesuffix("\x07")
    assert re.fullmatch(r"[A-Za-z0-9+/=]*", inner)
    assert base64.b64decode(inner) == CONTENT


def test_what_is_no_text_is_copied_too() -> None:
    assert base64.b64encode(b"\xff\xfe").decode() in sequence(b"\xff\xfe", Multiplexer.NONE)


def test_tmux_is_given_it_bare_and_wrapped_with_its_escapes_doubled() -> None:
    wrapped = sequence(CONTENT, Multiplexer.TMUX).removeprefix(PLAIN)
    inner = wrapped.removeprefix("\x1bPtmux;").removesuffix("\x1b\\")
    assert "\x1b\\" not in inner
    assert inner.replace("\x1b\x1b", "\x1b") == PLAIN


def test_screen_is_given_it_in_strings_that_are_short_enough() -> None:
    content = CONTENT * 100
    plain = sequence(content, Multiplexer.NONE)
    wrapped = sequence(content, Multiplexer.SCREEN).removeprefix(plain)
    chunks = re.findall(r"\x1bP(.*?)\x1b\\", wrapped)
    assert "".join(chunks) == plain
    assert all(len(chunk) <= SCREEN_CHUNK for chunk in chunks)
    assert len(wrapped) == len(plain) + 4 * len(chunks)


@pytest.mark.parametrize(
    ("environment", "inside"),
    [
        ({}, Multiplexer.NONE),
        ({"TERM": "xterm-256color"}, Multiplexer.NONE),
        ({"TERM": "screen-256color", "TMUX": "/run/tmux/default,1,0"}, Multiplexer.TMUX),
        ({"TERM": "tmux-256color"}, Multiplexer.TMUX),
        ({"TERM": "xterm", "STY": "1.pts-0"}, Multiplexer.SCREEN),
        ({"TERM": "screen.xterm-256color"}, Multiplexer.SCREEN),
        ({"TERM": "screen", "TMUX": "", "STY": ""}, Multiplexer.SCREEN),
    ],
)
def test_what_stands_between_is_told_by_the_environment(
    environment: dict[str, str], inside: Multiplexer
) -> None:
    assert multiplexer_of(environment) is inside


def test_the_longest_line_of_teleports_can_be_copied_and_one_that_is_too_long_is_refused() -> None:
    assert MAX_BYTES == 74_994
    assert sequence(bytes(65_536), Multiplexer.NONE)
    assert MAX_SEQUENCE - 3 <= len(sequence(bytes(MAX_BYTES), Multiplexer.NONE)) <= MAX_SEQUENCE
    with pytest.raises(TooLargeError, match="74,995 bytes, and terminals take 74,994"):
        sequence(bytes(MAX_BYTES + 1), Multiplexer.NONE)


def test_what_was_copied_is_said() -> None:
    assert said("the line", bytes(412)) == "copied the line, 412 bytes"
    assert said("the user", b"x") == "copied the user, 1 byte"
