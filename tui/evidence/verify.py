"""A bundle checked: every file of it against the manifest, and the manifest against the log.

Nothing in a bundle is trusted: it may have been made to mislead whoever checks it.
"""

import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from tui.evidence.derived import summary_of, table_of
from tui.evidence.manifest import (
    MANIFEST,
    MOST,
    SUMMARY,
    SUMS,
    FileRecord,
    Manifest,
    ManifestError,
    SourceRecord,
    of_bytes,
    sums,
)
from tui.evidence.originals import check_source
from tui.words.text import visible

BLOCK = 1 << 16
NOTHING: Mapping[Path, str] = MappingProxyType({})


class Verdict(StrEnum):
    """How something stands to what the manifest says of it."""

    VERIFIED = "verified"
    CHANGED = "changed"
    MISSING = "missing"
    EXTRA = "not in the manifest"
    NOT_THERE = "not there"

    @property
    def fits(self) -> bool:
        """Whether it speaks for the bundle, or at least not against it."""
        return self in (Verdict.VERIFIED, Verdict.NOT_THERE)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was checked, how it stands, and what is to be said of it; all in visible text."""

    what: str
    verdict: Verdict
    note: str = ""

    def __str__(self) -> str:
        return f"{self.verdict:<9} {self.what}{f': {self.note}' if self.note else ''}"


class NoBundleError(Exception):
    """A folder that is no bundle at all, in one line."""


def verify(
    folder: Path,
    logs: Sequence[Path] = (),
    *,
    logs_needed: bool = False,
    streamed: Mapping[Path, str] = NOTHING,
) -> Iterator[Finding]:
    """All that there is to say of a bundle, as it is found out.

    The files of the log are looked for where they were, and among `logs`, of which those that are
    `streamed` hold what a stream has of the file that is named there; with `logs_needed` one that
    is not there does not fit. Raises NoBundleError.
    """
    data = _manifest_data(folder)
    try:
        manifest = of_bytes(data)
    except ManifestError as error:
        yield Finding(MANIFEST, Verdict.CHANGED, visible(str(error)))
        return
    yield from _check_sums(folder, data, manifest)
    files = list(_check_files(folder, manifest))
    yield from files
    yield from _check_extra(folder, manifest)
    if all(finding.verdict.fits for finding in files):
        yield from _check_summary(folder, manifest)
    for source in manifest.sources:
        if not _holds(manifest, source):
            note = "the bundle holds other lines than those that were taken of it"
            yield Finding(f"the log {visible(source.name)}", Verdict.CHANGED, note)
            continue
        verdict, note = check_source(source, logs, streamed)
        told = Verdict(verdict)
        if told is Verdict.NOT_THERE and logs_needed:
            told, note = Verdict.MISSING, note or "the original log is not there"
        yield Finding(f"the log {visible(source.name)}", told, note)


def _manifest_data(folder: Path) -> bytes:
    if not folder.is_dir():
        raise NoBundleError(
            f"{visible(str(folder))}: no such folder; give one of export --evidence"
        )
    data = _read(folder / MANIFEST, MOST)
    if data is None:
        raise NoBundleError(
            f"{visible(str(folder))}: no evidence, it has no {MANIFEST} that can be read"
        )
    return data


def _check_sums(folder: Path, data: bytes, manifest: Manifest) -> Iterator[Finding]:
    told = _read(folder / SUMS, MOST)
    digest = sha256(data).hexdigest()
    if told is None:
        yield Finding(SUMS, Verdict.MISSING)
    elif told == sums(data, manifest.files):
        yield Finding(MANIFEST, Verdict.VERIFIED, f"SHA-256 {digest}")
    elif told.startswith(digest.encode()):
        yield Finding(SUMS, Verdict.CHANGED)
    else:
        yield Finding(MANIFEST, Verdict.CHANGED, f"its SHA-256 is not the one in {SUMS}")


def _check_files(folder: Path, manifest: Manifest) -> Iterator[Finding]:
    for file in manifest.files:
        yield Finding(visible(file.name), *_check_file(folder, file))


def _check_file(folder: Path, file: FileRecord) -> tuple[Verdict, str]:
    descriptor = _opened(folder / file.name)
    if descriptor is None:
        return Verdict.MISSING, ""
    digest, size = sha256(), 0
    with os.fdopen(descriptor, "rb") as opened:
        while block := opened.read(BLOCK):
            digest.update(block)
            size += len(block)
    if size != file.size:
        return Verdict.CHANGED, f"has {size:,} bytes, not {file.size:,}"
    if digest.hexdigest() != file.sha256:
        return Verdict.CHANGED, ""
    return Verdict.VERIFIED, ""


def _check_extra(folder: Path, manifest: Manifest) -> Iterator[Finding]:
    """What lies in the folder and is not named."""
    named = {MANIFEST, SUMS, *(file.name for file in manifest.files)}
    folders = {str(Path(name).parent) for name in named}
    for root, below, names in os.walk(folder):
        here = Path(root)
        below.sort()
        for name in sorted((*names, *below)):
            inside = str((here / name).relative_to(folder))
            is_folder = name in below and not (here / name).is_symlink()
            if inside not in (folders if is_folder else named):
                yield Finding(visible(inside), Verdict.EXTRA)


def _holds(manifest: Manifest, source: SourceRecord) -> bool:
    """Whether the lines in the bundle are those that were taken of a file of the log, as far as
    that can be known: those of a redacted one are made anew.
    """
    if manifest.redacted:
        return True
    if source.log is None:
        return not source.ranges
    return source.sha256 in {file.sha256 for file in manifest.files if file.name == source.log}


def _check_summary(folder: Path, manifest: Manifest) -> Iterator[Finding]:
    """Whether the numbers are those of the lines."""
    logs = [folder / source.log for source in manifest.sources if source.log is not None]
    try:
        again = summary_of(table_of(logs))
        told = (folder / SUMMARY).read_bytes()
    except OSError as error:
        yield Finding("numbers", Verdict.MISSING, error.strerror or str(error))
        return
    verdict = Verdict.VERIFIED if told == again else Verdict.CHANGED
    note = "counted anew from log/" if told == again else f"{SUMMARY} is not what log/ says"
    yield Finding("numbers", verdict, note)


def _read(path: Path, most: int) -> bytes | None:
    """What a file holds; None if it cannot be read."""
    descriptor = _opened(path)
    if descriptor is None:
        return None
    with os.fdopen(descriptor, "rb") as file:
        return file.read(most)


def _opened(path: Path) -> int | None:
    """A plain file that is no link; None if there is none that can be read."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        return None
    return descriptor
