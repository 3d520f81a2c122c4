"""The logs of several Auth servers, over which the lines of one story are spread.

Desktop services reach whichever Auth server the load balancer gives them: the events of one session
are in the logs of all.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Self

from tui.demo.cast import identity
from tui.demo.stage import Entry
from tui.demo.writer import BATCH, LogFolder

HOSTS = ("auth1", "auth2", "auth3")


class HostFolders:
    """A log folder for each host below a directory; each line goes to one of them."""

    def __init__(self, directory: Path, seed: int, hosts: Iterable[str] = HOSTS) -> None:
        self.path = directory
        self.folders = {
            host: LogFolder(directory / host, identity(seed, f"auth server {host}"))
            for host in hosts
        }
        self._draw = random.Random(f"{seed}/hosts")

    def write(self, entry: Entry) -> None:
        """Append one line to one of the logs."""
        self._drawn().write(entry)

    def write_all(self, entries: Iterable[Entry]) -> None:
        """Append many lines, to each log its own in their order."""
        left = iter(entries)
        while some := list(islice(left, BATCH * len(self.folders))):
            parts: dict[int, tuple[LogFolder, list[Entry]]] = {}
            for entry in some:
                folder = self._drawn()
                parts.setdefault(id(folder), (folder, []))[1].append(entry)
            for folder, part in parts.values():
                folder.write_all(part)

    def close(self) -> None:
        """Close the current files."""
        for folder in self.folders.values():
            folder.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _drawn(self) -> LogFolder:
        return self._draw.choice(tuple(self.folders.values()))
