"""For people's eyes: a log's strings made harmless, sizes, durations and times in few cells.

`visible` is the one door between a log's strings and a screen.
"""

import unicodedata
from datetime import timedelta, tzinfo
from functools import lru_cache

from rich.cells import cell_len, get_character_cell_size, split_graphemes

from tui.audit.rfc3339 import CYCLE, EPOCH, SECOND

ELLIPSIS = "…"
MAX_COMBINING = 5
"""Marks on one character that are let through: no script needs more, and a pile of them would paint
over the lines around it."""
_PER_CELL = 1 + MAX_COMBINING
"""Characters that a cell of visible text holds at most."""
_REMEMBERED = 1 << 16
"""Characters whose marks are kept: there are more than a log should be able to fill memory with."""

# Printable to Python, and yet nothing to see: Unicode's default-ignorable code points that are
# not of the categories Cc, Cf, Cs, Co, Cn or Z*, the blank Braille pattern, the fillers of
# hieroglyphs and of Khitan, and the note without a head.
_UNSEEN = frozenset(
    map(
        chr,
        [
            0x034F,
            0x115F,
            0x1160,
            0x17B4,
            0x17B5,
            *range(0x180B, 0x1810),
            0x2800,
            0x3164,
            *range(0xFE00, 0xFE10),
            0xFFA0,
            0x13441,
            0x13442,
            0x16FE4,
            0x1D159,
            *range(0xE0100, 0xE01F0),
        ],
    )
)


class _Marks(dict[int, str]):
    """What stands for each character: itself, or a mark; worked out once each."""

    def __missing__(self, code: int) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        self[code] = mark = self._mark(code)
        return mark

    @staticmethod
    def _mark(code: int) -> str:
        if code < 0x20:
            return chr(0x2400 + code)
        if code == 0x7F:
            return "␡"
        character = chr(code)
        if character == " " or (character.isprintable() and character not in _UNSEEN):
            return character
        return f"‹{code:X}›"


_MARKS = _Marks()


def visible(text: str) -> str:
    """A string of the log with nothing in it that a terminal obeys or an eye cannot see.

    Control characters become their pictures (␛), everything else invisible, unassigned or
    turning the direction of writing becomes its code in ‹›; so does a mark with nothing to
    stand on, or one too many. The result holds no markup for anyone who takes it as plain text.
    """
    if text.isascii():
        return text if text.isprintable() else text.translate(_MARKS)
    text = text.translate(_MARKS)
    return _with_marks_held(text) if any(map(_is_mark, set(text))) else text


@lru_cache(_REMEMBERED)
def _is_mark(character: str) -> bool:
    """Whether it takes no cell of its own: a combining mark, a vowel sign, a final jamo."""
    return unicodedata.combining(character) > 0 or get_character_cell_size(character) == 0


def _with_marks_held(text: str) -> str:
    held, stacked = [], MAX_COMBINING  # at the beginning there is nothing to stand on
    for character in text:
        stacked = stacked + 1 if _is_mark(character) else 0
        held.append(character if stacked <= MAX_COMBINING else f"‹{ord(character):X}›")
    return "".join(held)


def fit(text: str, cells: int) -> str:
    """A visible string in at most so many cells, with `…` where its end was cut off."""
    if fits(text, cells):
        return text
    return _head(text, cells - 1) + ELLIPSIS if cells > 0 else ""


