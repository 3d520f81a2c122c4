"""`desktail ship` with a real server: each byte of each file arrives once, whatever is killed."""

import gzip
import json
import os
import random
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.audit.tables import folded
from tests.fleet.server import Server, serving
from tests.fleet.ships import Fleet, append, desk, other, told, told_once, wait_for
from tests.patience import until
from tui.audit.summary import summarise
from tui.fleet.checkpoint import Checkpoint, Entry

DAY, NEXT = "2026-11-28.00:00:00.log", "2026-11-29.00:00:00.log"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("server")) as one:
        yield one


@pytest.fixture
def fleet(server: Server, tmp_path: Path) -> Fleet:
    fleet = Fleet(server.address, tmp_path / "state")
    fleet.make()
    return fleet


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "log").mkdir()
    return tmp_path / "log"


def remembered(fleet: Fleet, host: str) -> dict[str, Entry]:
    """What the shipper of a host remembers."""
    checkpoint = Checkpoint.open(fleet.stream, host, fleet.state / "desktail" / "ship")
    checkpoint.close()
    return checkpoint.entries


# -- what is there -------------------------------------------------------------------------


def test_each_byte_of_each_file_is_told_once(fleet: Fleet, folder: Path) -> None:
    append(folder / DAY, *map(desk, range(3000)), *map(other, range(100)))
    append(folder / NEXT, *map(desk, range(5000, 5100)))
    (folder / f"{DAY[:9]}7{DAY[10:]}.gz").write_bytes(gzip.compress(desk(9000)))

    before = sorted(folder.iterdir())
    assert fleet.shipped(folder, "--all-lines", "--host", "auth1") == ""
    assert sorted(folder.iterdir()) == before
    found = told_once(fleet.stored())
    files = [(folder / DAY).read_bytes(), (folder / NEXT).read_bytes(), desk(9000)]
    assert sorted(found.values()) == sorted((len(text), text) for text in files)


def test_what_a_log_says_is_the_same_on_the_other_side(fleet: Fleet, folder: Path) -> None:
    lines = [other(1), desk(1), b"torn {\n", b"\n", *map(other, range(50)), desk(2), b'{"a":1}\r\n']
    append(folder / DAY, *lines)
    fleet.shipped(folder, "--host", "auth1")
    stored = fleet.stored()
    there = folded(b"".join(lines.body for lines in stored))
    there.other_events += stored[-1].left + stored[-1].others

    assert summarise(there) == summarise(folded((folder / DAY).read_bytes()))
    assert not any(b"user.login" in lines.body for lines in stored)


def test_what_is_acknowledged_is_not_sent_again(fleet: Fleet, folder: Path) -> None:
    append(folder / DAY, desk(1))
    fleet.shipped(folder, "--host", "auth1")
    append(folder / DAY, desk(2))
    fleet.shipped(folder, "--host", "auth1")
    fleet.shipped(folder, "--host", "auth1")

    assert [lines.body for lines in fleet.stored()] == [desk(1), desk(2)]


def test_a_last_line_without_end_is_taken_from_a_file_that_is_quiet(
    fleet: Fleet, folder: Path
) -> None:
    append(folder / DAY, desk(1), desk(2)[:-1])
    fleet.shipped(folder, "--host", "auth1")
    busy = fleet.bodies()
    os.utime(folder / DAY, (time.time() - 60, time.time() - 60))
    fleet.shipped(folder, "--host", "auth1")

    quiet = fleet.bodies()
    append(folder / DAY, b"\n", desk(3))
    fleet.shipped(folder, "--host", "auth1")

    assert (busy, quiet) == (desk(1), desk(1) + desk(2))
    assert fleet.bodies() == desk(1) + desk(2) + b"\n" + desk(3)


