"""Bytes and strings that nobody would write, against plain implementations and invariants.

A few hundred of each at every run; for as many as a night allows:
`pytest tests/fuzz --hypothesis-profile=long`.
"""
