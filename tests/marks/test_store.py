"""Marks: kept over restarts, shared by several desktails, found by session, place and content."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.marks.made import ON_LINE, ON_SESSION, on_line
from tui.marks.mark import NOTE, digest_of
from tui.marks.store import Marks


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "marks.jsonl"


def test_marks_survive_the_program(path: Path) -> None:
    Marks(path).put(ON_LINE)
    Marks(path).put(ON_SESSION)
    assert list(Marks(path)) == [ON_SESSION, ON_LINE]


def test_they_stand_in_the_order_of_their_events_those_without_a_time_first() -> None:
    marks = Marks()
    times = {"late": 30, "early": 10, "none": None, "middle": 20}
    for offset, (text, time) in enumerate(times.items()):
        marks.put(on_line(text, offset, time=time, note=text))
    assert [mark.note for mark in marks] == ["none", "early", "middle", "late"]


def test_a_line_is_found_by_its_byte_and_known_by_its_content() -> None:
    marks = Marks()
    marks.put(ON_LINE)
    [mark] = marks.at(120)
    assert mark.digest == digest_of(b"a line")
    assert marks.at(121) == ()


def test_a_line_is_the_same_under_another_name_and_inode() -> None:
    rotated = replace(ON_LINE, path="/var/log/old.log", inode=8, note="again")
    marks = Marks()
    marks.put(ON_LINE)
    marks.put(rotated)
    assert list(marks) == [rotated]


def test_another_line_at_the_same_byte_has_a_mark_of_its_own() -> None:
    marks = Marks()
    marks.put(on_line("one"))
    marks.put(on_line("two"))
    assert len(marks) == len(marks.at(120)) == 2


def test_a_session_has_its_own_mark_beside_those_on_its_lines() -> None:
    marks = Marks()
    for mark in (ON_LINE, ON_SESSION, on_line("other", sid="s-2")):
        marks.put(mark)
    assert marks.of_session("s-1") == ON_SESSION
    assert list(marks.on_lines_of("s-1")) == [ON_LINE]
    assert marks.of_session("s-2") is None


def test_lines_of_no_session_are_found_too() -> None:
    marks = Marks()
    marks.put(on_line("nonsense", sid="", verb="bad line"))
    assert len(marks.on_lines_of("")) == 1


def test_what_was_taken_away_stays_away(path: Path) -> None:
    marks = Marks(path)
    marks.put(ON_LINE)
    marks.remove(ON_LINE)
    assert list(marks) == list(Marks(path)) == []
    assert marks.at(120) == marks.on_lines_of("s-1") == ()


def test_the_last_note_holds(path: Path) -> None:
    marks = Marks(path)
    marks.put(ON_LINE.noted("first"))
    marks.put(ON_LINE.noted("second"))
    assert [mark.note for mark in Marks(path)] == ["second"]


def test_a_note_is_kept_without_air_and_not_without_end() -> None:
    assert ON_LINE.noted("  seen \n").note == "seen"
    assert len(ON_LINE.noted("x" * 5_000).note) == NOTE


def test_two_desktails_share_them(path: Path) -> None:
    one, other = Marks(path), Marks(path)
    one.put(ON_LINE)
    other.put(ON_SESSION)
    assert one.refresh()
    assert list(one) == list(other) == [ON_SESSION, ON_LINE]
    other.remove(ON_LINE)
    assert one.refresh()
    assert list(one) == [ON_SESSION]
    assert not one.refresh()


def test_as_many_as_are_kept_are_refused_no_one_vanishes(path: Path) -> None:
    lines = [
        json.dumps(on_line(str(number), number, time=number).record()) for number in range(10_000)
    ]
    path.write_text("\n".join(lines) + "\n")
    marks = Marks(path)
    assert (len(marks), marks.full) == (10_000, True)
    assert not marks.put(on_line("one more", 10_000))
    assert marks.put(on_line("5", 5).noted("a note on one that is there"))
    assert len(Marks(path)) == 10_000


def test_of_more_than_are_kept_the_oldest_are_left_out(path: Path) -> None:
    lines = [json.dumps(on_line(str(number), number).record()) for number in range(10_001)]
    path.write_text("\n".join(lines) + "\n")
    marks = Marks(path)
    assert len(marks) == 10_000
    assert marks.at(0) == ()


def changed(**fields: object) -> bytes:
    return json.dumps({**ON_LINE.record(), **fields}).encode()


@pytest.mark.parametrize(
    "foreign",
    [
        b"\xff\xfe\x00garbage",
        b'{"id": "x"}',
        changed(id="0123456789abcdef"),
        changed(offset=121),
        changed(offset=-1),
        changed(offset="120"),
        changed(inode=1 << 64),
        changed(time=10**30),
        changed(made=None),
        changed(time=True),
        changed(note=["a"]),
        changed()[:-20],
        b'{"id": ' + b"9" * 5_000 + b"}",
    ],
)
def test_what_is_no_mark_is_passed_over_and_said_once(path: Path, foreign: bytes) -> None:
    Marks(path).put(ON_SESSION)
    with path.open("ab") as file:
        file.write(foreign + b"\n")
    marks = Marks(path)
    assert list(marks) == [ON_SESSION]
    assert marks.take_problem() == f"{path}: what cannot be read is passed over: 1 line"
    assert marks.take_problem() == ""


def test_a_torn_line_costs_no_other(path: Path) -> None:
    Marks(path).put(ON_SESSION)
    with path.open("ab") as file:
        file.write(b'{"id": "torn')
    Marks(path).put(ON_LINE)
    assert list(Marks(path)) == [ON_SESSION, ON_LINE]


def test_what_is_shown_of_a_mark_holds_nothing_that_a_terminal_obeys(path: Path) -> None:
    evil = "\x1b]0;title\x07[red]\u202e" + "x" * 5_000
    fields = {"user": evil, "desktop": evil, "verb": evil, "subject": evil}
    path.write_text(json.dumps({**ON_LINE.record(), **fields}) + "\n")
    [mark] = Marks(path)
    for text in (mark.user, mark.desktop, mark.verb, mark.subject):
        assert text.startswith("␛]0;title␇[red]‹202E›xxx")
        assert len(text) == 200


def test_a_note_comes_back_as_it_was_typed(path: Path) -> None:
    note = "\x1b[31m [bold]=1+1|\u202e ünïcode"
    Marks(path).put(ON_LINE.noted(note))
    assert [mark.note for mark in Marks(path)] == [note]


def test_where_nothing_can_be_kept_marks_last_as_long_as_the_program(tmp_path: Path) -> None:
    (tmp_path / "no-folder").write_text("")
    marks = Marks(tmp_path / "no-folder" / "marks.jsonl")
    marks.put(ON_LINE)
    assert list(marks) == [ON_LINE]
    assert "until the end only" in marks.take_problem()


def test_they_are_in_the_state_folder(nobodys_settings: Path) -> None:
    kept = nobodys_settings / "state" / "desktail" / "marks.jsonl"
    assert not kept.exists()
    Marks.kept()
    assert not kept.exists()  # who only looks writes nothing
