"""A real terminal for the installed program: a pty, and an emulator that shows what it drew."""

import os
import shlex
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self, cast

import pexpect
import pyte

from tests.patience import PATIENCE
from tests.program import program

OTHERS = ("NO_COLOR", "COLUMNS", "LINES")
"""Variables of who runs the tests, which say something of another terminal."""


class Terminal:
    """A program, `desktail` if none is named, in a terminal of so many columns and rows."""

    def __init__(
        self,
        *arguments: str | Path,
        columns: int = 160,
        rows: int = 45,
        environment: dict[str, str] | None = None,
        piped_from: str = "",
        of: str = "",
    ) -> None:
        """Run it, or the program `of` that path, with some arguments.

        `piped_from` is a shell's command whose output is the program's standard input.
        """
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self._rows: dict[int, str] = {}
        self.raw = bytearray()
        known = {name: value for name, value in os.environ.items() if name not in OTHERS}
        command = [of or program(), *map(str, arguments)]
        if piped_from:
            command = ["/bin/bash", "-c", f"{piped_from} | {shlex.join(command)}"]
        self.child = pexpect.spawn(
            command[0],
            command[1:],
            dimensions=(rows, columns),
            env={**known, "TERM": "xterm-256color", "TZ": "UTC", **(environment or {})},
            timeout=None,
        )
        self.child.delaybeforesend = None  # 50 ms before each key, for who types a password

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.child.close(force=True)

    # -- seeing ------------------------------------------------------------------------

    @property
    def lines(self) -> list[str]:
        """What stands on the screen, row by row.

        Only rows that were written since the last look are put together anew, and those above them,
        where a combining character may belong: it is looked twenty times a second.
        """
        changed = self.screen.dirty
        for y in {*changed, *(y - 1 for y in changed)} if changed else ():
            row = self.screen.buffer[y]
            self._rows[y] = "".join(row[x].data for x in range(self.screen.columns)).rstrip()
        changed.clear()
        return [self._rows[y] for y in range(self.screen.lines)]

    @property
    def text(self) -> str:
        """The same as one string."""
        return "\n".join(self.lines)

    def line_with(self, *words: str) -> str:
        """The first row that has all these words; empty if none has."""
        return next((row for row in self.lines if all(word in row for word in words)), "")

    def drain(self, seconds: float) -> int:
        """Take what comes within so many seconds; returns how many bytes came."""
        before, end = len(self.raw), time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._take(left)
        return len(self.raw) - before

    def settle(self) -> None:
        """Take what comes until for a while nothing has, not even of the clock."""
        while self.drain(0.4):
            continue

    def wait_for(self, is_so: Callable[[], object], what: str) -> None:
        """Wait until something can be seen; fails with the screen if it never comes."""
        end = time.monotonic() + PATIENCE
        while not is_so():
            assert time.monotonic() < end, f"never seen: {what}\n{self.text}"
            assert self._take(0.05), f"ended before this was seen: {what}\n{self.text}"

    def see(self, *words: str) -> str:
        """Wait for a row that has all these words, and return it."""
        self.wait_for(lambda: self.line_with(*words), " … ".join(words))
        return self.line_with(*words)

    def see_gone(self, *words: str) -> None:
        """Wait until no row has all these words any more."""
        self.wait_for(lambda: not self.line_with(*words), f"no more {' … '.join(words)}")

    def _take(self, seconds: float) -> bool:
        """Take what the program has written; False if it has ended."""
        try:
            # Bytes, because no encoding is named; the stubs know only text.
            data = cast("bytes", self.child.read_nonblocking(1 << 16, timeout=seconds))
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.raw += data
        self._stream.feed(data)
        return True

    # -- doing -------------------------------------------------------------------------

    def press(self, keys: str) -> None:
        """Type some keys."""
        self.child.send(keys)

    def insist(self, key: str, *words: str) -> None:
        """Press a key that must be pressed twice within a while to leave, as a row with these
        words says; and twice again if the machine was too slow for that.
        """
        self.press(key)
        self.see(*words)
        self.press(key)
        given_up = time.monotonic() + PATIENCE
        again = time.monotonic() + PATIENCE / 10
        while self._take(0.1):
            assert time.monotonic() < given_up, f"never left\n{self.text}"
            if time.monotonic() > again:
                self.press(key * 2)
                again = given_up

    def leave(self) -> int:
        """Quit, and once more if that is asked: on a slow machine, an alarm may have been told and
        gone before the first key. Returns the exit status.
        """
        given_up = time.monotonic() + PATIENCE
        self.press("q")
        while self._take(0.1):
            assert time.monotonic() < given_up, f"never left\n{self.text}"
            if self.line_with("again to quit"):
                self.press("q")
        return self.end()

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size."""
        self.screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)

    def end(self) -> int:
        """Wait for the program's end; returns its exit status."""
        self.wait_for_end()
        self.child.close()
        status: int | None = self.child.exitstatus
        assert status is not None, f"ended by signal {self.child.signalstatus}"
        return status

    def wait_for_end(self) -> None:
        """Take all that still comes, until the program has ended."""
        end = time.monotonic() + PATIENCE
        while self._take(0.1):
            assert time.monotonic() < end, f"never ended\n{self.text}"
