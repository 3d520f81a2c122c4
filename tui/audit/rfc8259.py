"""JSON as the contract has it: RFC 8259 and nothing beside it (no NaN, no lone surrogates)."""

import json
from typing import Any

import orjson


def parse_object(line: bytes) -> dict[str, Any] | None:
    """The JSON object (RFC 8259) that a line is; None if it is none.

    orjson refuses a number past the range of a double (1e400), to which RFC 8259 sets no limit:
    such a line is given to the standard library.
    """
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        value = _parse_unlimited(line) if "infinity" in error.msg else None
    return value if isinstance(value, dict) else None


def _parse_unlimited(line: bytes) -> object:
    try:
        value: object = json.loads(line.decode(), parse_constant=_refuse, parse_int=_integer)
        json.dumps(value, ensure_ascii=False).encode()  # refuses a lone surrogate
    except (ValueError, RecursionError):
        return None
    return value


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


def _integer(digits: str) -> float:
    # Longer than 2**64 is past every limit of the contract, and costly as an int.
    return int(digits) if len(digits) <= 20 else float(digits)
