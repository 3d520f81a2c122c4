"""Who watches a fleet without a screen: `python -m tests.fleet.watcher ADDRESS`.

It follows the stream as the live view does, from its beginning, and answers each line of stdin with
one of JSON: `count` (what its table has counted), `summary` (all its numbers), or `latencies`: the
seconds from the stamp of each event to its being in the table, of those since the last time.
"""

import json
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from threading import Lock, Thread
from typing import Any

from tui.audit.summary import summarise
from tui.audit.table import Arrival, SessionTable
from tui.fleet.access import Access
from tui.fleet.address import Address
from tui.fleet.engine import Engine
from tui.fleet.follow import FleetFollow
from tui.fleet.past import FleetPast
from tui.fleet.words import FleetError
from tui.live.monitor import Monitor
from tui.past.workers import Workers, workers_for

ASSUMED = 1 << 30
"""Bytes of the past for which workers are begun, before it is known how much there is."""
SECOND = 1_000_000_000
PAUSE = 0.5
"""Seconds until what could not be opened is tried again: its servers are being killed."""


class Watcher:
    """The table of a stream, and how late its events were."""

    def __init__(self, follow: FleetFollow, workers: Workers) -> None:
        self._follow = follow
        self._latencies: list[float] = []
        self._lock = Lock()
        self._monitor = Monitor(
            follow, past=lambda: FleetPast.of(follow), watch=follow.waiting, workers=workers
        )
        Thread(target=self._read, name="reading", daemon=True).start()

    def answer(self, question: str) -> Any:
        """What it knows of what is asked for."""
        match question:
            case "latencies":
                with self._lock:
                    taken, self._latencies = self._latencies, []
                return taken
            case "summary":
                return self._with_others(self._monitor.ask(summarise))
            case "count":
                return self._monitor.ask(_counted)
        raise ValueError(question)

    def _with_others(self, summary: dict[str, Any]) -> dict[str, Any]:
        """With the other events that were not sent, as the files have them."""
        others = self._follow.mirrors.others
        counts = {name: summary[name] + others for name in ("lines", "other_events")}
        return {**summary, **counts}

    def _read(self) -> None:
        for arrived in self._monitor.arrivals():
            self._time(arrived)

    def _time(self, arrived: Sequence[Arrival]) -> None:
        now = time.time_ns()
        stamps = (arrival.event.time for arrival in arrived)
        late = [(now - stamp) / SECOND for stamp in stamps if stamp is not None]
        with self._lock:
            self._latencies += late


def _counted(table: SessionTable) -> dict[str, int]:
    return {"desktop_events": table.desktop_events}


def _open(address: Address) -> FleetFollow:
    """Try until it can be opened: the servers of a torture come back."""
    while True:
        try:
            engine = Engine.open(address, Access(), name="watcher", wait=True)
            try:
                follow = FleetFollow(engine)
                follow.open()
            except FleetError:
                engine.close()
                raise
        except FleetError as error:
            sys.stderr.write(f"{error}\n")
            time.sleep(PAUSE)
        else:
            return follow


def main() -> None:
    """Answer what is asked, until nobody asks any more."""
    with closing(workers_for(ASSUMED)) as workers:
        watcher = Watcher(_open(Address.parse(sys.argv[1])), workers)
        for question in sys.stdin:
            sys.stdout.write(json.dumps(watcher.answer(question.strip())) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
