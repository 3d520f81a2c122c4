"""Real bytes, damaged: cut, spliced, glued, overwritten, and with what parsers stumble over put in.

Damage to real bytes reaches further into a parser than random bytes do.
"""

from hypothesis import strategies as st

DEEP = 100_000
"""Brackets: far deeper than any parser goes, and than Python's stack."""
WITHIN = 150
"""Brackets that every parser takes, also a few times within each other."""

TOKENS = (
    *(
        b"\x00",
        b"\x00" * 512,
        b"\xff",
        b"\xc3",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
        b"\xef\xbb\xbf",
    ),
    *(
        b"{",
        b"}",
        b"[",
        b"]",
        b",",
        b":",
        b'"',
        b"\\",
        b"\\u",
        b"\t",
        b"\r",
        b" ",
        b"\x0c",
        b"\x7f",
    ),
    *(b"\\ud800", b"\\udc00", b"\\ud83d\\ude00", b"\\u0000", b"\\u0054DP", '"é😀"'.encode()),
    *(b'{"ei":', b'{"ei":0}', b"TDP", b"TDP02I", b"desktop.", b'"@timestamp":', b'"event":'),
    *(b"NaN", b"-Infinity", b"null", b"true", b"1e400", b"-1e400", b"1E-9", b"-0", b"0.1", b"01"),
    *(str(2**63 - 1).encode(), str(2**63).encode(), str(2**64).encode(), b"9" * 5000),
    *(b"[" * WITHIN + b"]" * WITHIN, b'{"a":' * WITHIN + b"1" + b"}" * WITHIN),
    *(b"[" * DEEP, b"[" * DEEP + b"]" * DEEP, b'{"a":' * DEEP, b"]" * DEEP, b'"' * 2 * DEEP),
)
VALUES = (
    *(b"null", b"true", b"false", b"0", b"-1", b"1.0", b'""', b'"x"', b"[]", b"{}", b"1e400"),
    *(str(2**63 - 1).encode(), str(2**63).encode(), str(2**64 - 1).encode(), str(2**64).encode()),
    *(
        b"9" * 5000,
        b'"\\ud800"',
        b'"TDP06W"',
        b'"desktop.directory.read"',
        b'"s-2"',
        b"1645029820.5",
    ),
    *(b'"2024-02-29T23:59:59.999999999+23:59"', b'"0001-01-01T00:00:00Z"', b'"{\\"ei\\":0}"'),
    b"[" * WITHIN + b"]" * WITHIN,
)
"""What is put in the place of a value, so that the line is often still JSON."""

Bytes = st.SearchStrategy[bytes]


def mutated(originals: Bytes, *, most: int = 4, tokens: tuple[bytes, ...] = TOKENS) -> Bytes:
    """Draw real bytes with up to so many wounds."""

    @st.composite
    def drawn(draw: st.DrawFn) -> bytes:
        data = draw(originals)
        for _ in range(draw(st.integers(0, most))):
            data = draw(_wounded(data, originals, tokens))
        return data

    return drawn()


def wounded_lines(originals: Bytes) -> Bytes:
    """Draw lines with wounds, some of them to their values only; no newline is in them."""
    lines = mutated(originals)
    return st.one_of(lines, lines.flatmap(_with_a_value), originals.flatmap(_with_a_value)).map(
        lambda line: line.replace(b"\n", b"")
    )


@st.composite
def _wounded(draw: st.DrawFn, data: bytes, originals: Bytes, tokens: tuple[bytes, ...]) -> bytes:
    at = draw(st.integers(0, len(data)))
    head, tail = data[:at], data[at:]
    if draw(st.integers(0, 3)) == 0:
        other = draw(originals)
        return head + other[draw(st.integers(0, len(other))) :]
    put = draw(st.sampled_from(tokens) | st.binary(max_size=4))
    flipped = bytes(byte ^ draw(st.integers(1, 255)) for byte in tail[:1])
    dropped = draw(st.integers(1, 40))
    return draw(
        st.sampled_from(
            (
                *(head, tail, data + tail),  # cut off, cut into, its end twice
                *(head + put + tail, head + put + tail, head + flipped + tail[1:]),
                head + tail[dropped:],
            )
        )
    )


@st.composite
def _with_a_value(draw: st.DrawFn, line: bytes) -> bytes:
    """Draw a line in which one value is another one, or a key comes twice."""
    places = [at for at, byte in enumerate(line) if byte == ord(":")]
    if not places:
        return line
    at = draw(st.sampled_from(places)) + 1
    end = min((found for mark in b",}" if (found := line.find(mark, at)) >= 0), default=len(line))
    if draw(st.booleans()):
        return line[:at] + draw(st.sampled_from(VALUES)) + line[end:]
    key = line[line.rfind(b'"', 0, max(0, at - 2)) :]  # from the quote that opens the key
    return (
        line[:end] + b"," + key[: key.find(b":") + 1] + draw(st.sampled_from(VALUES)) + line[end:]
    )
