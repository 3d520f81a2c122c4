"""A folder whose files are served by a process of the test, which decides what reading them does.

A minimal FUSE file system, in the kernel's own protocol, over an ordinary folder behind it. What
changes behind it is told to no inotify, as on the server of a network file system. It is a process
of its own: when that ends, however it ends, the kernel lets go of all who wait for an answer.
"""

import ctypes
import errno
import os
import select
import stat
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path

import pytest

_REQUEST = struct.Struct("=IIQQIIIHH")
_ANSWER = struct.Struct("=IiQ")
_ATTRIBUTES = struct.Struct("=6Q10I")
_ROOT = 1
_DIRECT = 1  # each read of a file is asked for, none comes out of a cache
_MOUNTED = "mounted"
FAILING = "failing"
"""While a file of this name lies behind, reading any other fails with EIO."""


@contextmanager
def served(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Where files are served, and the folder behind; skips the test where that is not allowed."""
    place, behind = folder / "served", folder / "behind"
    place.mkdir()
    behind.mkdir()
    server = subprocess.Popen(
        [sys.executable, __file__, place, behind],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    try:
        told = server.stdout.readline().strip()
        if told != _MOUNTED:
            pytest.skip(told)
        yield place, behind
    finally:
        server.communicate()
        subprocess.run(["umount", "--lazy", place], capture_output=True, check=False)  # noqa: S607


class Asked(IntEnum):
    """The kernel's questions that are answered, by its own numbers."""

    LOOKUP = 1
    FORGET = 2
    GETATTR = 3
    OPEN = 14
    READ = 15
    RELEASE = 18
    INIT = 26
    OPENDIR = 27
    READDIR = 28
    RELEASEDIR = 29
    BATCH_FORGET = 42


class Server:
    """Answers the kernel until its standard input ends."""

    def __init__(self, place: str, behind: str) -> None:
        self._device = os.open("/dev/fuse", os.O_RDWR)
        self._behind = Path(behind)
        self._names: list[str] = []
        options = f"fd={self._device},rootmode=40000,user_id={os.geteuid()},group_id=0"
        kernel = ctypes.CDLL(None, use_errno=True)
        if kernel.mount(b"served", place.encode(), b"fuse", 0, options.encode()):
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))

    def serve(self) -> None:
        """Answer."""
        while True:
            ready, _, _ = select.select([0, self._device], [], [])
            if 0 in ready:
                return
            request = os.read(self._device, 1 << 20)
            _, kind, unique, node, *_ = _REQUEST.unpack_from(request)
            if kind in (Asked.FORGET, Asked.BATCH_FORGET):
                continue
            code, answer = 0, b""
            try:
                answer = self._answer(kind, node, request[_REQUEST.size :])
            except OSError as error:
                code = error.errno or errno.EIO
            os.write(self._device, _ANSWER.pack(_ANSWER.size + len(answer), -code, unique) + answer)

    def _answer(self, kind: int, node: int, asked: bytes) -> bytes:  # noqa: PLR0911 - a table
        match kind:
            case Asked.INIT:  # protocol 7.31, no reading ahead
                limits = (16, 12, 1 << 17, 1, 32, 0)
                return struct.pack("=IIIIHHIIHH", 7, 31, 0, 0, *limits) + bytes(32)
            case Asked.LOOKUP:
                return self._entry(asked.rstrip(b"\0").decode())
            case Asked.GETATTR:
                return bytes(16) + self._attributes(node)
            case Asked.OPEN:
                return struct.pack("=QII", 0, _DIRECT, 0)
            case Asked.OPENDIR:
                return bytes(16)
            case Asked.READ:
                return self._read(node, *struct.unpack_from("=8xQI", asked))
            case Asked.READDIR:
                return self._list(*struct.unpack_from("=8xQ", asked))
            case Asked.RELEASE | Asked.RELEASEDIR:
                return b""
        raise OSError(errno.ENOSYS, "not served")

    def _entry(self, name: str) -> bytes:
        (self._behind / name).stat()
        return struct.pack("=5Q", self._node(name), 0, 0, 0, 0) + self._attributes(self._node(name))

    def _node(self, name: str) -> int:
        if name not in self._names:
            self._names.append(name)
        return self._names.index(name) + _ROOT + 1

    def _path(self, node: int) -> Path:
        return self._behind if node == _ROOT else self._behind / self._names[node - _ROOT - 1]

    def _attributes(self, node: int) -> bytes:
        status = self._path(node).stat()
        seconds, rest = divmod(status.st_mtime_ns, 10**9)
        times = (seconds, seconds, seconds, rest, rest, rest)
        return _ATTRIBUTES.pack(
            *(node, status.st_size, 0, *times, status.st_mode, 1, 0, 0, 0, 512, 0)
        )

    def _read(self, node: int, offset: int, size: int) -> bytes:
        if (self._behind / FAILING).exists():
            raise OSError(errno.EIO, "as the test wants it")
        with self._path(node).open("rb") as file:
            return os.pread(file.fileno(), size, offset)

    def _list(self, offset: int) -> bytes:
        entries = b""
        for number, name in enumerate(sorted(os.listdir(self._behind)), start=1):  # noqa: PTH208
            if number > offset:
                kind = stat.S_IFREG >> 12
                entry = struct.pack("=QQII", self._node(name), number, len(name), kind)
                entry += name.encode()
                entries += entry + bytes(-len(entry) % 8)
        return entries


if __name__ == "__main__":
    try:
        server = Server(*sys.argv[1:])
    except OSError as error:
        sys.exit(print(f"nothing can be served here: {error.strerror}", flush=True))  # noqa: T201
    print(_MOUNTED, flush=True)  # noqa: T201
    server.serve()
