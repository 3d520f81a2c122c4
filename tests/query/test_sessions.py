"""What each field and operator asks of a session."""

import json
from collections.abc import Iterator
from itertools import chain

import pytest

from tests.query.asked import (
    CLIP_IN,
    CLIP_OUT,
    DENIED,
    END,
    FAILED,
    LOST,
    NOW,
    READ,
    SHARE,
    START,
    WRITE,
    of_session,
)
from tui.query import Query
from tui.query.fields import FIELDS
from tui.query.syntax import FLAGS, AllOf, AnyOf, Flag, Node, Not, Term

ALL = (START, CLIP_IN, CLIP_OUT, SHARE, READ, WRITE, FAILED, LOST, END)


SO = [
    *("user=alice", "user~lic", "user!=bob", "user!~bob", "user=bob,alice", "user=*"),
    *("login=administrator", "as~admin", "desktop=FIN-DC-02", "desktop~fin", "sid=s"),
    *("addr=10.20.6.7", "addr=10.20.6.7:3389", "domain~corp", "cluster=root"),
    *("client=203.0.113.9", "client=203.0.113.*", "client=203.0.113.0/24", "client~113"),
    *("os=windows", "os!=linux", "state=ended", "state!=active", "state=active,ended"),
    *("in=2748", "in>2K", "in>=2748", "in<=2748", "in<1M", "in!=2747", "bytes_in=2748"),
    *("out=1051581", "out>1M", "out<10MB", "moved=1054329", "moved>1.0M"),
    *("failed=1", "failed>0", "incomplete=1", "incomplete>=1", "events=9", "shared=1"),
    *("files=4", "files>3", "duration>2h", "duration=2h30m", "duration<=2h30", "age=2h30m"),
    *("start=today", "start>=09:00", "start<09:01", "start>yesterday", "stop=11:30"),
    *("stop>-1h", "recorded=yes", "recorded!=no", "recovered=no", "since=-1h", "until=09:00"),
    *("since=today until=today", "since=2026-11-22", "since=2026-11-22T11:30:00Z"),
    *("kind=start", "kind=end", "kind=send", "kind=receive", "kind=share", "kind=read"),
    *("kind=write", "kind=start,end", "outcome=done", "outcome=failed", "outcome!=denied"),
    *("path~*.bak", "path=dump/a.bak", "path=out/dump/a.bak", "path~xlsx", "path!~passwd"),
    *('path="plan (1).xlsx"', "path~plan*xlsx", "path=d?mp/*", "path=/.*bak/", "path~/ba./"),
    *("directory=D:\\out", "dir=out", "error~operation", "error=*", "error!~denied"),
    *("bytes>1000K", "bytes>=1M", "ended", "failed", "incomplete", "recorded", "not denied"),
    *(
        "not active",
        "not recovered",
        "not after_end",
        "alice",
        "fin-dc",
        "corp",
        "203.0.113",
        "dump/a",
        "D:",
    ),
    *('"Operation failed"', "/fin-dc-\\d+/", "not bob", "alice bak", "(bob or alice) failed"),
    *("client!=10.0.0.0/8", "client=10.0.0.0/8,203.0.113.0/25", "*"),
]
NOT_SO = [
    *("user=ali", "user~bob", "user!=alice", "user!~lic", "user=bob,carol", "user=A*"),
    *(
        "login=root",
        "desktop=FIN",
        "desktop~hr",
        "sid=S",
        "cluster!=root",
        "addr=10.20.6.70",
        "domain=corp",
    ),
    *("client=203.0.113", "client=203.0.112.0/24", "client!=203.0.113.0/24", "client=::1"),
    *("os=linux", "state=active", "in=2747", "in>2748", "in<2748", "out>2M", "moved<1.0M"),
    *("failed=0", "failed>1", "incomplete=0", "events<9", "shared>1", "files<4"),
    *("duration>2h30m", "duration<2h", "age>2h30m", "start=yesterday", "start>09:00"),
    *("start>today", "stop<11:30", "stop>11:30", "recorded=no", "recovered=yes"),
    *("since=-5m", "until=08:59", "until=yesterday", "since=11:31", "outcome=denied"),
    *("kind!=start", "path~passwd", "path=a.bak", "path!~bak", "path=/bak/", "path~BAK"),
    *(
        "dir=secret",
        "error=failed",
        "error!=*",
        "bytes>1M",
        "active",
        "denied",
        "recovered",
        "after_end",
    ),
    *("not ended", "not incomplete", "not recorded", "bob", "FIN-DC-03", "Alice", "/^lice$/"),
    *("alice bob", "failed not failed", "in>=2749", "out<=1.0M"),
]


@pytest.mark.parametrize("text", SO)
def test_what_is_so_is_let_through(text: str) -> None:
    assert of_session(text, *ALL)


@pytest.mark.parametrize("text", NOT_SO)
def test_what_is_not_so_is_not(text: str) -> None:
    assert not of_session(text, *ALL)


def parts(node: Node) -> Iterator[Node]:
    """All terms, flags and words of a filter."""
    match node:
        case AllOf(within) | AnyOf(within):
            yield from chain.from_iterable(map(parts, within))
        case Not(part):
            yield from parts(part)
        case _:
            yield node


