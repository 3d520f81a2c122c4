"""Logs and rules as hypothesis draws them: late lines, equal times, none, several of everything."""

import random

from hypothesis import strategies as st

from tests.contract.examples import event
from tui.audit.rfc3339 import SECOND, format_time, parse_time
from tui.rules import Measure, Per, Rule
from tui.rules.hours import Hours

BEGIN = parse_time("2026-11-20T17:59:00Z") or 0
CODES = ["TDP00I", "TDP00W", "TDP01I", "TDP02I", "TDP03I", "TDP04I", "TDP04W", "TDP05I", "TDP06I"]
FILTERS = [
    "denied",
    "kind=write",
    "kind=receive,write",
    "failed",
    "after_end",
    "age>40s",
    "",
    "bob",
]


def moments() -> st.SearchStrategy[str | None]:
    """Draw a time within two minutes, now and then none."""
    seconds = st.one_of(st.integers(0, 120), st.integers(0, 8), st.floats(0, 120, width=32))
    written = seconds.map(lambda after: format_time(BEGIN + int(after * SECOND)))
    return st.one_of(written, written, written, st.none())


def lines() -> st.SearchStrategy[bytes]:
    """Draw a line of a log."""
    events = st.builds(
        lambda code, time, sid, user, size, path, warned: event(
            f"{code[:-1]}W" if warned and code in {"TDP05I", "TDP06I"} else code,
            time=time,
            sid=sid,
            user=user,
            desktop_name=f"D-{sid}",
            length=size,
            file_path=path,
            error="no" if warned or code.endswith("W") else None,
            success=not (warned or code.endswith("W")),
            **{"addr.local": f"203.0.113.{len(user)}:{size + 1}"},
        ),
        st.sampled_from(CODES),
        moments(),
        st.sampled_from(["s", "t", ""]),
        st.sampled_from(["alice", "bob"]),
        st.integers(0, 9),
        st.sampled_from(["a", "b", "c"]),
        st.booleans(),
    )
    others = st.sampled_from([b"{}", b"no json", b"", b'{"code":"TDP06I"'])
    return st.one_of(events, events, events, events, events, others)


def hosts_logs() -> st.SearchStrategy[list[bytes]]:
    """Draw what several hosts wrote within the same minutes, each in the order of its times: host
    after host, or a few lines of each by turns. Nothing has a session, so that many are soon read.
    """
    return st.builds(
        _by_turns, st.integers(0, 2**32), st.integers(2, 4), st.sampled_from([1, 7, 1000])
    )


def _by_turns(seed: int, hosts: int, turn: int) -> list[bytes]:
    draw = random.Random(seed)
    logs = [sorted(draw.choices(range(60_000), k=draw.choice([10, 60]))) for _ in range(hosts)]
    lines = []
    while any(logs):
        for log in logs:
            lines += [_without_session(draw, time) for time in log[:turn]]
            del log[:turn]
    return lines


def _without_session(draw: random.Random, milliseconds: int) -> bytes:
    return event(
        draw.choice(["TDP06I", "TDP06I", "TDP03I", "TDP04I"]),
        time=format_time(BEGIN + milliseconds * 1_000_000),
        sid="",
        user=draw.choice(["alice", "bob"]),
        length=draw.choice([0, 1, 5]),
        file_path=f"{draw.randrange(draw.choice([3, 30]))}",
        success=True,
    )


def rules_of_spans() -> st.SearchStrategy[Rule]:
    """Draw a rule that adds up what comes together."""
    return st.builds(
        lambda measure, amount, within, per, quiet: Rule(
            "r", "kind=write,receive", measure, amount, within, per, quiet=quiet
        ),
        st.sampled_from(list(Measure)),
        st.integers(1, 40),
        st.sampled_from([SECOND, 5 * SECOND, 15 * SECOND]),
        st.sampled_from([Per.USER, Per.ALL]),
        st.sampled_from([0, SECOND, 5 * SECOND]),
    )


def rules() -> st.SearchStrategy[list[Rule]]:
    """Draw a few rules, each with a name of its own."""
    hours = Hours.parse("Mon-Fri 08:00-18:00", "utc")
    rule = st.builds(
        lambda filter_, measure, amount, within, per, quiet, outside: Rule(
            "",
            filter_,
            Measure.COUNT if not within else measure,
            1 if not within else amount,
            within,
            per,
            quiet=quiet,
            outside=outside,
        ),
        st.sampled_from(FILTERS),
        st.sampled_from(list(Measure)),
        st.integers(1, 8),
        st.sampled_from([0, 1, SECOND, 7 * SECOND, 20 * SECOND, 60 * SECOND]),
        st.sampled_from(list(Per)),
        st.sampled_from([0, 1, 5 * SECOND, 30 * SECOND]),
        st.sampled_from([None, None, None, hours]),
    )
    return st.lists(rule, min_size=1, max_size=4).map(
        lambda drawn: [
            Rule(f"rule-{number}", *(getattr(one, name) for name in FIELDS))
            for number, one in enumerate(drawn)
        ]
    )


FIELDS = [name for name in Rule.__dataclass_fields__ if name != "name"]
