"""How long the property tests look for a counterexample: `pytest --hypothesis-profile=long`; and
that no test knows the settings of who runs it.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A machine that has more to do makes inputs slowly, too.
settings.register_profile("ordinary", suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", max_examples=20_000, deadline=None)
settings.load_profile("ordinary")


@pytest.fixture(autouse=True, scope="session")
def nobodys_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Folders of this run for settings and for reports of crashes; returns the one they are in."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(home / "config"))
        patch.setenv("XDG_STATE_HOME", str(home / "state"))
        for name in [name for name in os.environ if name.startswith("DESKTAIL_")]:
            patch.delenv(name)
        yield home
