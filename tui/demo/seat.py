"""A seat: somebody's place before a desktop, and what they do there."""

from __future__ import annotations

from tui.demo import events, neighbours
from tui.demo.cast import FILES, FOLDERS
from tui.demo.events import MEBIBYTE, DesktopSession, Event, Piece
from tui.demo.stage import Stage

FOLDER_ID = 2
FAILED = "operation failed"
SHORTEST_HOLD, LONGEST_HOLD = 3.0, 6.0


class Seat:
    """One session at one desktop. Offsets are in seconds from the beginning of the live part."""

    def __init__(
        self, stage: Stage, who: tuple[str, str, str], at: float, *, recorded: bool = True
    ) -> None:
        """`who` names person, desktop and login on it; the session begins `at` this offset."""
        name, desktop, login = who
        self._stage = stage
        self._folder = ""
        self._held = stage.draw.uniform(SHORTEST_HOLD, SHORTEST_HOLD + 1)
        self.at = at
        self.session = DesktopSession(
            sid=stage.uuid(),
            person=stage.cast.people[name],
            desktop=stage.cast.desktops[desktop],
            login=login,
            began=stage.moment(at),
            recorded=recorded,
            request=stage.uuid() if login.startswith("svc-") else "",
        )

    def start(self, error: str = "") -> None:
        """Log in to the cluster, get a certificate, and start the session, or be denied it."""
        stage, person = self._stage, self.session.person
        stage.put(neighbours.login(person, stage.stamp(self.at - 3.1)), self.at - 3.0)
        certificate = neighbours.certificate(person, stage.stamp(self.at - 0.2), "windows_desktop")
        stage.put(certificate, self.at - 0.19)
        self.knock(error)

    def knock(self, error: str = "") -> None:
        """Start the session, or be denied it, being logged in already."""
        stage = self._stage
        event = events.session_start(self.session, stage.stamp(self.at), error)
        stage.put(event, stage.soon(self.at))

    def end(self, at: float) -> None:
        """End the session; a little later its recording is stored."""
        stage, session = self._stage, self.session
        stamp = stage.stamp(at, index=stage.draw.randrange(1_200, 96_000))
        stage.put(events.session_end(session, stamp, stopped=stamp.time), stage.soon(at))
        if session.recorded:
            stored = at + stage.draw.uniform(2, 20)
            stage.put(neighbours.upload(session.sid, stage.stamp(stored)), stage.soon(stored))
            stage.keep_recording(session.sid, stored + 30)

    def clip(self, at: float, *, out: bool, length: int = 0) -> None:
        """Copy and paste `length` bytes, by default so many as people use to."""
        stage = self._stage
        length = length or max(1, round(stage.draw.lognormvariate(4.2, 1.6)))
        stamp = stage.stamp(at, self._index())
        stage.put(events.clipboard(self.session, stamp, out=out, length=length), stage.soon(at))

    def share(self, at: float, folder: str, error: str = "") -> None:
        """Share a folder of the own computer into the desktop."""
        stage = self._stage
        self._folder = folder
        stamp = stage.stamp(at, self._index())
        event = events.share(self.session, stamp, folder=folder, folder_id=FOLDER_ID, error=error)
        stage.put(event, stage.soon(at))

    def copy(self, at: float, path: str, size: int, *, out: bool, rate: float = 8.0) -> float:
        """Copy a file of `size` bytes, `rate` MiB a second; the offset at which that is done."""
        for offset in range(0, size, MEBIBYTE):
            self.chunk(at, path, min(MEBIBYTE, size - offset), offset, out=out)
            at += self._stage.draw.uniform(0.7, 1.3) / rate
        return at

    def chunk(self, at: float, path: str, length: int, offset: int, *, out: bool) -> None:
        """Move one chunk of a file."""
        happened = events.write if out else events.read
        piece = Piece(self._folder, FOLDER_ID, path, length, offset)
        self._hold(happened(self.session, self._stage.stamp(at, self._index()), piece), at)

    def arrive_late(self, at: float, path: str, length: int, *, late: float) -> None:
        """Write a file whose event comes `late` seconds after it, whatever has happened since."""
        stage = self._stage
        piece = Piece(self._folder, FOLDER_ID, path, length)
        stage.put(events.write(self.session, stage.stamp(at, self._index()), piece), at + late)

    def fail(self, at: float, path: str) -> None:
        """Try in vain to read a file."""
        piece = Piece(self._folder, FOLDER_ID, path, 0)
        self._hold(
            events.read(self.session, self._stage.stamp(at, self._index()), piece, FAILED), at
        )

    def be_forgotten(self, at: float, length: int) -> None:
        """Write to a file of which Teleport no longer knows which one it was."""
        stamp = self._stage.stamp(at, self._index())
        self._hold(events.forgotten_write(self.session, stamp, length), at)

    def work(self, begin: float, end: float, pause: float) -> None:
        """Ordinary work between two offsets: something every `pause` seconds on average."""
        draw = self._stage.draw
        at = begin + draw.expovariate(1 / pause)
        while at < end:
            if draw.random() < 0.12:
                at = self.errand(at, end)
            else:
                self.clip(at, out=draw.random() < 0.45)
            at += draw.expovariate(1 / pause)

    def errand(self, at: float, end: float) -> float:
        """Copy a file in or out, sharing a folder first if need be; the offset at its end."""
        draw = self._stage.draw
        if not self._folder:
            self.share(at, draw.choice(FOLDERS))
            at += draw.uniform(1, 4)
        path, size = draw.choice(FILES)
        # What is held back must be in the log before the session ends, as Teleport sees to it.
        if at + size / MEBIBYTE > end - LONGEST_HOLD:
            return at
        return self.copy(at, path, size, out=draw.random() < 0.4)

    def _index(self) -> int:
        """`ei` is 0, but some large number when the service is not a recent one."""
        return 0 if self.session.desktop.agent.recent else self._stage.draw.randrange(10**6, 10**9)

    def _hold(self, event: Event, at: float) -> None:
        """Recent services hold directory events back for some seconds, slowly more or less."""
        stage = self._stage
        if not self.session.desktop.agent.recent:
            stage.put(event, stage.soon(at))
            return
        held = self._held + stage.draw.uniform(-0.25, 0.25)
        self._held = min(max(held, SHORTEST_HOLD), LONGEST_HOLD)
        stage.put(event, at + self._held)
