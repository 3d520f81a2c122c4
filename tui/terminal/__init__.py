"""The terminal under Textual: what is written to it and read from it, its keys, its looks."""
