"""Rows of a list, some of which are unfolded: each then with rows of its own below it."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Unfolded:
    """How many rows stand below each row that is unfolded, by the row's number."""

    below: dict[int, int] = field(default_factory=dict)

    def __len__(self) -> int:
        """How many rows there are more than without unfolding."""
        return sum(self.below.values())

    def __contains__(self, row: int) -> bool:
        """Whether a row is unfolded."""
        return row in self.below

    def locate(self, index: int) -> tuple[int, int | None]:
        """The row that stands at an index, or else the one it is below, and at which number."""
        more = 0
        for row in sorted(self.below):
            if index - more <= row:
                break
            if index - more <= row + self.below[row]:
                return row, index - more - row - 1
            more += self.below[row]
        return index - more, None

    def index(self, row: int) -> int:
        """Where a row stands."""
        return row + sum(count for unfolded, count in self.below.items() if unfolded < row)

    def shift(self, rows: int) -> None:
        """So many rows were laid before all others."""
        self.below = {row + rows: count for row, count in self.below.items()}
