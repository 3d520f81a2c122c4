"""Settings written as a file: what stands in it is what holds."""

from pathlib import Path

import pytest

from tests.contract.examples import STARTED
from tests.program import run
from tests.terminal.terminal import Terminal
from tui.config import Configuration, KeysTold, read, template, told
from tui.config.settings import SETTINGS

README = Path(__file__).parents[2] / "README.md"
KEYS = [KeysTold("list.down", "down,j", "to the next row", "built in")]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def test_what_is_told_of_settings_sets_the_same(file: Path, tmp_path: Path) -> None:
    file.write_text(
        'theme = "nord"\nmouse = false\ncolumns = ["user"]\nthresholds.quiet = "1.5s"\n'
        'filters."a b" = "path~\\"x\\""\nkeys."list.down" = "down,j"\n'
    )
    first = read(file, {})
    again = tmp_path / "again.toml"
    again.write_text(told(first, KEYS))
    assert not first.problems
    assert read(again, {}).settings == first.settings


def test_every_value_is_told_with_its_meaning_and_its_origin(file: Path) -> None:
    file.write_text('zone = "local"\n')
    text = told(read(file, {"DESKTAIL_SORT": "out"}), KEYS)
    words = " ".join(text.replace("\n#", "").split())
    assert all(setting.told in words for setting in SETTINGS.values())
    assert f'zone = "local" # {file}:1' in words
    assert 'sort = "out" # variable DESKTAIL_SORT' in words
    assert 'sizes = "binary" # built in' in words
    assert '"list.down" = "down,j" # to the next row; built in' in words


def test_the_template_sets_nothing_and_with_its_signs_taken_away_what_is_built_in(
    file: Path,
) -> None:
    text = template(KEYS)
    file.write_text(text)
    assert read(file, {}) == Configuration.built_in(file)
    taken = [
        line.removeprefix("#") if line.startswith("#") and line[1:2] != " " else line
        for line in text.splitlines()
    ]
    file.write_text("\n".join(taken))
    configuration = read(file, {})
    assert not configuration.problems
    assert set(configuration.origins) == {*SETTINGS, "keys.list.down"}


def test_the_readmes_table_says_what_the_code_says() -> None:
    told = {name: setting.told for name, setting in SETTINGS.items()}
    rows = [row.split(" | ") for row in README.read_text().splitlines() if row.startswith("| `")]
    shown = {row[0][3:-1]: row for row in rows if row[0][3:-1] in SETTINGS}
    assert {name: row[-1].removesuffix(" |") for name, row in shown.items()} == told
    for name, setting in SETTINGS.items():
        assert shown[name][1] == f"`{setting.kind.written(setting.default)}`"


# -- the command -----------------------------------------------------------------------------


def test_config_prints_all_values_and_complains_of_those_that_cannot_be(file: Path) -> None:
    file.write_text('them = 1\nzone = "local"\n[keys]\nfreze = "p"\n')
    answer = run("config", "--config", file, "--theme", "nrod")
    assert 'zone = "local"' in answer.stdout
    assert '"freeze" = "space"' in answer.stdout
    assert answer.returncode == 2
    assert answer.stderr.splitlines() == [
        f"desktail: {file}:1: there is no setting 'them'; did you mean theme?",
        "desktail: option --theme: theme: there is no 'nrod'; did you mean nord?",
        f"desktail: {file}:4: keys: there is no binding 'freze'; did you mean freeze?",
    ]


def test_config_path_says_only_which_file_is_read(file: Path) -> None:
    assert run("config", "--path", DESKTAIL_CONFIG=str(file)).stdout == f"{file}\n"


def test_config_init_writes_a_file_that_can_be_read_and_only_once(tmp_path: Path) -> None:
    file = tmp_path / "new" / "config.toml"
    first = run("config", "--init", "--config", file)
    assert (first.returncode, first.stdout) == (0, f"{file}\n")
    file.write_text(file.read_text() + "# mine\n")
    second = run("config", "--init", "--config", file)
    assert (second.returncode, second.stderr) == (
        1,
        f"desktail: {file}: is there already, and is left as it is\n",
    )
    assert file.read_text().endswith("# mine\n")
    assert run("config", "--config", file).returncode == 0


def test_a_live_view_does_not_start_with_settings_that_cannot_be(
    file: Path, tmp_path: Path
) -> None:
    file.write_text('sort = "outt"\n')
    log = tmp_path / "events.log"
    log.write_text(f"{STARTED}\n")
    with Terminal(log, "--config", file) as terminal:
        assert terminal.end() == 2
        assert f"{file}:1: sort: there is no 'outt'; did you mean out?" in terminal.raw.decode()


def test_options_set_what_can_be_set_and_a_wrong_one_is_a_wrong_usage() -> None:
    assert 'zone = "local"' in run("config", "--set", "zone=local").stdout
    assert run("config", "--set", "zone").returncode == 2
