import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.patience import until
from tui.system.temporary import TemporaryFolder

KEEPS = """
import sys
from tui.system.temporary import TemporaryFolder
folder = TemporaryFolder()
(folder.path / "1.log").write_bytes(b"x")
print(folder.path, flush=True)
sys.stdin.read()
"""


def test_it_is_for_its_user_alone_and_gone_at_the_end() -> None:
    with TemporaryFolder() as folder:
        (folder.path / "1.log").write_bytes(b"x")
        assert stat.S_IMODE(folder.path.stat().st_mode) == 0o700

    assert not folder.path.exists()


def test_it_is_where_temporary_files_are(tmp_path: Path) -> None:
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    told = subprocess.run(
        [sys.executable, "-c", KEEPS],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert Path(told.strip()).parent == tmp_path


@pytest.mark.parametrize("how", ["kill", "terminate"])
def test_it_goes_with_a_program_that_is_killed(how: str) -> None:
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", KEEPS], stdin=pipe, stdout=pipe) as running:
        assert running.stdout is not None
        folder = Path(running.stdout.readline().decode().strip())
        assert folder.exists()
        getattr(running, how)()

    until(lambda: not folder.exists())
