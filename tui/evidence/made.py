"""Who makes evidence, where and when: what the manifest says of that."""

import os
import pwd
import socket

from tui.audit.rfc3339 import SECOND, format_time
from tui.evidence.manifest import Made


def made_at(now: int) -> Made:
    """Made now (nanoseconds), to the second, by this process's user, and by whom sudo was asked."""
    return Made(format_time(now - now % SECOND), _user(), socket.gethostname())


def _user() -> str:
    number = os.geteuid()
    try:
        name = pwd.getpwuid(number).pw_name
    except KeyError:  # a container's user often has no name
        name = f"user {number}"
    asked = os.environ.get("SUDO_USER", "")
    return f"{name} (sudo by {asked})" if asked and number == 0 and asked != name else name
