from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from tests.fleet.server import Server, cluster, serving
from tests.fleet.shipping import make_streams_of_cluster
from tests.program import run
from tui.fleet.access import Access
from tui.fleet.address import Address
from tui.fleet.engine import Engine
from tui.fleet.plan import DAY, FOREVER, MINUTE, UNLIMITED, Plan, Wanted, plans
from tui.fleet.stream import check, init
from tui.fleet.words import FleetError

GIB = 1 << 30


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with serving(tmp_path) as server:
        yield server


@pytest.fixture
def engine(server: Server) -> Iterator[Engine]:
    with closing(opened(server)) as engine:
        yield engine


def opened(server: Server) -> Engine:
    return Engine.open(Address.parse(f"{server.address}/PROD"), Access(), name="test")


USUAL = Wanted()


def planned(wanted: Wanted = USUAL, changed: Mapping[str, object] = MappingProxyType({})) -> Plan:
    """What is to be done with a stream that once was made, and has changed since."""
    there = {**plans("PROD", {}, Wanted(), clustered=False)[0].config, **changed}
    return plans("PROD", {"PROD": there}, wanted, clustered=False)[0]


def config(engine: Engine, name: str) -> dict[str, Any]:
    return engine.run(engine.jetstream.stream_info(name)).config.as_dict()


# -- what is to be done


def test_a_new_stream_takes_each_host_s_lines_and_lets_nobody_take_them_away() -> None:
    lines, shippers = plans("PROD", {}, Wanted(), clustered=False)

    assert (lines.name, shippers.name) == ("PROD", "PROD_SHIPPERS")
    assert lines.config["subjects"] == ["prod.*.lines"]
    assert shippers.config["subjects"] == ["prod.*.beat", "prod.*.origin.*"]
    for plan in (lines, shippers):
        assert plan.is_new
        assert plan.config["deny_delete"]
        assert plan.config["deny_purge"]
        assert not plan.config["allow_rollup_hdrs"]
        assert plan.config["storage"] == "file"
    assert lines.config["max_msgs_per_subject"] == -1
    assert shippers.config["max_msgs_per_subject"] == 1


def test_a_cluster_keeps_each_line_on_three_servers_unless_it_is_told_otherwise() -> None:
    assert plans("A", {}, Wanted(), clustered=True)[0].config["num_replicas"] == 3
    assert plans("A", {}, Wanted(replicas=1), clustered=True)[0].config["num_replicas"] == 1


def test_ids_are_not_kept_longer_than_lines() -> None:
    assert (
        plans("A", {}, Wanted(max_age=MINUTE), clustered=False)[0].config["duplicate_window"]
        == MINUTE
    )


def test_a_stream_as_it_should_be_is_left_alone() -> None:
    plan = planned()

    assert not plan.is_new
    assert not plan.changes
    assert not plan.faults


@pytest.mark.parametrize(
    ("wanted", "name", "value"),
    [
        (Wanted(replicas=3), "num_replicas", 3),
        (Wanted(max_age=31 * DAY), "max_age", 31 * DAY),
        (Wanted(max_age=FOREVER), "max_age", 0),
        (Wanted(duplicates=11 * MINUTE), "duplicate_window", 11 * MINUTE),
    ],
)
def test_a_stream_may_keep_more(wanted: Wanted, name: str, value: int) -> None:
    plan = planned(wanted)

    assert plan.config[name] == value
    assert len(plan.changes) == 1
    assert not plan.faults


@pytest.mark.parametrize(
    ("wanted", "there"),
    [
        (Wanted(replicas=1), {"num_replicas": 3}),
        (Wanted(max_age=29 * DAY), {}),
        (Wanted(max_age=DAY), {"max_age": FOREVER}),
        (Wanted(max_bytes=GIB), {"max_bytes": 2 * GIB}),
        (Wanted(max_bytes=GIB), {"max_bytes": UNLIMITED}),
        (Wanted(duplicates=9 * MINUTE), {}),
        (Wanted(storage="memory"), {}),
        (Wanted(), {"retention": "workqueue"}),
        (Wanted(), {"sealed": True}),
        (Wanted(), {"allow_msg_ttl": True}),
        (Wanted(), {"mirror": {"name": "OTHER"}}),
    ],
)
def test_a_stream_is_not_loosened(wanted: Wanted, there: dict[str, object]) -> None:
    plan = planned(wanted, there)

    assert len(plan.faults) == 1
    assert not plan.changes