def fit_path(text: str, cells: int) -> str:
    """The same, cut in the middle: of a path the file's name matters most, then its beginning."""
    if fits(text, cells):
        return text
    if cells < 8:
        return fit(text, cells)
    separator = max(text.rfind("/"), text.rfind("\\"))
    name = 0 if separator < 0 else min(cells - 1, len(text) - separator)
    tail = _tail(text, max(name, (cells - 1) * 2 // 3))
    return _head(text, cells - 1 - cell_len(tail)) + ELLIPSIS + tail


def pad(text: str, cells: int) -> str:
    """A visible string in exactly so many cells, to the left."""
    text = fit(text, cells)
    return text.ljust(cells) if text.isascii() else text + " " * (cells - cell_len(text))


def pad_left(text: str, cells: int) -> str:
    """A visible string in exactly so many cells, to the right."""
    text = fit(text, cells)
    return text.rjust(cells) if text.isascii() else " " * (cells - cell_len(text)) + text


def fits(text: str, cells: int) -> bool:
    """Whether a visible string needs no more than so many cells."""
    if text.isascii() or len(text) > cells * _PER_CELL:  # to measure 60,000 takes 30 ms
        return len(text) <= cells
    return cell_len(text) <= cells


def _head(text: str, cells: int) -> str:
    spans, _ = split_graphemes(text[: cells * _PER_CELL])
    end = used = 0
    for _start, stop, width in spans:
        if used + width > cells:
            break
        used, end = used + width, stop
    return text[:end]


def _tail(text: str, cells: int) -> str:
    text = text[-(cells + 1) * _PER_CELL :]  # one more, which may be cut within
    spans, _ = split_graphemes(text)
    begin, used = len(text), 0
    for start, _stop, width in reversed(spans):
        if used + width > cells:
            break
        used, begin = used + width, start
    return text[begin:]


def size(count: int) -> str:
    """Bytes in binary units, in at most 5 cells up to 1023 Y: `734`, `18.0K`, `2.1G`."""
    if count < 1024:
        return str(count)
    amount = float(count)
    for unit in "KMGTPEZY":
        amount /= 1024
        # What rounds to 1024 is written in the next unit.
        if amount < 99.95:
            return f"{amount:.1f}{unit}"
        if amount < 1023.5:
            return f"{amount:.0f}{unit}"
    return f"{amount:.0f}Y"


def number(count: int) -> str:
    """A count with commas between thousands."""
    return f"{count:,}"


def percent(share: float) -> str:
    """A share from 0 to 1, rounded down: 100 % is all of it."""
    return f"{int(share * 100)} %"


def gauge(share: float, cells: int) -> str:
    """A share from 0 to 1 as a bar of so many cells."""
    full = int(share * cells)
    return "━" * full + "·" * (cells - full)


def number_in(count: int, cells: int) -> str:
    """A count with its commas where there is room, else in thousands or more: `502k`, `1.0M`.

    Four cells are enough below 999.5 T.
    """
    told = number(count)
    if len(told) <= cells:
        return told
    amount, unit = float(count), ""
    for larger in "kMGT":
        if amount < 999.5:
            break
        amount, unit = amount / 1000, larger
    return f"{amount:.1f}{unit}" if unit and amount < 9.95 else f"{amount:.0f}{unit}"


def plural(count: int, one: str, many: str = "") -> str:
    """A count and what it counts: `1 event`, `1,204 events`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


_YEAR = CYCLE // 400
"""Seconds of a mean year of the calendar."""


def duration(nanoseconds: int) -> str:
    """A length of time in at most 5 cells: `45s`, `12m`, `3h02`, `2d03h`, `41d`, `27y`.

    Below zero with a minus, for which the smaller unit makes room: `-2d`. Past 999 years that is
    not enough: `-7ky`.
    """
    sign = "-" if nanoseconds <= -SECOND else ""
    seconds = abs(nanoseconds) // SECOND
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86400
    years = seconds // _YEAR
    if minutes == 0:
        return f"{sign}{seconds}s"
    if hours == 0:
        return f"{sign}{minutes}m"
    if days == 0:
        forms = [f"{hours}h{minutes % 60:02}", f"{hours}h"]
    else:
        forms = [f"{days}d{hours % 24:02}h", f"{days}d", f"{years}y", f"{years // 1000}ky"]
    return next((sign + form for form in forms if len(sign + form) <= 5), sign + forms[-1])


def elapsed(nanoseconds: int) -> str:
    """How far into something a moment lies: `+0:12:41.114`, from 100 hours on without fraction."""
    sign, thousandths = "+" if nanoseconds >= 0 else "-", abs(nanoseconds) // 1_000_000
    seconds, rest = divmod(thousandths, 1000)
    hours, minutes = seconds // 3600, seconds // 60 % 60
    told = f"{sign}{hours}:{minutes:02}:{seconds % 60:02}"
    return f"{told}.{rest:03}" if hours < 100 else told


def since_when(moment: int, now: int) -> str:
    """How long ago a moment was: by the second up to ten, then in steps of ten.

    A column of seconds that all tick is restless to the eye, and 4 kB/s down the line.
    """
    passed = now - moment
    if -SECOND < passed < 0:  # the clocks of two machines are never quite the same
        passed = 0
    if 10 * SECOND < passed < 60 * SECOND:
        passed -= passed % (10 * SECOND)
    return duration(passed)


def moment(nanoseconds: int, zone: tzinfo, form: str = "%Y-%m-%d %H:%M:%S") -> str:
    """A moment by a clock of the zone; UTC where the zone would leave the years 1 to 9999."""
    utc = EPOCH + timedelta(seconds=nanoseconds // SECOND)
    try:
        local = utc.astimezone(zone)
    except OverflowError:
        local = utc
    # strftime does not pad a year before 1000 on every system.
    return local.strftime(form.replace("%Y", f"{local.year:04}"))


def feed_time(nanoseconds: int | None, now: int, zone: tzinfo) -> str:
    """When an event was, in 14 cells: to the millisecond today, with its date on other days, and
    to the minute in other years; without a time of day in other centuries, whose years need all
    their digits.
    """
    if nanoseconds is None:
        return pad_left("no time", 14)
    if moment(nanoseconds, zone, "%Y-%m-%d") == moment(now, zone, "%Y-%m-%d"):
        thousandths = nanoseconds % SECOND // 1_000_000
        return pad_left(f"{moment(nanoseconds, zone, '%H:%M:%S')}.{thousandths:03}", 14)
    if moment(nanoseconds, zone, "%Y") == moment(now, zone, "%Y"):
        return moment(nanoseconds, zone, "%m-%d %H:%M:%S")
    told = moment(nanoseconds, zone, "%Y-%m-%d %H:%M")
    return told[2:] if told[:2] == moment(now, zone, "%Y")[:2] else pad_left(told[:10], 14)


def zone_name(nanoseconds: int, zone: tzinfo) -> str:
    """What the zone is called at a moment: `UTC`, `CET`, `+0530`."""
    return moment(nanoseconds, zone, "%Z")


_BARS = "▁▂▃▄▅▆▇█"


def bars(amounts: list[int]) -> str:
    """A row of bars, one cell each, the highest full; nothing moved is a blank."""
    top = max(amounts, default=0)
    return "".join(
        _BARS[min(amount * len(_BARS) // top, len(_BARS) - 1)] if amount else " "
        for amount in amounts
    )
