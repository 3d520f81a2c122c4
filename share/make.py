"""Write the completions and the manual page anew: `python -m share.make`.

They are part of what is installed, so they are committed; a test makes them again and compares.
"""

from collections.abc import Mapping
from pathlib import Path

from share.completion import bash, fish, zsh
from share.manual import manual
from share.model import whole

HERE = Path(__file__).parent


def files() -> Mapping[str, str]:
    """What each of the files says, by its path in this folder, which is that in a prefix."""
    line = whole()
    return {
        "bash-completion/completions/desktail": bash(line),
        "zsh/site-functions/_desktail": zsh(line),
        "fish/vendor_completions.d/desktail.fish": fish(line),
        "man/man1/desktail.1": manual(line),
    }


def main() -> None:
    """Write them."""
    for name, content in files().items():
        path = HERE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)


if __name__ == "__main__":
    main()
