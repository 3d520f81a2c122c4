"""The command line: what can be asked for, and how each argument is read."""
