"""A theme's colours, moved as far as must be for every text to be read on whatever it stands.

Not every theme reaches what WCAG asks for: text of nord's red on its own surface has 4.1 : 1.
"""

from collections.abc import Iterable, Mapping

from textual.color import BLACK, WHITE, Color

TEXT = 4.5
"""The contrast of text with its background, as WCAG 2.2 counts it (1.4.3)."""
QUIET = 3.0
"""The same of what stands back, and of what is no text (1.4.11)."""

TONES = ("success", "error", "warning", "primary", "accent", "secondary")
_STEPS = 25


def legible(variables: Mapping[str, str]) -> dict[str, str]:
    """The variables of a theme with those of text moved, and with some of our own.

    `cursor` and `cursor-unused` are backgrounds of a row, `quiet`, `heading` and `faint` colours
    on every background. Of the terminal's own colours nobody knows what they look like: those
    stay, and what is quiet or marked is so by dimming and reversing.
    """
    foreground, primary = Color.parse(variables["foreground"]), Color.parse(variables["primary"])
    if foreground.ansi is not None:
        plain = dict.fromkeys(("quiet", "heading", "faint"), variables["foreground"])
        return {**variables, **plain, "cursor": "ansi_default", "cursor-unused": "ansi_default"}
    surface, panel = Color.parse(variables["surface"]), Color.parse(variables["panel"])
    # Bright panes bear less: where a mark takes contrast away, colours end up all but black.
    marked, unmarked = (0.35, 0.18) if _luminance(surface) < 0.2 else (0.2, 0.12)
    cursor, unused = surface.blend(primary, marked), surface.blend(foreground, unmarked)
    grounds = (surface, panel, cursor, unused)
    texts = {f"text-{name}": Color.parse(variables[f"text-{name}"]) for name in TONES}
    texts |= {"foreground": foreground, "heading": surface.blend(foreground, 0.75)}
    quiet = {
        "quiet": surface.blend(foreground, 0.6),
        "faint": surface.blend(foreground, 0.25),
    }
    moved = {name: readable(colour, grounds, TEXT) for name, colour in texts.items()}
    moved |= {name: readable(colour, grounds, QUIET) for name, colour in quiet.items()}
    moved |= {"cursor": cursor, "cursor-unused": unused}
    moved |= {
        "footer-key-foreground": moved["text-accent"],
        "footer-description-foreground": moved["foreground"],
    }
    return {**variables, **{name: colour.hex for name, colour in moved.items()}}


def readable(colour: Color, grounds: Iterable[Color], least: float) -> Color:
    """The colour, as far towards black or white as it takes to have a contrast with all grounds."""
    grounds = list(grounds)
    far = max(WHITE, BLACK, key=lambda end: _least_contrast(end, grounds))
    ways = (colour.blend(far, step / _STEPS) for step in range(_STEPS + 1))
    return next((way for way in ways if _least_contrast(way, grounds) >= least), far)


def _least_contrast(colour: Color, grounds: Iterable[Color]) -> float:
    return min(contrast(colour, ground) for ground in grounds)


def contrast(one: Color, other: Color) -> float:
    """How far two colours are from each other in brightness: from 1 to 21, by WCAG 2.2."""
    dark, bright = sorted((_luminance(one), _luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: Color) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in colour.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
