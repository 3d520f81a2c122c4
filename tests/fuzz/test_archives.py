"""Damaged archives: all that a plain decoder gets out of them, and then an ArchiveError."""

import gzip
import io
import tracemalloc
import zlib
from collections.abc import Callable

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.mutations import mutated
from tests.source.test_archive import LOG, bomb_of_gzip, decoded, zstd, zstd_stream
from tui.source.archive import ArchiveError, blocks

CONTENT = (b"", b"a", b"line\n" * 9, LOG[:600], LOG, bytes(3000), b"\n" * 70_000)
TOKENS = (
    b"\0",
    b"\0" * 512,
    b"\x1f\x8b",
    b"\x1f\x8b\x08\0\0\0\0\0\0\xff",
    b"\x28\xb5\x2f\xfd",
    b"\xff" * 8,
)
SKIPPABLE = b"\x5a\x2a\x4d\x18\x03\0\0\0abc"
GZIP = [gzip.compress(content, level, mtime=0) for content in CONTENT for level in (0, 1, 9)]
ZSTD = [make(content) for content in CONTENT for make in (zstd, zstd_stream)] + [SKIPPABLE]


def joined(members: list[bytes]) -> st.SearchStrategy[bytes]:
    """Draw an archive of one to three of these."""
    return st.lists(st.sampled_from(members), min_size=1, max_size=3).map(b"".join)


def plainly_gzip(data: bytes) -> tuple[bytes, bool]:
    """What zlib makes of gzip members byte by byte, and whether they are whole."""
    given_out = bytearray()
    while data:
        decoder = zlib.decompressobj(31)
        for at in range(len(data)):
            try:
                given_out += decoder.decompress(data[at : at + 1])
            except zlib.error:
                return bytes(given_out), False
            if decoder.eof:
                data = data[at + 1 :].lstrip(b"\0")
                break
        else:
            return bytes(given_out), False
    return bytes(given_out), True


def plainly_zstd(data: bytes) -> bytes:
    """What zstd's own stream makes of frames, up to where it gives up."""
    given_out = bytearray()
    with zstandard.ZstdDecompressor().stream_reader(data, read_across_frames=True) as reader:
        try:
            while piece := reader.read(1):
                given_out += piece
        except zstandard.ZstdError:
            pass
    return bytes(given_out)


@settings(deadline=None)
@given(mutated(joined(GZIP), tokens=TOKENS).filter(lambda data: data.startswith(b"\x1f\x8b")))
def test_of_a_damaged_gzip_file_comes_all_that_can_be_decoded(data: bytes) -> None:
    given_out, whole = plainly_gzip(data)
    ours, said = decoded(data)
    assert ours == given_out
    assert (said == "") is whole


@settings(deadline=None)
@given(mutated(joined(ZSTD), tokens=TOKENS).filter(lambda data: not data.startswith(b"\x1f\x8b")))
def test_of_a_damaged_zstd_file_comes_all_that_can_be_decoded(data: bytes) -> None:
    ours, said = decoded(data)
    given_out = plainly_zstd(data)
    assert (
        ours == given_out if not said else given_out.startswith(ours) or ours.startswith(given_out)
    )


@settings(deadline=None)
@given(mutated(joined(GZIP), tokens=TOKENS))
def test_what_pythons_gzip_gives_is_given(data: bytes) -> None:
    with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
        try:
            theirs = file.read()
        except (OSError, EOFError, zlib.error):
            return
    assert not data or decoded(data)[0] == theirs


def peak_of(data: bytes) -> int:
    """Most bytes that Python held while all of an archive was decoded."""
    file = io.BytesIO(data)
    tracemalloc.start()
    try:
        for _ in blocks(file):
            continue
    except ArchiveError:
        pass
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return peak


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda bomb: bomb[: len(bomb) // 2], id="cut"),
        pytest.param(lambda bomb: bomb[:9000] + b"\xff" + bomb[9001:], id="a byte changed"),
        pytest.param(lambda bomb: bomb + b"junk" * 20_000, id="junk behind"),
        pytest.param(lambda bomb: bomb * 2, id="twice"),
        pytest.param(lambda bomb: gzip.compress(b"a") * 5000 + bomb, id="many members before"),
    ],
)
def test_a_damaged_bomb_takes_no_more_memory(damage: Callable[[bytes], bytes]) -> None:
    assert peak_of(damage(bomb_of_gzip())) < 2 << 20
