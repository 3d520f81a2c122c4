"""The folder `share` is beside the tests, and not installed as a package."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2]))  # behind all else: `tui` stays the installed one
