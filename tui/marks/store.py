"""All marks there are, found by session and by place; kept where several desktails share them."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Self

from tui.marks.mark import Mark, mark_in
from tui.system.state import MOST, Journal, Record, state_folder

FILE = "marks.jsonl"


class Marks:
    """Marks in the order of their events' times, those without first; then in that of the log.

    Without a path they are kept as long as the program runs. By its `clock` (ns) they are made.
    `version` grows with each change.
    """

    def __init__(
        self,
        path: Path | None = None,
        most: int = MOST,
        clock: Callable[[], int] = time.time_ns,
    ) -> None:
        self.clock = clock
        self._known: dict[str, Mark] = {}
        self._journal = Journal(path, most, is_kept=self._meet)
        self._most = most
        self._ordered: list[Mark] = []
        self._sessions: dict[str, Mark] = {}
        self._lines: dict[str, list[Mark]] = {}
        self._offsets: dict[int, list[Mark]] = {}
        self.version = 0
        self._arrange()

    @classmethod
    def kept(cls) -> Self:
        """Those that this user has, in the state folder."""
        return cls(state_folder() / FILE)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._ordered)

    def __iter__(self) -> Iterator[Mark]:
        """All of them, in order."""
        return iter(self._ordered)

    @property
    def full(self) -> bool:
        """Whether there are as many as are kept: others are not taken."""
        return len(self) >= self._most

    def get(self, name: str) -> Mark | None:
        """The mark with an id; None if there is none."""
        return self._known.get(name)

    def of_session(self, sid: str) -> Mark | None:
        """The mark on a session itself; None if it has none."""
        return self._sessions.get(sid)

    def on_lines_of(self, sid: str) -> Sequence[Mark]:
        """The marks on lines of a session; of the empty sid, on lines that are no session's."""
        return self._lines.get(sid, ())

    def at(self, offset: int) -> Sequence[Mark]:
        """The marks on lines that begin at a byte of their file: of which, their digests say."""
        return self._offsets.get(offset, ())

    def put(self, mark: Mark) -> bool:
        """Keep a mark, in the place of that on the same; False if there are too many others."""
        if self.full and mark.id not in self._known:
            return False
        self._journal.put(mark.record())
        self._arrange()
        return True

    def remove(self, mark: Mark) -> None:
        """Keep a mark no more."""
        self._journal.remove(mark.id)
        self._arrange()

    def refresh(self) -> bool:
        """Take what other desktails marked meanwhile; whether anything changed."""
        changed = self._journal.refresh()
        if changed:
            self._arrange()
        return changed

    def take_problem(self) -> str:
        """What is wrong with the file, in one line; empty if nothing is, or if that was said."""
        return self._journal.take_problem()

    def _meet(self, record: Record) -> bool:
        """Take a record that is put or read; whether it is a mark."""
        mark = mark_in(record)
        if mark is not None:
            self._known[mark.id] = mark
        return mark is not None

    def _arrange(self) -> None:
        """Find them by all that they are asked for by: 10,000 take 20 ms."""
        self.version += 1
        self._known = {name: self._known[name] for name in self._journal.records}
        self._ordered = sorted(self._known.values(), key=_by_time)
        self._sessions = {mark.sid: mark for mark in self._ordered if mark.of_session}
        lines, offsets = defaultdict(list), defaultdict(list)
        for mark in self._ordered:
            if not mark.of_session:
                lines[mark.sid].append(mark)
                offsets[mark.offset].append(mark)
        self._lines, self._offsets = dict(lines), dict(offsets)


def _by_time(mark: Mark) -> tuple[bool, int, str, int, str]:
    return mark.time is not None, mark.time or 0, mark.path, mark.offset, mark.id
