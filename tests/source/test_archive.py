"""Compressed files: what is decoded of whole ones, and of what is left of others."""

import gzip
import io
import subprocess
import sys
import tracemalloc
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from tests.source.test_file import MANY, lines_of, places_of
from tui.source.archive import (
    FRAME_BLOCK,
    MAGIC,
    MAX_WINDOW,
    ArchiveError,
    blocks,
    is_archive,
)
from tui.source.file import read_finished
from tui.source.lines import MAX_LINE, OVERLONG
from tui.source.locate import SAMPLE, SourceError, check_is_log

LOG = b"".join(b'{"ei":%d,"event":"user.login","uid":"%032x"}\n' % (n, n**9) for n in range(99))
TEXT = b"\n".join(MANY) + b"\n"

# -- zstd frames by hand, as no program would write them -----------------------------------

ZSTD = b"\x28\xb5\x2f\xfd"
WINDOW_2M = ZSTD + b"\x00\x58"
"""The beginning of a frame with a window of 2 MiB, neither size nor checksum told."""
END = b"\x01\x00\x00"
"""A last block, with nothing in it."""


def repeated(byte: bytes, times: int) -> bytes:
    """A block that is one byte, repeated."""
    return (times << 3 | 2).to_bytes(3, "little") + byte


def with_window(power: int) -> bytes:
    """A frame that says its window has 2 to this power bytes, and holds one line."""
    return ZSTD + bytes([0, (power - 10) << 3]) + repeated(b"{", 7) + END


def zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor(write_checksum=True).compress(data)


def zstd_stream(data: bytes) -> bytes:
    """As a program writes that does not know the size before, in blocks of a few lines."""
    compressor = zstandard.ZstdCompressor().compressobj()
    parts = []
    for begin in range(0, len(data), 500):
        parts.append(compressor.compress(data[begin : begin + 500]))
        parts.append(compressor.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK))
    return b"".join(parts) + compressor.flush()


COMPRESSORS = {"gzip": gzip.compress, "zstd": zstd, "zstd stream": zstd_stream}
each_way = pytest.mark.parametrize("compress", COMPRESSORS.values(), ids=COMPRESSORS.keys())
Compress = Callable[[bytes], bytes]


def decoded(data: bytes) -> tuple[bytes, str]:
    """All that is given of an archive, and what is said at its end."""
    parts, said = [], ""
    try:
        for block in blocks(io.BytesIO(data)):
            assert 0 < len(block) <= FRAME_BLOCK
            parts.append(block)
    except ArchiveError as error:
        said = str(error)
    whole = b"".join(parts)
    assert not said or f" after {len(whole):,} decoded bytes" in said
    return whole, said


def said_of(data: bytes) -> str:
    return decoded(data)[1]


# -- whole ones ----------------------------------------------------------------------------


@each_way
@pytest.mark.parametrize("data", [b"", b"{", LOG, TEXT, bytes(3 << 20)])
def test_what_was_compressed_is_given_again(compress: Compress, data: bytes) -> None:
    assert decoded(compress(data)) == (data, "")


@each_way
def test_several_one_behind_the_other_are_one(compress: Compress) -> None:
    parts = [LOG[:1000], b"", LOG[1000:1001], TEXT]
    assert decoded(b"".join(map(compress, parts))) == (b"".join(parts), "")


def test_thousands_of_small_ones_are_one() -> None:
    assert decoded(gzip.compress(b"{}\n") * 5000) == (b"{}\n" * 5000, "")


@pytest.mark.parametrize("zeros", [1, 511, 1 << 16, 200_000])
def test_zeros_behind_a_gzip_member_are_nothing(zeros: int) -> None:
    assert decoded(gzip.compress(LOG) + bytes(zeros)) == (LOG, "")


def test_a_gzip_header_can_bear_a_name(tmp_path: Path) -> None:
    file = tmp_path / "a name"
    with gzip.GzipFile(file, "wb") as archive:
        archive.write(LOG)
    assert decoded(file.read_bytes()) == (LOG, "")


def test_zstd_frames_that_are_to_be_skipped_are_skipped() -> None:
    skipped = b"\x5a\x2a\x4d\x18" + (100_000).to_bytes(4, "little") + b"x" * 100_000
    assert decoded(skipped + zstd(LOG) + skipped + zstd(TEXT) + skipped) == (LOG + TEXT, "")


@pytest.mark.parametrize("level", [-5, 1, 19, 22])
def test_every_level_of_zstd_keeps_within_the_window(level: int) -> None:
    assert decoded(zstandard.compress(TEXT, level)) == (TEXT, "")


@each_way
def test_it_is_told_by_its_first_bytes(compress: Compress) -> None:
    assert is_archive(compress(LOG)[:MAGIC])


@pytest.mark.parametrize("beginning", [b"", b"\x1f", b"(\xb5/", b"{", b'{"ei', b"PK\3\4", b"P*M\n"])
def test_other_beginnings_are_of_no_archive(beginning: bytes) -> None:
    assert not is_archive(beginning)