def test_a_size_may_be_given_up_and_raised() -> None:
    assert planned(Wanted(max_bytes=2 * GIB), {"max_bytes": GIB}).config["max_bytes"] == 2 * GIB
    assert planned(Wanted(max_bytes=UNLIMITED), {"max_bytes": GIB}).config["max_bytes"] == UNLIMITED


@pytest.mark.parametrize(
    ("there", "right"),
    [
        ({"deny_delete": False}, True),
        ({"deny_purge": False}, True),
        ({"allow_rollup_hdrs": True}, False),
        ({"no_ack": True}, False),
        ({"allow_direct": False}, True),
        ({"max_msgs": 100}, -1),
        ({"max_msgs_per_subject": 1}, -1),
        ({"compression": "none"}, "s2"),
        ({"duplicate_window": MINUTE}, 10 * MINUTE),
    ],
)
def test_a_stream_is_made_stricter_unasked(there: dict[str, object], right: object) -> None:
    plan = planned(changed=there)

    assert plan.config[next(iter(there))] == right
    assert len(plan.changes) == 1
    assert not plan.faults


def test_subjects_are_added_and_none_is_taken_away() -> None:
    plan = planned(changed={"subjects": ["other.>"]})

    assert plan.config["subjects"] == ["other.>", "prod.*.lines"]


def test_what_nobody_here_knows_stays_as_it_is() -> None:
    assert planned(Wanted(replicas=3), {"a_newer_thing": 7}).config["a_newer_thing"] == 7


def test_an_existing_value_holds_where_none_is_given() -> None:
    there = {"max_age": 3 * DAY, "max_bytes": GIB, "num_replicas": 5, "storage": "memory"}

    plan = planned(changed=there)

    assert not plan.changes
    assert not plan.faults


def test_the_shippers_stream_is_kept_as_long_as_the_lines() -> None:
    there = {plan.name: plan.config for plan in plans("A", {}, Wanted(), clustered=False)}

    shippers = plans("A", there, Wanted(max_age=FOREVER), clustered=False)[1]

    assert shippers.config["max_age"] == FOREVER
    assert not shippers.faults


# -- what is done


def test_both_streams_are_made_and_it_can_be_run_again(engine: Engine) -> None:
    made = list(init(engine, Wanted()))
    again = list(init(engine, Wanted()))
    found = list(check(engine, Wanted()))

    assert [line.partition(" kept")[0] for line in made] == [
        "PROD: made: prod.*.lines, 1 replica in file,",
        "PROD_SHIPPERS: made: prod.*.beat and prod.*.origin.*, 1 replica in file,",
    ]
    assert all("is as it should be" in line for line in (*again, *found))
    assert len(again) == len(found) == 2


def test_the_engine_has_them_as_it_was_said(engine: Engine) -> None:
    list(init(engine, Wanted(max_age=7 * DAY, max_bytes=GIB, duplicates=20 * MINUTE)))

    lines, shippers = config(engine, "PROD"), config(engine, "PROD_SHIPPERS")

    assert lines["max_age"] == shippers["max_age"] == 7 * DAY
    assert lines["max_bytes"] == GIB
    assert lines["duplicate_window"] == 20 * MINUTE
    assert lines["deny_delete"] is lines["deny_purge"] is shippers["deny_delete"] is True


def test_a_stream_that_somebody_made_by_hand_becomes_what_it_has_to_be(engine: Engine) -> None:
    engine.run(engine.jetstream.add_stream(name="PROD", subjects=["other"], allow_rollup_hdrs=True))

    told = list(init(engine, Wanted()))

    assert "PROD: changed: deny_delete: off → on" in told
    assert "PROD: changed: allow_rollup_hdrs: on → off" in told
    assert config(engine, "PROD")["subjects"] == ["other", "prod.*.lines"]
    assert all("as it should be" in line for line in check(engine, Wanted()))


