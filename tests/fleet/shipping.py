"""What shippers would send, sent by hand: so a test says itself how lines are cut, and what comes
twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from nats.js.api import StreamConfig

from tests.fleet.programs import is_too_early
from tests.patience import until
from tui.audit.event import Rest, decode
from tui.fleet.engine import Engine
from tui.fleet.plan import Wanted
from tui.fleet.stream import init
from tui.fleet.wire import (
    Beat,
    Lines,
    Message,
    Origin,
    Skip,
    beat_message,
    beat_subject,
    lines_message,
    lines_subject,
    origin_message,
    origin_subject,
    shippers_stream,
)
from tui.fleet.words import FleetError

MIB = 1 << 20


def make_streams(engine: Engine) -> None:
    """Have both streams, as `desktail nats init` makes them but for their limits."""
    stream = engine.address.stream
    beside = shippers_stream(stream)
    facts = [beat_subject(stream), origin_subject(stream)]
    for made in (
        StreamConfig(name=stream, subjects=[lines_subject(stream)], duplicate_window=120.0),
        StreamConfig(name=beside, subjects=facts, max_msgs_per_subject=1),
    ):
        engine.run(engine.jetstream.add_stream(made))


def make_streams_of_cluster(engine: Engine) -> None:
    """Have both streams on all servers of a cluster, once that can be done."""

    def is_there() -> bool:  # asked often, because nobody answers before
        try:
            engine.run(engine.client.request("$JS.API.STREAM.NAMES", timeout=0.3))
        except FleetError:
            return False
        return True

    def are_made() -> bool:
        try:
            list(init(engine, Wanted()))
        except FleetError as error:
            if not is_too_early(str(error)):
                raise
            return False
        return True

    until(is_there)
    until(are_made)


@dataclass(slots=True)
class Shipped:
    """A file of a host as it is shipped, line by line; other events are left out."""

    engine: Engine
    host: str
    path: str
    lines: Sequence[bytes]
    _ends: list[int] = field(init=False)
    _others: list[bool] = field(init=False)

    def __post_init__(self) -> None:
        """Where each line ends, and which are of other events."""
        self._ends = [0]
        for line in self.lines:
            self._ends.append(self._ends[-1] + len(line) + 1)
        self._others = [*map(_is_other, self.lines)]

    @property
    def stream(self) -> str:
        """Where it is shipped to."""
        return self.engine.address.stream

    @property
    def origin(self) -> Origin:
        """The file."""
        known = sha256(self.lines[0]).hexdigest()[:16]
        return Origin(known, self.host, self.path, 1, 1)

    def announce(self) -> None:
        """Tell that it is shipped."""
        self._publish(origin_message(self.stream, self.origin))

    def send(self, first: int = 0, stop: int | None = None) -> None:
        """Send the lines from one number on and before another one, as one message."""
        message = lines_message(self.stream, self.message(first, stop), most=MIB)
        assert message is not None
        self._publish(message)

    def lose(self, first: int, stop: int) -> None:
        """Send that lines could not be read."""
        lost = Lines(self.origin, self._ends[first], self._ends[stop], lost=True)
        message = lines_message(self.stream, lost, most=MIB)
        assert message is not None
        self._publish(message)

    def message(self, first: int = 0, stop: int | None = None) -> Lines:
        """What is sent of some lines."""
        stop = len(self.lines) if stop is None else stop
        body = b""
        skips: list[Skip] = []
        for line, is_other in zip(self.lines[first:stop], self._others[first:stop], strict=True):
            if not is_other:
                body += line + b"\n"
            else:
                skips.append(Skip(len(body), len(line) + 1, 1))
        left = sum(self._others[:first])
        begin, end = self._ends[first], self._ends[stop]
        return Lines(self.origin, begin, end, left, tuple(skips), body=body)

    def write(self, folder: Path) -> Path:
        """The file itself, as its host has it."""
        path = folder / self.host / self.path.rpartition("/")[2]
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"".join(line + b"\n" for line in self.lines))
        return path

    def _publish(self, message: Message) -> None:
        headers = dict(message.headers) or None
        self.engine.run(
            self.engine.jetstream.publish(message.subject, message.body, headers=headers)
        )


def send_beat(engine: Engine, beat: Beat) -> None:
    """Have a shipper say how it is."""
    message = beat_message(engine.address.stream, beat)
    engine.run(engine.jetstream.publish(message.subject, message.body))


def _is_other(line: bytes) -> bool:
    return [*decode(line)] == [Rest.OTHER]
