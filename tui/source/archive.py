"""Compressed files, decoded block by block in bounded memory, as far as they can be.

They are told by their first bytes: what rotates a log gives it any name. Members (gzip) and
frames (zstd) one behind the other are one file, as those programs have it.
"""

import zlib
from collections.abc import Generator, Iterator
from contextlib import suppress
from typing import BinaryIO

BLOCK = 1 << 16
"""Bytes read at a time, and most given at a time of gzip. 512 KiB were no more than 5 % faster."""
FRAME_BLOCK = 1 << 17
"""Most bytes given at a time of zstd: its format's limit for a block, 128 KiB."""
MAX_WINDOW = 1 << 27
"""Most bytes of a zstd window, 128 MiB, which is what decoding takes of memory.

The limit of `zstd -d` too: all its levels and its plain `--long` keep within it.
"""
MAGIC = 4
"""Bytes by which a compressed file is told."""

_GZIP = b"\x1f\x8b"
_GZIP_FORMAT = 31  # what zlib calls a gzip member, its header, checksum and length checked
_ZSTD = b"\x28\xb5\x2f\xfd"
_FRAME_BEGINNING = 5  # bytes that tell how long a zstd frame's header is
_BLOCK_HEADER = 3
_CHECKSUM = 4
_RLE = 1  # the zstd block that is one byte, repeated


class ArchiveError(Exception):
    """Why a compressed file could not be decoded to its end, in one line without its path.

    All of the `decoded` bytes before that were given.
    """

    def __init__(self, what: str, reason: str = "") -> None:
        super().__init__(what, reason)
        self.decoded = 0

    def __str__(self) -> str:
        what, reason = self.args
        told = f"{what} after {self.decoded:,} decoded bytes"
        return (f"{told} ({reason})" if reason else told) + "; the lines up to there count"


def is_archive(beginning: bytes) -> bool:
    """Whether a file that begins with these bytes (MAGIC or more) is a compressed one."""
    return beginning.startswith((_GZIP, _ZSTD)) or _is_skippable(beginning)


def blocks(file: BinaryIO) -> Iterator[bytes]:
    """What a compressed file holds, from its beginning, in pieces of at most FRAME_BLOCK bytes.

    Raises ArchiveError behind the last byte that can be decoded, if that is not the end, and
    OSError as reading does.
    """
    file.seek(0)
    gzip = file.read(MAGIC).startswith(_GZIP)
    file.seek(0)
    decoded = 0
    try:
        for block in _gzip_blocks(file) if gzip else _zstd_blocks(file):
            if block:
                decoded += len(block)
                yield block
    except ArchiveError as error:
        error.decoded = decoded
        raise


def beginning(file: BinaryIO, length: int) -> bytes:
    """The first bytes of what a file holds: decoded, as far as they can be, if it is compressed."""
    file.seek(0)
    begins = file.read(max(length, MAGIC))
    if not is_archive(begins):
        return begins[:length]
    decoded = bytearray()
    with suppress(ArchiveError):  # whoever reads the file is told
        for block in blocks(file):
            decoded += block
            if len(decoded) >= length:
                break
    return bytes(decoded[:length])


def _gzip_blocks(file: BinaryIO) -> Iterator[bytes]:
    rest = file.read(BLOCK)
    while rest:
        rest = yield from _member(file, rest)
        # Zeros fill up what was written to a device of whole blocks.
        while not (rest := rest.lstrip(b"\0")) and (rest := file.read(BLOCK)):
            continue


def _member(file: BinaryIO, data: bytes) -> Generator[bytes, None, bytes]:
    """One gzip member that begins with `data`; returns what was read behind it."""
    decoder = zlib.decompressobj(_GZIP_FORMAT)
    while not decoder.eof:
        before = decoder.copy()  # what is decoded before damage is lost with the call
        try:
            block = decoder.decompress(data, BLOCK)
        except zlib.error as error:
            yield _up_to_damage(before, data)
            raise ArchiveError("damaged", _reason(error)) from error
        yield block
        data = decoder.unconsumed_tail
        # A full block can have more behind it in the decoder.
        if not data and len(block) < BLOCK and not decoder.eof:
            data = file.read(BLOCK)
            if not data:
                raise ArchiveError("cut off")
    return decoder.unused_data


def _up_to_damage(decoder: "zlib._Decompress", data: bytes) -> bytes:
    """What comes before the error that decoding meets: byte by byte, at most BLOCK of them."""
    decoded = bytearray()
    with suppress(zlib.error):
        for place in range(len(data)):
            piece = data[place : place + 1]
            while byte := decoder.decompress(piece, 1):
                decoded += byte
                piece = decoder.unconsumed_tail
    return bytes(decoded)


def _zstd_blocks(file: BinaryIO) -> Iterator[bytes]:
    while beginning := file.read(len(_ZSTD)):
        if _is_skippable(beginning):
            _skip(file, int.from_bytes(_exactly(file, 4), "little"))
        elif beginning == _ZSTD:
            yield from _frame(file, beginning)
        elif _ZSTD.startswith(beginning):
            raise ArchiveError("cut off")
        else:
            raise ArchiveError("damaged", "what follows is no zstd frame")


def _frame(file: BinaryIO, beginning: bytes) -> Iterator[bytes]:
    """What a zstd frame holds, given to the decoder block by block.

    Left to itself the decoder does not tell a frame that is cut off from a whole one, and makes
    2 GiB at once of 64 KiB that repeat a byte.
    """
    import zstandard

    beginning += _exactly(file, _FRAME_BEGINNING - len(beginning))
    try:
        length = zstandard.frame_header_size(beginning)
        header = beginning + _exactly(file, length - len(beginning))
        frame = zstandard.get_frame_parameters(header)
        if frame.window_size > MAX_WINDOW:
            raise ArchiveError(
                "unreadable",
                f"it takes {frame.window_size >> 20:,} MiB of memory, more than "
                f"{MAX_WINDOW >> 20}; decode it with zstd -d --long=31 first",
            )
        if frame.dict_id:
            raise ArchiveError("unreadable", f"it needs the zstd dictionary {frame.dict_id}")
        decoder = zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW).decompressobj()
        yield decoder.decompress(header)
        last = False
        while not last:
            head = _exactly(file, _BLOCK_HEADER)
            bits = int.from_bytes(head, "little")
            last, kind, length = bool(bits & 1), bits >> 1 & 3, bits >> 3
            if kind == _RLE:
                length = 1
            body = file.read(length)
            yield decoder.decompress(head + body)
            if len(body) < length:
                raise ArchiveError("cut off")
        if frame.has_checksum:
            yield decoder.decompress(_exactly(file, _CHECKSUM))
    except zstandard.ZstdError as error:
        raise ArchiveError("damaged", _reason(error)) from error


def _reason(error: Exception) -> str:
    """The last part of what a library says: the others name its own calls."""
    return str(error).rpartition(": ")[2]


def _is_skippable(beginning: bytes) -> bool:
    """Whether a frame begins that holds nothing of the file, as some zstd programs write."""
    return len(beginning) >= MAGIC and beginning[0] >> 4 == 5 and beginning[1:4] == b"\x2a\x4d\x18"


def _skip(file: BinaryIO, length: int) -> None:
    while length:
        length -= len(_exactly(file, min(length, BLOCK)))


def _exactly(file: BinaryIO, length: int) -> bytes:
    data = file.read(length)
    if len(data) < length:
        raise ArchiveError("cut off")
    return data
