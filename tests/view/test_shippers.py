"""What is told of a fleet in few words: how many are heard, and the worst of what is wrong."""

from datetime import UTC

import pytest
from rich.cells import cell_len

from tests.fleet.beats import NOON, ns
from tui.picture.fleet import Consumer, FleetPicture, ShipperState, ShipperView
from tui.view.shippers import (
    GLYPHS,
    TONES,
    about_stream,
    concerns,
    counted,
    facts_of,
    in_order,
    in_short,
    pace,
)
from tui.words.telling import Sizes


def view(
    host: str = "auth1", state: ShipperState = ShipperState.ALIVE, **said: object
) -> ShipperView:
    """A shipper that was heard a second ago."""
    usual: dict[str, object] = {"heard": NOON - ns(1), "limit": ns(30)}
    return ShipperView(host=host, state=state, **{**usual, **said})  # type: ignore[arg-type]


SILENT = view("auth2", ShipperState.SILENT, heard=NOON - ns(45))
TROUBLED = view("auth3", ShipperState.TROUBLED, problem="events.log: permission denied")


def fleet(*views: ShipperView, **said: object) -> FleetPicture:
    """These at noon; who is silent is not alive."""
    alive = sum(one.state is not ShipperState.SILENT for one in views)
    usual: dict[str, object] = {"alive": alive, "expected": len(views)}
    return FleetPicture(NOON, "nats://h/S", views, **{**usual, **said})  # type: ignore[arg-type]


def short(picture: FleetPicture, cells: int = 80) -> str:
    """What is told in so many cells."""
    return in_short(picture, concerns(picture), cells)


@pytest.mark.parametrize(
    ("picture", "told"),
    [
        (fleet(), "no shippers yet"),
        (fleet(view()), "1/1 shipper"),
        (fleet(view("a"), view("b")), "2/2 shippers"),
        (fleet(view(), SILENT), "1/2 shippers · auth2 silent 40s"),
        (fleet(TROUBLED), "1/1 shipper · auth3 events.log: permission denied"),
        (fleet(view(lag=12.0)), "1/1 shipper · auth1 lag 12s"),
        (fleet(view(lag=1.9)), "1/1 shipper"),
        (fleet(view(skew=ns(37))), "1/1 shipper · auth1 clock +37s"),
        (fleet(view(skew=-ns(7300))), "1/1 shipper · auth1 clock -2h01"),
        (fleet(view(shippers=2)), "1/1 shipper · auth1 2 shippers"),
        (
            fleet(view(), consumer=Consumer(1204, 3.0)),
            "1/1 shipper · stream 1,204 messages behind",
        ),
        (fleet(view(), consumer=Consumer(1204, 1.0)), "1/1 shipper"),
        (fleet(view(), skew=-ns(90)), "1/1 shipper · here clock -1m"),
        (fleet(view(), damaged=3), "1/1 shipper · stream 3 damaged"),
        (fleet(view(), unlisted=9), "1/1 shipper · fleet more hosts than are listed"),
        (
            fleet(view("a", ShipperState.LEFT), alive=0, expected=0, gone=1),
            "0/0 shippers · nobody ships any more",
        ),
    ],
)
def test_what_is_told_where_there_is_room(picture: FleetPicture, told: str) -> None:
    assert short(picture) == told


def test_the_worst_stands_first_and_how_many_more_there_are() -> None:
    wrong = fleet(
        view("a", skew=ns(9)), view("b", lag=9.0), TROUBLED, SILENT, consumer=Consumer(1, 9.0)
    )
    order = [f"{concern.whose} {concern.short}" for concern in concerns(wrong)]
    assert order == ["auth2 silent", "auth3 troubled", "stream lag 9s", "b lag", "a clock"]
    assert short(wrong) == "3/4 shippers · auth2 silent 40s +4"