# -- cut off, damaged ----------------------------------------------------------------------


@each_way
def test_cut_off_anywhere_all_that_stands_before_is_given_and_it_is_said(
    compress: Compress,
) -> None:
    first, second = LOG[:2000], LOG[2000:]
    border = len(compress(first))
    archive = compress(first) + compress(second)
    before = 0
    for cut in range(MAGIC, len(archive)):
        data, said = decoded(archive[:cut])
        assert LOG.startswith(data)
        assert len(data) >= before
        before = len(data)
        if cut == border:
            assert said == ""
        else:
            assert said == f"cut off after {before:,} decoded bytes; the lines up to there count"
    assert before == len(LOG)  # where only the last byte is missing, of a checksum or an end


@pytest.mark.parametrize("size", [65_535, 65_536, 65_537, 131_072, 700_000])
def test_nothing_stays_in_the_gzip_decoder_when_the_file_ends(size: int) -> None:
    assert decoded(gzip.compress(bytes(size))[:-8])[0] == bytes(size)


@pytest.mark.parametrize("compress", [gzip.compress, zstd])
def test_any_byte_changed_is_noticed_unless_nothing_depends_on_it(compress: Compress) -> None:
    archive = compress(LOG)
    for place in range(MAGIC, len(archive)):
        damaged = bytearray(archive)
        damaged[place] ^= 0x55
        data, said = decoded(bytes(damaged))
        assert "\n" not in said
        assert said or data == LOG  # as gzip's time


@pytest.mark.parametrize("block", [1, 7, 100])
def test_gzip_is_read_up_to_the_very_byte_of_the_damage(block: int) -> None:
    """A block of a kind that there is none of, behind some whole ones in the same reading."""
    compressor = zlib.compressobj(6, zlib.DEFLATED, 31)
    whole = b"".join(
        compressor.compress(line + b"\n") + compressor.flush(zlib.Z_SYNC_FLUSH)
        for line in MANY[:block]
    )
    data, said = decoded(whole + b"\xff" * 100_000)
    assert data == b"".join(line + b"\n" for line in MANY[:block])
    assert said == (
        f"damaged after {len(data):,} decoded bytes (invalid block type); "
        "the lines up to there count"
    )


def test_a_wrong_checksum_is_said_behind_all_that_was_decoded() -> None:
    for archive, words in (
        (gzip.compress(TEXT)[:-8] + b"12345678", "incorrect data check"),
        (zstd(TEXT)[:-4] + b"1234", "doesn't match checksum"),
    ):
        data, said = decoded(archive)
        assert data == TEXT
        assert words in said


@pytest.mark.parametrize("behind", [b"{}\n", b"\x28\xb5\x2f\xfe"])
@each_way
def test_what_is_no_archive_behind_one_is_said(compress: Compress, behind: bytes) -> None:
    data, said = decoded(compress(LOG) + behind)
    assert data == LOG
    assert said.startswith(f"damaged after {len(LOG):,} decoded bytes (")


def test_a_zstd_dictionary_that_is_needed_is_said() -> None:
    samples: list[bytes | bytearray | memoryview] = [
        b'{"ei":%d,"event":"user.login","uid":"%d"}\n' % (n, n**5) for n in range(2000)
    ]
    dictionary = zstandard.train_dictionary(1024, samples)
    archive = zstandard.ZstdCompressor(dict_data=dictionary).compress(LOG)
    assert f"needs the zstd dictionary {dictionary.dict_id()}" in said_of(archive)


# -- what would take all memory ------------------------------------------------------------


def bomb_of_gzip() -> bytes:
    """A hundred mebibytes of zeros in a hundred kibibytes."""
    return gzip.compress(bytes(100 << 20))


def bomb_of_zstd() -> bytes:
    """A gibibyte of one letter in 32 KiB."""
    return WINDOW_2M + repeated(b"a", 1 << 17) * (1 << 13) + END


@pytest.mark.parametrize(
    ("bomb", "size"), [(bomb_of_gzip, 100 << 20), (bomb_of_zstd, 1 << 30)], ids=["gzip", "zstd"]
)
def test_a_bomb_is_decoded_in_little_memory(bomb: Callable[[], bytes], size: int) -> None:
    archive = io.BytesIO(bomb())
    tracemalloc.start()
    try:
        assert sum(map(len, blocks(archive))) == size
        assert tracemalloc.get_traced_memory()[1] < 2 << 20
    finally:
        tracemalloc.stop()


def test_a_bomb_without_a_newline_is_one_overlong_line(tmp_path: Path) -> None:
    path = tmp_path / "bomb"
    path.write_bytes(bomb_of_gzip())
    assert lines_of(read_finished(0, path)) == [OVERLONG]


def test_the_greatest_window_is_128_mebibytes() -> None:
    assert MAX_WINDOW == 1 << 27
    assert decoded(with_window(27)) == (b"{" * 7, "")