def test_of_a_folder_days_before_a_time_can_be_left_alone(fleet: Fleet, folder: Path) -> None:
    append(folder / DAY, desk(1))
    append(folder / NEXT, desk(2))
    fleet.shipped(folder, "--host", "auth1", "--since", "2026-11-29T00:00:00Z")
    first = fleet.bodies()
    fleet.shipped(folder, "--host", "auth1", "--since", "2026-11-28T00:00:00Z")

    assert (first, fleet.bodies()) == (desk(2), desk(2) + desk(1))


def test_each_file_is_named_before_its_lines(fleet: Fleet, folder: Path) -> None:
    append(folder / DAY, desk(1))
    append(folder / NEXT, desk(2))
    fleet.shipped(folder, "--host", "auth1")
    _, origins = fleet.facts()

    assert sorted(origin.path for origin in origins) == [str(folder / DAY), str(folder / NEXT)]
    assert {origin.id for origin in origins} == {lines.origin.id for lines in fleet.stored()}
    assert {origin.host for origin in origins} == {"auth1"}


def test_of_an_engine_that_takes_little_in_a_message_each_line_is_cut_to_that(
    tmp_path: Path, folder: Path
) -> None:
    draw = random.Random(1)
    noise = b'{"uid":"n","code":"TDP02I","x":"%s"}\n' % draw.randbytes(90_000).hex().encode()
    log = folder / DAY
    append(log, *(desk(number, 300) for number in range(500)), desk(500, 90_000), noise, desk(501))
    with serving(tmp_path / "server", "max_payload: 65536") as server:
        fleet = Fleet(server.address, tmp_path / "state")
        fleet.make()
        said = fleet.shipped(folder, "--host", "auth1")
        stored = fleet.stored()
        beats, _ = fleet.facts()

    ((end, bodies),) = told_once(stored).values()
    assert end == log.stat().st_size
    assert bodies == log.read_bytes().replace(noise, b"")
    assert "larger than a message" in said
    assert beats[0].lost == len(noise)


# -- what comes ----------------------------------------------------------------------------


def test_what_comes_is_shipped_as_it_comes(fleet: Fleet, folder: Path) -> None:
    append(folder / DAY, desk(1))
    ship = fleet.ship(folder, "--host", "auth1")
    wait_for(fleet, desk(1))
    append(folder / DAY, desk(2))
    wait_for(fleet, desk(2))
    append(folder / NEXT, desk(3))
    wait_for(fleet, desk(3))

    assert ship.end() == ""
    assert fleet.bodies() == desk(1) + desk(2) + desk(3)


def test_lines_that_come_one_after_the_other_go_together(fleet: Fleet, folder: Path) -> None:
    append(folder / DAY, desk(0))
    ship = fleet.ship(folder, "--host", "auth1")
    wait_for(fleet, desk(0))
    begun = time.monotonic()
    for number in range(1, 400):
        append(folder / DAY, desk(number))
        time.sleep(0.002)
    wait_for(fleet, desk(399))
    took = time.monotonic() - begun
    ship.end()

    assert len(fleet.stored()) < took / 0.05 + 3


def test_what_is_lost_is_told_as_bytes(fleet: Fleet, folder: Path) -> None:
    log = folder / "audit.log"
    append(log, desk(1), b"unfinished")
    ship = fleet.ship(log, "--host", "auth1")
    wait_for(fleet, desk(1))
    log.write_bytes(desk(2))
    wait_for(fleet, desk(2))
    until(lambda: len(fleet.stored()) == 3)
    said = ship.end()
    (lost,) = (lines for lines in fleet.stored() if lines.lost)

    assert (lost.begin, lost.end) == (len(desk(1)), len(desk(1)) + 10)
    assert "10 lost" in said


def test_a_file_without_events_that_is_written_anew_is_another_one(
    fleet: Fleet, folder: Path
) -> None:
    log = folder / "audit.log"
    append(log, b"{}\n", desk(1))
    ship = fleet.ship(log, "--host", "auth1")
    wait_for(fleet, desk(1))
    log.write_bytes(b"{}\n" + desk(2))
    wait_for(fleet, desk(2))
    ship.end()

    assert len({lines.origin.id for lines in fleet.stored()}) == 2


