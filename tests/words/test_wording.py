"""An event or an alarm in few words: what was done, to what, and how much or why not."""

from datetime import UTC, timedelta, timezone

import pytest
from rich.cells import cell_len

from tests.alarms import NOW, denial
from tests.audit.tables import only_event
from tests.contract.examples import event
from tui.audit.event import Kind
from tui.audit.rfc3339 import SECOND
from tui.picture.alarms import Alarm, Raised, Trouble
from tui.source.provenance import Spot
from tui.words.wording import (
    VERBS,
    Wording,
    alarm_in_words,
    full_path,
    spot_in_words,
    verb_of,
    words_of,
)

KILLED = Alarm(Trouble.KILLED, "bob", "FIN", reason="full")
FILE: dict[str, object] = {"directory_name": "out", "file_path": "a/b.txt", "length": 2048}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            event("TDP00I", desktop_name="WIN-1", login="admin"),
            Wording("start", "", "WIN-1", "as admin"),
        ),
        (event("TDP00I", desktop_addr="10.0.0.1:3389"), Wording("start", "", "10.0.0.1:3389", "")),
        (
            event("TDP00I", desktop_name="WIN-1", success=False, error="trimmed"),
            Wording("start", "", "WIN-1", ""),
        ),
        (
            event("TDP00W", desktop_name="WIN-1", login="admin", error="locked"),
            Wording("denied", "", "WIN-1", "as admin · locked"),
        ),
        (event("TDP07W"), Wording("denied", "", "", "")),
        (
            event("TDP01I", desktop_name="WIN-1", recorded=True),
            Wording("end", "", "WIN-1", "recorded"),
        ),
        (event("TDP08I", recorded=False), Wording("end", "", "", "not recorded")),
        (event("TDP01I"), Wording("end", "", "", "")),
        (event("TDP02I", length=734), Wording("clip in", "734", "", "")),
        (event("TDP03I", length=18_432), Wording("clip out", "18.0K", "", "")),
        (event("TDP04I", directory_name="D:\\out"), Wording("share", "", "D:\\out", "")),
        (
            event("TDP04W", directory_name="out", error="no such folder"),
            Wording("share", "", "out", "failed: no such folder"),
        ),
        (event("TDP04W", success=True), Wording("share", "", "", "incomplete")),
        (event("TDP05I", **FILE), Wording("file in", "2.0K", "out/a/b.txt", "")),
        (event("TDP06I", **FILE), Wording("file out", "2.0K", "out/a/b.txt", "")),
        (event("TDP06W", **FILE, success=False), Wording("file out", "", "out/a/b.txt", "failed")),
        (
            event("TDP05W", **FILE, error="access denied"),
            Wording("file in", "", "out/a/b.txt", "failed: access denied"),
        ),
        (
            event("TDP06W", **FILE, success=True),
            Wording("file out", "2.0K", "out/a/b.txt", "incomplete"),
        ),
        (
            event("TDP06W", **FILE, success=True, error="lost"),
            Wording("file out", "2.0K", "out/a/b.txt", "incomplete: lost"),
        ),
    ],
)
def test_one_event(line: bytes, words: Wording) -> None:
    assert words_of(only_event(line)) == words


@pytest.mark.parametrize(
    ("line", "amount", "note"),
    [
        (event("TDP05I", **FILE), "2.0G", "2,140 reads"),
        (event("TDP06I", **FILE), "2.0G", "2,140 writes"),
        (event("TDP06W", **FILE, success=False, error="full"), "", "2,140 writes · failed: full"),
        (event("TDP05W", **FILE, success=True), "2.0G", "2,140 reads · incomplete"),
    ],
)
def test_a_run_of_reads_or_writes(line: bytes, amount: str, note: str) -> None:
    words = words_of(only_event(line), 2140, 2 * 1024**3)
    assert (words.amount, words.note) == (amount, note)


@pytest.mark.parametrize(
    ("folder", "path"), [("out", "out/p"), ("", "p"), ("D:\\out", "D:\\out/p")]
)
def test_a_path_begins_with_its_folder(folder: str, path: str) -> None:
    assert full_path(only_event(event("TDP05I", directory_name=folder, file_path="p"))) == path


def test_every_kind_has_a_verb_of_at_most_eight_cells() -> None:
    assert set(VERBS) == set(Kind)
    assert max(map(len, [*VERBS.values(), verb_of(only_event(event("TDP00W")))])) <= 8


@pytest.mark.parametrize("code", ["TDP00I", "TDP00W", "TDP01I", "TDP04W", "TDP05W", "TDP06W"])
def test_nothing_that_a_terminal_obeys_is_told(code: str) -> None:
    hostile = "\x1b[2J\u202e\u200b\n"
    fields = ("desktop_name", "login", "error", "directory_name", "file_path")
    words = words_of(only_event(event(code, **dict.fromkeys(fields, hostile), success=False)))
    assert "".join((words.verb, words.subject, words.note)).isprintable()
    assert "␛[2J‹202E›‹200B›␊" in f"{words.subject}{words.note}"


