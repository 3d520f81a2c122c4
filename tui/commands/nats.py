"""The command that makes the streams of a fleet, and looks at them."""

from tui.fleet.access import Access
from tui.fleet.address import Address
from tui.fleet.engine import Engine
from tui.fleet.plan import FOREVER, Wanted
from tui.fleet.stream import check, init
from tui.output import printing
from tui.usage import UsageError


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
