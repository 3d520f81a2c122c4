"""Lines of a benchmark's log, each kind built once as the demo builds it, and then only filled in.

An event goes through the demo's builders, which know Teleport's order of fields; its line is kept
as a format. Filling that takes a microsecond, where building the event anew takes ten.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from tui.demo import events, neighbours
from tui.demo.cast import Agent, Cast, Desktop, Person
from tui.demo.events import Event, Stamp, instant

SECOND = 1_000_000
"""Times of this module are microseconds, the precision of the log's own."""
CHUNK = 1 << 20
FOLDERS = ("Desktop", "Downloads", "transfer")
ERROR = "The system cannot find the path specified."
NUMBERS = ("length", "offset")


@dataclass(slots=True)
class Clock:
    """The moment up to which the log is written, in microseconds since the epoch."""

    now: int


def form(event: Event, *holes: str) -> str:
    """The event's line as a format for `%`, with a hole for each of these fields, in its order."""
    marked = {name: f"<{name}>" if name in holes else value for name, value in event.items()}
    text = events.line(marked).decode().replace("%", "%%")
    for name in holes:
        text = text.replace(f'"<{name}>"', "%d" if name in NUMBERS else '"%s"')
    return text


def uid(draw: random.Random) -> str:
    """A UUID of version 4."""
    digits = draw.randbytes(16).hex()
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"


@lru_cache(maxsize=64)
def _second(seconds: int) -> str:
    return instant(seconds * 1_000_000_000)[:-1]


def written(time: int) -> str:
    """A moment as the log has it: trailing zeros of the fraction are cut."""
    seconds, fraction = divmod(time, SECOND)
    return f"{_second(seconds)}.{fraction:06}".rstrip("0").rstrip(".") + "Z"


def stage(seed: int) -> tuple[tuple[Person, ...], tuple[Desktop, ...]]:
    """Who works where: people without keys, behind an older service, so that lines are short."""
    cast = Cast(seed)
    service = Agent(uid(random.Random(seed)), recent=False)
    people = tuple(person for person in cast.people.values() if not person.mfa)
    desktops = tuple(
        Desktop(f"WIN-{number}", f"10.20.1.{number}:3389", "Windows 11", "10.0 (22631)", service)
        for number in range(10, 90)
    )
    return people, desktops


@dataclass(frozen=True, slots=True)
class Session:
    """The lines of one session; all but `denied` are formats, with a uid and a time to fill in.

    The clipboard's take a length besides; reads and writes a path, a length and an offset; the end
    its time once more.
    """

    denied: str
    start: str
    share: str
    clipboard: tuple[str, str]
    moved: tuple[str, str]
    failed: str
    end: str


def session(draw: random.Random, now: int, person: Person, desktop: Desktop) -> Session:
    """A session that this person begins now."""
    stamp = Stamp(uid(draw), now * 1_000)
    its = events.DesktopSession(uid(draw), person, desktop, person.name, stamp.time)
    folder = draw.choice(FOLDERS)
    piece = events.Piece(folder, 2, "", 0)
    chunk = ("uid", "time", "file_path", "length", "offset")
    into, out = (events.clipboard(its, stamp, out=out, length=0) for out in (False, True))
    return Session(
        denied=events.line(events.session_start(its, stamp, "access denied")).decode(),
        start=form(events.session_start(its, stamp), "uid", "time"),
        share=form(_older(events.share(its, stamp, folder=folder, folder_id=2)), "uid", "time"),
        clipboard=(
            form(_older(into), "uid", "time", "length"),
            form(_older(out), "uid", "time", "length"),
        ),
        moved=(
            form(_older(events.read(its, stamp, piece)), *chunk),
            form(_older(events.write(its, stamp, piece)), *chunk),
        ),
        failed=form(_older(events.read(its, stamp, piece, ERROR)), *chunk),
        end=form(events.session_end(its, stamp, stopped=0), "uid", "time", "session_stop"),
    )


def story(draw: random.Random, clock: Clock, person: Person, desktop: Desktop) -> Iterator[str]:
    """One session in the pieces in which it is written, some ninety lines in all.

    A run of reads or writes comes in one piece, with times of some seconds ago: Teleport holds
    directory events back. Some starts are denied, some sessions never end.
    """
    its = session(draw, clock.now, person, desktop)
    if draw.random() < 0.02:
        yield its.denied
        return
    yield its.start % (uid(draw), written(clock.now // 1_000 * 1_000))
    yield its.share % (uid(draw), written(clock.now))
    left = draw.randrange(20, 165)
    while left > 0:
        if draw.random() < 0.96:
            length = int(draw.expovariate(1 / 400))
            yield draw.choice(its.clipboard) % (uid(draw), written(clock.now), length)
            left -= 1
        else:
            chunks = draw.randrange(4, 21)
            moved = its.failed if draw.random() < 0.02 else draw.choice(its.moved)
            yield "".join(_run(draw, clock.now, moved, chunks))
            left -= chunks
    if draw.random() < 0.98:
        now = written(clock.now // 1_000 * 1_000)
        yield its.end % (uid(draw), now, now)


def _run(draw: random.Random, now: int, text: str, chunks: int) -> Iterator[str]:
    """The chunks of one file, from three to ten seconds ago on."""
    time = now - draw.randrange(3 * SECOND, 10 * SECOND)
    path = f"reports/{draw.getrandbits(24):06x}.pdf"
    for chunk in range(chunks):
        length = CHUNK if chunk < chunks - 1 else draw.randrange(1, CHUNK)
        yield text % (uid(draw), written(time), path, length, chunk * CHUNK)
        time += draw.randrange(100_000)


def _older(event: Event) -> Event:
    """The event without a field that older services leave out."""
    del event["private_key_policy"]
    return event


def others(draw: random.Random, seed: int) -> list[str]:
    """Forms of lines that are no desktop events, in the proportions of a busy cluster.

    Their holes are the uid and the time.
    """
    people, server, stamp = tuple(Cast(seed).people.values()), uid(draw), Stamp(uid(draw), 0)
    several: list[Event] = []
    for _ in range(4):
        for person in people:
            several += [
                neighbours.login(person, stamp),
                neighbours.login(person, stamp, "invalid username, password or second factor"),
                neighbours.certificate(person, stamp),
                neighbours.command(person, server, uid(draw), stamp, draw),
                neighbours.kube_request(person.name, 1, server, stamp, draw),
                neighbours.kube_request(person.name, 1, server, stamp, draw),
                neighbours.kube_request("bot-backup", 2, server, stamp, draw),
                neighbours.upload(uid(draw), stamp),
                neighbours.watched(uid(draw), person, stamp),
                neighbours.disconnect(person, server, "client was idle for 30m0s", stamp),
            ]
    return [form(event, "uid", "time") for event in several]