@pytest.mark.parametrize(("power", "told"), [(28, "256 MiB"), (31, "2,048 MiB")])
def test_a_greater_window_is_unreadable(power: int, told: str) -> None:
    data, said = decoded(zstd(LOG) + with_window(power))
    assert data == LOG
    assert said.startswith(f"unreadable after {len(LOG):,} decoded bytes (it takes {told}")


def test_a_window_past_all_bounds_is_damage() -> None:
    assert said_of(with_window(41)).startswith("damaged after 0 decoded bytes")


# -- any bytes -----------------------------------------------------------------------------

BEGINNINGS = [b"\x1f\x8b", b"\x1f\x8b\x08" + bytes(7), ZSTD, WINDOW_2M, b"\x50\x2a\x4d\x18"]


@given(st.sampled_from(BEGINNINGS), st.binary(max_size=300))
def test_any_bytes_come_to_an_end(beginning: bytes, rest: bytes) -> None:
    decoded(beginning + rest)


@given(st.sampled_from(list(COMPRESSORS.values())), st.data())
def test_pieces_of_archives_come_to_an_end(compress: Compress, draw: st.DataObject) -> None:
    whole = compress(LOG)
    places = st.integers(0, len(whole))
    cuts = draw.draw(st.lists(st.tuples(places, places, st.binary(max_size=3)), max_size=5))
    decoded(whole[:MAGIC] + b"".join(whole[begin:end] + junk for begin, end, junk in cuts))


@given(st.lists(st.binary(max_size=2000), max_size=5), st.sampled_from(list(COMPRESSORS.values())))
def test_any_content_is_given_again(contents: list[bytes], compress: Compress) -> None:
    assert decoded(b"".join(map(compress, contents)) or compress(b"")) == (b"".join(contents), "")


# -- as a log ------------------------------------------------------------------------------


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "events.log"


def read(path: Path) -> tuple[list[bytes], bool]:
    """The lines of a file, and whether it was whole."""
    lines: list[bytes] = []
    try:
        for batch in read_finished(0, path):
            lines.extend(batch.lines)
    except ArchiveError:
        return lines, False
    return lines, True


@each_way
def test_an_archive_has_the_lines_and_places_of_what_it_holds(
    path: Path, compress: Compress
) -> None:
    path.write_bytes(TEXT)
    plain = list(read_finished(4, path))
    path.write_bytes(compress(TEXT))
    batches = list(read_finished(4, path))
    assert (lines_of(batches), places_of(batches)) == (lines_of(plain), places_of(plain))
    assert {batch.source for batch in batches} == {4}


@each_way
def test_its_last_line_counts_also_without_an_end(path: Path, compress: Compress) -> None:
    path.write_bytes(compress(b"one\ntwo"))
    assert read(path) == ([b"one", b"two"], True)


@each_way
def test_the_lines_of_one_cut_off_are_the_first_ones_of_the_whole(
    path: Path, compress: Compress
) -> None:
    archive = compress(LOG)
    every = LOG.splitlines()
    for cut in range(MAGIC, len(archive), 5):
        path.write_bytes(archive[:cut])
        lines, whole = read(path)
        assert not whole
        assert lines[:-1] == every[: max(0, len(lines) - 1)]
        assert not lines or every[len(lines) - 1].startswith(lines[-1])


@each_way
@pytest.mark.parametrize("data", [b"", b"\n", LOG, LOG[:30], b'{"a":"' + b"x" * SAMPLE + b'"}'])
def test_an_archive_of_a_log_is_one(path: Path, compress: Compress, data: bytes) -> None:
    path.write_bytes(compress(data))
    check_is_log(path)


@each_way
@pytest.mark.parametrize("data", [b"Dear diary,\n", b"\x7fELF\0{", b"x" * MAX_LINE + LOG])
def test_an_archive_of_anything_else_is_refused(
    path: Path, compress: Compress, data: bytes
) -> None:
    path.write_bytes(compress(data))
    with pytest.raises(SourceError, match="not an audit log"):
        check_is_log(path)


@each_way
def test_what_is_left_of_an_archive_decides_whether_it_is_a_log(
    path: Path, compress: Compress
) -> None:
    path.write_bytes(compress(LOG)[:-2])
    check_is_log(path)
    path.write_bytes(compress(LOG)[:6])  # of which nothing can be decoded
    check_is_log(path)


@pytest.mark.parametrize(("compress", "loaded"), [(gzip.compress, False), (zstd, True)])
def test_zstandard_is_loaded_for_a_zstd_file_only(
    path: Path, compress: Compress, loaded: bool
) -> None:
    path.write_bytes(compress(LOG))
    code = (
        "import sys; from pathlib import Path; from tui.commands.opening import checked; "
        "checked([Path(sys.argv[1])]); print('zstandard' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, path], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == f"{loaded}\n"