@pytest.mark.parametrize(
    ("alarm", "raised", "words"),
    [
        (
            denial(),
            Raised(1, 0, NOW),
            "denied · mallory on HR-07 · access to desktop denied · 12:00:00 UTC",
        ),
        (Alarm(Trouble.DENIED), Raised(1204, 0, NOW), "denied ×1,204 · - on - · 12:00:00 UTC"),
        (denial().sum, Raised(1, 0, NOW), "and 1 more denied start · 12:00:00 UTC"),
        (denial().sum, Raised(1204, 0, NOW), "and 1,204 more denied starts · 12:00:00 UTC"),
        (KILLED.sum, Raised(7, 0, NOW), "and more killed sessions · 12:00:00 UTC"),
        (
            KILLED,
            Raised(7, 0, NOW),
            "session killed by Teleport · bob on FIN · full · 12:00:00 UTC",
        ),
        (
            Alarm(Trouble.SHARE, "bob", "FIN", "D:\\out", "no"),
            Raised(2, 0, NOW),
            "share failed ×2 · bob on FIN · D:\\out · no · 12:00:00 UTC",
        ),
        (Alarm(Trouble.LAG, about="5"), Raised(1, 0, NOW), "lag over 5 s · 12:00:00 UTC"),
        (
            Alarm(Trouble.LOST, about="/l/events.log"),
            Raised(2, 2048, NOW),
            "2.0K lost ×2, truncated before read · /l/events.log · 12:00:00 UTC",
        ),
        (
            Alarm(Trouble.GONE, about="/l: no such file"),
            Raised(1, 0, NOW),
            "not read · /l: no such file · 12:00:00 UTC",
        ),
        (Alarm(Trouble.BACK), Raised(1, 0, NOW), "everything is read again · 12:00:00 UTC"),
        (
            Alarm(Trouble.SILENT, about="auth2", reason="30 s"),
            Raised(2, 0, NOW),
            "shipper of auth2 silent ×2 · nothing heard for 30 s · 12:00:00 UTC",
        ),
        (
            Alarm(Trouble.STOPPED, about="auth2"),
            Raised(1, 0, NOW),
            "shipper of auth2 stopped · nothing comes from there · 12:00:00 UTC",
        ),
        (
            Alarm(Trouble.HEARD, about="auth2"),
            Raised(1, 0, NOW),
            "shipper of auth2 heard again · 12:00:00 UTC",
        ),
        (
            Alarm(Trouble.CLOCK, about="auth3", reason="+37 s"),
            Raised(1, 0, NOW),
            "clock of auth3 differs · +37 s · 12:00:00 UTC",
        ),
        (
            Alarm(Trouble.DOUBLE, about="auth1", reason="2"),
            Raised(1, 0, NOW),
            "2 shippers call themselves auth1 · 12:00:00 UTC",
        ),
        (
            Alarm(Trouble.SILENT, many=True),
            Raised(997, 0, NOW),
            "and 997 more silent shippers · 12:00:00 UTC",
        ),
    ],
)
def test_an_alarm(alarm: Alarm, raised: Raised, words: str) -> None:
    assert alarm_in_words(alarm, raised, NOW, UTC) == words


def test_an_alarm_of_another_day_bears_its_date_and_any_the_zone() -> None:
    yesterday = Raised(1, 0, NOW - 86_400 * SECOND)
    lag, zone = Alarm(Trouble.LAG, about="5"), timezone(timedelta(hours=1), "CET")
    assert alarm_in_words(lag, yesterday, NOW, zone) == "lag over 5 s · 2026-11-21 13:00:00 CET"


def test_the_reason_of_an_alarm_gives_way_so_that_all_is_one_line() -> None:
    alarm = denial()._replace(reason="r" * 200)
    words = alarm_in_words(alarm, Raised(1, 0, NOW), NOW, UTC, cells=60)
    assert words.endswith("rrr… · 12:00:00 UTC")
    assert cell_len(words) == 60


def test_an_alarm_holds_nothing_that_a_terminal_obeys() -> None:
    hostile = "\x1b[2J\u202e\u200b\n"
    for trouble in Trouble:
        alarm = Alarm(trouble, hostile, hostile, hostile, hostile)
        assert alarm_in_words(alarm, Raised(1, 0, NOW), NOW, UTC).isprintable()


NAME = "/var/lib/teleport/log/2026-11-29.00:00:00.log"


@pytest.mark.parametrize(
    ("spot", "cells", "said"),
    [
        (Spot(NAME, 1234), 20, "2026-11-29.00:00:00.log ─ byte 1,234"),
        (
            Spot(f"auth1:{NAME}", 1234, sequence=5678),
            90,
            f"auth1:{NAME} ─ byte 1,234 ─ message 5,678",
        ),
        (
            Spot(f"auth1:{NAME}", 1234, sequence=5678),
            60,
            "auth1:/…/2026-11-29.00:00:00.log ─ byte 1,234 ─ message 5,678",
        ),
        (Spot("/log/\x1b[2J", 0), 20, "␛[2J ─ byte 0"),
    ],
)
def test_where_a_line_stands(spot: Spot, cells: int, said: str) -> None:
    assert spot_in_words(spot, cells) == said
