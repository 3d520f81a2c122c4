"""Work that grows with the input and not with its square, on what regular expressions and parsers
are slow on.

Four times the bytes may take sixteen times as long before it counts as growing faster than the
input: a square does, on a machine that does other things as well.
"""

import gc
import gzip
import io
import time
from collections.abc import Callable
from functools import partial

import pytest

from tui.audit.event import decode, object_in
from tui.evidence.identities import KINDS, Identities
from tui.source.archive import ArchiveError, blocks
from tui.view.outline import Outline
from tui.words.text import fit, fit_path, visible

SIZE = 1 << 16
FLOOR = 0.1
"""Seconds below which a time says nothing."""

LINES: dict[str, Callable[[int], bytes]] = {
    "brackets": lambda n: b"TDP" + b"[" * n,
    "nested": lambda n: b'{"a":"TDP","b":' + b"[" * (n // 2) + b"]" * (n // 2) + b"}",
    "glue": lambda n: b"TDP" + b'{"ei":' * (n // 6),
    "glued objects": lambda n: b"TDP" + b'{"ei":0}' * (n // 8),
    "braces": lambda n: b"desktop." + b"{" * n,
    "quotes": lambda n: b'{"TDP":' + b'"' * n,
    "backslashes": lambda n: b'{"TDP":"' + b"\\" * n + b'"}',
    "an open string": lambda n: b'{"TDP":"' + b"x" * n,
    "digits": lambda n: b'{"code":"TDP02I","length":' + b"9" * n + b"}",
    "a fraction": lambda n: b'{"code":"TDP02I","length":0.' + b"9" * n + b"}",
    "a number past a double": lambda n: b'{"code":"TDP02I","length":1e' + b"9" * n + b"}",
    "a long time": lambda n: b'{"code":"TDP02I","time":"2024-01-01T00:00:00.' + b"1" * n + b'Z"}',
    "epoch digits": lambda n: (
        b'{"time":1645029820.' + b"1" * n + b',"event":{"code":"TDP02I","event":"x"}}'
    ),
    "a prefix": lambda n: b"2024-01-01T00:00:00." + b"1" * n + b'\ttag\t{"code":"TDP02I"}',
    "a tag": lambda n: b"2024-01-01 00:00:00 " + b": " * (n // 2) + b'{"code":"TDP02I"}',
    "equal keys": lambda n: b'{"code":"TDP02I"' + b',"sid":"s"' * (n // 10) + b"}",
    "keys": lambda n: b'{"TDP":0' + b"".join(b',"%d":0' % key for key in range(n // 9)) + b"}",
    "escapes": lambda n: b'{"code":"TDP02I","sid":"' + b"\\u0041" * (n // 6) + b'"}',
    "blanks": lambda n: b'{"code":"TDP02I"' + b" " * n + b"}",
    "text in text": lambda n: b'{"@timestamp":"","message":"{\\"code\\":\\"TDP02I' + b"\\\\" * n,
}
TEXTS = {
    "letters": "a",
    "wide": "漢",
    "marks": "\u0301",
    "marked": "a\u0301",
    "controls": "\x1b",
    "jamo": "\u1100\u1161",
    "flags": "\U0001f1e6",
    "joined": "\U0001f468\u200d",
    "folders": "a/",
}


def seconds(work: Callable[[], object]) -> float:
    """The least time of three that some work took of the processor."""
    took = []
    gc.disable()  # to look through what all the tests before have left is no work of theirs
    try:
        for _ in range(3):
            begin = time.process_time()
            work()
            took.append(time.process_time() - begin)
    finally:
        gc.enable()
    return min(took)


def grows_no_faster_than_the_input(
    small: Callable[[], object], large: Callable[[], object]
) -> bool:
    """Whether what is four times as large takes no more than sixteen times as long."""
    return seconds(large) < 16 * seconds(small) + FLOOR


@pytest.mark.parametrize("kind", LINES)
@pytest.mark.parametrize("read", [decode, object_in, Outline.of], ids=lambda read: read.__name__)
def test_reading_a_line(read: Callable[[bytes], object], kind: str) -> None:
    small, large = LINES[kind](SIZE), LINES[kind](4 * SIZE)
    assert grows_no_faster_than_the_input(lambda: read(small), lambda: read(large))


@pytest.mark.parametrize("kind", TEXTS)
def test_showing_a_string(kind: str) -> None:
    def show(size: int) -> None:
        shown = visible(TEXTS[kind] * size)
        fit(shown, 100), fit_path(shown, 100)

    assert grows_no_faster_than_the_input(lambda: show(SIZE), lambda: show(4 * SIZE))


def test_replacing_names_in_a_text() -> None:
    identities = Identities(frozenset(KINDS))
    identities.settle()

    def replace(letter: str, size: int) -> None:
        identities.text(f"@{letter * size}")

    for letter in "a.:/\\":
        small = seconds(partial(replace, letter, SIZE // 32))
        assert seconds(partial(replace, letter, SIZE)) < 200 * small + FLOOR


@pytest.mark.parametrize(
    "archive",
    [
        pytest.param(lambda n: gzip.compress(b"") * (n // 20), id="empty members"),
        pytest.param(lambda n: gzip.compress(b"a") + bytes(n), id="zeros behind"),
        pytest.param(lambda n: gzip.compress(bytes(100 * n)), id="bomb"),
        pytest.param(lambda n: gzip.compress(bytes(100 * n))[:-9] + b"\xff" * 9, id="damaged bomb"),
        pytest.param(lambda n: b"\x50\x2a\x4d\x18\0\0\0\0" * (n // 8), id="skippable frames"),
    ],
)
def test_decoding_an_archive(archive: Callable[[int], bytes]) -> None:
    def read(data: bytes) -> None:
        try:
            for _ in blocks(io.BytesIO(data)):
                continue
        except ArchiveError:
            pass

    small, large = archive(SIZE), archive(4 * SIZE)
    assert grows_no_faster_than_the_input(lambda: read(small), lambda: read(large))
