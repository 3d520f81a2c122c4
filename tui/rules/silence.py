"""What is said of shippers from which nothing comes: alerts that are of no line of a log.

They are known by the stream's own times: so each watcher has the same ones, and the next time, too.
"""

from collections.abc import Iterator

from tui.picture.fleet import FleetPicture, ShipperState, ShipperView
from tui.rules.alert import Alert, alert_id
from tui.rules.rule import Severity
from tui.source.provenance import Spot
from tui.words.text import size, visible

SILENT = "shipper-silent"
TOLD = "no beat of a host's shipper for 30 s, or for three times as long as it beats"


def silent(fleet: FleetPicture) -> Iterator[tuple[Alert, Spot]]:
    """An alert for each shipper that is gone, with the stream and the host in place of a file; of
    one that is gone for so long that it is none of the fleet any more, none.
    """
    for view in fleet.shippers:
        if not view.is_well and view.is_gone(fleet.now) and not view.is_forgotten(fleet.now):
            yield _alert(view), Spot(f"{fleet.name}/{view.host}", view.sequence)


def _alert(view: ShipperView) -> Alert:
    stopped = view.state is ShipperState.LEFT
    said = "was stopped" if stopped else "is silent"
    unsent = f", {size(view.behind)} not shipped" if view.behind else ""
    return Alert(
        id=alert_id(SILENT, view.host, f"{view.instance} {view.heard}".encode(errors="replace")),
        rule=SILENT,
        severity=Severity.WARNING if stopped else Severity.CRITICAL,
        time=view.heard + view.limit,
        first=view.heard,
        count=1,
        bytes=view.behind,
        files=0,
        user="",
        desktop="",
        client="",
        sid="",
        message=f"the shipper of {visible(view.host)} {said}{unsent}",
        place=0,
    )
