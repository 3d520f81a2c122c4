"""A temporary folder that goes with the program, however that ends."""

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Self

_GUARD = 'read -r _; rm -rf -- "$1"'
"""What a shell does that outlives the program: it reads until nobody is left who could write."""


class TemporaryFolder:
    """A folder for its user alone (0700), in TMPDIR; removed by `close`, or by a shell that waits
    for the end of this process: one that is killed cannot, and what it mirrored may be gigabytes.
    """

    def __init__(self) -> None:
        """Make it. Raises OSError."""
        self.path = Path(tempfile.mkdtemp(prefix="desktail-"))
        try:
            self._guard = subprocess.Popen(  # noqa: S603 - words of our own, and a path
                ["/bin/sh", "-c", _GUARD, "sh", str(self.path)],
                stdin=subprocess.PIPE,
                start_new_session=True,  # what ends the program from the keyboard is not for it
            )
        except OSError:
            self.path.rmdir()
            raise

    def close(self) -> None:
        """Remove it with all that is in it."""
        shutil.rmtree(self.path, ignore_errors=True)
        if self._guard.stdin is not None:
            self._guard.stdin.close()
        self._guard.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
