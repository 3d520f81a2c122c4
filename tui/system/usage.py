"""What is asked for in a way in which it cannot be done."""


class UsageError(Exception):
    """One line that says what is wrong, where, and what to do; or several, each for itself."""

    def __init__(self, *faults: str) -> None:
        super().__init__(*faults)
        self.faults = faults