def test_a_host_is_told_once_with_the_worst_of_it() -> None:
    assert len(concerns(fleet(view(lag=9.0, skew=ns(9), shippers=2)))) == 1


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (31, "1/2 shippers · auth2 silent 40s"),
        (30, "1/2 · auth2 silent 40s"),
        (21, "1/2 auth2 silent 40s"),
        (18, "1/2 · auth2 silent"),
        (17, "1/2 auth2 silent"),
        (15, "1/2 silent"),
        (9, "1/2"),
        (2, "1…"),
        (0, ""),
    ],
)
def test_in_less_room_there_are_fewer_words(cells: int, told: str) -> None:
    assert short(fleet(view(), SILENT), cells) == told


@pytest.mark.parametrize("cells", range(60))
@pytest.mark.parametrize(
    "host", ["auth", "auth-7f9c4-xyz.example.com", "東京のサーバー一番目", "\x1b[2J"]
)
def test_it_never_takes_more_room_than_there_is(host: str, cells: int) -> None:
    silent = view(host, ShipperState.SILENT, heard=NOON - ns(45))
    for picture in (fleet(view(host)), fleet(silent, TROUBLED), fleet()):
        told = short(picture, cells)
        assert cell_len(told) <= cells
        assert "\x1b" not in told


def test_a_long_name_is_cut_and_not_what_is_wrong() -> None:
    silent = view("auth-7f9c4-xyz.example.com", ShipperState.SILENT, heard=NOON - ns(45))
    assert short(fleet(silent), 30) == "0/1 auth-7f9c4-xyz… silent 40s"


def test_who_is_forgotten_is_no_concern_and_stands_last() -> None:
    old = view("a", ShipperState.SILENT, heard=NOON - ns(90_000))
    picture = fleet(
        old, view("b", ShipperState.LEFT), view("c"), SILENT, alive=1, expected=2, gone=2
    )
    assert [one.host for one in in_order(picture)] == ["auth2", "c", "b", "a"]
    assert [concern.whose for concern in concerns(picture)] == ["auth2"]
    assert counted(picture) == "1 of 2 shippers alive · 1 silent · 2 gone"


def test_while_nothing_can_come_it_is_what_was_known_last() -> None:
    assert counted(fleet(view(), consumer=Consumer(problem="away"))) == (
        "last known: 1 of 1 shipper alive"
    )


def test_every_state_has_a_glyph_of_its_own_and_a_tone() -> None:
    assert set(GLYPHS) == set(TONES) == set(ShipperState)
    assert len(set(GLYPHS.values())) == len(GLYPHS)


@pytest.mark.parametrize(
    ("picture", "told"),
    [
        (fleet(), "all of the stream is read"),
        (fleet(consumer=Consumer(1, 0.2)), "1 message behind, lag 0s"),
        (fleet(unlisted=2), "all of the stream is read · 2 beats of more hosts than can be listed"),
        (fleet(consumer=Consumer(problem="away\x1b")), "away␛"),
        (
            fleet(damaged=1, skew=ns(60)),
            "all of the stream is read · 1 damaged message · the clock here differs by +1m",
        ),
    ],
)
def test_what_is_said_of_the_stream(picture: FleetPicture, told: str) -> None:
    assert about_stream(picture) == told


def test_the_facts_are_always_the_same_ones_in_the_same_order() -> None:
    labels = [
        [fact.label for fact in facts_of(one, NOON, UTC, Sizes.BINARY)]
        for one in (view(), SILENT, TROUBLED, view(shippers=2, pace=3.0, started=NOON))
    ]
    assert all(each == labels[0] for each in labels)
    assert len(set(labels[0])) == len(labels[0])


@pytest.mark.parametrize(
    ("lines", "told"), [(0.0, "0.0"), (0.44, "0.4"), (12.4, "12"), (1204.0, "1,204"), (5e5, "500k")]
)
def test_lines_per_second_in_five_cells(lines: float, told: str) -> None:
    assert pace(lines) == told
