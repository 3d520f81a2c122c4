"""The demo: what its story contains, and how it gets to disk."""
