"""`python -m tui` is `desktail`."""

import sys

from tui.cli import main

sys.exit(main())
