import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.disk import fill, small_disk
from tests.fleet.server import Server
from tests.fleet.shipping import Shipped, send_beat
from tests.patience import until
from tests.readings import NOW, chunk, end, out, start
from tui.audit.event import Kind
from tui.audit.rates import ALL
from tui.audit.summary import summarise
from tui.audit.table import SessionTable
from tui.fleet.engine import Engine
from tui.fleet.follow import FleetFollow
from tui.fleet.past import FleetPast
from tui.fleet.shippers import Shippers
from tui.fleet.wire import Beat
from tui.live.monitor import Monitor
from tui.past.pieces import Wanted
from tui.past.whole import whole_table

KINDS = Kind.START, Kind.WRITE, Kind.WRITE, Kind.RECEIVE, Kind.END
OTHER = b'{"event":"user.login","code":"T1000I","uid":"x"}'


@contextmanager
def watching(follow: FleetFollow) -> Iterator[Monitor]:
    """Follow a stream within."""
    follow.open()
    monitor = Monitor(
        follow, past=lambda: FleetPast.of(follow), watch=follow.waiting, clock=lambda: NOW
    )

    def read() -> None:
        for _ in monitor.arrivals():
            pass

    thread = Thread(target=read, daemon=True)
    thread.start()
    try:
        yield monitor
    finally:
        monitor.stop()
        thread.join(20)
        monitor.close()
        assert not thread.is_alive()


def settled(monitor: Monitor, events: int) -> bool:
    picture = monitor.picture()
    return picture.live and picture.past is None and picture.desktop_events == events


def numbers(monitor: Monitor, follow: FleetFollow) -> dict[str, Any]:
    def told(table: SessionTable) -> dict[str, Any]:
        table.other_events += follow.mirrors.others
        return summarise(table, transfers=False)

    return monitor.ask(told)


def of_files(files: Sequence[Path]) -> dict[str, Any]:
    table, _ = whole_table(files, transfers=False)
    return summarise(table, transfers=False)


def day(sid: str, count: int) -> list[bytes]:
    """A session's lines, with other events between them."""
    chunks = [chunk(sid, number) for number in range(count)]
    between = [line for each in chunks for line in (each, OTHER)]
    return [start(sid, uid=sid), OTHER, *between, out(sid, 5), end(sid)]


def test_what_is_there_and_what_comes_is_in_the_table(engine: Engine) -> None:
    file = Shipped(engine, "auth1", "/log/a", day("s", 3))
    file.send(0, 4)
    with watching(FleetFollow(engine)) as monitor:
        until(lambda: settled(monitor, 2))
        file.send(4)
        until(lambda: settled(monitor, 6))


def test_every_number_is_that_of_the_files(engine: Engine, tmp_path: Path) -> None:
    days = [
        Shipped(engine, host, f"/log/2026-11-{date}.00:00:00.log", day(f"{host}{date}", 40))
        for date in (28, 29)
        for host in ("auth1", "auth2")
    ]
    for file in days:
        file.announce()
        file.send(0, 30)
    for file in days:
        file.send(20, 60)
        file.send(0, 30)
        file.send(60)
    follow = FleetFollow(engine)
    with watching(follow) as monitor:
        until(lambda: settled(monitor, 4 * 43))

        assert numbers(monitor, follow) == of_files([file.write(tmp_path) for file in days])


def test_what_is_stored_before_the_last_messages_is_past(engine: Engine, tmp_path: Path) -> None:
    file = Shipped(engine, "auth1", "/log/a", day("s", 500))
    for first in range(0, len(file.lines), 10):
        file.send(first, min(len(file.lines), first + 10))
    follow = FleetFollow(engine, now=1 << 12)
    with watching(follow) as monitor:
        until(lambda: settled(monitor, 503))
        past, live = (follow.sources[number].cutter.offset for number in (0, 1))

        assert past > 10 * live > 0
        assert numbers(monitor, follow) == of_files([file.write(tmp_path)])
        with monitor.feeds() as feeds:
            rows = feeds.lines(ALL, 0, 9, feeds.end(ALL))
        assert sum(row.row.events for row in rows) == 503  # a run is cut where now begins
        assert [row.event.kind for row in rows if row.event] == [*KINDS]


def test_from_the_end_only_new_events_arrive(engine: Engine) -> None:
    file = Shipped(engine, "auth1", "/log/a", day("s", 3))
    file.send(0, 4)
    with watching(FleetFollow(engine, from_end=True)) as monitor:
        until(lambda: settled(monitor, 0))
        file.send(4)
        until(lambda: settled(monitor, 4))


