"""Waiting for a condition, and not for a time."""

import time
from collections.abc import Callable

PATIENCE = 60.0
"""Seconds: only a failing test ever waits so long."""


def until(condition: Callable[[], object]) -> None:
    """Return as soon as a condition holds; fail if it never does."""
    given_up = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < given_up, "waited in vain"
        time.sleep(0.002)