# -- a shipper that was away ---------------------------------------------------------------


def renamed(log: Path) -> None:
    log.rename(log.with_name("audit.log.1"))


def dated(log: Path) -> None:
    log.rename(log.with_name("audit.log-20261129"))


def compressed(log: Path) -> None:
    packed, status = log.with_name("audit.log.1.gz"), log.stat()
    packed.write_bytes(gzip.compress(log.read_bytes()))
    os.utime(packed, ns=(status.st_atime_ns, status.st_mtime_ns))
    log.unlink()


def copied(log: Path) -> None:
    shutil.copyfile(log, log.with_name("audit.log.1"))
    os.truncate(log, 0)


@pytest.mark.parametrize("rotate", [renamed, dated, compressed, copied])
def test_what_was_rotated_away_meanwhile_is_shipped_first(
    fleet: Fleet, folder: Path, rotate: Callable[[Path], None]
) -> None:
    log = folder / "audit.log"
    append(log, desk(1))
    fleet.shipped(log, "--host", "auth1")
    append(log, desk(2))
    rotate(log)
    append(log, desk(3))
    fleet.shipped(log, "--host", "auth1")

    assert fleet.bodies() == desk(1) + desk(2) + desk(3)
    assert [end for end, _ in told_once(fleet.stored()).values()] == [
        len(desk(1) + desk(2)),
        len(desk(3)),
    ]


def test_the_days_that_a_link_led_to_meanwhile_are_shipped(fleet: Fleet, folder: Path) -> None:
    link, third = folder / "events.log", "2026-11-30.00:00:00.log"
    append(folder / DAY, desk(1))
    os.utime(folder / DAY, (1795910000, 1795910000))
    link.symlink_to(DAY)
    fleet.shipped(link, "--host", "auth1")
    append(folder / DAY, desk(2))
    append(folder / NEXT, desk(3))
    append(folder / third, desk(4))
    link.unlink()
    link.symlink_to(third)
    fleet.shipped(link, "--host", "auth1")

    assert fleet.bodies() == b"".join(map(desk, range(1, 5)))


def test_of_a_file_that_is_gone_what_was_known_of_it_is_lost(fleet: Fleet, folder: Path) -> None:
    log = folder / "audit.log"
    append(log, desk(1), b"unfinished")
    fleet.shipped(log, "--host", "auth1")
    log.unlink()
    append(log, desk(2))
    said = fleet.shipped(log, "--host", "auth1")

    assert said.count("\n") == 1
    assert f"{log}: is gone" in said
    assert [(lines.begin, lines.end) for lines in fleet.stored() if lines.lost] == [
        (len(desk(1)), len(desk(1)) + 10)
    ]
    assert fleet.shipped(log, "--host", "auth1") == ""


def test_without_a_checkpoint_that_can_be_read_all_is_sent_again_and_stored_once(
    fleet: Fleet, folder: Path
) -> None:
    append(folder / DAY, *map(desk, range(100)))
    fleet.shipped(folder, "--host", "auth1")
    (file,) = (fleet.state / "desktail" / "ship").glob("*.json")
    file.write_text("{")
    said = fleet.shipped(folder, "--host", "auth1")

    assert said.count("\n") == 1
    assert f"{file}: cannot be read" in said
    assert len(fleet.stored()) == 1


# -- killed --------------------------------------------------------------------------------


def test_killed_at_any_moment_nothing_is_missing_and_nothing_is_stored_twice(
    fleet: Fleet, folder: Path
) -> None:
    draw, log = random.Random(7), folder / DAY
    number = 0
    for _ in range(5):
        ship = fleet.ship(folder, "--host", "auth1")
        until = time.monotonic() + draw.uniform(0.4, 1.0)
        while time.monotonic() < until:
            append(log, *(desk(number + more, 500) for more in range(40)))
            number += 40
            time.sleep(0.004)
        ship.kill()
        known = {name: entry.offset for name, entry in remembered(fleet, "auth1").items()}
        ends = {lines.origin.id: lines.end for lines in fleet.stored()}
        assert all(offset <= ends[name] for name, offset in known.items() if offset)
    fleet.shipped(folder, "--host", "auth1")
    ((end, bodies),) = told_once(fleet.stored()).values()

    assert (end, bodies) == (log.stat().st_size, log.read_bytes())


