"""How addresses are compared: with or without their port, by globs, and by networks."""

import re
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from tui.query.syntax import Form, Value
from tui.query.texts import Settled, Test, text_test

LONGEST = 80
"""Characters of an IPv6 address with its zone and port; what is longer is none."""


def address_test(operator: str, value: Value, settled: Settled) -> Test:
    """Whether an address is one (`=`), lies in a network (`=` with a `/`), or holds a text (`~`).

    A log's addresses have a port, `203.0.113.9:51000`: the value may do without.
    """
    by_text = text_test(operator, value, settled)
    if operator != "=":
        return by_text
    if value.form is Form.PLAIN and "/" in value.text:
        try:
            network = ip_network(value.text, strict=False)
        except ValueError:
            accepted = "203.0.113.0/24, 2001:db8::/32"
            raise ValueError(f"this is no network; accepted are {accepted}") from None
        return lambda held, _now: (a := address_of(held)) is not None and a in network
    wanted = None if value.form is Form.PATTERN else address_of(value.text)
    if wanted is not None and host_of(value.text) == value.text:
        return lambda held, _now: address_of(held) == wanted
    return lambda held, now: by_text(held, now) or by_text(host_of(held), now)


def address_of(text: str) -> IPv4Address | IPv6Address | None:
    """The address that a text tells, an IPv4 one that is written as IPv6 as what it is."""
    return _address_of(text) if len(text) <= LONGEST else None


@lru_cache(1 << 12)  # 3 µs else, and sessions share their clients
def _address_of(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(host_of(text))
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def host_of(text: str) -> str:
    """An address without its port."""
    found = re.fullmatch(r"\[([^\[\]]*)\](?::\d+)?|([^:\[\]]*):\d+", text, re.ASCII)
    return text if found is None else found[1] or found[2] or ""
