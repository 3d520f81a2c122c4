"""Each test stands in a folder of its own: a key that comes late may write where one stands."""

from pathlib import Path

import pytest

from tests.contract.examples import STARTED
from tests.fleet.conftest import engine, own_engine, own_server, server

__all__ = ["engine", "own_engine", "own_server", "server"]  # for the tests of a fleet


@pytest.fixture(autouse=True)
def elsewhere(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder of a test."""
    folder = tmp_path_factory.mktemp("here")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log in which a session has begun."""
    path = tmp_path / "events.log"
    path.write_text(f"{STARTED}\n")
    return path
