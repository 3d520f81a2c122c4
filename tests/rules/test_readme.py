"""README's rules, tied to those that there are; and the unit for systemd."""

import re
import tomllib
from pathlib import Path

from tests.rules.reading import rules_of
from tests.units import said_of, told_in
from tui.rules import read_rules
from tui.rules.reading import NAMES, built_in_text
from tui.rules.values import WORDS

ROOT = Path(__file__).parents[2]
SECTION = (ROOT / "README.md").read_text().split("## Rules\n")[1].split("\n## ")[0]
UNIT = ROOT / "share" / "desktail-check.service"


def rows(heading: str) -> list[list[str]]:
    """The cells of a table's rows."""
    table = SECTION.split(heading)[1].split("\n\n")[0]
    return [re.split(r" \| |^\| | ?\|$", line)[1:-1] for line in table.splitlines()[2:]]


def test_readme_lists_the_built_in_rules_with_their_severities() -> None:
    built_in = tomllib.loads(built_in_text())["rule"]
    told = {row[0].strip("`"): row[1] for row in rows("| rule | severity | fires when |")}
    assert told == {rule["name"]: rule["severity"] for rule in built_in}


def test_readme_lists_every_field_and_every_word_of_a_message() -> None:
    fields = rows("| field | if not given | |")
    named = [name for row in fields for name in re.findall(r"`(\w+)`", row[0])]
    assert {*named, "zone"} == {*NAMES}
    (message,) = (row[2] for row in fields if row[0] == "`message`")
    assert {*re.findall(r"\{(\w+)\}", message)} == {*WORDS}


def test_readmes_file_can_be_read() -> None:
    text = SECTION.split("```toml\n")[1].split("```")[0]
    rules = {rule.name: rule for rule in rules_of(text)}
    assert {*rules} == {rule.name for rule in read_rules()} - {"clipboard-out"} | {
        "finance-backups",
        "outside-hours",
    }


def test_readmes_unit_is_part_of_the_one_that_is_there() -> None:
    assert told_in(SECTION) <= {*UNIT.read_text().splitlines()}


def test_the_unit_is_sound(tmp_path: Path) -> None:
    assert said_of(UNIT, tmp_path) == (0, "")
