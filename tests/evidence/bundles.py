"""Bundles made in tests: by the program's own code, at a moment and by a user that stand fixed."""

import csv
import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.contract.examples import DENIED, ENDED, READ, SENT, STARTED, WRITTEN, event
from tui.demo.writer import write_story
from tui.evidence.bundle import Bundle, Request, make
from tui.evidence.manifest import Made, Manifest, of_bytes
from tui.evidence.reading import LogFile
from tui.evidence.redact import Redaction
from tui.evidence.taking import Choice
from tui.source.locate import locate

MADE = Made("2026-11-25T01:00:00Z", "root", "auth1")
HOUR = 3600 * 10**9
STORY_AT = 20_000 * 24 * HOUR
"""When the demo's story begins in the tests: a midnight."""
KINDS = ("users", "paths", "addresses")

__all__ = ["DENIED", "ENDED", "READ", "SENT", "STARTED", "WRITTEN", "event"]


def lines(*written: str | bytes) -> bytes:
    """A log of these lines."""
    return b"".join((x.encode() if isinstance(x, str) else x) + b"\n" for x in written)


def story(folder: Path, seed: int = 3) -> list[Path]:
    """The files of the demo's log, of two days."""
    write_story(folder, seed=seed, begins=STORY_AT, until=STORY_AT + HOUR // 3)
    return locate([folder / "log"])


def bundle(
    files: Sequence[Path],
    folder: Path,
    sids: Sequence[str] | None = None,
    redact: Sequence[str] = (),
    **more: Any,
) -> Bundle:
    """A bundle of sessions, or of everything."""
    choice = Choice() if sids is None else Choice(frozenset(sids), "some sessions")
    redaction = None
    if redact:
        logs = [LogFile(number, file) for number, file in enumerate(files)]
        redaction = Redaction.of(redact, logs, choice)
    return make(Request(files, folder, MADE, choice, redaction=redaction, **more))


def manifest(folder: Path) -> Manifest:
    """What a bundle's manifest says."""
    return of_bytes((folder / "manifest.json").read_bytes())


def summary(folder: Path) -> dict[str, Any]:
    """A bundle's numbers."""
    told: dict[str, Any] = json.loads((folder / "summary.json").read_bytes())
    return told


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(newline="") as file:
        return list(csv.DictReader(file, strict=True))


def contents(folder: Path) -> dict[str, bytes]:
    """All files in a folder by their names."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def compressed(path: Path) -> Path:
    """The file compressed by gzip, as rotation does: the original is gone."""
    archive = path.with_name(f"{path.name}.gz")
    archive.write_bytes(gzip.compress(path.read_bytes()))
    path.unlink()
    return archive


def sids_of(files: Sequence[Path], user: str) -> list[str]:
    """The sessions of a user in a log."""
    found: dict[str, None] = {}
    for file in files:
        for line in file.read_bytes().splitlines():
            fields = json.loads(line)
            if fields.get("user") == user and fields.get("sid") and "desktop" in fields["event"]:
                found[fields["sid"]] = None
    return list(found)
