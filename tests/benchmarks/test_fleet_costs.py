"""The formulas by which a larger fleet is reckoned, with plain numbers."""

import pytest

from tests.benchmarks.fleet_costs import Constants, needs

PLAIN = Constants(
    line=500,
    header=100,
    disk=50,
    message_in=1e-3,
    byte_in=1e-8,
    message_out=1e-4,
    byte_out=1e-9,
    shipped=1e-5,
    watched=2e-5,
)


def test_a_host_sends_twenty_messages_a_second_at_most_while_they_are_small() -> None:
    assert needs(10, 100_000, 0, PLAIN).messages == 200
    assert needs(10, 50, 0, PLAIN).messages == 50
    assert needs(1, 1 << 20, 0, PLAIN).messages == 1_000


def test_the_leader_sends_all_to_two_others_and_to_each_watcher() -> None:
    found = needs(10, 1_000, 3, PLAIN)

    assert found.bytes == 1_000 * 500 + 200 * 100
    assert found.leader_out == 5 * found.bytes


def test_servers_work_for_each_message_and_byte_that_comes_and_goes() -> None:
    assert needs(10, 1_000, 0, PLAIN).servers == pytest.approx(200 * 1e-3 + 520_000 * 1e-8)
    assert needs(10, 1_000, 2, PLAIN).servers == pytest.approx(
        200 * (1e-3 + 2e-4) + 520_000 * 1.2e-8
    )


def test_a_day_and_each_process_are_reckoned_by_the_event() -> None:
    found = needs(10, 1_000, 3, PLAIN)

    assert found.disk == 1_000 * 50 * 86_400
    assert (found.shipper, found.watcher) == pytest.approx((1e-3, 2e-2))
