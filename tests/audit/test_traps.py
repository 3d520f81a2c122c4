"""The traps in Teleport's own writing that concern a single line, one test each."""

import json

import pytest

from tests.audit.tables import only_event
from tests.contract.examples import SENT, STARTED, WRITTEN, event
from tui.audit.event import Event, Kind, Outcome, Rest, decode

READ, WRITE = "desktop.directory.read", "desktop.directory.write"


def test_a_failed_read_is_written_with_the_code_of_a_failed_write() -> None:
    told = only_event(event("TDP06W", READ, success=False, length=9))
    assert (told.kind, told.outcome) == (Kind.READ, Outcome.FAILED)


def test_the_published_write_bears_the_name_of_a_read() -> None:
    assert json.loads(WRITTEN)["event"] == READ
    assert only_event(WRITTEN).kind is Kind.WRITE


def test_a_warning_with_success_moved_bytes_of_an_unknown_file() -> None:
    told = only_event(
        event("TDP06W", WRITE, success=True, length=9, directory_name="unknown", file_path="")
    )
    assert (told.outcome, told.length, told.directory) == (Outcome.INCOMPLETE, 9, "unknown")


def test_a_request_that_the_audit_cache_refused_has_failed() -> None:
    full = "audit cache exceeded maximum size"
    told = only_event(event("TDP05W", READ, success=False, error=full))
    assert (told.outcome, told.error) == (Outcome.FAILED, full)


def test_a_start_that_was_trimmed_says_success_false_and_did_start() -> None:
    told = only_event(event("TDP00I", "windows.desktop.session.start", success=False))
    assert told.outcome is Outcome.DONE


@pytest.mark.parametrize("number", [-1, 0, 4211, 2**63, "0"])
def test_the_event_index_is_no_sequence_number_and_changes_nothing(number: object) -> None:
    assert only_event(event("TDP02I", ei=number)) == only_event(event("TDP02I"))


def test_an_older_clipboard_event_has_no_desktop_name() -> None:
    told = only_event(SENT)
    assert (told.names.desktop_name, told.names.desktop_addr) == ("", "192.168.1.206:3389")


def test_the_client_address_is_the_local_one() -> None:
    fields = {"addr.local": "203.0.113.7:51000", "addr.remote": "192.168.1.206:3389"}
    assert only_event(event("TDP02I", **fields)).names.client_addr == "203.0.113.7:51000"


def test_a_session_id_can_be_empty() -> None:
    assert only_event(event("TDP02I", sid="")).sid == ""


def test_a_login_stands_on_starts_and_ends_only() -> None:
    assert only_event(event("TDP02I", login="administrator")).login == ""


def test_a_recovered_end_names_the_desktop_with_a_mark() -> None:
    told = only_event(event("TDP01I", desktop_name="WIN-1 (recovered)"))
    assert told.names.desktop_name == "WIN-1 (recovered)"


def test_the_zero_time_is_no_time() -> None:
    told = only_event(
        event("TDP01I", time="0001-01-01T00:00:00Z", session_stop="0001-01-01T00:00:00Z")
    )
    assert (told.time, told.session_stop) == (None, None)


def test_an_escape_in_a_string_lives_again_when_decoded() -> None:
    assert only_event(b'{"code":"TDP02I","user":"\\u001b[2J"}').names.user == "\x1b[2J"


def test_what_stands_raw_in_a_string_comes_through() -> None:
    hostile = "a<b>&\x7f\u2028\u202e\u009b"
    assert only_event(f'{{"code":"TDP02I","user":"{hostile}"}}').names.user == hostile


def test_the_text_of_an_event_inside_a_string_is_no_event() -> None:
    inner = json.dumps({"ei": 0, "event": "desktop.clipboard.send", "code": "TDP02I"})
    assert decode(json.dumps({"ei": 0, "event": "exec", "command": inner}).encode()) == (
        Rest.OTHER,
    )


def test_a_share_named_like_an_event_is_not_one_more() -> None:
    assert only_event(event("TDP04I", directory_name='{"ei":0,"code":"TDP01I"}')).kind is Kind.SHARE


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("T3006I", "client.disconnect"),
        ("T2005I", "session.upload"),
        ("T2012I", "session.recording.access"),
        ("TLK00I", "lock.created"),
    ],
)
def test_neighbours_of_a_session_are_other_events(code: str, name: str) -> None:
    assert decode(event(code, name)) == (Rest.OTHER,)


def test_exporters_sort_the_keys_and_put_spaces_between() -> None:
    spaced = json.dumps(json.loads(STARTED), sort_keys=True).encode()
    assert only_event(spaced) == only_event(STARTED)


@pytest.mark.parametrize(
    "wrapped",
    [
        b'{"time":1,"event":%s}',
        b'{"events":[%s],"startKey":""}',
        b'{"message":"emitting audit event","fields":%s}',
    ],
)
def test_an_object_around_an_event_is_an_other_event(wrapped: bytes) -> None:
    assert decode(wrapped % event("TDP02I")) == (Rest.OTHER,)


def test_what_is_no_known_forwarders_prefix_is_a_fragment_that_an_event_is_glued_to() -> None:
    tagged = b"teleport\t" + event("TDP02I")
    assert [type(part) for part in decode(tagged)] == [Rest, Event]
