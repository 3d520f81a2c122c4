"""The manifest: what a folder of evidence holds, where it came from, and by what both are known.

It is JSON, a line for each source and file. `manifest.sha256` beside it is what `sha256sum -c`
reads: the manifest's own sum, and those of all files that it names.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

import msgspec
from msgspec import Struct

SCHEMA = 1
MANIFEST, SUMS, SUMMARY = "manifest.json", "manifest.sha256", "summary.json"
MOST = 1 << 30
"""Bytes of the largest manifest that is read."""
END = 1 << 63
"""Behind all bytes that a file can have."""


class ManifestError(Exception):
    """Why a manifest cannot be read."""


class FileRecord(Struct, frozen=True):
    """A file of the bundle: its name in it, its size in bytes, the SHA-256 of it."""

    name: str
    size: int
    sha256: str


class SourceRecord(Struct, frozen=True):
    """A file of the log, and what was taken of it.

    With a `host` it lay there and was shipped: its lines were read from a `stream`; `path`,
    `device` and `inode` are those that the shipper told, `size` is that of the lines that came.
    `ranges` are bytes from the first to before the second, of what the file holds decoded if it is
    `decoded` (from a .gz or .zst); `sha256` is that of all of them one behind the other. `log` is
    the bundle's file with its lines; none if there were none. `problem` says why it could be read
    in part only.
    """

    path: str
    device: int
    inode: int
    size: int
    decoded: bool
    lines: int
    sha256: str
    ranges: Sequence[tuple[int, int]]
    log: str | None = None
    problem: str = ""
    host: str = ""
    stream: str = ""

    @property
    def name(self) -> str:
        """What people call it: with the host, where that is another than the bundle's."""
        return f"{self.host}:{self.path}" if self.host else self.path


class Made(Struct, frozen=True):
    """When (RFC 3339), by whom, on which host."""

    at: str
    user: str
    host: str


class Manifest(Struct, frozen=True):
    """All of it. `filter` is null if there was none, or if it is withheld for redaction; `rules`
    says of which rules the alerts are, without the file's name then.
    """

    schema: int
    program: str
    made: Made
    filter: str | None
    sessions: int
    chosen: str
    rules: str
    redacted: Sequence[str]
    redaction: str
    sources: Sequence[SourceRecord]
    files: Sequence[FileRecord]


def to_bytes(manifest: Manifest) -> bytes:
    """A manifest as it is written."""
    parts = []
    for name in manifest.__struct_fields__:
        value = getattr(manifest, name)
        if name in ("sources", "files"):
            rows = ",\n".join(f"  {_json(row)}" for row in value)
            parts.append(f' "{name}": [\n{rows}\n ]' if value else f' "{name}": []')
        else:
            parts.append(f' "{name}": {_json(value)}')
    whole = ",\n".join(parts)
    return f"{{\n{whole}\n}}\n".encode()


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def of_bytes(data: bytes) -> Manifest:
    """What a manifest says. Raises ManifestError; it may come from anywhere."""
    try:
        manifest = msgspec.json.decode(data, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ManifestError(f"is no manifest: {error}") from error
    if manifest.schema != SCHEMA:
        raise ManifestError(f"has schema {manifest.schema}; this desktail reads {SCHEMA}")
    for source in manifest.sources:
        behind = 0
        for begin, end in sorted(source.ranges):  # lines of a stream can be in another order
            if not behind <= begin < end < END:
                raise ManifestError("names ranges that cannot be")
            behind = end
    for name in (*(file.name for file in manifest.files), *_logs(manifest)):
        if not is_inside(name):
            raise ManifestError("names a file outside of the bundle")
    if not {*_logs(manifest)} <= {file.name for file in manifest.files}:
        raise ManifestError("names lines that are in no file of the bundle")
    return manifest


def _logs(manifest: Manifest) -> Iterable[str]:
    return (source.log for source in manifest.sources if source.log is not None)


def sound(text: str) -> str:
    """A text that can be written as UTF-8: bytes of a path or argument that are none, escaped."""
    return text.encode("utf-8", "backslashreplace").decode()


def is_inside(name: str) -> bool:
    """Whether a name is one that a file of a bundle can have."""
    parts = name.split("/")
    return all(part not in ("", ".", "..") and "\0" not in part for part in parts)


def sums(manifest: bytes, files: Sequence[FileRecord]) -> bytes:
    """What `sha256sum -c` checks: the manifest first, then all files of it."""
    lines = [f"{sha256(manifest).hexdigest()}  {MANIFEST}\n"]
    lines += [f"{file.sha256}  {file.name}\n" for file in files]
    return "".join(lines).encode()
