"""Ten tasks of an incident, done at a real terminal: the answer stands on the screen."""

import pytest

from tests.comparison.incident import Incident
from tests.comparison.ours import desktail
from tests.comparison.scripts import TASKS, Script, answered


@pytest.fixture(scope="module")
def incident(tmp_path_factory: pytest.TempPathFactory) -> Incident:
    return Incident.write(tmp_path_factory.mktemp("incident"))


@pytest.mark.parametrize("task", TASKS, ids=list(TASKS.values()))
def test_a_task_of_an_incident(incident: Incident, task: str) -> None:
    tool = desktail()
    script = tool.scripts(incident)[task]
    assert isinstance(script, Script)
    answered(tool, incident, script)