def test_nothing_is_changed_where_something_would_be_loosened(engine: Engine) -> None:
    list(init(engine, Wanted(max_age=7 * DAY)))
    before = config(engine, "PROD")

    with pytest.raises(FleetError) as caught:
        list(init(engine, Wanted(max_age=DAY, duplicates=30 * MINUTE)))

    assert "PROD: max_age is 7d, and 1d would be less" in str(caught.value)
    assert config(engine, "PROD") == before


def test_a_check_changes_nothing(engine: Engine) -> None:
    engine.run(engine.jetstream.add_stream(name="PROD", subjects=["prod.*.lines"]))
    before = config(engine, "PROD")

    with pytest.raises(FleetError) as caught:
        list(check(engine, Wanted()))

    assert "PROD: has to change: deny_purge: off → on" in str(caught.value)
    assert "PROD_SHIPPERS: is not there; make it: desktail nats init" in str(caught.value)
    assert config(engine, "PROD") == before


def test_more_replicas_than_there_are_servers_is_one_line(engine: Engine) -> None:
    with pytest.raises(FleetError, match=r"has one replica; ask for one: --replicas 1$"):
        list(init(engine, Wanted(replicas=3)))


def test_subjects_that_another_stream_has_are_one_line(engine: Engine) -> None:
    engine.run(engine.jetstream.add_stream(name="OTHER", subjects=["prod.>"]))

    with pytest.raises(FleetError, match=r"another stream has these subjects already"):
        list(init(engine, Wanted()))


def test_a_cluster_keeps_each_line_on_three_servers(tmp_path: Path) -> None:
    with cluster(tmp_path) as servers, closing(opened(servers[0])) as engine:
        make_streams_of_cluster(engine)

        info = engine.run(engine.jetstream.stream_info("PROD"))

    assert info.config.num_replicas == 3


# -- as a command


def test_the_command_prints_what_it_did_and_the_status_of_what_it_found(server: Server) -> None:
    missing = run("nats", "init", "--check", server.address)
    made = run("nats", "init", "--max-age", "7d", "--max-size", "50GiB", server.address)
    found = run("nats", "init", "--check", server.address)
    less = run("nats", "init", "--max-age", "1d", server.address)

    ended = [done.returncode for done in (missing, made, found, less)]
    assert ended == [1, 0, 0, 1], made.stderr
    assert missing.stderr.count("is not there") == 2
    assert made.stdout.splitlines()[0] == (
        "DESKTAIL: made: desktail.*.lines, 1 replica in file, "
        "kept for 7d and 50 GiB, known again for 10m"
    )
    assert found.stdout.count("is as it should be") == 2
    assert less.stdout == ""
    assert "max_age is 7d, and 1d would be less; nothing is loosened" in less.stderr


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (["--max-age", "1m", "--duplicate-window", "2m"], "is longer than --max-age"),
        (["--duplicate-window", "all"], "cannot be for ever"),
        (["--max-age", "soon"], "no length of time"),
        (["--max-size", "0"], "no size of a stream"),
        (["--replicas", "0"], "no number from 1 to 5"),
        (["--nkey", "/a", "--creds", "/b"], "not with --creds"),
    ],
)
def test_what_cannot_be_asked_for_is_wrong_usage(arguments: list[str], fault: str) -> None:
    done = run("nats", "init", *arguments, "nats://127.0.0.1:1")

    assert done.returncode == 2
    assert fault in done.stderr


def test_an_engine_that_does_not_run_is_one_line_and_status_1() -> None:
    done = run("nats", "init", "nats://127.0.0.1:1/PROD")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "desktail: nats://127.0.0.1:1/PROD: nobody answers there; look at the address, "
        "or start nats-server\n"
    )


def test_files_of_access_are_taken_from_the_environment_and_an_option_holds_before_it() -> None:
    variable = run("nats", "init", "nats://127.0.0.1:1", DESKTAIL_NATS_CREDS="/nowhere/a")
    option = run(
        "nats", "init", "--creds", "/nowhere/b", "nats://h", DESKTAIL_NATS_CREDS="/nowhere/a"
    )

    assert variable.stderr == "desktail: /nowhere/a: is not there; look at the name\n"
    assert option.stderr == "desktail: /nowhere/b: is not there; look at the name\n"
