"""The two streams of a fleet, made, changed and looked at: `desktail nats init`."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from tui.fleet.engine import Engine
from tui.fleet.plan import Config, Plan, Wanted, plans
from tui.fleet.wire import shippers_stream
from tui.fleet.words import NO_STREAM, FleetError

PATIENCE, LONGER = 5.0, 20.0
"""Seconds to an answer, and to one on which the servers of a cluster agree before."""


def init(engine: Engine, wanted: Wanted) -> Iterator[str]:
    """Make both streams what is wanted, or change them to it; tells what was done, line by line.

    Raises FleetError where that would loosen one, before anything is changed.
    """
    found = _found(engine, wanted)
    faults = [f"{plan.name}: {fault}" for plan in found for fault in plan.faults]
    if faults:
        raise _error(engine, faults)
    for plan in found:
        if plan.is_new:
            _ask(engine, f"STREAM.CREATE.{plan.name}", plan.config)
            yield f"{plan.name}: made: {plan.told}"
        elif plan.changes:
            _ask(engine, f"STREAM.UPDATE.{plan.name}", plan.config)
            for change in plan.changes:
                yield f"{plan.name}: changed: {change}"
            yield f"{plan.name}: is now: {plan.told}"
        else:
            yield f"{plan.name}: is as it should be: {plan.told}"


def check(engine: Engine, wanted: Wanted) -> Iterator[str]:
    """Tell how both streams are. Raises FleetError, a line for each thing that has to change."""
    faults = []
    for plan in _found(engine, wanted):
        if plan.is_new:
            faults.append(f"{plan.name}: is not there; make it: desktail nats init")
            continue
        faults += [f"{plan.name}: {fault}" for fault in plan.faults]
        faults += [f"{plan.name}: has to change: {change}" for change in plan.changes]
        if not plan.changes and not plan.faults:
            yield f"{plan.name}: is as it should be: {plan.told}"
    if faults:
        raise _error(engine, faults)


def _found(engine: Engine, wanted: Wanted) -> list[Plan]:
    stream = engine.address.stream
    there = {
        name: config
        for name in (stream, shippers_stream(stream))
        if (config := _config(engine, name)) is not None
    }
    return plans(stream, there, wanted, clustered=engine.client.is_clustered)


def _config(engine: Engine, name: str) -> Config | None:
    """The configuration of a stream; None if there is none."""
    answer = _ask(engine, f"STREAM.INFO.{name}", missing=NO_STREAM)
    config: Config | None = answer.get("config")
    return config


def _ask(
    engine: Engine, what: str, told: Config | None = None, missing: int | None = None
) -> dict[str, Any]:
    """Ask JetStream something; nothing where it says that it is missing. Raises FleetError."""
    return engine.run(_asked(engine, what, json.dumps(told).encode() if told else b"", missing))


async def _asked(engine: Engine, what: str, body: bytes, missing: int | None) -> dict[str, Any]:
    import nats.errors
    from nats.js.errors import APIError, ServiceUnavailableError

    try:
        answer = await engine.client.request(
            f"$JS.API.{what}", body, timeout=LONGER if body else PATIENCE
        )
    except nats.errors.NoRespondersError as error:
        raise ServiceUnavailableError from error
    told: dict[str, Any] = json.loads(answer.data)
    fault = told.get("error")
    if fault is None:
        return told
    if fault.get("err_code") == missing:
        return {}
    raise APIError(fault.get("code"), fault.get("description"), fault.get("err_code"))


def _error(engine: Engine, faults: Iterable[str]) -> FleetError:
    return FleetError("\ndesktail: ".join(f"{engine.address}: {fault}" for fault in faults))
