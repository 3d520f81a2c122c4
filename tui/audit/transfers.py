"""A session's transfers as they are kept: few of them, as most sessions have, in a fifth of the
memory.

As objects one takes 450 bytes, of which its path is 30: those of 25,000 sessions were a third of
what was kept. As bytes they take 85 each, and go through a pipe as they are.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from msgspec import Raw, Struct
from msgspec.msgpack import Decoder, Encoder

from tui.audit.counters import Transfer, TransferKey

Kept = dict[TransferKey, Transfer] | bytes | None
"""None where there are none: an empty dict for each session takes 64 bytes. A dict where they grow,
are many, or cannot be packed. Nobody changes what is packed.
"""
MOST = 32
"""Transfers up to which they are packed: all are unpacked to see one, 0.5 µs each."""


class _Sum(Struct, gc=False, array_like=True):
    """As much of a transfer as says what it moved; the rest is passed over."""

    operations: int
    bytes: int


_NONE: Mapping[TransferKey, Transfer] = MappingProxyType({})
_ENCODER = Encoder()
# How many they are, their keys, and they.
_ALL = Decoder(tuple[int, list[TransferKey], list[Transfer]])
_KEYS = Decoder(tuple[int, list[tuple[str, str, str]], Raw])
_SUMS = Decoder(tuple[int, Raw, list[_Sum]])


def packed(transfers: dict[TransferKey, Transfer]) -> Kept:
    """Transfers in less room, in their order."""
    if len(transfers) <= MOST:
        try:
            told = len(transfers), tuple(transfers), tuple(transfers.values())
            return _ENCODER.encode(told)
        except (UnicodeEncodeError, OverflowError):  # half a letter, or more than 2**64 bytes
            pass
    for transfer in transfers.values():
        transfer.settle()
    return transfers


def settled(kept: Kept) -> Kept:
    """The same in less room, where they change seldom."""
    return packed(kept) if isinstance(kept, dict) else kept


def count_of(kept: Kept) -> int:
    """How many they are, without a look at them."""
    if kept is None:
        return 0
    # Behind the mark of three values: a number below 128 is one byte, itself.
    return kept[1] if isinstance(kept, bytes) else len(kept)


def keys_of(kept: Kept) -> Iterable[tuple[str, str, str]]:
    """Their keys as texts, for those who look for a path in many sessions."""
    if kept is None:
        return ()
    return _KEYS.decode(kept)[1] if isinstance(kept, bytes) else kept


def bytes_of(kept: Kept) -> Iterable[int]:
    """The bytes that each of them moved, for those who ask that of many sessions."""
    if kept is None:
        return ()
    sums = _SUMS.decode(kept)[2] if isinstance(kept, bytes) else kept.values()
    return [transfer.bytes for transfer in sums]


def all_of(kept: Kept) -> Mapping[TransferKey, Transfer]:
    """They, to be read; what was packed anew each time."""
    return _NONE if kept is None else growing(kept)


def growing(kept: Kept) -> dict[TransferKey, Transfer]:
    """They, to be added to."""
    if isinstance(kept, bytes):
        _, keys, transfers = _ALL.decode(kept)
        return dict(zip(keys, transfers, strict=True))
    return {} if kept is None else kept


def merged(ours: Kept, theirs: Kept) -> Kept:
    """Those of two parts of a session, of which the first must not be used any more."""
    if theirs is None or (ours is None and isinstance(theirs, bytes)):
        return ours if theirs is None else theirs
    both = growing(ours)
    for key, transfer in all_of(theirs).items():
        both.setdefault(key, Transfer()).merge(transfer)
    return packed(both) if isinstance(ours, bytes) else both