def test_killed_between_publishing_and_its_acknowledgement_it_is_stored_once(
    fleet: Fleet, folder: Path
) -> None:
    log = folder / DAY
    append(log, desk(1))
    fleet.shipped(folder, "--host", "auth1")
    append(log, desk(2), desk(3))
    fleet.shipped(folder, "--host", "auth1")
    # As it was when the second message was on its way.
    (file,) = (fleet.state / "desktail" / "ship").glob("*.json")
    there = json.loads(file.read_text())
    (entry,) = there["entries"]
    entry["offset"] = len(desk(1))
    file.write_text(json.dumps(there))
    append(log, desk(4))
    fleet.shipped(folder, "--host", "auth1")

    assert [lines.body for lines in fleet.stored()] == [desk(1), desk(2) + desk(3), desk(4)]


def test_a_server_that_is_killed_and_started_misses_nothing(tmp_path: Path, folder: Path) -> None:
    log = folder / DAY
    with serving(tmp_path / "server") as server:
        fleet = Fleet(server.address, tmp_path / "state")
        fleet.make()
        append(log, desk(0))
        ship = fleet.ship(folder, "--host", "auth1")
        wait_for(fleet, desk(0))
        server.kill()
        for number in range(1, 200):
            append(log, desk(number))
        log.rename(folder / "away.log")
        (folder / "away.log").rename(log)
        append(folder / NEXT, desk(1000))
        server.start()
        server.wait()
        wait_for(fleet, desk(199), desk(1000))
        said = ship.end()

        assert sorted(told_once(fleet.stored()).values()) == sorted(
            (len(text), text) for text in (log.read_bytes(), desk(1000))
        )
        # A server that is slow to come can go once more: each time is said once, and its end.
        lines = said.splitlines()
        assert all("nothing is lost" in line for line in lines[::2])
        assert all("all is well again" in line for line in lines[1::2])
        assert len(lines) in {2, 4}


def test_an_engine_that_is_not_there_yet_is_waited_for(tmp_path: Path, folder: Path) -> None:
    append(folder / DAY, desk(1))
    with serving(tmp_path / "server") as server:
        fleet = Fleet(server.address, tmp_path / "state")
        fleet.make()
        server.stop()
        ship = fleet.ship(folder, "--host", "auth1")
        said = ship.line()
        server.start()
        server.wait()
        wait_for(fleet, desk(1))

        assert "it is waited for" in said
        assert "is there" in ship.end()


def test_what_is_rotated_away_before_the_engine_was_ever_there_is_shipped(
    tmp_path: Path, folder: Path
) -> None:
    log = folder / "audit.log"
    append(log.with_name("audit.log.2"), desk(9))
    append(log, desk(1))
    with serving(tmp_path / "server") as server:
        fleet = Fleet(server.address, tmp_path / "state")
        fleet.make()
        server.stop()
        ship = fleet.ship(log, "--host", "auth1")
        ship.line()
        log.rename(log.with_name("audit.log.1"))
        append(log, desk(2))
        server.start()
        server.wait()
        wait_for(fleet, desk(2))
        ship.end()

        assert fleet.bodies() == desk(1) + desk(2)


def test_one_that_waits_for_its_engine_ends_when_it_is_told_to(
    server: Server, tmp_path: Path, folder: Path
) -> None:
    append(folder / DAY, desk(1))
    fleet = Fleet(server.address, tmp_path / "state")  # whose streams are not made
    ship = fleet.ship(folder, "--host", "auth1")
    said = ship.line()

    assert "there is no stream" in said
    assert "nothing is lost" in said
    assert ship.end() == ""


