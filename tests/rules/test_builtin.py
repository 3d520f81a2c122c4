"""What the built-in rules see, each at its threshold and just below it."""

from collections.abc import Sequence

import pytest

from tests.contract.examples import event
from tests.rules.reading import alerts_of
from tui.audit.rfc3339 import SECOND, format_time, parse_time
from tui.rules import Severity, read_rules

NOON = parse_time("2026-11-20T12:00:00Z") or 0
MIB = 1 << 20


def line(code: str, after: float = 0, **fields: object) -> bytes:
    """An event of bob's session on FIN-DC-02, so many seconds after noon."""
    told = {"user": "bob", "desktop_name": "FIN-DC-02", "success": code[-1] != "W", **fields}
    return event(code, time=format_time(NOON + int(after * SECOND)), **told)


def write(after: float, length: int, path: str = "a") -> bytes:
    """A write of a file."""
    return line("TDP06I", after, directory_name="out", file_path=path, length=length)


GAP = "audit cache exceeded maximum size"
END = line("TDP01I", session_stop="2026-11-20T12:00:00Z")
CASES: list[tuple[str, Severity, Sequence[bytes], Sequence[bytes]]] = [
    (
        "repeated-denials",
        Severity.WARNING,
        [line("TDP00W", second, sid=f"{second}") for second in (0, 300, 600)],
        [line("TDP00W", second, sid=f"{second}") for second in (0, 300, 600.000000002)],
    ),
    (
        "large-copy-out",
        Severity.CRITICAL,
        [write(second, MIB) for second in range(500)],
        [write(second, MIB) for second in range(499)],
    ),
    (
        "many-files-out",
        Severity.WARNING,
        [write(second, 1, f"{second}") for second in range(200)],
        [write(second, 1, f"{second % 199}") for second in range(400)],
    ),
    (
        "clipboard-out",
        Severity.WARNING,
        [line("TDP03I", 0, length=MIB)],
        [line("TDP03I", 0, length=MIB - 1), line("TDP02I", 0, length=MIB)],
    ),
    (
        "failed-operations",
        Severity.WARNING,
        [line("TDP06W", second) for second in range(10)],
        [line("TDP06W", second) for second in range(9)],
    ),
    ("audit-gap", Severity.CRITICAL, [line("TDP05W", success=True)], [line("TDP05W")]),
    ("audit-gap", Severity.CRITICAL, [line("TDP05W", error=GAP)], [line("TDP05I", error=GAP)]),
    ("activity-after-end", Severity.CRITICAL, [END, write(11, 1)], [END, write(10, 1)]),
    (
        "session-too-old",
        Severity.WARNING,
        [line("TDP00I"), line("TDP03I", 30 * 3600 + 1)],
        [line("TDP00I"), line("TDP03I", 30 * 3600)],
    ),
]


@pytest.mark.parametrize(
    ("rule", "severity", "enough", "too_few"), CASES, ids=[case[0] for case in CASES]
)
def test_a_built_in_rule_fires_at_its_threshold_and_not_below_it(
    rule: str, severity: Severity, enough: Sequence[bytes], too_few: Sequence[bytes]
) -> None:
    (alert,) = alerts_of(read_rules(), *enough)
    assert (alert.rule, alert.severity) == (rule, severity)
    assert "bob" in alert.message
    assert alerts_of(read_rules(), *too_few) == []


def test_every_built_in_rule_that_is_on_is_among_these() -> None:
    assert {case[0] for case in CASES} == {rule.name for rule in read_rules()}


def test_a_copy_in_small_pieces_is_seen_as_well() -> None:
    pieces = (write(number / 20, 64 << 10, f"{number}") for number in range(8000))
    rules = {alert.rule: alert for alert in alerts_of(read_rules(), *pieces)}
    assert {*rules} == {"large-copy-out", "many-files-out"}
    assert rules["large-copy-out"].count == 8000
