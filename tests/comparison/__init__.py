"""Ten tasks of an incident, done with this program and with others on the same log."""
