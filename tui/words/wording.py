"""What happened, in few words: the same in the feed, in `tail` and wherever an event is told.

Every string that comes out has passed `visible`.
"""

from dataclasses import dataclass
from datetime import tzinfo

from rich.cells import cell_len

from tui.audit.event import Event, Kind, Outcome
from tui.picture.alarms import Alarm, Raised, Trouble
from tui.picture.picture import Picture, Progress, SessionView
from tui.source.loss import Loss
from tui.source.provenance import Spot
from tui.words.telling import Sizes
from tui.words.text import (
    fit,
    fit_path,
    gauge,
    moment,
    number,
    percent,
    plural,
    size,
    visible,
    zone_name,
)

VERBS = {
    Kind.START: "start",
    Kind.END: "end",
    Kind.SEND: "clip in",
    Kind.RECEIVE: "clip out",
    Kind.SHARE: "share",
    Kind.READ: "file in",
    Kind.WRITE: "file out",
}
OF_SHIPPERS = (Trouble.SILENT, Trouble.STOPPED, Trouble.HEARD, Trouble.CLOCK, Trouble.DOUBLE)
OPERATIONS = {Kind.READ: "read", Kind.WRITE: "write"}
NAME, PATH, REASON = 32, 100, 12
"""Cells of a name and of a path in an alarm at most, and of a reason that is cut at least."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A verb of at most 8 cells; how much moved (empty where nothing can); what; and the rest."""

    verb: str
    amount: str
    subject: str
    note: str


def words_of(
    event: Event, events: int = 1, moved: int | None = None, sizes: Sizes = Sizes.BINARY
) -> Wording:
    """An event in words, or a run of them that moved so many bytes in all."""
    amount = sizes.told(event.length if moved is None else moved)
    match event.kind:
        case Kind.START:
            amount, subject, note = "", _desktop(event), _account(event)
        case Kind.END:
            amount, subject, note = "", _desktop(event), _recording(event)
        case Kind.SEND | Kind.RECEIVE:
            subject, note = "", ""
        case Kind.SHARE:
            amount, subject, note = "", visible(event.directory), ""
        case _:
            many = plural(events, OPERATIONS[event.kind]) if events > 1 else ""
            subject, note = visible(full_path(event)), many
    if event.outcome is Outcome.FAILED:
        amount = ""
    return Wording(verb_of(event), amount, subject, _with_outcome(event, note))


def verb_of(event: Event) -> str:
    """What was done, in at most 8 cells."""
    return "denied" if event.outcome is Outcome.DENIED else VERBS[event.kind]


def full_path(event: Event) -> str:
    """A shared file with the folder that it lies in, as the log has them."""
    return f"{event.directory}/{event.path}" if event.directory else event.path


def _desktop(event: Event) -> str:
    return visible(event.names.desktop_name or event.names.desktop_addr)


def _account(event: Event) -> str:
    return f"as {visible(event.login)}" if event.login else ""


def _recording(event: Event) -> str:
    return {True: "recorded", False: "not recorded", None: ""}[event.recorded]


def _with_outcome(event: Event, note: str) -> str:
    reason = visible(event.error)
    match event.outcome:
        case Outcome.FAILED:
            said = f"failed: {reason}" if reason else "failed"
        case Outcome.INCOMPLETE:
            said = f"incomplete: {reason}" if reason else "incomplete"
        case Outcome.DENIED:
            said = reason
        case _:
            said = ""
    return " · ".join(part for part in (note, said) if part)


def who_is_where(view: SessionView | None) -> str:
    """Whose session on which desktop."""
    if view is None:
        return "no session"
    return f"{visible(view.user) or '-'} on {visible(view.desktop) or '-'}"


def spot_in_words(spot: Spot, cells: int) -> str:
    """Where a line stands: the name of its file, and the byte; of one that came by a stream, the
    host and the way to it, as far as there is room in so many cells, and the message.
    """
    name, at = visible(spot.path), f"byte {number(spot.offset)}"
    if not spot.sequence:
        return f"{name.rpartition('/')[2]} ─ {at}"
    at += f" ─ message {number(spot.sequence)}"
    return f"{fit_path(name, max(NAME, cells - len(at) - 3))} ─ {at}"


def loss_in_words(loss: Loss, zone: tzinfo) -> str:
    """What was lost: how much, of which file, when."""
    when = f"{moment(loss.seen, zone)} {zone_name(loss.seen, zone)}"
    return f"{visible(str(loss.path))}: {size(loss.bytes)} lost, truncated before read, {when}"


