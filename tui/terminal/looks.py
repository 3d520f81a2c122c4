"""How it looks, as far as that is chosen: which themes there are, and plain ASCII."""

from functools import lru_cache

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter
from textual.theme import BUILTIN_THEMES

from tui.config import Configuration
from tui.query.error import nearest

GLYPHS = {
    "🔎": "> ",  # of the palette
    "●": "*",
    "◌": ".",
    "◇": "-",
    "✕": "x",
    "○": "o",
    "◔": "%",  # states
    "▲": "^",
    "△": "!",
    "◦": "'",
    "▴": "^",
    "▾": "v",
    "▼": "v",
    "▸": ">",
    "▶": ">",  # marks
    "⚑": "P",
    "⚐": "p",  # flags
    "→": ">",
    "←": "<",
    "↑": "^",
    "↓": "v",
    "⏎": ">",
    "…": "~",
    "·": "|",
    "•": "*",
    "∶": ":",
    "×": "x",
    "–": "-",
    "—": "-",
    "‹": "<",
    "›": ">",
}
"""Each as wide as it was, so that nothing moves."""

_BOXES, _BLOCKS, _PICTURES = range(0x2500, 0x2580), range(0x2580, 0x25A0), range(0x2400, 0x2422)
_HEIGHTS = dict(zip(range(0x2581, 0x2589), "_.-=+*%#", strict=True))
_HORIZONTAL, _VERTICAL = "─━╌╍┄┅┈┉═╴╶╸╺", "│┃╎╏┆┇┊┋║╵╷╹╻"
ASCII = (
    dict.fromkeys(_BOXES, "+")
    | dict.fromkeys(map(ord, _HORIZONTAL), "-")
    | dict.fromkeys(map(ord, _VERTICAL), "|")
    | dict.fromkeys(_BLOCKS, "#")
    | _HEIGHTS
    | dict.fromkeys(_PICTURES, "?")
    | {ord(glyph): plain for glyph, plain in GLYPHS.items()}
)
"""What stands for each sign that a pane is drawn with, and for a picture of a control character."""


class AsciiFilter(LineFilter):
    """Draws frames, glyphs and bars with ASCII; the letters of any language stay."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """The same segments, each as wide as it was."""
        return [
            segment if segment.text.isascii() else segment._replace(text=plain(segment.text))
            for segment in segments
        ]


@lru_cache(1 << 12)
def plain(text: str) -> str:
    """A text with ASCII in the place of signs."""
    return text.translate(ASCII)


def problems(configuration: Configuration) -> list[str]:
    """What is wrong with the theme that was chosen: a line with its place."""
    theme = configuration.settings.theme
    if theme in BUILTIN_THEMES:
        return []
    hint = nearest(theme, BUILTIN_THEMES) or f"; there are {', '.join(BUILTIN_THEMES)}"
    return [f"{configuration.origin('theme')}: theme: there is no {theme!r}{hint}"]