# -- several -------------------------------------------------------------------------------


def test_a_second_one_for_the_same_host_and_stream_is_refused(fleet: Fleet, folder: Path) -> None:
    append(folder / DAY, desk(1))
    first = fleet.ship(folder, "--host", "auth1")
    wait_for(fleet, desk(1))
    second = fleet.ship(folder, "--host", "auth1").ended(status=1)
    first.end()

    assert second.count("\n") == 1
    assert "another desktail ships for auth1" in second


def test_two_that_ship_one_folder_tell_of_the_same_bytes(fleet: Fleet, folder: Path) -> None:
    log = folder / DAY
    append(log, desk(0))
    ships = [fleet.ship(folder, "--host", host) for host in ("auth1", "auth2")]
    for number in range(1, 100):
        append(log, desk(number))
        time.sleep(0.005)
    wait_for(fleet, desk(99))
    until(lambda: len(fleet.facts()[0]) == 2)
    until(lambda: all(beat.behind == 0 for beat in fleet.facts()[0]))
    for ship in ships:
        ship.end()
    stored = fleet.stored()
    (covered,) = told(stored).values()
    text = log.read_bytes()

    assert [(each.begin, each.end) for each in covered.ranges] == [(0, len(text))]
    assert all(lines.body == text[lines.begin : lines.end] for lines in stored)


# -- beats, and the end --------------------------------------------------------------------


def test_a_beat_says_how_it_is_and_the_last_one_that_it_leaves(fleet: Fleet, folder: Path) -> None:
    append(folder / DAY, desk(1), other(1), desk(2))
    ship = fleet.ship(folder, "--host", "auth1")
    until(lambda: fleet.facts()[0])
    wait_for(fleet, desk(2))
    (first,) = fleet.facts()[0]
    ship.end()
    (last,) = fleet.facts()[0]

    assert (first.host, first.leaving, first.every) == ("auth1", False, 5.0)
    assert (last.leaving, last.lines, last.behind, last.lag) == (True, 2, 0, 0.0)
    assert last.instance == first.instance
    assert abs(last.time / 1e9 - time.time()) < 60


def test_ctrl_c_ends_it_as_it_ends_every_command(fleet: Fleet, folder: Path) -> None:
    append(folder / DAY, desk(1))
    ship = fleet.ship(folder, "--host", "auth1")
    wait_for(fleet, desk(1))

    assert ship.end(signal.SIGINT, status=130) == ""
    assert fleet.facts()[0][0].leaving


def test_a_path_at_which_nothing_is_is_waited_for_or_refused(fleet: Fleet, folder: Path) -> None:
    log = folder / "audit.log"
    refused = fleet.ship(log, "--host", "auth1").ended(status=1)
    ship = fleet.ship(log, "--host", "auth1", "--wait")
    append(log, desk(1))
    wait_for(fleet, desk(1))
    ship.end()

    assert "wait for it with --wait" in refused


def test_standard_input_is_refused(fleet: Fleet) -> None:
    assert "standard input" in fleet.ship("-").ended(status=2)


def test_no_stream_is_said_in_a_line_and_status_1(
    server: Server, tmp_path: Path, folder: Path
) -> None:
    append(folder / DAY, desk(1))
    fleet = Fleet(server.address, tmp_path / "state")
    said = fleet.ship(folder, "--host", "auth1", "--once").ended(status=1)

    assert said.count("there is no stream") == 2  # when it is met, and when it is given up


def test_lines_are_kept_verbatim(fleet: Fleet, folder: Path) -> None:
    lines = [b'{"uid":"1","a":"\xff\x00\x1b"}\n', b"\r\n", b" x \n", "é\u2028\n".encode()]
    append(folder / DAY, *lines)
    fleet.shipped(folder, "--host", "auth1", "--all-lines")

    assert fleet.bodies() == b"".join(lines)
