"""Evidence without names: none of them is left in any byte, and the numbers are the same."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.evidence.bundles import KINDS, bundle, contents, event, lines, manifest, story, summary
from tests.program import run
from tui.audit.event import Event, decode
from tui.evidence.identities import Identities
from tui.evidence.redact import Redaction
from tui.words.text import visible

NAMES = ("Zoë Quill", "qvx", "QVX-admin", 'zo"rk\\x', "\x1b[31mzork", "zork\u202egnp", "<zork>&'")
"""Names of which nothing is in a bundle's own words; some are parts of others."""


def hostile_log(names: tuple[str, ...] = NAMES) -> bytes:
    """A log in which each name stands in every field, and in texts of other fields."""
    written = []
    for number, name in enumerate(names):
        sid = f"00000000-0000-4000-8000-00000000000{number}"
        who = {
            "user": f"u{name}",
            "login": f"l{name}",
            "addr.local": f"{name}.example:51{number}",
            "desktop_addr": f"d{name}:3389",
            "user_traits": {"logins": [name]},
            "user_roles": [name],
            "desktop_labels": {"owner": name},
            name: name,
        }
        common = {"sid": sid, "time": f"2026-11-25T10:00:0{number}Z", **who}
        error = f"lock targeting User:{json.dumps(f'u{name}')} on d{name} is in force"
        file = {"directory_name": f"p{name}", "file_path": f"{name}/f{name}.xlsx", "success": True}
        written += [
            event("TDP00I", desktop_name=f"PC of u{name}", **common),
            event("TDP00W", desktop_name="PC", error=error.upper(), **common),
            event("TDP06I", length=1_000 + number, offset=0, **common, **file),
            event("TDP06W", error=f"open f{name}.xlsx: {visible(name)}", **common, **file),
            event("TDP01I", participants=[f"u{name}", name], **common),
        ]
    return lines(*written)


def forms(name: str) -> set[bytes]:
    """How a name can stand in a file."""
    told = {name, json.dumps(name)[1:-1], json.dumps(name, ensure_ascii=False)[1:-1], visible(name)}
    return {each.encode().lower() for each in told}


def left(folder: Path, names: tuple[str, ...]) -> set[tuple[str, str]]:
    """Which names are in which files of a bundle."""
    return {
        (name, file)
        for file, data in contents(folder).items()
        for name in names
        if any(form in data.lower() for form in forms(name))
    }


def test_no_name_is_in_any_byte_of_a_redacted_bundle(tmp_path: Path) -> None:
    log = tmp_path / "qvx.log"
    log.write_bytes(hostile_log())
    bundle([log], tmp_path / "e", redact=KINDS)
    assert not left(tmp_path / "e", NAMES)
    assert all("qvx" not in name for name in contents(tmp_path / "e"))


def test_without_redaction_all_of_them_are_there(tmp_path: Path) -> None:
    log = tmp_path / "events.log"
    log.write_bytes(hostile_log())
    bundle([log], tmp_path / "e")
    assert {name for name, _ in left(tmp_path / "e", NAMES)} == {*NAMES}