@pytest.mark.parametrize("examples", [SO, NOT_SO], ids=["so", "not so"])
def test_each_field_with_each_of_its_operators_and_each_flag_is_among_these(
    examples: list[str],
) -> None:
    asked = [part for text in examples for part in parts(Query.parse(text, now=NOW).tree)]
    assert {part.field for part in asked if isinstance(part, Term)} == {*FIELDS}
    assert {part.name for part in asked if isinstance(part, Flag)} == {*FLAGS}
    operators = {part.operator for part in asked if isinstance(part, Term)}
    assert operators == {op for field in FIELDS.values() for op in field.type.operators}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("alice", "Alice"),
        ("ALICE", None),
        ("Alice", "Alice"),
        ("élise", "ÉLISE"),
    ],
)
@pytest.mark.parametrize("form", ["user={}", "user~{}", "{}", "user=/{}/", "user={}*"])
def test_case_counts_if_an_upper_case_letter_was_typed(
    form: str, value: str, text: str | None
) -> None:
    line = START.replace(b'"alice"', f'"{text or "Alice"}"'.encode())
    assert of_session(form.format(value), line) is (text is not None)


@pytest.mark.parametrize("pattern", [r"/\S+/", r"/^\D\w+$/", r"/\p{Lu}?lice/", "/(?-i:A)lice/"])
def test_upper_case_letters_of_escapes_are_none_that_were_typed(pattern: str) -> None:
    assert of_session(f"user~{pattern}", START.replace(b'"alice"', b'"Alice"'))


@pytest.mark.parametrize(
    ("text", "user"),
    [
        ("user='a*'", "a*"),
        ('user="a b*"', "a bcd"),
        ("user=a.c", "a.c"),
        ("user=[ab]", "[ab]"),
        ("user=''", ""),
        ("user=a**b", "a/b\nb"),
        ('user="␛[2J"', "\x1b[2J"),
        ("user=‹202E›x", "\u202ex"),
    ],
)
def test_texts_are_compared_as_they_are_shown_and_quotes_keep_signs_apart(
    text: str, user: str
) -> None:
    line = START.replace(b'"alice"', json.dumps(user).encode())
    assert of_session(text, line)
    assert not of_session(text, START)


def test_a_star_alone_is_whatever_is_known() -> None:
    assert of_session("not path=* not error=* not user=*", CLIP_IN)
    assert of_session("user=* client=*", START)
    assert of_session("path=*", READ)


def test_what_is_not_known_compares_in_no_way() -> None:
    for text in ("duration>0s", "duration<9d", "stop<today", "start>yesterday", "recorded=no"):
        assert not of_session(text, CLIP_IN)
    assert of_session("duration!=1h recorded!=yes", CLIP_IN)


def test_relative_times_slide_and_all_others_are_settled() -> None:
    hour = 3600 * 10**9
    assert of_session("since=-4h start=today", START)
    assert not of_session("since=-4h", START, now=NOW + hour)
    assert of_session("start=today since=09:00", START, now=NOW + 24 * hour)
    assert of_session("age>3h age<4h", START)
    assert of_session("age>27h", START, now=NOW + 24 * hour)


def test_a_start_denied_is_told_whatever_came_of_the_session() -> None:
    assert of_session("denied state=denied outcome=denied error=access*", DENIED)
    assert of_session("denied state=active error~access", DENIED, START)
    assert of_session("denied state=ended", DENIED, END)


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("[2001:db8::7]:443", "client=2001:db8::/32"),
        ("[2001:db8::7]:443", "client=2001:db8:0::7"),
        ("[2001:db8::7]:443", 'client="[2001:db8::7]:443"'),
        ("::1", "client=::1"),
        ("[::ffff:203.0.113.9]:1", "client=203.0.113.0/24"),
        ("jump.example.com:22", "client=jump.example.com"),
        ("jump.example.com:22", "client=*.com"),
        ("jump.example.com:22", "client=/jump.*com/"),
        ("203.0.113.9", "client=203.0.113.9"),
        ("203.0.113.9:51000", "client=203.0.113.77/24"),
        ("a/b", "client='a/b'"),
    ],
)
def test_addresses_are_the_same_however_written(address: str, text: str) -> None:
    assert of_session(text, START.replace(b"203.0.113.9:51000", address.encode()))
    assert not of_session(text, START.replace(b"203.0.113.9:51000", b"198.51.100.4:1"))


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        *(("734", 734), ("734B", 734), ("10K", 10240), ("10kb", 10240), ("10KiB", 10240)),
        *(("1.5G", 1610612736), ("10MB", 10485760), ("0.5K", 512), ("2T", 2**41), ("1E", 2**60)),
    ],
)
def test_sizes_are_in_binary_units_as_they_are_shown(typed: str, amount: int) -> None:
    line = CLIP_IN.replace(b"700", str(amount).encode())
    assert of_session(f"in={typed}", line)
    assert not of_session(f"in>{typed}", line)
    assert of_session(f"in>={typed} in<={typed}", line)
