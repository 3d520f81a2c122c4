"""A log as if it were happening now: its lines come when a clock of their own reaches them."""
