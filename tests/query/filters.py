"""Filters as people might write them, and texts that are hardly any."""

from hypothesis import strategies as st

SESSION_TERMS = [
    *("user=alice", "user~li", "user=élise*", "login=administrator,root", "desktop~win-1"),
    *("client=10.0.0.0/8", "addr~3389", "os=linux", "state=ended", "sid=s-1", "active", "ended"),
    *("in>1K", "out>=734", "moved<1G", "failed>0", "events>1", "files=1", "duration>1s"),
    *("start<2022-02-16T16:43:40Z", "stop>yesterday", "recorded=yes"),
    *(
        "recorded",
        "recovered",
        "after_end",
        "age>1d",
        "shared>0",
        "incomplete=0",
        "cluster=root",
        "domain=*",
    ),
]
EVENT_TERMS = [
    *("kind=write", "kind=read,share", "kind=start", "outcome=done", "outcome=failed,incomplete"),
    *("denied", "failed", "incomplete", "path=a.txt", "path~ps1", "path=*", "path~/\\d|u/"),
    *("directory~local", "dir=é", "dir=*", "error~access", "error=*", "bytes>0", "bytes>=1048576"),
    *("since=2022-02-16T16:43:31Z", "until=2022-02-16T16:43:30.5Z", "since=-9999d"),
    *("alice", "a.txt", "unknown", "access", "WIN", "local-files", "/^a.txt$/", "*"),
]


def _wider(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda joint, several: f"({joint.join(several)})",
        st.sampled_from((" and ", " or ", " ")),
        st.lists(parts, min_size=1, max_size=3),
    )


def without_negation() -> st.SearchStrategy[str]:
    """Draw a filter that only asks for what is so."""
    terms = st.sampled_from([*SESSION_TERMS, *EVENT_TERMS, *EVENT_TERMS])
    return st.recursive(terms, _wider, max_leaves=5)


def filters() -> st.SearchStrategy[str]:
    """Draw any filter."""
    terms = st.sampled_from(
        [*SESSION_TERMS, *EVENT_TERMS, "kind!=write", "path!~ps1", "user!=alice", "client!=::/0"]
    )
    return st.recursive(
        terms,
        lambda parts: st.one_of(_wider(parts), parts.map(lambda part: f"not {part}")),
        max_leaves=5,
    )


PIECES = [
    *("user", "path", "kind", "since", "out", "client", "usr", "denied", "and", "or", "not"),
    *("=", "!=", "~", "!~", "<", ">=", "(", ")", ",", '"', "'", "/", "*", "?", "!", "\\", " "),
    *("alice", "write", "-15m", "12:40", "today", "10M", "5", "203.0.113.0/24", "::1", "é", "\x1b"),
]


def texts() -> st.SearchStrategy[str]:
    """Draw a text that may be a filter: pieces of the language in any order, or anything."""
    pieces = st.lists(st.sampled_from(PIECES), max_size=12)
    return st.one_of(pieces.map("".join), pieces.map(" ".join), filters(), st.text(max_size=30))
