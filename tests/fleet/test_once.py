"""All that a stream holds, as files."""

import time

import pytest

from tests.fleet.server import Server
from tests.fleet.shipping import Shipped
from tui.fleet.access import Access
from tui.fleet.address import Address
from tui.fleet.engine import Engine
from tui.fleet.once import laid_out, mirrored
from tui.fleet.wire import HEADER
from tui.fleet.words import FleetError
from tui.source.log import Log
from tui.source.provenance import Spot

MINUTE = 60 * 10**9
TODAY, YESTERDAY = "/log/2026-11-29.00:00:00.log", "/log/2026-11-28.00:00:00.log"
OTHER = b'{"event":"user.login","code":"T1000I","uid":"%d"}'


def line(text: str) -> bytes:
    """The line of a desktop event."""
    return b'{"event":"desktop.clipboard.send","code":"TDP02I","uid":"%s"}' % text.encode()


def shipped(engine: Engine, host: str, path: str, *lines: bytes) -> Shipped:
    """A file of a host, of these lines."""
    return Shipped(engine, host, path, lines)


def read(engine: Engine, since: int | None = None) -> tuple[Log, list[bytes]]:
    """What was mirrored, and what its files hold."""
    with mirrored(engine.address, Access(), name="test", since=since) as log:
        return log, [file.read_bytes() for file in log.files]


A, B, C, D = (line(text) for text in "abcd")
OTHERS = OTHER % 1, OTHER % 2, OTHER % 3


def test_each_line_is_there_once_however_often_and_in_which_pieces_it_was_sent(
    engine: Engine,
) -> None:
    file = shipped(engine, "auth1", TODAY, A, B, C, D)
    for first, stop in ((0, 2), (1, 3), (0, 2), (2, 4), (0, 4)):
        file.send(first, stop)

    assert read(engine)[1] == [b"\n".join((A, B, C, D, b""))]


def test_lines_that_were_sent_behind_others_stand_before_them(engine: Engine) -> None:
    file = shipped(engine, "auth1", TODAY, A, B, C, D)
    for first, stop in ((2, 3), (0, 1), (3, 4), (1, 2)):
        file.send(first, stop)

    log, [text] = read(engine)
    assert text == b"\n".join((A, B, C, D, b""))
    assert log.broken == []


def test_files_come_by_date_and_then_by_host(engine: Engine) -> None:
    files = [
        shipped(engine, "auth2", TODAY, A),
        shipped(engine, "auth1", TODAY, B),
        shipped(engine, "auth2", YESTERDAY, C),
    ]
    for file in files:
        file.send()

    log, texts = read(engine)
    assert texts == [C + b"\n", B + b"\n", A + b"\n"]
    assert [each.name for each in log.foreign.values()] == [
        f"auth2:{YESTERDAY}",
        f"auth1:{TODAY}",
        f"auth2:{TODAY}",
    ]


def test_other_events_that_were_left_out_are_counted_once(engine: Engine) -> None:
    file = shipped(engine, "auth1", TODAY, A, OTHERS[0], OTHERS[1], B, OTHERS[2])
    for first, stop in ((0, 3), (2, 4), (3, 5), (0, 5)):
        file.send(first, stop)

    assert read(engine)[0].others == 3


def test_a_line_is_told_as_it_stands_in_the_file_that_was_shipped(engine: Engine) -> None:
    file = shipped(engine, "auth1", TODAY, A, OTHERS[0], B)
    file.send(0, 1)
    file.send(1, 3)

    with mirrored(engine.address, Access(), name="test") as log:
        [origin] = log.foreign.values()
        mirror, there = len(A) + 1, len(A) + len(OTHERS[0]) + 2
        assert origin.spot(mirror) == Spot(f"auth1:{TODAY}", there, 1, sequence=2)
        assert origin.offset(there) == mirror
        assert origin.ranges(0, mirror + len(B) + 1) == [
            (0, len(A) + 1),
            (there, there + len(B) + 1),
        ]


