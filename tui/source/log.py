"""A log that is read once: which files it is, and what must be known of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tui.source.provenance import Provenance


@dataclass(frozen=True, slots=True)
class Log:
    """Files in log order; `foreign` says where their lines come from that only hold them.

    `others` counts other events that were left out of them. `notes` are lines of what must be
    known, `broken` of what should be there and is not.
    """

    files: Sequence[Path]
    foreign: Mapping[Path, Provenance] = field(default_factory=dict)
    others: int = 0
    notes: Sequence[str] = ()
    broken: Sequence[str] = ()
