"""What is searched for, and in which rows of a feed it is."""

from pathlib import Path

import pytest

from tests.live.test_feeds import feeds_of
from tests.readings import chunk, having_read, out, start, write
from tui.audit.rates import ALL
from tui.live.feeds import Feeds
from tui.picture.picture import FeedLine
from tui.view.search import Needle, Sieve


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "events.log"
    path.touch()
    return path


@pytest.mark.parametrize(
    ("needle", "text", "places"),
    [
        ("al", "alice, Alan", [(0, 2), (7, 9)]),
        ("Al", "alice, Alan", [(7, 9)]),
        ("a.c", "abc a.c", [(4, 7)]),
        ("x", "abc", []),
        ("ß", "straße", [(4, 5)]),
    ],
)
def test_capitals_are_looked_for_as_such_and_nothing_has_a_meaning_of_its_own(
    needle: str, text: str, places: list[tuple[int, int]]
) -> None:
    assert Needle.of(needle).found_in(text) == places
    assert Needle.of(needle).is_in(text) == bool(places)


def of_a(_: Feeds, line: FeedLine) -> bool:
    return line.sid == "a"


def kept(sieve: Sieve) -> list[int]:
    """The numbers of all rows that are kept."""
    return [sieve[index] for index in range(len(sieve))]


def sifted(feeds: Feeds) -> Sieve:
    """A sieve that has looked at all rows, in no time at a time."""
    sieve = Sieve(ALL, of_a)
    while sieve.look(feeds, feeds.end(ALL), 0):
        continue
    return sieve


MANY = [out("a" if number % 3 == 0 else "b", number) for number in range(500)]


def test_all_rows_that_are_kept_are_found_in_order(log: Path) -> None:
    with feeds_of(log, *MANY) as feeds:
        assert kept(sifted(feeds)) == list(range(0, 500, 3))


def test_the_newest_are_looked_at_first(log: Path) -> None:
    with feeds_of(log, *MANY) as feeds:
        sieve = Sieve(ALL, of_a)
        assert sieve.look(feeds, feeds.end(ALL), 0)
        assert (kept(sieve)[-1], 0 < sieve.share < 1) == (498, True)


def test_what_arrives_is_looked_at_behind_what_was_there(log: Path) -> None:
    with having_read(log, start("a"), out("b", 1)) as running:
        with running.monitor.feeds() as feeds:
            sieve = sifted(feeds)
        write(log, out("a", 2), out("b", 3), chunk("a", 1))
        running.wait(5)
        with running.monitor.feeds() as feeds:
            assert not sieve.look(feeds, feeds.end(ALL), 1)
    assert (kept(sieve), sieve.share) == ([0, 2, 4], 1.0)


@pytest.mark.parametrize(
    ("row", "behind", "before"),
    [(0, 3, None), (1, 3, 0), (3, 6, 0), (498, None, 495), (499, None, 498)],
)
def test_from_one_that_is_kept_to_the_next(
    log: Path, row: int, behind: int | None, before: int | None
) -> None:
    with feeds_of(log, *MANY) as feeds:
        sieve = sifted(feeds)
    assert (sieve.following(row, 1), sieve.following(row, -1)) == (behind, before)


def test_each_knows_how_many_stand_before_it(log: Path) -> None:
    with feeds_of(log, *MANY) as feeds:
        sieve = sifted(feeds)
    assert [sieve.position(row) for row in kept(sieve)] == list(range(len(sieve)))
