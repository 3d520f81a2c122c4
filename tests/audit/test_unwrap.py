"""Lines that a forwarder wrapped: the contract applies to the object inside, once."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.audit.tables import folded, log, only_event
from tests.contract.examples import (
    DENIED,
    ENDED,
    READ,
    RECEIVED,
    SENT,
    SHARED,
    STARTED,
    WRITTEN,
)
from tests.contract.reference_events import Event as PlainEvent
from tests.contract.reference_events import read_line
from tests.contract.strategies import HOSTILE_LINES, ORDINARY_LINES, logs
from tui.audit.event import Event, decode, object_in
from tui.audit.rfc3339 import parse_time
from tui.audit.summary import summarise

PUBLISHED = (STARTED, DENIED, SENT, RECEIVED, SHARED, READ, WRITTEN, ENDED)
OTHER = b'{"ei":0,"event":"cert.create","code":"TC000I","time":"2022-02-16T16:43:30Z"}'
TIMELESS = b'{"ei":0,"event":"desktop.clipboard.send","code":"TDP02I","sid":"s","length":4}'
TEXT = json.dumps(TIMELESS.decode()).encode()
MOMENT = "2022-02-16T16:43:40.123456789Z"


def counted(line: bytes) -> list[str]:
    """What the parts of a line count as."""
    return ["event" if isinstance(part, Event) else part.value for part in decode(line)]


def _spaced(time: str) -> str:
    return time.replace("T", " ").replace("Z", " +0000")


def _seconds(time: str) -> str:
    moment = parse_time(time)
    assert moment is not None
    return f"{moment // 10**9}.{moment % 10**9:09}"


# Each writes an object into a wrapping whose time is the one given (RFC 3339, with a Z).
WRAPPINGS: dict[str, Callable[[str, str], str]] = {
    "fluentd file": lambda told, time: f"{time.replace('Z', '+00:00')}\tteleport\t{told}",
    "fluentd file, utc": lambda told, time: f"{time}\tteleport.audit\t{told}",
    "fluentd stdout": lambda told, time: f"{_spaced(time)} teleport: {told}",
    "HEC": lambda told, time: f'{{"time":{_seconds(time)},"host":"a","event":{told}}}',
    "HEC, time a string": lambda told, time: f'{{"event": {told}, "time": "{_seconds(time)}"}}',
    "HEC, event a string": lambda told, time: (
        f'{{"time":{_seconds(time)},"event":{json.dumps(told)}}}'
    ),
    "Filebeat": lambda told, time: json.dumps(
        {"@timestamp": time, "log": {"offset": 7}, "message": told}, ensure_ascii=False
    ),
    "Elastic": lambda told, time: json.dumps(
        {"@timestamp": time, "message": "alice on a desktop", "event": {"original": told}}
    ),
    "Elastic, flat": lambda told, time: json.dumps({"event.original": told, "@timestamp": time}),
}
SERVICE_LOG = (
    '{"caller":"events/emitter.go:1","level":"info","message":"emitting audit event",'
    '"event_type":"x","fields":%s,"timestamp":"2031-01-01T00:00:00Z"}'
)
KEEPING: dict[str, Callable[[str, str], str]] = {
    **WRAPPINGS,
    "service log": lambda told, _: SERVICE_LOG % told,
}


def summary(*lines: str | bytes) -> dict[str, Any]:
    """The whole summary of one finished file of these lines."""
    return summarise(folded(log(*lines)), transfers=True)


@pytest.mark.parametrize("wrapping", KEEPING)
def test_a_wrapped_log_gives_the_summary_of_the_bare_one(wrapping: str) -> None:
    wrap = KEEPING[wrapping]
    wrapped = [wrap(line, "2031-01-01T00:00:00Z") for line in (*PUBLISHED, OTHER.decode())]
    assert summary(*wrapped) == summary(*PUBLISHED, OTHER)


@pytest.mark.parametrize("wrapping", WRAPPINGS)
def test_a_wrapping_that_took_the_time_away_gives_it_back_to_the_nanosecond(wrapping: str) -> None:
    wrapped = []
    for line in PUBLISHED:
        fields = json.loads(line)
        time = fields.pop("time")
        wrapped.append(WRAPPINGS[wrapping](json.dumps(fields), time))
    assert summary(*wrapped) == summary(*PUBLISHED)
    assert only_event(WRAPPINGS[wrapping](TIMELESS.decode(), MOMENT)).time == parse_time(MOMENT)


def test_wrappings_can_be_mixed_with_bare_lines_and_each_counts_once() -> None:
    wraps = [lambda told, _: told, *KEEPING.values()]
    mixed = [
        wrap(line, MOMENT) for line, wrap in zip(PUBLISHED, wraps[-len(PUBLISHED) :], strict=True)
    ]
    assert summary(*mixed) == summary(*PUBLISHED)
    assert summary(*(wrap(SENT, MOMENT) for wrap in wraps)) == summary(*[SENT] * len(wraps))


@pytest.mark.parametrize("own", ['"2022-02-16T16:43:30Z"', '"soon"', "null", "7"])
@pytest.mark.parametrize("wrapping", WRAPPINGS)
def test_the_objects_own_time_wins_even_where_it_cannot_be_read(wrapping: str, own: str) -> None:
    told = f'{{"code":"TDP02I","time":{own}}}'
    assert only_event(WRAPPINGS[wrapping](told, MOMENT)) == only_event(told)


@pytest.mark.parametrize(
    ("prefix", "time"),
    [
        ("2026-11-22T12:03:41+00:00\tteleport\t", "2026-11-22T12:03:41Z"),
        ("2026-11-22T12:03:41-03:30\tteleport\t", "2026-11-22T15:33:41Z"),
        ("2026-11-22 12:03:41 +0900 teleport: ", "2026-11-22T03:03:41Z"),
        ("2026-11-22 12:03:41.123456789 +0000 a.b:c: ", "2026-11-22T12:03:41.123456789Z"),
        ("2026-11-22T12:03:41\tTDP.*\t", None),  # no zone: nobody knows when
        ("2026-02-30T12:03:41Z\tteleport\t", None),
    ],
)
def test_the_time_of_a_prefix(prefix: str, time: str | None) -> None:
    assert only_event(prefix.encode() + TIMELESS).time == parse_time(time)


@pytest.mark.parametrize(
    ("written", "time"),
    [
        ("1645029820", "2022-02-16T16:43:40Z"),
        ("1645029820.5", "2022-02-16T16:43:40.5Z"),
        ("1645029820.123456789", "2022-02-16T16:43:40.123456789Z"),
        ('"1645029820.123456789999"', "2022-02-16T16:43:40.123456789Z"),
        ("1.6450298205e9", "2022-02-16T16:43:40.5Z"),
        ("253402300799", "9999-12-31T23:59:59Z"),
    ],
)
def test_the_time_of_splunk_is_read_as_it_is_written(written: str, time: str) -> None:
    line = b'{"time":%s,"event":%s}' % (written.encode(), TIMELESS)
    assert only_event(line).time == parse_time(time)


def test_an_envelope_nested_too_deep_for_the_exact_digits_still_has_a_time() -> None:
    deep = b"[" * 1000 + b"]" * 1000
    line = b'{"time":1645029820.5,"x":%s,"event":%s}' % (deep, TIMELESS)
    assert only_event(line).time == parse_time("2022-02-16T16:43:40.5Z")


@pytest.mark.parametrize("stamp", ["null", "[]", "{}", "true", '"soon"', "1e400", "9" * 5000])
def test_a_timestamp_that_cannot_be_read_leaves_the_event(stamp: str) -> None:
    line = b'{"@timestamp":%s,"message":%s}' % (stamp.encode(), TEXT)
    assert only_event(line).time is None


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        # A prefix comes off before anybody asks for `TDP`: others are other, not malformed.
        (b"2026-11-22T12:03:41Z\tteleport\t" + OTHER, ["other"]),
        (b"2026-11-22T12:03:41Z\tTDP\t" + OTHER, ["other"]),
        (b"2026-11-22T12:03:41Z\tteleport\t{not even JSON}", ["other"]),
        (b"2026-11-22T12:03:41Z\tteleport\t{", ["malformed"]),
        (b"2026-11-22T12:03:41Z\tteleport\t" + TIMELESS[:-1], ["malformed"]),
        (b"2026-11-22T12:03:41Z\tteleport\t" + TIMELESS[:40] + TIMELESS, ["malformed", "event"]),
        # No prefix, however near to one: a fragment, and an event glued to it.
        (b"abc" + TIMELESS, ["malformed", "event"]),
        (b"time\ttag\t" + TIMELESS, ["malformed", "event"]),
        (b"2026-11-22\tteleport\t" + TIMELESS, ["malformed", "event"]),
        (b"2026-11-22T12:03:41Z" + TIMELESS, ["malformed", "event"]),
        (b"2026-11-22T12:03:41Z\t" + TIMELESS, ["malformed", "event"]),
        (b"2026-11-22T12:03:41Z\t\t" + TIMELESS, ["malformed", "event"]),
        (b"2026-11-22T12:03:41Z\ta b\t" + TIMELESS, ["malformed", "event"]),
        (b"2026-11-22T12:03:41Z\ta}\t" + TIMELESS, ["malformed", "event"]),
        (b"2026-11-22T12:03:41Z\tteleport\t " + TIMELESS, ["malformed", "event"]),
        (b"2026-11-22T12:03:41Z teleport " + TIMELESS, ["malformed", "event"]),
        (b'2022-02-16T16:43:30.459Z","user":"x"}' + TIMELESS, ["malformed", "event"]),
        (b'2026-11-22 12:03:41 +0000 "a": ' + TIMELESS, ["malformed", "event"]),
        (b"x2026-11-22T12:03:41Z\tteleport\t" + TIMELESS, ["malformed", "event"]),
        (b"2026-11-22T12:03:41Z\t" + b"t" * 600 + b"\t" + TIMELESS, ["malformed", "event"]),
        (b"\xd9\xa2026-11-22T12:03:41Z\tteleport\t" + OTHER, ["malformed"]),
        (b"2026-11-22T12:03:41." + b"1" * 100_000, ["malformed"]),
        (b"2026-11-22 12:03:41 " + b":" * 400 + TIMELESS, ["malformed", "event"]),
    ],
)
def test_what_is_a_prefix_and_what_is_none(line: bytes, parts: list[str]) -> None:
    assert counted(line) == parts


@pytest.mark.parametrize(
    "line",
    [
        b'{"time":1645029820,"event":7,"x":"TDP02I"}',
        b'{"time":1645029820,"event":"TDP02I"}',
        b'{"time":1645029820,"event":[%s]}' % TIMELESS,
        b'{"time":1645029820,"event":%s}' % OTHER.replace(b"cert", b"TDP"),
        b'{"time":1645029820,"event":"%s"}' % (TIMELESS * 2).replace(b'"', b'\\"'),
        b'{"event":%s}' % TIMELESS,
        b'{"time":1,"event":%s}' % TIMELESS,
        b'{"time":1e400,"event":%s}' % TIMELESS,
        b'{"time":true,"event":%s}' % TIMELESS,
        b'{"time":"2022-02-16T16:43:40Z","event":%s}' % TIMELESS,
        b'{"message":%s}' % TEXT,
        b'{"@timestamp":"","message":"TDP02I"}',
        b'{"@timestamp":"","message":%s}' % TIMELESS,
        b'{"@timestamp":"","message":"x%s' % TEXT[1:] + b"}",
        b'{"@timestamp":"","message":"[\\"TDP02I\\"]"}',
        b'{"@timestamp":"","event":{"original":%s}}' % TIMELESS,
        b'{"message":"emitting audit event","fields":%s}' % TIMELESS,
        b'{"message":"emitting audit event","event_type":"x","fields":%s}' % TEXT,
        b'{"message":"audit event","event_type":"x","fields":%s}' % TIMELESS,
        b'{"events":[%s],"startKey":""}' % TIMELESS,
        # An audit event of another kind is never an envelope, whatever a user wrote into it.
        b'{"ei":0,"@timestamp":"","message":%s}' % TEXT,
        b'{"code":"T3002I","@timestamp":"","message":%s}' % TEXT,
        b'{"ei":0,"event":"exec","command":%s}' % TEXT,
    ],
)
def test_what_is_no_envelope_is_an_other_event(line: bytes) -> None:
    assert counted(line) == ["other"]


@pytest.mark.parametrize("outer", KEEPING)
@pytest.mark.parametrize("inner", [name for name in KEEPING if "fluentd" not in name])
def test_one_wrapping_is_taken_off_and_no_second(outer: str, inner: str) -> None:
    nested = KEEPING[outer](KEEPING[inner](SENT, MOMENT), MOMENT)
    assert counted(nested.encode()) == ["other"]


@pytest.mark.parametrize("deep", [10, 900, 1100, 60_000])
def test_nesting_without_end_is_other_or_malformed(deep: int) -> None:
    line = b'{"time":1645029820,"event":' * deep + TIMELESS + b"}" * deep
    assert counted(line) == ["other" if deep < 1024 else "malformed"]
    line = b'{"@timestamp":"","message":"TDP %s"}' % (b'{\\"message\\":' * deep)
    assert counted(line) == ["other"]


def test_a_desktop_event_with_an_envelopes_keys_is_itself() -> None:
    line = b'{"event":"desktop.clipboard.receive","sid":"a","@timestamp":"","message":%s}' % TEXT
    assert only_event(line) == only_event(b'{"event":"desktop.clipboard.receive","sid":"a"}')


@pytest.mark.parametrize("wrapping", KEEPING)
def test_a_wrapped_line_cut_anywhere_never_counts_as_an_event(wrapping: str) -> None:
    line = KEEPING[wrapping](SENT, MOMENT).encode()
    for end in range(1, len(line)):
        assert counted(line[:end]) in (["malformed"], ["other"])


@pytest.mark.parametrize("wrapping", KEEPING)
def test_the_facts_come_from_the_object_inside(wrapping: str) -> None:
    wrapped = KEEPING[wrapping](STARTED, MOMENT).encode()
    assert object_in(wrapped + b"\n") == object_in(STARTED.encode()) == json.loads(STARTED)


def test_of_an_object_that_is_no_envelope_the_facts_are_its_own() -> None:
    assert object_in(b'{"events":[]}') == {"events": []}
    assert object_in(b"abc" + TIMELESS) == json.loads(TIMELESS)
    assert object_in(b"2026-11-22T12:03:41Z\tteleport\tabc") == {}


@given(st.one_of(ORDINARY_LINES, HOSTILE_LINES), st.sampled_from(sorted(KEEPING)))
def test_any_desktop_event_is_the_same_event_in_any_wrapping(line: bytes, wrapping: str) -> None:
    (plain,) = read_line(line)
    assume(isinstance(plain, PlainEvent))
    bare = only_event(line)
    wrapped = only_event(KEEPING[wrapping](line.decode(), MOMENT))
    if "time" not in json.loads(line, parse_int=float):
        assert wrapped.time == (None if wrapping == "service log" else parse_time(MOMENT))
        bare.time = wrapped.time
    assert wrapped == bare


FRAGMENTS = st.sampled_from(
    (
        *(b"2026-11-22T12:03:41Z", b"2026-11-22 12:03:41 +0000", b"\t", b" ", b": ", b"tag", b"{"),
        *(b"}", b"TDP02I", b"desktop.", b'{"ei":', TIMELESS, TEXT, OTHER, b'{"time":1645029820.5,'),
        *(b'{"@timestamp":', b'"event":', b'"message":', b'"event.original":', b'{"original":'),
        *(b'"emitting audit event"', b'"fields":', b'"event_type":"x"', b",", b"\x00", b"\xff"),
    )
)


@given(st.one_of(st.binary(), st.lists(FRAGMENTS, max_size=12).map(b"".join)))
def test_whatever_the_bytes_a_line_counts_as_at_most_two_things(line: bytes) -> None:
    parts = decode(line)
    assert len(parts) <= 2
    assert bool(parts) == bool(line.strip(b" \t\r\n"))
    assert isinstance(object_in(line), dict)


@given(logs())
def test_a_log_behind_prefixes_gives_the_summary_of_the_bare_log(content: bytes) -> None:
    bare = [line.strip(b" \t\r") for line in content.split(b"\n")]
    bare = [line for line in bare if line.startswith(b"{")]
    prefixed = [b"2026-11-22T12:03:41Z\tteleport\t" + line for line in bare]
    ours, theirs = folded(log(*prefixed)), folded(log(*bare))
    assert ours.totals == theirs.totals
    assert (ours.desktop_events, ours.other_events, ours.malformed_lines) == (
        theirs.desktop_events,
        theirs.other_events,
        theirs.malformed_lines,
    )
