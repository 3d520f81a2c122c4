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


def render(fields: Fields, style: str) -> bytes:
    """Write an object as Teleport does (compact), or as its exporters do (sorted, spaced)."""
    colon, comma = (":", ",") if style == "compact" else (": ", ", ")
    ordered = sorted(fields, key=lambda field: field[0]) if style == "sorted" else fields
    return ("{" + comma.join(f'"{key}"{colon}{text}' for key, text in ordered) + "}").encode()


@st.composite
def _ordinary_fields(draw: st.DrawFn) -> Fields:
    """Draw an event as the documentation and the software have it."""
    code, name, success, keys = draw(st.sampled_from(ORDINARY_EVENTS))
    told = {"code": f'"{code}"', "event": f'"{name}"', "success": success}
    missing = draw(st.sets(st.sampled_from(KEYS), max_size=3)) - {"ei", "event", "code"}
    return [
        (key, told.get(key) or draw(st.sampled_from(ORDINARY[key])))
        for key in keys
        if key not in missing
    ]


@st.composite
def _hostile_fields(draw: st.DrawFn) -> Fields:
    """Draw an event that is wrong in one to three places, yet JSON."""
    fields = draw(_ordinary_fields())
    for _ in range(draw(st.integers(1, 3))):
        wrong = draw(st.sampled_from(("mix", "outcome", "value", "value", "type", "drop", "twice")))
        at = draw(st.integers(0, max(0, len(fields) - 1)))
        if wrong == "mix":
            # A code and a name that need not agree, in both directions.
            code = draw(st.sampled_from([f'"{code}"' for code in KNOWN_CODES]))
            name = draw(st.sampled_from([f'"{name}"' for name in KNOWN_NAMES]))
            fields = _put(_put(fields, "code", code), "event", name)
        elif wrong == "outcome":
            fields = _put(fields, "success", draw(st.sampled_from(BOOLS + STRANGE_BOOLS)))
        elif wrong == "value":
            key = draw(st.sampled_from(sorted(HOSTILE)))
            fields = _put(fields, key, draw(st.sampled_from(HOSTILE[key])))
        elif wrong == "type":
            key = draw(st.sampled_from(KEYS))
            fields = _put(fields, key, draw(st.sampled_from(STRANGE)))
        elif wrong == "drop":
            fields = fields[:at] + fields[at + 1 :]
        elif fields:
            key = fields[at][0]
            fields = [
                *fields,
                (key, draw(st.sampled_from([*ORDINARY.get(key, STRANGE), *STRANGE]))),
            ]
    return fields


def _put(fields: Fields, key: str, text: str) -> Fields:
    """Change the value of a key, or add the key at the end."""
    if any(name == key for name, _ in fields):
        return [(name, text if name == key else old) for name, old in fields]
    return [*fields, (key, text)]


@st.composite
def _not_json(draw: st.DrawFn) -> bytes:
    """Draw an event with one value that JSON does not know, or with bytes that are no UTF-8."""
    fields = draw(_ordinary_fields())
    if draw(st.booleans()):
        key, text = draw(st.sampled_from(KEYS)), draw(st.sampled_from(NOT_JSON))
        return render(_put(fields, key, text), "compact")
    line = render(fields, "compact")
    at = draw(st.integers(0, len(line)))
    return line[:at] + draw(st.sampled_from(BAD_BYTES)) + line[at:]


STYLES = st.sampled_from(("compact", "compact", "sorted", "spaced"))
ORDINARY_LINES = st.builds(render, _ordinary_fields(), STYLES)
HOSTILE_LINES = st.builds(render, _hostile_fields(), STYLES)
CUT_LINES = st.builds(
    lambda line, part: line[: int(len(line) * part)], ORDINARY_LINES, st.floats(0, 1)
)
OTHERS = st.sampled_from(OTHER_LINES)
ODD = st.sampled_from(ODD_LINES)
BLANK_LINES = st.sampled_from((b"", b" ", b"\t", b"\r", b" \t\r \r"))
PLAIN_LINES = st.one_of(ORDINARY_LINES, HOSTILE_LINES, OTHERS, CUT_LINES, ODD)
GLUED_LINES = st.builds(
    lambda before, between, after: before + between + after,
    st.one_of(CUT_LINES, PLAIN_LINES, _not_json()),
    st.sampled_from((b"", b"", b" ", b"\r", b"\x00", b"\x00" * 512, b"time\ttag\t")),
    st.one_of(
        *(ORDINARY_LINES, ORDINARY_LINES, HOSTILE_LINES, OTHERS),
        *(st.builds(lambda one, two: one + two, CUT_LINES, PLAIN_LINES), _not_json()),
    ),
)
RAW_LINES = st.binary(max_size=12).map(lambda line: line.replace(b"\n", b""))


def lines() -> st.SearchStrategy[bytes]:
    """Draw one raw line, without its newline: about half of them ordinary events."""
    several = [ORDINARY_LINES] * 8 + [HOSTILE_LINES] * 4 + [GLUED_LINES] * 2
    odd = [OTHERS, CUT_LINES, ODD, BLANK_LINES, RAW_LINES, _not_json()]
    margin = st.sampled_from((b"",) * 30 + (b" ", b"\t", b"\r", b" \r", b"\xef\xbb\xbf", b"\x0c"))
    return st.sampled_from([*several, *odd]).flatmap(
        lambda kind: st.builds(lambda left, line, right: left + line + right, margin, kind, margin)
    )


@st.composite
def _session_lines(draw: st.DrawFn) -> list[bytes]:
    """Draw some lines of one session that has to do with one file only."""
    shared = {key: draw(st.sampled_from(ORDINARY[key])) for key in SHARED}
    drawn = draw(st.lists(st.one_of(_ordinary_fields(), _hostile_fields()), max_size=5))
    return [
        render([(key, shared.get(key, text)) for key, text in fields], "compact")
        for fields in drawn
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
