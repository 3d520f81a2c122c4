"""Desktop events as Teleport writes them: the same keys, in the same order, the same ones left out.

An event is a plain dict whose order is the order of the file. Fields that Teleport leaves out when
they are empty pass through `present`; all others are always there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import orjson

from tui.demo.cast import CLUSTER, DOMAIN, Desktop, Person

Event = dict[str, object]

MEBIBYTE = 1 << 20
SECOND = 1_000_000_000
MILLISECOND = 1_000_000

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells one event from another: uid, time (ns since the epoch) and index (`ei`)."""

    uid: str
    time: int
    index: int = 0


@dataclass(frozen=True, slots=True)
class DesktopSession:
    """What all events of one session share.

    `began` is in ns since the epoch, `request` the id of an access request or empty.
    """

    sid: str
    person: Person
    desktop: Desktop
    login: str
    began: int
    recorded: bool = True
    request: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """One read or write: a stretch of a file below the shared folder, in bytes."""

    folder: str
    folder_id: int
    path: str
    length: int
    offset: int = 0


def line(event: Event) -> bytes:
    """The event as one line of the log, with its line feed; non-ASCII characters are raw."""
    return orjson.dumps(event, option=orjson.OPT_APPEND_NEWLINE)


def instant(time: int) -> str:
    """RFC 3339 in UTC to the microsecond, trailing zeros of the fraction cut as Go cuts them."""
    seconds, nanoseconds = divmod(time, SECOND)
    whole = datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    fraction = f"{nanoseconds // 1_000:06d}".rstrip("0")
    return f"{whole}.{fraction}Z" if fraction else f"{whole}Z"


def present(fields: Event) -> Event:
    """The fields that are not empty: what Teleport leaves out when empty goes through here."""
    return {name: value for name, value in fields.items() if value}


