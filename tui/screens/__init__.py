"""The screens: which panes stand where, and who is told what."""

from importlib import import_module
from pkgutil import iter_modules


def load_all() -> None:
    """Load those, too, that nobody has gone to yet: for who must know all keys there are."""
    for module in iter_modules(__path__, f"{__name__}."):
        import_module(module.name)
