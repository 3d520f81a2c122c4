"""Beats as a stream holds them, and shippers known by them: by clocks that a test sets."""

from dataclasses import dataclass, field

from tui.fleet.heard import SECOND
from tui.fleet.shippers import Shippers
from tui.fleet.wire import Beat
from tui.picture.fleet import FleetPicture, ShipperView

NOON = 1_795_953_600 * SECOND
"""2026-11-29T12:00:00Z in nanoseconds: when the stream's clock says 0 s."""
STREAM = "nats://127.0.0.1:4222/DESKTAIL"


@dataclass
class Told:
    """Shippers, the stream's beats so far, and this host's clocks, which are `ahead` (s) of it."""

    ahead: float = 0.0
    at: float = 0.0
    stored: int = 0
    name: str = STREAM
    noon: int = NOON
    shippers: Shippers = field(init=False)

    def __post_init__(self) -> None:
        self.shippers = Shippers(
            self.name,
            clock=lambda: self.noon + ns(self.at + self.ahead),
            steady=lambda: ns(10_000 + self.at),
        )

    def beat(
        self, host: str = "auth1", *, skew: float = 0.0, late: float = 0.0, **said: object
    ) -> None:
        """A beat comes that was stored `late` seconds ago, by a clock that is so far ahead."""
        self.stored += 1
        stamp = self.noon + ns(self.at - late)
        said = {"started": self.noon - ns(86_400 - skew)} | said
        self.shippers.hear(beat(host, stamp + ns(skew), **said), self.stored, stamp)

    def beats(self, seconds: float, *hosts: str, **said: object) -> None:
        """So much time passes, while hosts beat every five seconds."""
        for _ in range(round(seconds / 5)):
            self.at += 5
            for host in hosts:
                self.beat(host, **said)  # type: ignore[arg-type]

    @property
    def picture(self) -> FleetPicture:
        """How they are."""
        return self.shippers.picture()

    def view(self, host: str = "auth1") -> ShipperView:
        """How one of them is."""
        return next(view for view in self.picture.shippers if view.host == host)

    def states(self) -> dict[str, str]:
        """The state of each."""
        return {view.host: view.state.value for view in self.picture.shippers}


def ns(seconds: float) -> int:
    """Seconds in nanoseconds."""
    return round(seconds * SECOND)


def beat(host: str = "auth1", time: int = NOON, **said: object) -> Beat:
    """A beat of a shipper that started at NOON."""
    usual: dict[str, object] = {"instance": "a", "started": NOON, "every": 5.0, "version": "1.0"}
    return Beat(host=host, time=time, **{**usual, **said})  # type: ignore[arg-type]
