"""The clipboard of the terminal in which the user sits, over SSH too: by the sequence OSC 52.

What is copied goes raw, as the log has it; the sequence holds it in base64, so that no terminal
obeys what is in it. Nobody tells whether a terminal takes it: some do not know it, some have it
switched off.
"""

from base64 import b64encode
from collections.abc import Mapping
from enum import Enum

from tui.words.text import number, plural

MAX_SEQUENCE = 100_000
"""Bytes of a sequence that terminals take whole: the limit of hterm's `osc52.sh`, which the scripts
of others keep to as well."""
_BEGIN, _END = "\x1b]52;c;", "\a"
MAX_BYTES = (MAX_SEQUENCE - len(_BEGIN) - len(_END)) // 4 * 3
"""Bytes of text that it has room for, 74,994; a line of Teleport's has at most 65,536."""
SCREEN_CHUNK = 250
"""Bytes of a string that every GNU screen passes on: 256 with its frame, from 4.2.1 on 768."""


class Multiplexer(Enum):
    """What stands between the program and the terminal, and keeps unknown sequences from it."""

    NONE = "none"
    TMUX = "tmux"
    SCREEN = "screen"


class TooLargeError(Exception):
    """More than a terminal takes: one line that says how much it is and what to do."""


def multiplexer_of(environment: Mapping[str, str]) -> Multiplexer:
    """What the program runs in, by its environment; over SSH only TERM tells."""
    term = environment.get("TERM", "")
    if environment.get("TMUX") or term.startswith("tmux"):
        return Multiplexer.TMUX
    if environment.get("STY") or term.startswith("screen"):
        return Multiplexer.SCREEN
    return Multiplexer.NONE


def sequence(content: bytes, inside: Multiplexer) -> str:
    """What to write to the terminal so that it has the content in its clipboard.

    In a multiplexer it is written twice: as it is, which tmux takes with `set-clipboard on` (also
    where TERM took it for screen), and wrapped to be passed on, which screen always does, and tmux
    with `allow-passthrough on`. Raises TooLargeError.
    """
    if len(content) > MAX_BYTES:
        raise TooLargeError(
            f"not copied: {number(len(content))} bytes, and terminals take "
            f"{number(MAX_BYTES)}; export it instead"
        )
    plain = f"{_BEGIN}{b64encode(content).decode()}{_END}"
    match inside:
        case Multiplexer.NONE:
            return plain
        case Multiplexer.TMUX:
            doubled = plain.replace("\x1b", "\x1b\x1b")
            return f"{plain}\x1bPtmux;{doubled}\x1b\\"
        case Multiplexer.SCREEN:
            chunks = range(0, len(plain), SCREEN_CHUNK)
            return plain + "".join(
                f"\x1bP{plain[begin : begin + SCREEN_CHUNK]}\x1b\\" for begin in chunks
            )


def said(what: str, content: bytes) -> str:
    """What was copied, in words: `copied the line, 412 bytes`."""
    return f"copied {what}, {plural(len(content), 'byte')}"
