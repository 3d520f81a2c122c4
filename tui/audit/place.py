"""Where a line lies, as one integer: the number of its source and its offset in it.

One integer rather than a pair because a table keeps one for every event: packed in an array
it takes 8 bytes. Places compare in log order: sources by number, lines by offset.
"""

_OFFSET_BITS = 44
"""Files up to 16 TiB, and 524,288 sources, in the 63 bits of a signed integer."""
_OFFSET_MASK = (1 << _OFFSET_BITS) - 1


def place_of(source: int, offset: int) -> int:
    """The place of the line that begins at byte `offset` of source number `source`."""
    return source << _OFFSET_BITS | offset


def source_of(place: int) -> int:
    """The number of the source that a place lies in."""
    return place >> _OFFSET_BITS


def offset_of(place: int) -> int:
    """The byte at which the line at a place begins."""
    return place & _OFFSET_MASK
