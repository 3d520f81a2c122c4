"""Who took out most: users, desktops and files by bytes out, over all sessions."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from heapq import nlargest
from typing import NamedTuple

from tui.audit.event import Kind
from tui.audit.session import Session
from tui.live.monitor import Monitor

TOP = 30
"""How many of each are told."""
AT_ONCE = 200
"""Sessions that are gone through while the reading waits: 2 ms."""


class Taken(NamedTuple):
    """Bytes that came out, whose they are or which file, and of a file who took it from where.

    Strings are the log's own, and hostile.
    """

    bytes: int
    name: str
    user: str = ""
    desktop: str = ""


class _Output(NamedTuple):
    """What came out in one session; its largest files, each with its folder."""

    sid: str
    bytes: int
    user: str
    desktop: str
    files: tuple[tuple[int, str, str], ...]


@dataclass(slots=True)
class Tops:
    """The sums as far as sessions were taken in; each can be taken in again when it has changed.

    Bytes only ever grow. So a file that is none of the largest can only become one by a change of
    its session, and the others need not be kept.
    """

    _outputs: dict[str, _Output] = field(default_factory=dict)
    _users: Counter[str] = field(default_factory=Counter)
    _desktops: Counter[str] = field(default_factory=Counter)
    _files: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def read(self, monitor: Monitor, sids: Sequence[str] | None) -> Iterator[None]:
        """Take in these sessions, or all, a few at a time: yields after each."""
        if sids is None:
            sids = monitor.told(None, lambda session: session.sid)
        for at in range(0, len(sids), AT_ONCE):
            for output in monitor.told(sids[at : at + AT_ONCE], _output):
                if output.bytes:
                    self._take(output)
            yield

    def _take(self, output: _Output) -> None:
        sid = output.sid
        known = self._outputs.get(sid)
        if known is not None:
            self._users[known.user] -= known.bytes
            self._desktops[known.desktop] -= known.bytes
        self._outputs[sid] = output._replace(files=())
        self._users[output.user] += output.bytes
        self._desktops[output.desktop] += output.bytes
        for moved, directory, path in output.files:
            self._files[sid, directory, path] = moved
        if len(self._files) > 2 * TOP:
            self._files = dict(nlargest(TOP, self._files.items(), key=lambda file: file[1]))

    @property
    def users(self) -> list[Taken]:
        """Those who took out most, largest first."""
        return _largest(self._users)

    @property
    def desktops(self) -> list[Taken]:
        """Those that most was taken out of."""
        return _largest(self._desktops)

    @property
    def files(self) -> list[Taken]:
        """Those of which most was taken out, each of one session."""
        files = []
        for (sid, directory, path), moved in self._files.items():
            session = self._outputs[sid]
            name = f"{directory}/{path}" if directory else path
            files.append(Taken(moved, name, session.user, session.desktop))
        return nlargest(TOP, files)


def _output(session: Session) -> _Output:
    """What came out of the desktop in a session."""
    moved, names = session.counters.bytes_out, session.names
    desktop = session.desktop
    if not moved:
        return _Output(session.sid, 0, names.user, desktop, ())
    written = [
        (transfer.bytes, key.directory, key.path)
        for key, transfer in session.transfers.items()
        if key.kind is Kind.WRITE and transfer.bytes
    ]
    if len(written) > TOP:
        written = nlargest(TOP, written)
    return _Output(session.sid, moved, names.user, desktop, tuple(written))


def _largest(sums: Counter[str]) -> list[Taken]:
    return nlargest(TOP, (Taken(moved, name) for name, moved in sums.items() if moved))
