"""README's tables of the language, tied to the fields and words that there are."""

import re
import shlex
from pathlib import Path

from tests.query.asked import NOW
from tui.query import Query
from tui.query.fields import FIELDS, Field
from tui.query.syntax import FLAGS

README = (Path(__file__).parents[2] / "README.md").read_text()
SECTION = README.split("## The filter language\n")[1].split("\n## ")[0]


def row(field: Field) -> str:
    """A field as README's table has it."""
    names = ", ".join(f"`{name}`" for name in (field.name, *field.aliases))
    operators = " ".join(f"`{operator}`" for operator in field.type.operators)
    return f"| {names} | {operators} | {field.help} |"


def test_readme_lists_every_field_and_word_with_its_help() -> None:
    rows = [line for line in SECTION.splitlines() if line.startswith("| `")]
    assert rows == [
        *map(row, FIELDS.values()),
        *(f"| `{name}` | {help_} |" for name, help_ in FLAGS.items()),
    ]


def test_readmes_filters_can_be_understood() -> None:
    commands = re.findall(r"^desktail .*--filter.*$", SECTION, re.MULTILINE)
    filters = [words[words.index("--filter") + 1] for words in map(shlex.split, commands)]
    assert len(filters) == 4
    for text in [*filters, "not path=*", "user=alice,bob", "kind=read,write", "/(?-i:alice)/"]:
        assert Query.parse(text, now=NOW)
