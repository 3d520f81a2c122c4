"""The facts of a session, as its start and end state them."""

from datetime import UTC, timedelta, timezone, tzinfo

import pytest

from tests.audit.tables import only_session
from tests.contract.examples import DENIED, ENDED, STARTED, event
from tui.audit.rfc3339 import parse_time
from tui.picture.picture import SessionView
from tui.view.facts import facts_of

NOON = parse_time("2022-02-16T17:43:30.459Z") or 0
HOSTILE = "\x1b[2J\u202e\n"


def told(
    opening: bytes | str | None = None, closing: bytes | str | None = None, zone: tzinfo = UTC
) -> dict[str, str]:
    """The facts of a session of these two lines."""
    first, last = (x.encode() if isinstance(x, str) else x for x in (opening, closing))
    lines = [line for line in (first, last) if line is not None] or [event("TDP02I")]
    session = SessionView.of(only_session(*lines))
    facts = facts_of(session, first, last, now=NOON, zone=zone)
    assert len({fact.label for fact in facts}) == len(facts)
    return {fact.label: fact.text for fact in facts}


def test_a_session_from_start_to_end() -> None:
    facts = told(STARTED, ENDED)
    labels = facts.pop("Labels")
    assert facts == {
        "User": "alice",
        "Desktop": "WIN-I44F9TN11M3-teleport-example-com",
        "Address": "192.168.1.206:3389",
        "Domain": "teleport.example.com",
        "System": "windows",
        "Cluster": "root",
        "People": "alice",
        "Account": "administrator",
        "Client": "-",
        "State": "ended after 3m",
        "Started": "2022-02-16 16:43:30 UTC",
        "Ended": "2022-02-16 16:46:50 UTC",
        "Recorded": "yes",
        "MFA": "not said",
        "Service": "316a3ffa-23e6-4d85-92a1-5e44754f8189",
        "Session": "4a0ed655-1e0b-412b-b14a-348e840e7fa2",
    }
    assert labels.startswith("computer_name=WIN-I44F9TN11M3  dns_host_name=")


def test_what_nobody_said() -> None:
    facts = told()
    unknown = ("User", "Desktop", "Account", "Client", "Started", "Service", "Labels")
    assert {facts[label] for label in unknown} == {"-"}
    assert (facts["Recorded"], facts["MFA"]) == ("not said yet", "not said")
    assert not {"Ended", "Certificate"} & set(facts)


@pytest.mark.parametrize(
    ("opening", "closing", "state"),
    [
        (DENIED, None, "denied: access to desktop denied"),
        (event("TDP00W"), None, "denied"),
        (
            STARTED,
            None,
            "active for 1h00, last event 2022-02-16 16:43:30 UTC",
        ),
        (event("TDP00I"), None, "active"),
        (None, event("TDP01I"), "ended"),
        (
            STARTED,
            ENDED.replace('example-com"', 'example-com (recovered)"'),
            "ended after 3m, end written later after a crash",
        ),
    ],
)
def test_state(opening: bytes | str | None, closing: bytes | str | None, state: str) -> None:
    assert told(opening, closing)["State"] == state


@pytest.mark.parametrize(
    ("recorded", "said"), [(True, "yes"), (False, "no"), ("x", "not said yet")]
)
def test_recorded(recorded: object, said: str) -> None:
    assert told(None, event("TDP01I", recorded=recorded))["Recorded"] == said


def test_times_stand_by_the_clock_of_the_zone_that_they_name() -> None:
    zone = timezone(timedelta(hours=1), "CET")
    assert told(STARTED, zone=zone)["Started"] == "2022-02-16 17:43:30 CET"


@pytest.mark.parametrize(
    ("field", "value", "label", "said"),
    [
        ("with_mfa", "device-1", "MFA", "device-1"),
        ("certificate", {"serial": 7, "subject": "CN=a"}, "Certificate", "serial=7  subject=CN=a"),
        ("windows_desktop_service", "svc-1", "Service", "svc-1"),
        ("desktop_labels", {"b": "2", "teleport.dev/a": "1"}, "Labels", "b=2  a=1"),
        ("certificate", {"usage": ["a", "b"], "upn": "x"}, "Certificate", "usage=a,b  upn=x"),
        ("user_roles", ["access", "dba"], "Roles", "access  dba"),
        ("access_requests", ["r-1", "r-2"], "Requests", "r-1  r-2"),
        ("user_traits", {"windows_logins": ["a", "b"]}, "Traits", "windows_logins=a,b"),
        ("trusted_device", {"asset_tag": "C02"}, "Device", "asset_tag=C02"),
        ("participants", ["alice"], "People", "alice"),
        ("private_key_policy", "hardware_key", "Key policy", "hardware_key"),
        ("nla", False, "NLA", "no"),
        ("message", "because", "Message", "because"),
        ("desktop_labels", None, "Labels", "-"),
        ("desktop_labels", ["x"], "Labels", "-"),
        ("windows_desktop_service", 10**30, "Service", "1e+30"),
    ],
)
def test_a_fact_of_the_log_itself(field: str, value: object, label: str, said: str) -> None:
    assert told(event("TDP00I", **{field: value}))[label] == said
    assert told(None, event("TDP01I", **{field: value}))[label] == said


def test_a_message_that_only_repeats_the_error_is_not_told_again() -> None:
    assert "Message" not in told(event("TDP00W", error="no", message="no"))


def test_the_start_is_believed_before_the_end() -> None:
    start, end = (event(code, with_mfa=code) for code in ("TDP00I", "TDP01I"))
    assert told(start, end)["MFA"] == "TDP00I"


@pytest.mark.parametrize("empty", ['""', "null"])
def test_what_the_start_leaves_empty_is_said_by_the_end(empty: str) -> None:
    start = f'{{"code":"TDP00I","sid":"s","windows_domain":{empty},"desktop_labels":{empty}}}'
    end = event("TDP01I", windows_domain="example.com", desktop_labels={"a": "1"})
    facts = told(start, end)
    assert (facts["Domain"], facts["Labels"]) == ("example.com", "a=1")


def test_a_start_that_was_glued_to_a_fragment_tells_its_facts() -> None:
    opening = b'{"ei":0,"event":"desktop.clipb' + event("TDP00I", with_mfa="device-1")
    session = SessionView.of(only_session(opening))
    facts = facts_of(session, opening, None, now=NOON, zone=UTC)
    assert [fact.text for fact in facts if fact.label == "MFA"] == ["device-1"]


def test_nothing_that_a_terminal_obeys_is_a_fact() -> None:
    texts = ("user", "desktop_name", "login", "addr.local", "desktop_addr", "windows_domain")
    more = ("with_mfa", "windows_desktop_service", "sid", "error")
    labels = {HOSTILE: HOSTILE}
    line = event(
        "TDP00W",
        **dict.fromkeys((*texts, *more), HOSTILE),
        certificate=labels,
        desktop_labels=labels,
    )
    facts = told(line)
    assert all(text.isprintable() for text in facts.values())
    assert sum("␛[2J‹202E›␊" in text for text in facts.values()) == 12
