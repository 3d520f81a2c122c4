"""Rules read from TOML, and every fault that such a file can have, with its place."""

from pathlib import Path

import pytest

from tests.rules.reading import faults_of, rule_of, rules_of
from tui.audit.rfc3339 import SECOND
from tui.rules import Measure, Per, Rule, RulesError, Severity, read_rules
from tui.rules.hours import Hours

WHOLE = """\
name = "night"
filter = "kind=write bytes>1K"
bytes_out = "50MB"
within = "2h30m"
per = "desktop"
severity = "critical"
message = "{user}: {bytes}"
quiet = "0s"
outside = "Mon-Fri 08:00-18:00"
zone = "Europe/Berlin"
enabled = true
"""


def test_a_rule_is_what_its_fields_say() -> None:
    assert rule_of(WHOLE) == Rule(
        "night",
        "kind=write bytes>1K",
        Measure.BYTES_OUT,
        50 << 20,
        9000 * SECOND,
        Per.DESKTOP,
        Severity.CRITICAL,
        "{user}: {bytes}",
        0,
        Hours.parse("Mon-Fri 08:00-18:00", "Europe/Berlin"),
    )


def test_with_a_filter_alone_each_hit_is_told_by_user_every_ten_minutes() -> None:
    assert rule_of('filter = "denied"') == Rule(
        "mine",
        "denied",
        Measure.COUNT,
        1,
        0,
        Per.USER,
        Severity.WARNING,
        "{user} on {desktop}",
        600 * SECOND,
        None,
    )


@pytest.mark.parametrize(
    ("given", "measure", "amount"),
    [
        ("count = 3", Measure.COUNT, 3),
        ('bytes = "1.5K"', Measure.BYTES, 1536),
        ("bytes_in = 7", Measure.BYTES_IN, 7),
        ('bytes_out = "2GiB"', Measure.BYTES_OUT, 2 << 30),
        ("files = 4096", Measure.FILES, 4096),
    ],
)
def test_one_measure_says_how_much(given: str, measure: Measure, amount: int) -> None:
    rule = rule_of(f'filter = "kind=write"\nwithin = "1m"\n{given}')
    assert (rule.measure, rule.amount) == (measure, amount)


def test_a_rule_with_a_built_in_name_changes_the_fields_that_it_gives() -> None:
    before = {rule.name: rule for rule in read_rules()}
    text = '[[rule]]\nname = "large-copy-out"\nfiles = 7\nseverity = "info"\n'
    after = {rule.name: rule for rule in rules_of(text)}
    assert list(after) == list(before)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"large-copy-out"}
    rule = after["large-copy-out"]
    assert (rule.measure, rule.amount, rule.severity) == (Measure.FILES, 7, Severity.INFO)
    assert rule.filter == before["large-copy-out"].filter


def test_a_rule_is_taken_away_and_others_stand_behind_the_built_in_ones() -> None:
    text = '[[rule]]\nname="audit-gap"\nenabled=false\n[[rule]]\nname="mine"\nfilter="bob"\n'
    before = [rule.name for rule in read_rules()]
    assert [rule.name for rule in rules_of(text)] == [
        *(name for name in before if name != "audit-gap"),
        "mine",
    ]


def test_hours_switch_on_the_rule_of_what_happens_outside_of_them() -> None:
    hours = '[hours]\nwork = "Mon-Fri 08:00-18:00"\nzone = "Europe/Berlin"\n'
    assert "outside-hours" not in {rule.name for rule in read_rules()}
    (rule,) = (rule for rule in rules_of(hours) if rule.name == "outside-hours")
    assert rule.outside == Hours.parse("Mon-Fri 08:00-18:00", "Europe/Berlin")
    off = f'{hours}[[rule]]\nname = "outside-hours"\nenabled = false\n'
    assert "outside-hours" not in {rule.name for rule in rules_of(off)}


def test_the_zone_of_hours_is_that_of_every_rule_which_has_none() -> None:
    text = (
        '[hours]\nzone = "Asia/Tokyo"\n'
        '[[rule]]\nname = "one"\nfilter = "bob"\noutside = "08:00-18:00"\n'
        '[[rule]]\nname = "two"\nfilter = "bob"\noutside = "08:00-18:00"\nzone = "utc"\n'
    )
    zones = {rule.name: rule.outside.zone for rule in rules_of(text) if rule.outside}
    assert zones == {"one": "Asia/Tokyo", "two": "utc"}


