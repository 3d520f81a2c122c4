"""README's tree of folders and the folders say the same."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]


def named() -> set[str]:
    """The folders and modules that the tree names, folders with a `/`."""
    tree = (ROOT / "README.md").read_text().split("```\ntui/\n")[1].split("```")[0]
    # What it says of them stands behind three spaces.
    rows = [row.strip().split("   ")[0] for row in tree.splitlines()]
    return {name for row in rows for name in re.findall(r"\w+\.py|\w+/", row)}


def there() -> set[str]:
    """Those that there are; what begins with `__` is Python's own."""
    found = {
        f"{path.name}/" if path.is_dir() else path.name
        for path in (ROOT / "tui").iterdir()
        if path.is_dir() or path.suffix == ".py"
    }
    return {name for name in found if not name.startswith("__")}


def test_the_tree_names_all_folders_and_modules_and_no_others() -> None:
    assert named() == there()
