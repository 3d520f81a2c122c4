"""The settings as they hold in the end, and where each of them comes from."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from platformdirs import user_config_path

from tui.config import kinds
from tui.config.layers import FILE, ConfigError, Given, of_environment, of_file, of_options
from tui.config.settings import BUILT_IN, SETTINGS, Keys, Nats, Settings, Thresholds
from tui.query.error import nearest

TABLES: Mapping[str, kinds.Kind[Any]] = {"filters": kinds.Filter(), "keys": kinds.Keys()}
"""The tables in which users give the names, and what they give."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """Settings, the file that was asked for some, and where each that is not built in was given.

    What is wrong with what was given has no effect, and is told by `problems`, a line each.
    """

    settings: Settings
    path: Path
    origins: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()

    @classmethod
    def built_in(cls, path: Path) -> "Configuration":
        """One in which nothing is set."""
        return cls(BUILT_IN, path)

    def origin(self, name: str) -> str:
        """Where a value was given, by its dotted name."""
        return self.origins.get(name, "built in")


def default_path() -> Path:
    """The file that is read if none is named."""
    return user_config_path("desktail", appauthor=False) / "config.toml"


def read(
    file: Path | None,
    environment: Mapping[str, str],
    options: Iterable[tuple[str, str, str]] = (),
) -> Configuration:
    """The settings of a file, the environment and the options (see `of_options`), in this order.

    Without a file the variable DESKTAIL_CONFIG names it, else it is the platform's; only that one
    may be missing.
    """
    named = file or (Path(environment[FILE]) if environment.get(FILE) else None)
    path = named or default_path()
    problems: list[str] = []
    values: dict[str, object] = {}
    origins: dict[str, str] = {}
    layers = [of_environment(environment), of_options(options)]
    if named is not None or path.exists():
        layers.insert(0, of_file(path))
    for given in _collected(layers, problems):
        try:
            values[given.name] = _value(given)
        except ValueError as error:
            problems.append(f"{given.where}: {error}")
        else:
            origins[given.name] = given.where
    return Configuration(_settings(values), path, origins, tuple(problems))


def _collected(layers: Iterable[Iterable[Given]], problems: list[str]) -> Iterator[Given]:
    for layer in layers:
        try:
            yield from layer
        except ConfigError as error:
            problems += error.faults


def _value(given: Given) -> object:
    """The value in its kind; ValueError that says what is wrong with its name, or with it."""
    setting, (table, _, rest) = SETTINGS.get(given.name), given.name.partition(".")
    kind = setting.kind if setting is not None else TABLES.get(table) if rest else None
    if kind is None:
        if given.name in (*TABLES, "thresholds", "nats"):
            raise ValueError(f"{given.name} is a table, and has no value of its own")
        raise ValueError(f"there is no setting {given.name!r}{nearest(given.name, SETTINGS)}")
    try:
        return kind.read(kind.spelt(str(given.value)) if given.spelt else given.value)
    except ValueError as error:
        raise ValueError(f"{given.name}: {error}") from error


def _settings(values: Mapping[str, object]) -> Settings:
    def of(table: str) -> dict[str, object]:
        return {
            name.removeprefix(f"{table}."): value
            for name, value in values.items()
            if name.startswith(f"{table}.")
        }

    keys = of("keys")
    preset = keys.pop("preset", BUILT_IN.keys.preset)
    plain = {name: value for name, value in values.items() if "." not in name}
    # Each value was read by the kind of its own field.
    return Settings(
        **plain,  # type: ignore[arg-type]
        thresholds=Thresholds(**of("thresholds")),  # type: ignore[arg-type]
        nats=Nats(**of("nats")),  # type: ignore[arg-type]
        filters=of("filters"),  # type: ignore[arg-type]
        keys=Keys(preset, keys),  # type: ignore[arg-type]
    )
