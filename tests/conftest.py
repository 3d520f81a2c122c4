"""How long the property tests look for a counterexample: `pytest --hypothesis-profile=long`; and
that no test knows the settings or the terminal of who runs it.
"""

import gc
import os
import signal
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A machine that has more to do makes inputs slowly, too; and what is looked for is the same in
# every run that has the same modules loaded, whose constants are tried as well, so that a change is
# seldom refused for what it has not touched. The long run looks anew.
settings.register_profile(
    "ordinary", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("long", max_examples=20_000, deadline=None)
settings.load_profile("ordinary")

# Each app leaves circles; by default they were looked for so often, and each time among all that
# was collected for 3,500 tests, that this took two thirds of the time of the tests of the app.
gc.set_threshold(50_000, 20, 100)

# What is compiled is kept, whatever who runs it has set: some hundred programs are started, and to
# compile all modules anew takes each as long as its work.
sys.dont_write_bytecode = False

# Whoever starts the tests in the background may have them ignore ctrl+c, and all that they start.
signal.signal(signal.SIGINT, signal.default_int_handler)

OF_WHO_RUNS_IT = (
    "DESKTAIL_",  # settings
    *("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "COLORTERM"),  # the terminal
    *("TMUX", "STY"),  # and what stands between
    *("PYTHONUNBUFFERED", "PYTHONWARNINGS", "PYTHON_COLORS"),  # Python's
    "PYTHONDONTWRITEBYTECODE",
)
"""How the variables begin that would change what the program writes."""
NUMBERS = count(1)
LONG = 100
"""Characters or bytes from which on a text is no name of a test."""


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a long text after its length: whole, all names were 46 MB that each worker tells."""
    if isinstance(val, str | bytes) and len(val) > LONG:
        return f"{argname} of {len(val):,}"
    return None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that it does not stand alone at the end."""
    long = "torture", "benchmarks", "terminal", "fleet"
    ranks = {name: rank for rank, name in enumerate(long)}
    items.sort(key=lambda item: min(ranks.get(part, len(long)) for part in item.path.parts))


def pytest_collection_finish() -> None:
    """Look for no circles among the tests themselves, which stay to the end."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def nobodys_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Folders of this run for settings and for reports of crashes; returns the one they are in."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(home / "config"))
        patch.setenv("XDG_STATE_HOME", str(home / "state"))
        patch.setenv("TERM", "xterm-256color")
        for name in [name for name in os.environ if name.startswith(OF_WHO_RUNS_IT)]:
            patch.delenv(name)
        yield home


@pytest.fixture(autouse=True)
def nothing_remembered(nobodys_settings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What one test has the program remember, no other test meets."""
    monkeypatch.setenv("XDG_STATE_HOME", str(nobodys_settings / f"state{next(NUMBERS)}"))
