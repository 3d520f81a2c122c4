"""How long the property tests look for a counterexample: `pytest --hypothesis-profile=long`."""

from hypothesis import settings

settings.register_profile("long", max_examples=20_000, deadline=None)
