"""How fast it is, beside others, on made logs: `python -m tests.benchmarks`."""

import os

# Of who runs them: what each writes would be a call of the kernel, which is so for no user.
os.environ.pop("PYTHONUNBUFFERED", None)
