"""What can be set: of each setting its value if nobody sets it, its kind, and what it means.

What stands here is what `desktail config` and the README say.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

from tui.config.kinds import Choice, Filter, Kind, Moment, Names, Order, Span, Switch, Text
from tui.config.presets import PRESETS
from tui.view.roster import BY_STATE
from tui.words.columns import COLUMNS, SHOWN
from tui.words.telling import Sizes, Times
from tui.words.when import span

T = TypeVar("T")


def _setting(default: T, kind: Kind[T], told: str) -> T:
    return field(default=default, metadata={"kind": kind, "told": told})


def _switch(*, default: bool, told: str) -> bool:
    return _setting(default, Switch(), told)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From when on something is said; nanoseconds."""

    quiet: int = _setting(
        span("5m"), Span(), "how long nothing happens in an active session until it is dimmed"
    )
    stale: int = _setting(
        span("30h"),
        Span(),
        "the same until it is told apart as stale: longer than the longest certificate lives",
    )
    moved_recently: int = _setting(
        span("1m"),
        Span(most=span("10m")),
        "how long a session is marked after bytes came out of its desktop: in steps of 10s, "
        "up to 10m",
    )
    lag: int = _setting(span("5s"), Span(), "how late reading may be until that is announced")


@dataclass(frozen=True, slots=True)
class Nats:
    """By which files an engine lets one in; each a path, or empty."""

    creds: str = _setting(
        "", Text(), "of a nats:// address: a file with a user's credentials; as --creds takes it"
    )
    nkey: str = _setting(
        "", Text(), "instead, a file with the seed of a user's nkey; as --nkey takes it"
    )
    tls_ca: str = _setting(
        "", Text(), "the CA of the engine's certificate, if this host does not know it: --tls-ca"
    )
    tls_cert: str = _setting("", Text(), "a certificate of this client; as --tls-cert takes it")
    tls_key: str = _setting("", Text(), "its key, if it is in a file of its own; as --tls-key")


@dataclass(frozen=True, slots=True)
class Keys:
    """The preset, and the keys of each binding that has others, by its name."""

    preset: str = _setting(
        "default",
        Choice(tuple(PRESETS)),
        f"keys for hands used to another program: {', '.join(PRESETS)}",
    )
    bindings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set."""

    theme: str = _setting(
        "textual-dark",
        Text(),
        "the colours: a theme of the palette; ansi-dark and ansi-light are the terminal's own 16",
    )
    ascii: bool = _switch(
        default=False,
        told="frames, glyphs and bars of plain ASCII; a log's own words stay as they are",
    )
    mouse: bool = _switch(
        default=True,
        told="whether clicks and the wheel are desktail's; if not, they are the terminal's",
    )
    zone: str = _setting(
        "utc", Choice(("utc", "local")), "by which clock times are told: utc or local"
    )
    times: str = _setting(
        "absolute",
        Choice(tuple(Times)),
        "how a feed tells times: absolute, relative (to now) or elapsed (since the session began)",
    )
    sizes: str = _setting(
        "binary", Choice(tuple(Sizes)), "sizes in binary units, or exact: every byte"
    )
    columns: tuple[str, ...] = _setting(
        SHOWN, Names(COLUMNS), f"the session table's, in this order; of {', '.join(COLUMNS)}"
    )
    sort: str = _setting(
        BY_STATE,
        Order((BY_STATE, *COLUMNS)),
        "the column that it is sorted by, -column for the other way round; "
        f"{BY_STATE}: active ones first, then the newest",
    )
    ended: bool = _switch(
        default=False,
        told="whether sessions that have ended are listed from the beginning",
    )
    bell: bool = _switch(
        default=False,
        told="whether the terminal's bell rings with an alarm: denied, failed, killed, lag, loss",
    )
    toasts: bool = _switch(default=True, told="whether an alarm shows a notice")
    since: str = _setting(
        "24h", Moment(), "of a folder, the files since then are read; as --since takes it"
    )
    filter: str = _setting(
        "",
        Filter(),
        "what is shown from the beginning, in the filter language; as --filter takes it",
    )
    rules: str = _setting(
        "",
        Text(),
        "a file of rules that change the built-in ones or add to them; as --rules takes it",
    )
    thresholds: Thresholds = field(default_factory=Thresholds)
    nats: Nats = field(default_factory=Nats)
    filters: Mapping[str, str] = field(default_factory=dict)
    keys: Keys = field(default_factory=Keys)


BUILT_IN = Settings()
"""What holds where nobody sets anything."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One of them: its dotted name, its kind, what it means, and its value if nobody sets it."""

    name: str
    kind: Kind[Any]
    told: str
    default: object


def _settings(owner: Any, prefix: str = "") -> Iterator[Setting]:
    for one in fields(owner):
        default = getattr(owner, one.name)
        name = prefix + one.name
        if "kind" in one.metadata:
            yield Setting(name, one.metadata["kind"], one.metadata["told"], default)
        elif not isinstance(default, Mapping):
            yield from _settings(default, f"{name}.")


SETTINGS = {setting.name: setting for setting in _settings(BUILT_IN)}
"""All that have a name of their own; in the tables `filters` and `keys` users give the names."""