def test_what_no_shipper_could_read_is_said(engine: Engine) -> None:
    file = shipped(engine, "auth1", TODAY, A, B, C)
    file.send(0, 1)
    file.lose(1, 2)
    file.send(2, 3)

    log, texts = read(engine)
    assert texts == [A + b"\n" + C + b"\n"]
    assert log.broken == [f"auth1:{TODAY}: {len(B) + 1} lost, its shipper could not read them"]
    assert [each.problem for each in log.foreign.values()] == [
        f"{len(B) + 1} lost, its shipper could not read them"
    ]


def test_what_another_shipper_could_read_is_not_lost(engine: Engine) -> None:
    file = shipped(engine, "auth1", TODAY, A, B, C)
    file.send(0, 1)
    file.lose(1, 3)
    file.send(1, 3)

    log, texts = read(engine)
    assert texts == [b"\n".join((A, B, C, b""))]
    assert log.broken == []


def test_what_is_lost_takes_no_count_of_other_events_away(engine: Engine) -> None:
    file = shipped(engine, "auth1", TODAY, A, OTHERS[0], B)
    file.send(0, 2)
    file.lose(2, 3)

    assert read(engine)[0].others == 1


def test_a_hole_is_said(engine: Engine) -> None:
    file = shipped(engine, "auth1", TODAY, A, B, C)
    file.send(0, 1)
    file.send(2, 3)

    assert read(engine)[0].broken == [f"auth1:{TODAY}: {len(B) + 1} are not in the stream"]


def test_a_beginning_that_is_gone_is_no_fault_but_must_be_known(engine: Engine) -> None:
    file = shipped(engine, "auth1", TODAY, A, B)
    file.send(1, 2)

    log, _ = read(engine)
    assert log.broken == []
    assert log.notes == [f"auth1:{TODAY}: its first {len(A) + 1} are not in the stream any more"]


def test_who_asks_for_a_part_is_not_told_of_the_rest(engine: Engine) -> None:
    shipped(engine, "auth1", TODAY, A, B).send(1, 2)

    log, texts = read(engine, since=time.time_ns())
    assert (texts, log.notes) == ([B + b"\n"], [])


def test_what_was_stored_long_before_is_left_alone(engine: Engine) -> None:
    shipped(engine, "auth1", TODAY, A).send()

    assert read(engine, since=time.time_ns() + 11 * MINUTE)[1] == []


def test_messages_that_are_none_of_a_shippers_are_counted(engine: Engine) -> None:
    shipped(engine, "auth1", TODAY, A).send()
    subject = f"{engine.address.stream.lower()}.auth1.lines"
    for headers in (None, {HEADER: "{"}):
        engine.run(engine.jetstream.publish(subject, b"x\n", headers=headers))

    log, texts = read(engine)
    assert texts == [A + b"\n"]
    assert log.broken == [f"{engine.address}: 2 messages cannot be read, and were passed over"]


def test_an_empty_stream_is_an_empty_log(engine: Engine) -> None:
    assert read(engine) == (Log([], {}, 0, [], []), [])


def test_a_stream_that_is_not_there_is_said_in_a_line(server: Server) -> None:
    address = Address.parse(f"{server.address}/NONE")
    with (
        pytest.raises(FleetError, match="NONE: there is no stream NONE"),
        mirrored(address, Access(), name="test"),
    ):
        pass


def test_nothing_is_left_of_it(engine: Engine) -> None:
    shipped(engine, "auth1", TODAY, A).send()
    log, _ = read(engine)

    assert not any(file.parent.exists() for file in log.files)


def test_how_far_it_is_is_told(engine: Engine) -> None:
    file = shipped(engine, "auth1", TODAY, A, B)
    file.send(0, 1)
    file.send(1, 2)
    told: list[float] = []
    with mirrored(engine.address, Access(), name="test", tell=told.append):
        pass

    assert told == [0.5, 1.0, 1.0]


def content(engine: Engine) -> dict[str, bytes]:
    """What was laid out, by the names of the files."""
    with laid_out(engine.address, Access(), name="test") as files:
        return {name: path.read_bytes() for path, name in files.items()}


def test_laid_out_lines_stand_where_they_did(engine: Engine) -> None:
    file = shipped(engine, "auth1", TODAY, A, OTHERS[0], B)
    file.send(2, 3)
    file.send(0, 2)

    gap = b"\0" * (len(OTHERS[0]) + 1)
    assert content(engine) == {f"auth1:{TODAY}": A + b"\n" + gap + B + b"\n"}
