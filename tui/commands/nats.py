"""The command that makes the streams of a fleet, and looks at them; and keys for their users."""

from pathlib import Path

from tui.fleet.access import Access
from tui.fleet.address import Address
from tui.fleet.engine import Engine
from tui.fleet.plan import FOREVER, Wanted
from tui.fleet.stream import check, init
from tui.fleet.words import EXTRA, FleetError
from tui.system.output import printing
from tui.system.usage import UsageError


def nats_init(address: Address, access: Access, wanted: Wanted, *, only_check: bool) -> None:
    """Make both streams, or change them to what is wanted, and print what was done.

    With `only_check` nothing is changed. Raises FleetError where something is not as it should be,
    or would be loosened.
    """
    kept, known = wanted.max_age, wanted.duplicates
    if known == FOREVER:
        raise UsageError("--duplicate-window: cannot be for ever; the engine would keep all ids")
    if kept and known and known > kept:
        raise UsageError("--duplicate-window: is longer than --max-age; give one that is not")
    with Engine.open(address, access, name="desktail nats init") as engine, printing():
        for line in (check if only_check else init)(engine, wanted):
            print(line)


def nats_key(path: Path) -> None:
    """Print the public key of the seed in a file, which is made if it is not there."""
    try:
        from tui.fleet.keys import make_key
    except ImportError as error:
        raise FleetError(f"{path}: {EXTRA}") from error
    with printing():
        print(make_key(path))
