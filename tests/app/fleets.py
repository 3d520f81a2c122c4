"""A fleet at the desk: shippers known by real beats, watched by the app."""

from typing import Any

from tests.app.desk import NOON
from tests.fleet.beats import Told, ns
from tui.live.monitor import Monitor
from tui.picture.fleet import Consumer


def watched(monitor: Monitor, told: Told | None = None) -> Told:
    """Have a monitor follow a fleet, which is told of by a test; its clock says NOON at 0 s."""
    told = told or Told(noon=NOON)
    monitor.fleet = lambda: told.picture
    return told


def story(told: Told) -> Told:
    """Six shippers: one silent, one in trouble, one late, one by a wrong clock, one that left."""
    lines = dict.fromkeys(("auth1", "auth2", "auth3", "auth4", "auth5"), 0)
    usual: dict[str, Any] = {"version": "0.9.0", "files": 2}
    told.at = -3600
    told.beat("auth6", leaving=True, **usual)
    told.at = -300
    while told.at < 0:
        told.at += 5
        for number, host in enumerate(lines, 1):
            if host == "auth2" and told.at > -45:
                continue
            lines[host] += 17 * number
            said = {**usual, "lines": lines[host]}
            if host == "auth3":
                said |= {"problem": "/var/lib/teleport/log/events.log: permission denied"}
            if host == "auth4" and told.at > -15:
                said |= {"lag": 12.0, "behind": 48_211}
            told.beat(host, skew=37.2 if host == "auth5" else 0.0, **said)
            told.shippers.read(host, told.stored, NOON + ns(told.at - number), 4000, 9)
    told.shippers.lose("auth2", 18_432)
    told.shippers.consume(Consumer(1204, 0.4))
    return told
