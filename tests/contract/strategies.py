"""Logs as they are, and logs as nobody wants them: what the contract's tests read.

An event is drawn as a list of (key, JSON text) pairs. Text and not values, because much of what
is hostile cannot be said as a value: `1.0` beside `1`, `NaN`, equal keys, escapes of ASCII
letters, lone surrogates. There are few different sids, folders, files and times, so that sessions
and transfers do meet.
"""

from hypothesis import strategies as st

from .values import (
    BAD_BYTES,
    BOOLS,
    HOSTILE,
    KEYS,
    KNOWN_CODES,
    KNOWN_NAMES,
    NOT_JSON,
    ODD_LINES,
    ORDINARY,
    ORDINARY_EVENTS,
    OTHER_LINES,
    STRANGE,
    STRANGE_BOOLS,
)

Fields = list[tuple[str, str]]
SHARED = ("sid", "directory_name", "file_path")

# Made once: to make a strategy anew for each value takes several times as long as to draw it.
EVENTS = st.sampled_from(ORDINARY_EVENTS)
MISSING = st.sets(st.sampled_from(KEYS), max_size=3).map(
    lambda keys: keys - {"ei", "event", "code"}
)
TEXTS = {key: st.sampled_from(texts) for key, texts in ORDINARY.items()}
HOSTILE_TEXTS = {key: st.sampled_from(texts) for key, texts in HOSTILE.items()}
HOSTILE_KEYS = st.sampled_from(sorted(HOSTILE))
ANY_KEY = st.sampled_from(KEYS)
ANY_TEXT = st.sampled_from(STRANGE)
CODES = st.sampled_from([f'"{code}"' for code in KNOWN_CODES])
EVENT_NAMES = st.sampled_from([f'"{name}"' for name in KNOWN_NAMES])
OUTCOMES = st.sampled_from(BOOLS + STRANGE_BOOLS)
SECOND_TEXTS = {key: st.sampled_from([*ORDINARY.get(key, STRANGE), *STRANGE]) for key in KEYS}
NO_TEXT = st.sampled_from(NOT_JSON)
NO_UTF8 = st.sampled_from(BAD_BYTES)
HOW_WRONG = st.sampled_from(("mix", "outcome", "value", "value", "type", "drop", "twice"))
HOW_OFTEN = st.integers(1, 3)


def render(fields: Fields, style: str) -> bytes:
    """Write an object as Teleport does (compact), or as its exporters do (sorted, spaced)."""
    colon, comma = (":", ",") if style == "compact" else (": ", ", ")
    ordered = sorted(fields, key=lambda field: field[0]) if style == "sorted" else fields
    return ("{" + comma.join(f'"{key}"{colon}{text}' for key, text in ordered) + "}").encode()


@st.composite
def _ordinary_fields(draw: st.DrawFn) -> Fields:
    """Draw an event as the documentation and the software have it."""
    code, name, success, keys = draw(EVENTS)
    told = {"code": f'"{code}"', "event": f'"{name}"', "success": success}
    missing = draw(MISSING)
    return [(key, told.get(key) or draw(TEXTS[key])) for key in keys if key not in missing]


ORDINARY_FIELDS = _ordinary_fields()


@st.composite
def _hostile_fields(draw: st.DrawFn) -> Fields:
    """Draw an event that is wrong in one to three places, yet JSON."""
    fields = draw(ORDINARY_FIELDS)
    for _ in range(draw(HOW_OFTEN)):
        wrong = draw(HOW_WRONG)
        at = draw(st.integers(0, max(0, len(fields) - 1)))
        if wrong == "mix":
            # A code and a name that need not agree, in both directions.
            fields = _put(_put(fields, "code", draw(CODES)), "event", draw(EVENT_NAMES))
        elif wrong == "outcome":
            fields = _put(fields, "success", draw(OUTCOMES))
        elif wrong == "value":
            key = draw(HOSTILE_KEYS)
            fields = _put(fields, key, draw(HOSTILE_TEXTS[key]))
        elif wrong == "type":
            fields = _put(fields, draw(ANY_KEY), draw(ANY_TEXT))
        elif wrong == "drop":
            fields = fields[:at] + fields[at + 1 :]
        elif fields:
            key = fields[at][0]
            fields = [*fields, (key, draw(SECOND_TEXTS[key]))]
    return fields


