"""Where settings come from, which of them holds, and what is said of those that cannot."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tui.audit.rfc3339 import SECOND
from tui.config import BUILT_IN, Configuration, default_path, read


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def read_text(file: Path, text: str, **variables: str) -> Configuration:
    """The settings of a file with this text, under these variables."""
    file.write_text(text)
    return read(file, variables)


def problems_of(file: Path, text: str) -> list[str]:
    """What is said of a file with this text, without its name."""
    return [told.removeprefix(f"{file}:") for told in read_text(file, text).problems]


def test_what_nobody_sets_is_built_in() -> None:
    configuration = read(None, {})
    assert configuration.settings == BUILT_IN
    assert configuration.origin("theme") == "built in"
    assert not configuration.problems


def test_a_file_sets_values_of_every_kind(file: Path) -> None:
    settings = read_text(
        file,
        """
        theme = "nord"
        ascii = true
        columns = ["user", "out"]
        sort = "-out"
        since = "yesterday"
        thresholds.quiet = "10m"
        filters.fin = "desktop~fin"
        keys.preset = "less"
        """,
    ).settings
    assert (settings.theme, settings.ascii, settings.columns) == ("nord", True, ("user", "out"))
    assert (settings.sort, settings.since) == ("-out", "yesterday")
    assert settings.thresholds.quiet == 600 * SECOND
    assert settings.filters == {"fin": "desktop~fin"}
    assert settings.keys.preset == "less"


@pytest.mark.parametrize(
    ("variables", "options", "zone", "origin"),
    [
        ({}, [], "local", "{file}:2"),
        ({"DESKTAIL_ZONE": "utc"}, [], "utc", "variable DESKTAIL_ZONE"),
        ({"DESKTAIL_ZONE": "utc"}, [("--set", "zone", "local")], "local", "option --set"),
    ],
)
def test_an_option_holds_before_a_variable_and_that_before_the_file(
    file: Path,
    variables: Mapping[str, str],
    options: list[tuple[str, str, str]],
    zone: str,
    origin: str,
) -> None:
    file.write_text('# first of all\nzone = "local"\n')
    configuration = read(file, variables, options)
    assert configuration.settings.zone == zone
    assert configuration.origin("zone") == origin.format(file=file)


def test_a_variable_names_the_file_and_an_option_another(file: Path) -> None:
    file.write_text('theme = "nord"\n')
    assert read(None, {"DESKTAIL_CONFIG": str(file)}).settings.theme == "nord"
    other = file.with_name("other.toml")
    other.write_text('theme = "dracula"\n')
    assert read(other, {"DESKTAIL_CONFIG": str(file)}).settings.theme == "dracula"


def test_the_platforms_file_is_read_if_it_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert default_path() == tmp_path / "desktail" / "config.toml"
    default_path().parent.mkdir()
    default_path().write_text('theme = "nord"\n')
    assert read(None, {}).settings.theme == "nord"


def test_a_variable_spells_what_is_no_text_in_toml(file: Path) -> None:
    variables = {
        "DESKTAIL_ASCII": "1",
        "DESKTAIL_MOUSE": "off",
        "DESKTAIL_COLUMNS": "user, out",
        "DESKTAIL_THRESHOLDS_LAG": "1m",
    }
    settings = read_text(file, "", **variables).settings
    assert (settings.ascii, settings.mouse) == (True, False)
    assert settings.columns == ("user", "out")
    assert settings.thresholds.lag == 60 * SECOND


def test_keys_are_named_with_dots_quoted_or_not_and_given_as_text_or_list(file: Path) -> None:
    text = '[keys]\nlist.down = "j, down"\n"list.up" = ["k", "up"]\n'
    assert read_text(file, text).settings.keys.bindings == {
        "list.down": "j,down",
        "list.up": "k,up",
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("them = 1", "1: there is no setting 'them'; did you mean theme?"),
        ("\n\nthresholds.quite = 1", "3: there is no setting 'thresholds.quite'; did you mean"),
        ("[colours]\nred = 1", "2: there is no setting 'colours.red'"),
        ("theme = 3", "1: theme: 3 is no text in quotes"),
        ('ascii = "yes"', "1: ascii: 'yes' is neither true nor false"),
        ('zone = "locl"', "1: zone: there is no 'locl'; did you mean local?"),
        ('zone = "moon"', "1: zone: there is no 'moon'; there are utc, local"),
        ('columns = "user"', "1: columns: 'user' is no list of names"),
        ("columns = []", "1: columns: [] is no list of names"),
        ('columns = ["user", "dekstop"]', "1: columns: there is no 'dekstop'; did you mean desk"),
        ('columns = ["user", "user"]', "1: columns: 'user' stands there twice"),
        ('sort = "-ot"', "1: sort: there is no 'ot'; did you mean out?"),
        ('since = "once"', "1: since: 'once' is no time to begin at; accepted are 15m"),
        ('thresholds.lag = "5"', "1: thresholds.lag: '5': this is no length of time"),
        ("thresholds = 5", "1: thresholds is a table, and has no value of its own"),
        ('filters.f = "user=a and"', "1: filters.f: 'user=a and' at character 11: "),
        ('keys.freeze = ""', "1: keys.freeze: '' names no key; a comma is called comma"),
        ("theme = nord", "1: Invalid value"),
        ('\ntheme = "nord', "2: Unterminated string"),
    ],
)
def test_what_cannot_be_is_told_with_its_line_and_what_could(
    file: Path, text: str, told: str
) -> None:
    [problem] = problems_of(file, text)
    assert problem.startswith(told)


def test_everything_that_is_wrong_is_told_at_once(file: Path) -> None:
    text = 'theme = 1\nzone = "local"\nmouse = 2\n'
    configuration = read_text(file, text, DESKTAIL_ZONA="x", DESKTAIL_SORT="y")
    assert configuration.problems == (
        f"{file}:1: theme: 1 is no text in quotes",
        f"{file}:3: mouse: 2 is neither true nor false",
        configuration.problems[2],
        "variable DESKTAIL_ZONA: no setting has it; did you mean DESKTAIL_ZONE?",
    )
    assert configuration.problems[2].startswith("variable DESKTAIL_SORT: sort: there is no 'y'")
    assert configuration.settings.zone == "local"


def test_a_line_is_that_of_the_value_also_behind_texts_and_lists_of_several_lines(
    file: Path,
) -> None:
    text = (
        'filters.a = """\nthem = 1\n"""\n'  # 1 to 3
        'columns = [\n  "user",  # who\n  "out",\n]\n'  # 4 to 7
        '[keys]\npreset = "less"\n'  # 8, 9
        "[thresholds]\n\n# quiet = 1\n"  # 10 to 12
        'quiet = "1h"\n'
    )
    configuration = read_text(file, text)
    lines = [configuration.origin(name) for name in ("columns", "keys.preset", "thresholds.quiet")]
    assert lines == [f"{file}:4", f"{file}:9", f"{file}:13"]


def test_a_file_that_was_asked_for_and_is_not_there_is_told(file: Path) -> None:
    [problem] = read(file, {}).problems
    assert problem == f"{file}: cannot be read: No such file or directory"


def test_a_file_that_is_no_utf8_is_told(file: Path) -> None:
    file.write_bytes(b'theme = "\xff"')
    assert read(file, {}).problems == (f"{file}: no UTF-8 at byte 9",)