FAULTS = [
    ("filter = 3", "filter: 3 is no text in quotes"),
    ('filter = "usr=bob"', "'usr=bob' at character 1: there is no field usr; did you mean user?"),
    ('filter = "since=today"', "filter: 'today' depends on the day on which it is read"),
    ('filter = "not (bob or start>12:40)"', "filter: '12:40' depends on the day"),
    ('filtre = "bob"', "a rule has no 'filtre'; did you mean filter?"),
    ('name = ""', "name: '' is no name; accepted are up to 60 letters, digits and - _ ."),
    ('name = "two words"', "name: 'two words' is no name"),
    ("name = 7", "name: 7 is no text in quotes"),
    ("count = 0", "count: 0 is no whole number from 1 to 4,096"),
    ("count = 4097", "count: 4097 is no whole number from 1 to 4,096"),
    ("count = true", "count: True is no whole number from 1 to 4,096"),
    ('files = "3"', "files: '3' is no whole number from 1 to 4,096"),
    ('bytes = "many"', "bytes: 'many': this is no size; accepted are 734, 10K, 1.5G, 10MB, 2GiB"),
    ("bytes_in = 0", "bytes_in: 0 is no size"),
    ("bytes_out = 1.5", "bytes_out: 1.5 is no size"),
    ("bytes_out = true", "bytes_out: True is no size"),
    ('within = "soon"', "within: 'soon': this is no length of time; accepted are 45s, 15m, 1.5h"),
    ('within = "0s"', "within: '0s' is no span in which anything comes together"),
    ('within = "367d"', "within: '367d' is longer than 366d"),
    ("within = 60", "within: 60 is no text in quotes"),
    ('per = "usr"', "per: there is no 'usr'; did you mean user?"),
    ('per = "x"', "per: there is no 'x'; there are user, session, desktop, client, all"),
    ('severity = "critcal"', "severity: there is no 'critcal'; did you mean critical?"),
    ('message = "{usr} did it"', "message: there is no {usr}; did you mean user?"),
    ("message = 3", "message: 3 is no text in quotes"),
    ('quiet = "later"', "quiet: 'later': this is no length of time"),
    ('outside = "always"', "outside: 'always' are no hours; accepted are Mon-Fri 08:00-18:00"),
    ('outside = "Mon 08:00-25:00"', "outside: 'Mon 08:00-25:00' is no span of a day"),
    ('outside = "Mon-Foo 08:00-18:00"', "outside: 'Foo' is no day; there are Mon, Tue, Wed"),
    ('zone = "Mars/Base"', "zone: 'Mars/Base' is no zone that is known here; accepted are utc"),
    ('zone = "../../etc/passwd"', "zone: '../../etc/passwd' is no zone that is known here"),
    ("zone = 1", "zone: 1 is no text in quotes"),
    ('enabled = "no"', "enabled: 'no' is neither true nor false"),
]


@pytest.mark.parametrize(("field", "fault"), FAULTS, ids=[field for field, _ in FAULTS])
def test_a_fault_is_told_with_its_file_its_line_and_its_field(field: str, fault: str) -> None:
    key = field.partition(" ")[0]
    others = {"name": '"mine"', "filter": '"bob"', "within": '"1m"'}
    lines = [f"{name} = {value}" for name, value in others.items() if name != key]
    text = "\n".join(["# mine", "[[rule]]", *lines, "", field, ""])
    (told,) = (each for each in faults_of(text) if not each.endswith("is missing"))
    line = 4 + len(lines)
    assert told.startswith(f"rules.toml:{line}: ")
    assert fault in told


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("[[rule]]\n", ["rules.toml:1: name: is missing"]),
        ('[[rule]]\nname = "mine"\n', ["rules.toml:1: filter: is missing"]),
        (
            '[[rule]]\nname="a"\nfilter=""\nwithin="1m"\ncount=2\nfiles=2\n',
            ["rules.toml:6: files: a rule has one measure, and this has count already"],
        ),
        (
            '[[rule]]\nname="a"\nfilter=""\ncount=2\n',
            ["rules.toml:4: within: is missing: within how long is count too much?"],
        ),
        (
            '[[rule]]\nname="a"\nfilter="x"\n\n[[rule]]\nname="a"\nfilter="y"\n',
            ["rules.toml:6: name: 'a' stands there already, at rules.toml:2"],
        ),
        ("[rule]\n", ["rules.toml:1: a rule begins with [[rule]], in double brackets"]),
        ("rule = 3\n", ["rules.toml:1: a rule begins with [[rule]], in double brackets"]),
        ("[rules]\nname=1\n", ["rules.toml:1: there is no 'rules'; did you mean rule?"]),
        ("\nhours = 3\n", ["rules.toml:2: [hours] is a table"]),
        (
            '[hours]\nworks = "x"\nzone = "Nowhere"\nwork = "8-5"\n',
            [
                "rules.toml:2: hours has no 'works'; did you mean work?",
                (
                    "rules.toml:3: hours.zone: 'Nowhere' is no zone that is known here; "
                    "accepted are utc, local, or a name like Europe/Berlin"
                ),
                (
                    "rules.toml:4: hours.work: '8-5' are no hours; "
                    "accepted are Mon-Fri 08:00-18:00, Sat 09:00-12:00"
                ),
            ],
        ),
        (
            'rule = [{name = "a", filter = "b", per = "c"}, {name = "d", filter = "("}]\n',
            [
                "rules.toml:1: per: there is no 'c'; there are user, session, desktop, client, all",
                "rules.toml:1: filter: '(' at character 2: something is missing here",
            ],
        ),
        ("[[rule]\n", ["rules.toml:1: Expected ']]' at the end of an array declaration"]),
        (b"\xff", ["rules.toml: no UTF-8 at byte 0"]),
    ],
)
def test_what_is_wrong_is_told_all_at_once(text: str | bytes, faults: list[str]) -> None:
    assert faults_of(text) == faults


@pytest.mark.parametrize("text", [f"x = {'9' * 5000}", f"x = {'[' * 100_000}"])
def test_what_is_too_much_for_a_parser_is_told(text: str) -> None:
    (fault,) = faults_of(text)
    assert fault.startswith("rules.toml: cannot be read: ")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match=r"cannot be read: No such file or directory"):
        read_rules(tmp_path / "rules.toml")