def test_a_line_is_read_back_and_where_it_came_from_is_known(engine: Engine) -> None:
    file = Shipped(engine, "auth1", "/log/a", day("s", 3))
    file.send()
    follow = FleetFollow(engine)
    with watching(follow) as monitor:
        until(lambda: settled(monitor, 6))
        [place] = monitor.told(
            ["s"], lambda session: session.closing.place if session.closing else 0
        )
        spot = monitor.where(place)

        assert monitor.line_at(place) == file.lines[-1]
        assert (spot.path, spot.sequence) == ("auth1:/log/a", 1)
        assert spot.offset == sum(len(line) + 1 for line in file.lines[:-1])


def test_lost_bytes_are_told_once(engine: Engine) -> None:
    file = Shipped(engine, "auth1", "/log/a", day("s", 3))
    file.send(0, 2)
    file.lose(2, 4)
    file.lose(2, 4)
    file.send(4)
    with watching(FleetFollow(engine)) as monitor:
        until(lambda: settled(monitor, 5))
        [loss] = monitor.losses()

    assert (str(loss.path), loss.bytes) == ("auth1:/log/a", len(file.lines[2] + file.lines[3]) + 2)


def test_bytes_that_never_came_are_lost(engine: Engine) -> None:
    file = Shipped(engine, "auth1", "/log/a", day("s", 3))
    file.send(0, 2)
    file.send(4)
    with watching(FleetFollow(engine)) as monitor:
        until(lambda: settled(monitor, 5))
        until(lambda: monitor.picture().lost > 0)

        assert monitor.picture().lost == len(file.lines[2] + file.lines[3]) + 2


def test_a_message_of_nobody_s_form_is_counted_and_passed(engine: Engine) -> None:
    engine.run(engine.jetstream.publish(f"{engine.address.stream.lower()}.auth1.lines", b"\xff"))
    Shipped(engine, "auth1", "/log/a", day("s", 3)).send()
    follow = FleetFollow(engine)
    with watching(follow) as monitor:
        until(lambda: settled(monitor, 6))

    assert follow.damaged == 1


def test_a_server_that_dies_loses_nothing(own_engine: Engine, own_server: Server) -> None:
    file = Shipped(own_engine, "auth1", "/log/a", day("s", 3))
    file.send(0, 4)
    with watching(FleetFollow(own_engine)) as monitor:
        until(lambda: settled(monitor, 2))
        own_server.kill()
        until(lambda: "not connected" in monitor.problem)
        own_server.start()
        until(lambda: not own_engine.problem)
        file.send(2)
        until(lambda: settled(monitor, 6))
        until(lambda: not monitor.problem)


def test_shippers_are_known_by_their_beats_also_those_of_before(engine: Engine) -> None:
    shippers = Shippers("nats://")
    send_beat(engine, Beat("auth1", "r", 1, 1, 5.0, version="1"))
    with watching(FleetFollow(engine, shippers=shippers)):
        until(lambda: [view.version for view in shippers.picture().shippers] == ["1"])
        send_beat(engine, Beat("auth1", "r", 2, 1, 5.0, version="2"))
        until(lambda: [view.version for view in shippers.picture().shippers] == ["2"])


def test_what_comes_of_a_host_is_told(engine: Engine) -> None:
    shippers = Shippers("nats://")
    send_beat(engine, Beat("auth1", "r", 1, 1, 5.0))
    file = Shipped(engine, "auth1", "/log/a", day("s", 3))
    file.send(0, 2)
    file.lose(2, 4)
    file.send(4)
    with watching(FleetFollow(engine, shippers=shippers)) as monitor:
        until(lambda: settled(monitor, 5))
        [view] = shippers.picture().shippers

    assert (view.events, view.sequence) == (5, 3)
    assert view.lost == len(file.lines[2] + file.lines[3]) + 2


def test_a_past_that_is_left_alone_does_not_keep_rules_from_what_comes(engine: Engine) -> None:
    file = Shipped(engine, "auth1", "/log/a", day("s", 500))
    for first in range(0, 500, 10):
        file.send(first, first + 10)
    follow = FleetFollow(engine, now=1 << 10)
    follow.open()
    past = FleetPast.of(follow)
    past.stopped = True

    assert [*past.tables(Wanted(), ())] == []
    assert (past.done, past.is_there) == (False, True)
    follow.close()


@pytest.mark.parametrize("now", [1 << 10, 1 << 22])
def test_a_full_disk_is_said_and_loses_nothing(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, now: int
) -> None:
    file = Shipped(engine, "auth1", "/log/a", day("s", 60))
    for first in range(0, 120, 10):
        file.send(first, first + 10)
    file.send(120)
    with small_disk(tmp_path / "disk") as disk:
        monkeypatch.setattr(tempfile, "tempdir", str(disk))
        follow = FleetFollow(engine, now=now)
        filler = fill(disk)
        with watching(follow) as monitor:
            until(lambda: "cannot be kept" in monitor.problem)
            filler.unlink()
            until(lambda: settled(monitor, 63))
            until(lambda: not monitor.problem)
