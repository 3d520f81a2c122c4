"""Contents known again by their beginnings: looked up, as if each were compared."""

from hypothesis import given
from hypothesis import strategies as st

from tui.source.beginnings import Beginnings
from tui.source.file import HEAD, same_beginning

LINES = st.sampled_from([b"", b"a\n", b"a\nb", b"a\nb\n", b"ab\n", b"b", b"x" * 300 + b"\n"])
HEADS = st.lists(LINES, max_size=4).map(lambda parts: b"".join(parts)[:HEAD])


@given(st.lists(HEADS), HEADS)
def test_what_is_looked_up_is_what_comparing_each_finds(known: list[bytes], head: bytes) -> None:
    each = any(same_beginning(head, other) for other in known)

    assert Beginnings.of(known).have(head) is each
