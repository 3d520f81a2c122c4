"""desktail: every remote-desktop session of a Teleport audit log, live in a terminal."""

__version__ = "0.1.0"