NAME = st.text(
    st.characters(blacklist_categories=["Cs"], blacklist_characters="0123456789-/\\"), max_size=12
).map(lambda text: f"zq{text}jx")


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(names=st.lists(NAME, min_size=1, max_size=5, unique=True))
def test_no_name_that_anybody_thinks_of_is_left(
    names: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("redacted")
    log = folder / "events.log"
    log.write_bytes(hostile_log(tuple(names)))
    bundle([log], folder / "e", redact=KINDS)
    assert not left(folder / "e", tuple(names))


def test_the_numbers_are_the_same_and_so_is_who_is_who(tmp_path: Path) -> None:
    files = story(tmp_path)
    bundle(files, tmp_path / "plain")
    bundle(files, tmp_path / "e", redact=KINDS)
    plain, mine = summary(tmp_path / "plain"), summary(tmp_path / "e")
    assert mine["totals"] == plain["totals"]
    assert mine["first_event"] == plain["first_event"]
    marks: dict[str, Any] = {}
    for told, masked in zip(plain["sessions"], mine["sessions"], strict=True):
        assert (told["sid"], told["counters"]) == (masked["sid"], masked["counters"])
        assert len(told["transfers"]) == len(masked["transfers"])
        for name in ("user", "login"):
            assert marks.setdefault(told[name], masked[name]) == masked[name]
    assert len({*marks.values()}) == len(marks)


def test_redacted_evidence_verifies_and_the_log_given_is_the_one_it_is_of(tmp_path: Path) -> None:
    files = story(tmp_path)
    bundle(files, tmp_path / "e", redact=KINDS)
    assert run("verify", tmp_path / "e").returncode == 0
    answer = run("verify", "--logs", tmp_path / "e", tmp_path / "log")
    assert answer.returncode == 0, answer.stdout
    assert "not there" not in answer.stdout


def test_only_what_was_asked_for_is_replaced(tmp_path: Path) -> None:
    log = tmp_path / "events.log"
    log.write_bytes(lines(event("TDP00I", user="zork", **{"addr.local": "203.0.113.9:51000"})))
    for kind, user, client in (
        ("users", "user-1", "203.0.113.9:51000"),
        ("addresses", "zork", "address-1:51000"),
        ("paths", "zork", "203.0.113.9:51000"),
    ):
        bundle([log], tmp_path / kind, redact=(kind,))
        (session,) = summary(tmp_path / kind)["sessions"]
        assert (session["user"], session["client_addr"]) == (user, client)
        assert manifest(tmp_path / kind).redacted == [kind]
        assert f"Redacted: {kind} are" in (tmp_path / kind / "report.md").read_text()


def test_the_filter_and_names_of_who_made_it_are_withheld(tmp_path: Path) -> None:
    log = tmp_path / "events.log"
    log.write_bytes(lines(event("TDP00I", user="root")))
    bundle([log], tmp_path / "e", redact=KINDS, filter="user~zor")
    told = manifest(tmp_path / "e")
    assert (told.filter, told.made.user) == (None, "user-1")
    assert b"zor" not in b"".join(contents(tmp_path / "e").values())


def known(**names: list[str]) -> Identities:
    """Identities of some kinds with these names."""
    identities = Identities(frozenset(KINDS))
    for kind, told in names.items():
        for name in told:
            identities.learn(kind, name)
    identities.settle()
    return identities


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('lock targeting User:"bob" is in force', 'lock targeting User:"user-1" is in force'),
        ("BOB and bobby", "user-1 and user-2"),
        ("bobs desk", "user-1s desk"),
        ("al is part of also", "user-3 is part of also"),
        ('"DOM\\\\eve"', '"user-4"'),
        ("mail joe@example.com", "mail user-5"),
        ("a@joe@example.com+x@y.z @", "a@user-5user-6 @"),
        ("from 192.0.2.7, at 12:40:05", "from address-1, at 12:40:05"),
        ("open /home/x/y: denied", "open path-1 denied"),
        ("fe80::1 is down", "address-1 is down"),
        ("", ""),
    ],
)
def test_names_are_found_in_texts(text: str, told: str) -> None:
    assert known(users=["bob", "bobby", "al", "DOM\\eve"]).text(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("timed out", "timed out"),
        ("routing", "routing"),
        ('share "out" failed', 'share "path-1" failed'),
        ("open C:\\out: denied", "open C:\\path-1: denied"),
        ("now out/dump/x.bak", "now path-1/path-2.bak"),
        ("x.bak is gone", "path-2.bak is gone"),
        ("out", "path-1"),
    ],
)
def test_a_short_word_is_a_path_only_where_it_plainly_is_one(text: str, told: str) -> None:
    identities = Identities(frozenset(KINDS))
    identities.learn("paths", "out")
    identities.learn("paths", "dump/x.bak")
    identities.learn_joined("out", "dump/x.bak")
    identities.settle()
    assert identities.text(text) == told


def test_a_mark_is_no_name_of_the_log() -> None:
    identities = known(users=["user-1", "bob"])
    assert [identities.mark("users", name) for name in ("user-1", "bob")] == ["user-2", "user-3"]


def test_a_files_mark_keeps_an_ending_that_names_nobody() -> None:
    identities = known(paths=["a/customers.bak", "a.zork", "unknown"], users=["pdf"])
    assert identities.mark("paths", "a/customers.bak") == "path-1.bak"
    assert identities.mark("paths", "a.zork") == "path-2"
    assert identities.mark("paths", "x.pdf") == "path-3"
    assert identities.mark("paths", "unknown") == "unknown"


def test_an_address_keeps_its_port() -> None:
    identities = known(addresses=["203.0.113.9", "fe80::1", "[fe80::1]"])
    assert identities.address("203.0.113.9:3389") == "address-1:3389"
    assert identities.address("fe80::1") == "address-2"
    assert identities.address("[fe80::1]:22") == "address-3:22"


CODES = ("TDP00I", "TDP00W", "TDP05W", "TDP06W", "TDP01I", "TDP03I", "X", "XW", "", None, 7)
EVENTS = ("desktop.directory.write", "windows.desktop.session.start", "desktop.zork", None)
ANY = st.sampled_from(["zork", "", 0, 7, 2**64, -1, 1.5, True, False, None, ["zork"], {"a": 1}])


@given(
    st.builds(
        event,
        st.sampled_from(CODES),
        st.sampled_from(EVENTS),
        sid=ANY,
        time=st.sampled_from(["2026-11-25T10:00:00Z", "zork", 7, None]),
        success=ANY,
        length=ANY,
        offset=ANY,
        recorded=ANY,
        user=ANY,
        file_path=ANY,
        session_start=ANY,
        desktop_name=st.sampled_from(["zork", "PC (recovered)", 7, None]),
    )
)
def test_a_redacted_event_counts_as_the_original_does(line: bytes) -> None:
    redaction = Redaction(frozenset(KINDS))
    redaction.learn({"user": "zork"}, chosen=True)
    redaction.settle()
    (original,) = decode(line)
    if not isinstance(original, Event):
        return
    (again,) = decode(redaction.line(line))
    assert isinstance(again, Event)
    for name in ("kind", "outcome", "time", "length", "offset", "os", "recorded", "session_start"):
        assert getattr(again, name) == getattr(original, name)
    assert bool(again.sid) == bool(original.sid)
    assert tuple(map(bool, again.names)) == tuple(map(bool, original.names))
    recovered = original.names.desktop_name.endswith(" (recovered)")
    assert again.names.desktop_name.endswith(" (recovered)") is recovered
