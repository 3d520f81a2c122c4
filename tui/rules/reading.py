"""Rules read from TOML: the built-in ones, and those of a file that change them or add to them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from tui.query.error import nearest
from tui.rules import values
from tui.rules.hours import Hours
from tui.rules.rule import Measure, Rule
from tui.system.toml import Toml, TomlError, read_toml, toml_of
from tui.system.usage import UsageError

BUILT_IN, OUTSIDE_HOURS = "builtin.toml", "outside-hours"
TABLES = ("rule", "hours")
HOURS = ("work", "zone")
MEASURES = tuple(Measure)
OTHERS = ("outside", "zone", "enabled")
"""Fields that are read with others."""
NAMES = (*values.FIELDS, *MEASURES, *OTHERS)
"""All fields of a rule."""


class RulesError(UsageError):
    """What is wrong with a file of rules: a line for each fault, with file, line and field."""


@dataclass(slots=True)
class Given:
    """A rule as it is given: the value of each field, and where it stands."""

    where: str
    fields: dict[str, tuple[object, str]] = field(default_factory=dict)

    def changed_by(self, other: "Given") -> "Given":
        """The same with the fields of another: one measure takes the place of any."""
        kept = self.fields
        if any(measure in other.fields for measure in MEASURES):
            kept = {name: value for name, value in kept.items() if name not in MEASURES}
        return Given(other.where, kept | other.fields)

    def value(self, name: str) -> object:
        """What a field is given as; None if it is not."""
        return self.fields[name][0] if name in self.fields else None


def read_rules(file: Path | None = None) -> tuple[Rule, ...]:
    """The built-in rules, as a file changes them, and the others that it has.

    Raises RulesError with all that is wrong in it.
    """
    faults: list[str] = []
    given = _built_in()
    if file is not None:
        try:
            toml = read_toml(file)
        except TomlError as error:
            raise RulesError(*error.faults) from error
        given = _merged(given, toml, str(file), faults)
    rules = []
    for name, one in given.items():
        before = len(faults)
        faults += _faults_of(one)
        if len(faults) == before and one.value("enabled") is not False:
            rules.append(_rule(name, one))
    if faults:
        raise RulesError(*faults)
    return tuple(rules)


def built_in_text() -> str:
    """The built-in rules as TOML."""
    return files("tui.rules").joinpath(BUILT_IN).read_text(encoding="utf-8")


def _built_in() -> dict[str, Given]:
    toml = toml_of(built_in_text())
    return {str(one.value("name")): one for one in _rules_in(toml, BUILT_IN, [])}


def _merged(
    given: Mapping[str, Given], toml: Toml, file: str, faults: list[str]
) -> dict[str, Given]:
    """The rules with those of a file."""
    merged = dict(given)
    for key in toml.table:
        if key not in TABLES:
            hint = nearest(key, TABLES)
            faults.append(f"{file}:{toml.lines.get(key, 1)}: there is no {key!r}{hint}")
    hours = _hours(toml, file, faults)
    met: dict[str, str] = {}
    for one in _rules_in(toml, file, faults):
        name, where = one.fields.get("name", (None, one.where))
        try:
            name = values.name(name)
        except ValueError as error:
            faults.append(f"{where}: name: {error}")
            continue
        if name in met:
            faults.append(f"{where}: name: {name!r} stands there already, at {met[name]}")
            continue
        met[name] = where
        merged[name] = merged[name].changed_by(one) if name in merged else one
    if "work" in hours:
        fields = {"outside": hours["work"], "enabled": (True, hours["work"][1])}
        own = merged[OUTSIDE_HOURS].fields if OUTSIDE_HOURS in met else {}
        merged[OUTSIDE_HOURS].fields.update({k: v for k, v in fields.items() if k not in own})
    if "zone" in hours:
        for one in merged.values():
            one.fields.setdefault("zone", hours["zone"])
    return merged


def _rules_in(toml: Toml, file: str, faults: list[str]) -> Iterator[Given]:
    rules = toml.table.get("rule", [])
    if not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in rules):
        place = f"{file}:{toml.lines.get('rule', 1)}"
        faults.append(f"{place}: a rule begins with [[rule]], in double brackets")
        return
    for number, rule in enumerate(rules):
        at = f"rule.{number}"
        line = toml.lines.get(at, toml.lines.get("rule", 1))
        given = Given(f"{file}:{line}")
        for key, value in rule.items():
            where = f"{file}:{toml.lines.get(f'{at}.{key}', line)}"
            if key not in NAMES:
                faults.append(f"{where}: a rule has no {key!r}{nearest(key, NAMES)}")
            given.fields[key] = value, where
        yield given


def _hours(toml: Toml, file: str, faults: list[str]) -> dict[str, tuple[object, str]]:
    table = toml.table.get("hours", {})
    if not isinstance(table, dict):
        faults.append(f"{file}:{toml.lines.get('hours', 1)}: [hours] is a table")
        return {}
    given = {}
    for key, value in table.items():
        where = f"{file}:{toml.lines.get(f'hours.{key}', 1)}"
        if key not in HOURS:
            faults.append(f"{where}: hours has no {key!r}{nearest(key, HOURS)}")
            continue
        try:
            values.hours(value, "utc") if key == "work" else values.zone(value)
        except ValueError as error:
            faults.append(f"{where}: hours.{key}: {error}")
            continue
        given[key] = value, where
    return given


def _faults_of(one: Given) -> Iterator[str]:
    """What is wrong with the fields of a rule."""
    broken = False
    for name, (value, where) in one.fields.items():
        try:
            _check(name, value)
        except ValueError as error:
            broken = True
            yield f"{where}: {name}: {error}"
    for name in ("name", "filter"):
        if name not in one.fields:
            yield f"{one.where}: {name}: is missing"
    measures = [name for name in MEASURES if name in one.fields]
    if len(measures) > 1:
        where = one.fields[measures[1]][1]
        yield f"{where}: {measures[1]}: a rule has one measure, and this has {measures[0]} already"
    elif measures and "within" not in one.fields and one.value("count") != 1 and not broken:
        where = one.fields[measures[0]][1]
        yield f"{where}: within: is missing: within how long is {measures[0]} too much?"


def _check(name: str, value: object) -> None:
    match name:
        case "outside":
            values.hours(value, "utc")
        case "zone":
            values.zone(value)
        case "enabled":
            values.switch(value)
        case _ if name in MEASURES:
            values.amount(Measure(name), value)
        case _ if name in values.FIELDS:
            values.FIELDS[name](value)


def _rule(name: str, one: Given) -> Rule:
    """The rule, when nothing is wrong with it."""
    read = {key: values.FIELDS[key](one.value(key)) for key in values.FIELDS if key in one.fields}
    for measure in MEASURES:
        if measure in one.fields:
            read |= {"measure": measure, "amount": values.amount(measure, one.value(measure))}
    outside: Hours | None = None
    if "outside" in one.fields:
        outside = values.hours(one.value("outside"), values.zone(one.value("zone") or "utc"))
    return Rule(**{"name": name, **read, "outside": outside})
