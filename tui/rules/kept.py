"""Alerts kept in the state folder: which came live, were told or seen, and what they said.

So that a service that is started again repeats nothing, and a person is not shown as new what was
seen yesterday. Several desktails share the file.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Self

from tui.rules.alert import Alert
from tui.rules.told import as_object, from_object
from tui.source.provenance import Spot
from tui.system.state import Journal, state_folder

NAME = "alerts.jsonl"


class Kept:
    """The alerts of this run and of earlier ones, by their ids."""

    def __init__(self, path: Path | None = None) -> None:
        """`path` is that of the file; without one they are kept as long as the program runs."""
        self._journal = Journal(path)

    @classmethod
    def of_user(cls) -> Self:
        """Those that this user has, in the state folder."""
        return cls(state_folder() / NAME)

    def refresh(self) -> bool:
        """Take what other desktails kept meanwhile; whether there was anything."""
        return self._journal.refresh()

    def take_problem(self) -> str:
        """What is wrong with the file, in one line; empty if nothing is, or if that was said."""
        return self._journal.take_problem()

    def has(self, alert: str, mark: str) -> bool:
        """Whether an alert, by its id, has a mark: `told` or `seen`."""
        return self._journal.records.get(alert, {}).get(mark) is True

    def was_told(self, alert: str) -> bool:
        """Whether `desktail check --follow` has told it."""
        return self.has(alert, "told")

    def was_seen(self, alert: str) -> bool:
        """Whether a person has seen it."""
        return self.has(alert, "seen")

    def tell(self, alerts: Iterable[Alert], where: Callable[[Alert], Spot]) -> None:
        """Keep that some were told."""
        self._keep(alerts, where, "told")

    def see(self, alerts: Iterable[Alert], where: Callable[[Alert], Spot]) -> None:
        """Keep that some were seen."""
        self._keep(alerts, where, "seen")

    def unsee(self, alerts: Iterable[Alert], where: Callable[[Alert], Spot]) -> None:
        """Keep that some are to be seen again."""
        self._keep(alerts, where, "seen", holds=False)

    def keep(self, alerts: Iterable[Alert], where: Callable[[Alert], Spot]) -> None:
        """Keep some, whose log may be gone before anybody has seen them."""
        self._keep(alerts, where, "came")

    def all(self) -> list[tuple[Alert, Spot]]:
        """Every alert that is kept, the first one kept first; of places only the files' own."""
        found = (from_object(record) for record in self._journal.records.values())
        return [one for one in found if one is not None]

    def _keep(
        self,
        alerts: Iterable[Alert],
        where: Callable[[Alert], Spot],
        mark: str,
        *,
        holds: bool = True,
    ) -> None:
        self.refresh()  # what another desktail knows of them is not to be lost
        records = []
        for alert in alerts:
            known = self._journal.records.get(alert.id, {})
            if (known.get(mark) is True) is not holds:
                records.append({**known, **as_object(alert, where(alert)), mark: holds})
        if records:
            self._journal.put(*records)