def alarm_in_words(
    alarm: Alarm, raised: Raised, now: int, zone: tzinfo, cells: int = 2 * PATH
) -> str:
    """An alarm: what, how often, who is where, why, and when the last time; the reason is cut so
    that all has room in so many cells.
    """
    of_shipper = alarm.trouble in OF_SHIPPERS
    parts = _of_shipper(alarm, raised) if of_shipper else _of_log(alarm, raised)
    when = when_told(raised.last, now, zone)
    others = " · ".join(filter(None, (*parts, when)))
    room = max(REASON, cells - cell_len(others) - len(" · "))
    reason = "" if of_shipper else fit(visible(alarm.reason), room)
    return " · ".join(filter(None, (*parts, reason, when)))


def _of_log(alarm: Alarm, raised: Raised) -> list[str]:
    """What happened, how often, and who is where."""
    times = f" ×{raised.count:,}" if raised.count > 1 else ""
    names = (fit(visible(name), NAME) or "-" for name in (alarm.user, alarm.desktop))
    who, about = " on ".join(names), visible(alarm.about)
    match alarm.trouble:
        case Trouble.KILLED if alarm.many:
            parts = ["and more killed sessions"]
        case trouble if alarm.many:
            parts = [f"and {plural(raised.count, f'more {trouble.value}')}"]
        case Trouble.DENIED:
            parts = [f"denied{times}", who]
        case Trouble.SHARE:
            parts = [f"share failed{times}", who, fit_path(about, NAME)]
        case Trouble.KILLED:
            parts = ["session killed by Teleport", who]
        case Trouble.LAG:
            parts = [f"lag over {about} s{times}"]
        case Trouble.LOST:
            lost = f"{size(raised.amount)} lost{times}, truncated before read"
            parts = [lost, fit_path(about, PATH)]
        case Trouble.GONE:
            parts = [f"not read{times}", fit_path(about, PATH)]
        case Trouble.BACK:
            parts = ["everything is read again"]
        case _:  # a rule's: its message says who is where
            parts = [f"{fit(about, NAME)}{times}"]
    return parts


def _of_shipper(alarm: Alarm, raised: Raised) -> list[str]:
    """The same of a host's shipper, which the alarm is about."""
    times = f" ×{raised.count:,}" if raised.count > 1 else ""
    host, reason = fit(visible(alarm.about), NAME), visible(alarm.reason)
    match alarm.trouble:
        case trouble if alarm.many:
            return [f"and {plural(raised.count, f'more {trouble.value}')}"]
        case Trouble.SILENT:
            return [f"shipper of {host} silent{times}", f"nothing heard for {reason}"]
        case Trouble.STOPPED:
            return [f"shipper of {host} stopped{times}", "nothing comes from there"]
        case Trouble.HEARD:
            return [f"shipper of {host} heard again"]
        case Trouble.CLOCK:
            return [f"clock of {host} differs{times}", reason]
        case _:
            return [f"{reason} shippers call themselves {host}"]


def when_told(at: int, now: int, zone: tzinfo) -> str:
    """By the clock, with its date on other days."""
    day = "%Y-%m-%d"
    today = moment(at, zone, day) == moment(now, zone, day)
    return f"{moment(at, zone, '%H:%M:%S' if today else f'{day} %H:%M:%S')} {zone_name(at, zone)}"


def past_in_words(past: Progress) -> str:
    """How much of the past was read, and what can be done about the rest."""
    if past.read == past.total:
        return "all of the past read, shown after the freeze"
    share = percent(past.share)
    if past.stopped:
        return f"only the last {share} of the log read"
    return f"{gauge(past.share, 20)} {share} of the past read, esc stops"


def as_of_in_words(picture: Picture, now: int, zone: tzinfo, keys: str) -> str:
    """What must be known of a picture of an earlier moment; empty for one of now.

    `now` is the time of day, `keys` are those that lead back to it.
    """
    if picture.as_of is None:
        return ""
    parts = [f"as of {when_told(picture.as_of, now, zone)}"]
    if picture.past is not None and picture.past.read < picture.past.total:
        parts.append(f"of the {percent(picture.past.share)} of the log that is read")
    if picture.gone:
        parts.append(f"{plural(picture.gone, 'event')} of then gone from the log")
    return " ─ ".join((*parts, f"{keys} is now"))