def every(event: str, code: str, stamp: Stamp, *, precision: int = 1) -> Event:
    """The group that opens every event; its time is cut to `precision` ns."""
    return {
        "ei": stamp.index,
        "event": event,
        "uid": stamp.uid,
        "code": code,
        "time": instant(stamp.time // precision * precision),
        "cluster_name": CLUSTER,
    }


def user(person: Person, *, login: str = "", request: str = "", recent: bool = True) -> Event:
    """The user group; services that are not recent write no devices, roles or clusters."""
    device = {"device_id": person.mfa, "os_type": 2, "asset_tag": person.device}
    fields: Event = {
        "user": person.name,
        "login": login,
        "access_requests": [request] if request else [],
        "trusted_device": device if recent and person.device else {},
        "user_kind": 1,
    }
    if recent:
        fields["user_roles"] = list(person.roles)
        fields["user_traits"] = {"windows_logins": [person.name]}
        fields["user_cluster_name"] = CLUSTER
    return present(fields)


def status(error: str = "") -> Event:
    """The status group: success is always said, an error only if there is one."""
    return {"success": not error, **present({"error": error, "message": error})}


def connection(person: Person, desktop: Desktop) -> Event:
    """The connection group; by Teleport's reckoning the *local* address is the user's."""
    return {"addr.local": person.client, "addr.remote": desktop.address, "proto": "tdp"}


def _user_of(session: DesktopSession, *, login: str = "") -> Event:
    recent = session.desktop.agent.recent
    return user(session.person, login=login, request=session.request, recent=recent)


def _session(session: DesktopSession) -> Event:
    policy = "hardware_key_touch" if session.person.device else "none"
    optional = present({"with_mfa": session.person.mfa, "private_key_policy": policy})
    return {"sid": session.sid, **optional}


def _place(session: DesktopSession) -> Event:
    """Where the session is and as whom: what starts and ends have in common, up to the labels."""
    desktop = session.desktop
    if desktop.linux:
        fields: Event = {"desktop_addr": desktop.address, "linux_user": session.login}
    else:
        fields = {
            "windows_desktop_service": desktop.agent.uuid,
            "desktop_addr": desktop.address,
            "windows_domain": DOMAIN,
            "windows_user": session.login,
        }
    return {**fields, "desktop_labels": desktop.labels}


def _name(session: DesktopSession) -> Event:
    """The desktop's name; only recent services write it on clipboard and directory events."""
    return {"desktop_name": session.desktop.name} if session.desktop.agent.recent else {}


def _certificate(session: DesktopSession, stamp: Stamp) -> Event:
    return {
        "subject": f"CN={session.login}",
        "serial_number": str(int(stamp.uid.replace("-", ""), 16)),
        "upn": f"{session.login}@{DOMAIN}",
        "crl_distribution_points": [
            f"ldap:///CN={CLUSTER},CN=Teleport,CN=CDP,DC=corp,DC=example,DC=com"
        ],
        "key_usage": 1,
        "extended_key_usage": [2],
        "enhanced_key_usage": ["1.3.6.1.5.5.7.3.2", "1.3.6.1.4.1.311.20.2.2"],
    }


def session_start(session: DesktopSession, stamp: Stamp, error: str = "") -> Event:
    """The access was authorised, or denied with this error."""
    desktop = session.desktop
    event = "linux.desktop.session.start" if desktop.linux else "windows.desktop.session.start"
    code = ("TDP07" if desktop.linux else "TDP00") + ("W" if error else "I")
    fields: Event = {
        **every(event, code, stamp, precision=MILLISECOND),
        **_user_of(session, login=session.login),
        **_session(session),
        **connection(session.person, desktop),
        **status(error),
        **_place(session),
        "desktop_name": desktop.name,
        "allow_user_creation": False,
    }
    if not desktop.linux:
        fields["nla"] = desktop.agent.recent
        fields["certificate"] = None if error else _certificate(session, stamp)
    return fields


def session_end(
    session: DesktopSession, stamp: Stamp, *, stopped: int, recovered: bool = False
) -> Event:
    """The session ended at `stopped` (ns); a `recovered` end is made from the recording."""
    desktop = session.desktop
    event = "linux.desktop.session.end" if desktop.linux else "windows.desktop.session.end"
    fields: Event = {
        **every(event, "TDP08I" if desktop.linux else "TDP01I", stamp, precision=MILLISECOND),
        **_user_of(session, login=session.login),
        **_session(session),
        **_place(session),
        "session_start": instant(session.began // MILLISECOND * MILLISECOND),
        "session_stop": instant(stopped // MILLISECOND * MILLISECOND),
        "desktop_name": desktop.name + (" (recovered)" if recovered else ""),
        "recorded": session.recorded,
        "participants": [session.person.name],
    }
    return fields | connection(session.person, desktop) if desktop.agent.recent else fields


def clipboard(session: DesktopSession, stamp: Stamp, *, out: bool, length: int) -> Event:
    """Clipboard data of `length` bytes went out of the desktop, or into it."""
    event, code = (
        ("desktop.clipboard.receive", "TDP03I") if out else ("desktop.clipboard.send", "TDP02I")
    )
    return {
        **every(event, code, stamp),
        **_user_of(session),
        **_session(session),
        **connection(session.person, session.desktop),
        "desktop_addr": session.desktop.address,
        "length": length,
        **_name(session),
    }


def _directory(
    session: DesktopSession, stamp: Stamp, event: str, code: str, error: str, own: Event
) -> Event:
    return {
        **every(event, code, stamp),
        **_user_of(session),
        **_session(session),
        **connection(session.person, session.desktop),
        **status(error),
        "desktop_addr": session.desktop.address,
        **own,
        **_name(session),
    }


def share(
    session: DesktopSession, stamp: Stamp, *, folder: str, folder_id: int, error: str = ""
) -> Event:
    """A folder of the user's was shared into the desktop, or failed to be."""
    own: Event = {"directory_name": folder, "directory_id": folder_id}
    code = "TDP04W" if error else "TDP04I"
    return _directory(session, stamp, "desktop.directory.share", code, error, own)


def _own(piece: Piece) -> Event:
    return {
        "directory_name": piece.folder,
        "directory_id": piece.folder_id,
        "file_path": piece.path,
        "length": piece.length,
        "offset": piece.offset,
    }


def read(session: DesktopSession, stamp: Stamp, piece: Piece, error: str = "") -> Event:
    """A piece of the user's file went into the desktop; a failure bears the code of a *write*."""
    code = "TDP06W" if error else "TDP05I"
    return _directory(session, stamp, "desktop.directory.read", code, error, _own(piece))


def write(session: DesktopSession, stamp: Stamp, piece: Piece, error: str = "") -> Event:
    """A piece of the desktop's file went out to the user's."""
    code = "TDP06W" if error else "TDP06I"
    return _directory(session, stamp, "desktop.directory.write", code, error, _own(piece))


def forgotten_write(session: DesktopSession, stamp: Stamp, length: int) -> Event:
    """A write that succeeded, but Teleport had forgotten of which file; the bytes did move."""
    own = _own(Piece(UNKNOWN, 0, UNKNOWN, length))
    return _directory(session, stamp, "desktop.directory.write", "TDP06W", "", own)
