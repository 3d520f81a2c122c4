"""What the two streams of a fleet must be, and what has to change for that.

What is there may become stricter or keep more, never less: who runs `desktail nats init` by
mistake, or for the second time, loses nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tui.audit.rfc3339 import SECOND
from tui.fleet.wire import beat_subject, lines_subject, origin_subject, shippers_stream
from tui.words.text import visible

Config = Mapping[str, Any]
"""A stream as JetStream has it, in its own words: what desktail does not know stays as it is."""

MINUTE = 60 * SECOND
DAY = 24 * 60 * MINUTE
FOREVER = 0
UNLIMITED = -1
MAX_AGE = 30 * DAY
"""For how long lines are kept if nothing else is said; nanoseconds."""
DUPLICATES = 10 * MINUTE
"""For how long a message is known again if nothing else is said: a shipper is back by then."""
FEWEST_DUPLICATES = 2 * MINUTE
"""The least with which a shipper that was killed is started again by its system in time."""
REPLICAS = 3
"""If nothing else is said, where there is more than one server: one of them may be gone."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; None stands for what there is, or for the usual where there is nothing.

    Ages are nanoseconds (0: for ever), the size bytes (-1: any).
    """

    replicas: int | None = None
    max_age: int | None = None
    max_bytes: int | None = None
    storage: str | None = None
    duplicates: int | None = None


@dataclass(slots=True)
class Plan:
    """What has to be done with one stream: how it is then, what changes, and what cannot be."""

    name: str
    config: dict[str, Any]
    is_new: bool = False
    changes: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def told(self) -> str:
        """What is kept, how, for how long."""
        config = self.config
        return (
            f"{' and '.join(visible(subject) for subject in config['subjects'])}, "
            f"{config['num_replicas']} {'replica' if config['num_replicas'] == 1 else 'replicas'} "
            f"in {config['storage']}, kept for {_age(config['max_age'])} "
            f"and {_bytes(config['max_bytes'])}, known again for {_age(config['duplicate_window'])}"
        )


SET: Config = {
    "deny_delete": True,
    "deny_purge": True,
    "allow_rollup_hdrs": False,
    "no_ack": False,
    "allow_direct": True,
    "compression": "s2",
    "max_msgs": -1,
}
"""What is so in the end, whatever it was: nobody takes a line away, and all can be read."""
FIXED: Config = {
    "retention": "limits",
    "sealed": False,
    "mirror": None,
    "allow_msg_ttl": False,
    "allow_msg_schedules": False,
    "allow_msg_counter": False,
}
"""What JetStream does not let one change, and what has to be so."""
ABSENT: Config = {"compression": "none", "max_msgs": -1, "max_msgs_per_subject": -1}
"""What a value is that JetStream leaves out; of all others false, or nothing."""


def plans(
    stream: str, there: Mapping[str, Config], wanted: Wanted, *, clustered: bool
) -> list[Plan]:
    """What has to be done with both streams; `there` are those that exist, by their names."""
    lines = _plan(stream, [lines_subject(stream)], there.get(stream), wanted, clustered=clustered)
    # Kept as long as the lines that they tell of, and little: one message of each.
    beside = Wanted(
        wanted.replicas, lines.config["max_age"], None, wanted.storage, wanted.duplicates
    )
    name = shippers_stream(stream)
    subjects = [beat_subject(stream), origin_subject(stream)]
    shippers = _plan(name, subjects, there.get(name), beside, clustered=clustered, each=1)
    return [lines, shippers]


def _plan(  # noqa: PLR0913 - which stream, what is there, what is wanted
    name: str,
    subjects: list[str],
    there: Config | None,
    wanted: Wanted,
    *,
    clustered: bool,
    each: int = -1,
) -> Plan:
    if there is None:
        return Plan(name, _new(name, subjects, wanted, clustered=clustered, each=each), is_new=True)
    plan = Plan(name, dict(there))
    missing = [subject for subject in subjects if subject not in there.get("subjects", ())]
    if missing:
        plan.config["subjects"] = [*there.get("subjects", ()), *missing]
        plan.changes.append(f"subjects: with {' and '.join(missing)}")
    _set(plan, SET if each > 0 else {**SET, "max_msgs_per_subject": -1})
    _look(plan, FIXED if each < 0 else {**FIXED, "max_msgs_per_subject": each})
    _extend(plan, wanted)
    return plan


def _new(
    name: str, subjects: list[str], wanted: Wanted, *, clustered: bool, each: int
) -> dict[str, Any]:
    max_age = MAX_AGE if wanted.max_age is None else wanted.max_age
    usual = DUPLICATES if max_age == FOREVER else min(DUPLICATES, max_age)
    return {
        "name": name,
        "subjects": subjects,
        "retention": "limits",
        "discard": "old",
        "storage": wanted.storage or "file",
        "num_replicas": wanted.replicas or (REPLICAS if clustered else 1),
        "max_age": max_age,
        "max_bytes": UNLIMITED if wanted.max_bytes is None else wanted.max_bytes,
        "max_consumers": -1,
        "max_msg_size": -1,
        "max_msgs_per_subject": each,
        "duplicate_window": usual if wanted.duplicates is None else wanted.duplicates,
        **SET,
    }


def _set(plan: Plan, values: Config) -> None:
    for name, value in values.items():
        if (is_now := _value(plan.config, name)) != value:
            plan.config[name] = value
            plan.changes.append(f"{name}: {_word(is_now)} → {_word(value)}")


def _look(plan: Plan, values: Config) -> None:
    for name, value in values.items():
        if (is_now := _value(plan.config, name)) != value:
            plan.faults.append(
                f"{name} is {_word(is_now)} and has to be {_word(value)}, which cannot be changed; "
                "take another stream"
            )


def _extend(plan: Plan, wanted: Wanted) -> None:
    """Have it keep more where that is wanted; to keep less is a fault."""
    config = plan.config
    if wanted.storage not in {None, config["storage"]}:
        plan.faults.append(
            f"storage is {_word(config['storage'])}, and cannot be changed to {wanted.storage}; "
            "take another stream"
        )
    duplicates = wanted.duplicates
    if duplicates is None and config["duplicate_window"] < FEWEST_DUPLICATES:
        duplicates = DUPLICATES
    for name, value, none, told in (
        ("num_replicas", wanted.replicas, None, str),
        ("max_age", wanted.max_age, FOREVER, _age),
        ("max_bytes", wanted.max_bytes, UNLIMITED, _bytes),
        ("duplicate_window", duplicates, None, _age),
    ):
        is_now = config[name]
        if value is None or value == is_now:
            continue
        if is_now == none or (value != none and value < is_now):
            plan.faults.append(
                f"{name} is {told(is_now)}, and {told(value)} would be less; nothing is loosened "
                "(nats stream edit does)"
            )
        else:
            config[name] = value
            plan.changes.append(f"{name}: {told(is_now)} → {told(value)}")


def _value(config: Config, name: str) -> object:
    return config.get(name) or ABSENT.get(name, None if name == "mirror" else False)


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return visible(str(value)) if isinstance(value, str | int) else "set" if value else "none"


def _age(nanoseconds: int) -> str:
    if nanoseconds == FOREVER:
        return "ever"
    for unit, length in (("d", DAY), ("h", 60 * MINUTE), ("m", MINUTE), ("s", SECOND)):
        if nanoseconds % length == 0:
            return f"{nanoseconds // length}{unit}"
    return f"{nanoseconds / SECOND:g}s"


def _bytes(count: int) -> str:
    if count == UNLIMITED:
        return "any size"
    for unit, size in (("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)):
        if count and count % size == 0:
            return f"{count // size} {unit}"
    return f"{count:,} bytes"