def _put(fields: Fields, key: str, text: str) -> Fields:
    """Change the value of a key, or add the key at the end."""
    if any(name == key for name, _ in fields):
        return [(name, text if name == key else old) for name, old in fields]
    return [*fields, (key, text)]


@st.composite
def _not_json(draw: st.DrawFn) -> bytes:
    """Draw an event with one value that JSON does not know, or with bytes that are no UTF-8."""
    fields = draw(ORDINARY_FIELDS)
    if draw(st.booleans()):
        return render(_put(fields, draw(ANY_KEY), draw(NO_TEXT)), "compact")
    line = render(fields, "compact")
    at = draw(st.integers(0, len(line)))
    return line[:at] + draw(NO_UTF8) + line[at:]


STYLES = st.sampled_from(("compact", "compact", "sorted", "spaced"))
HOSTILE_FIELDS = _hostile_fields()
NOT_JSON_LINES = _not_json()
ORDINARY_LINES = st.builds(render, ORDINARY_FIELDS, STYLES)
HOSTILE_LINES = st.builds(render, HOSTILE_FIELDS, STYLES)
CUT_LINES = st.builds(
    lambda line, part: line[: int(len(line) * part)], ORDINARY_LINES, st.floats(0, 1)
)
OTHERS = st.sampled_from(OTHER_LINES)
ODD = st.sampled_from(ODD_LINES)
BLANK_LINES = st.sampled_from((b"", b" ", b"\t", b"\r", b" \t\r \r"))
PLAIN_LINES = st.one_of(ORDINARY_LINES, HOSTILE_LINES, OTHERS, CUT_LINES, ODD)
GLUED_LINES = st.builds(
    lambda before, between, after: before + between + after,
    st.one_of(CUT_LINES, PLAIN_LINES, NOT_JSON_LINES),
    st.sampled_from((b"", b"", b" ", b"\r", b"\x00", b"\x00" * 512, b"time\ttag\t")),
    st.one_of(
        *(ORDINARY_LINES, ORDINARY_LINES, HOSTILE_LINES, OTHERS),
        *(st.builds(lambda one, two: one + two, CUT_LINES, PLAIN_LINES), NOT_JSON_LINES),
    ),
)
RAW_LINES = st.binary(max_size=12).map(lambda line: line.replace(b"\n", b""))


MARGIN = st.sampled_from((b"",) * 30 + (b" ", b"\t", b"\r", b" \r", b"\xef\xbb\xbf", b"\x0c"))
KINDS = (
    *([ORDINARY_LINES] * 8 + [HOSTILE_LINES] * 4 + [GLUED_LINES] * 2),
    *(OTHERS, CUT_LINES, ODD, BLANK_LINES, RAW_LINES, NOT_JSON_LINES),
)
LINES: st.SearchStrategy[bytes] = st.one_of(
    [
        st.builds(lambda left, line, right: left + line + right, MARGIN, kind, MARGIN)
        for kind in KINDS
    ]
)
RUN_OF_FIELDS = st.lists(st.one_of(ORDINARY_FIELDS, HOSTILE_FIELDS), max_size=5)


def lines() -> st.SearchStrategy[bytes]:
    """Draw one raw line, without its newline: about half of them ordinary events."""
    return LINES


@st.composite
def _session_lines(draw: st.DrawFn) -> list[bytes]:
    """Draw some lines of one session that has to do with one file only."""
    shared = {key: draw(TEXTS[key]) for key in SHARED}
    return [
        render([(key, shared.get(key, text)) for key, text in fields], "compact")
        for fields in draw(RUN_OF_FIELDS)
    ]


def logs(max_parts: int = 8) -> st.SearchStrategy[bytes]:
    """Draw a whole file, its last line with or without newline.

    Its parts are single lines and runs of lines that belong to one session.
    """
    ends = st.sampled_from((b"\n", b"\n", b"\n", b"\r\n", b"\n\n"))
    single = st.builds(lambda line, end: line + end, lines(), ends)
    run = st.builds(lambda run, end: b"".join(line + end for line in run), _session_lines(), ends)
    return st.builds(
        lambda parts, last: b"".join(parts) + last,
        st.lists(st.one_of(single, single, run), max_size=max_parts),
        st.one_of(st.just(b""), lines()),
    )
