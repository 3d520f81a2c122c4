"""What sessions and events hold, as a filter asks for it.

What an event says for itself, its session says of all its events together: every value that one
of them has is among the session's.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from tui.audit.event import Event, Kind, Names, Outcome
from tui.audit.rfc3339 import SECOND
from tui.audit.session import Session


def _name(index: int) -> Callable[[Session], str]:
    return lambda session: session.name(index)


USER, NAME, ADDR, DOMAIN, CLUSTER, CLIENT = map(_name, range(len(Names._fields)))


# -- what an event holds itself ----------------------------------------------------------


def kinds(session: Session) -> Iterator[str]:
    """What happened in a session."""
    counters = session.counters
    for kind, there in (
        (Kind.START, session.opening is not None),
        (Kind.END, session.closing is not None),
        (Kind.SEND, counters.clipboard_sent),
        (Kind.RECEIVE, counters.clipboard_received),
        (Kind.SHARE, counters.shared),
        (Kind.READ, counters.read),
        (Kind.WRITE, counters.written),
    ):
        if there:
            yield kind


def outcomes(session: Session) -> Iterator[str]:
    """How a session's events went."""
    return (outcome for outcome in Outcome if session.has(outcome))


def _path_and_full(directory: str, path: str) -> tuple[str, ...]:
    """A file's path as the log has it, and with its folder, as it is shown."""
    return (path, f"{directory}/{path}") if directory else (path,)


def paths(session: Session) -> Iterator[str]:
    """The files that were read or written, with and without their folders."""
    for _, directory, path in session.files:
        yield from _path_and_full(directory, path)


def event_paths(event: Event) -> tuple[str, ...]:
    """The file that was read or written, with and without its folder."""
    if event.kind in (Kind.READ, Kind.WRITE):
        return _path_and_full(event.directory, event.path)
    return ()


def directories(session: Session) -> Iterator[str]:
    """The folders that were shared, read or written."""
    yield from session.shared
    for _, directory, _ in session.files:
        if directory:
            yield directory


def event_directories(event: Event) -> tuple[str, ...]:
    """The folder that was shared, read or written."""
    told = event.kind in (Kind.SHARE, Kind.READ, Kind.WRITE) and event.directory
    return (event.directory,) if told else ()


def errors(session: Session) -> Iterable[str]:
    """What events that did not go well said of it."""
    return session.errors


def event_errors(event: Event) -> tuple[str, ...]:
    """What an event that did not go well says of it."""
    told = event.outcome is not Outcome.DONE and event.error
    return (event.error,) if told else ()


def moved_at_once(session: Session) -> Iterator[int]:
    """The bytes of each file in each direction, and of the clipboard in each."""
    yield session.counters.clipboard_sent_bytes
    yield session.counters.clipboard_received_bytes
    yield from session.moved_by_files


def event_bytes(event: Event) -> tuple[int, ...]:
    """The bytes that moved, where an event can move any."""
    moves = event.kind in (Kind.SEND, Kind.RECEIVE, Kind.READ, Kind.WRITE)
    return (event.length,) if moves and event.outcome is not Outcome.FAILED else ()


LATE = 10 * SECOND
"""Nanoseconds for which Teleport may hold a folder's events back: so late they are no surprise."""


def is_after_end(time: int | None, session: Session) -> bool:
    """Whether a moment lies more than LATE behind a session's end."""
    stop = session.stop
    return stop is not None and time is not None and time > stop + LATE


# -- texts, for words without a field ------------------------------------------------------


def texts_of_names(session: Session) -> tuple[str, ...]:
    """Who and where, as all events of a session have it, and many sessions."""
    user, desktop, addr, domain, cluster, client = session.names
    return user, desktop or addr, addr, session.login, client, domain, cluster


def texts_of_events(session: Session) -> Iterable[str]:
    """What a session's events say, each for itself."""
    if session.errors or session.shared or session.transfer_count:
        return chain(session.errors, session.shared, _texts_of_files(session))
    return ()  # of many, and asked without a generator


def _texts_of_files(session: Session) -> Iterator[str]:
    for _, directory, path in session.files:
        yield path
        if directory:
            yield directory
            yield f"{directory}/{path}"


def texts_of_event(event: Event) -> tuple[str, ...]:
    """What an event says for itself."""
    return (*event_errors(event), *event_directories(event), *event_paths(event))
