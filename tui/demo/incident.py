"""The twenty minutes of the live part: who tries what, what leaves FIN-DC-02, how it is stopped."""

from __future__ import annotations

from math import sin

from tui.demo import neighbours
from tui.demo.cast import HABITS
from tui.demo.events import MEBIBYTE
from tui.demo.history import DENIED, Regulars
from tui.demo.seat import FAILED, Seat
from tui.demo.stage import Stage

LASTS = 1_200.0
LOCKED_AT = 960.0

DUMP = "dump/customers.bak"
DUMP_SIZE = 2_139 * MEBIBYTE + 412_160

# What bob's account copies out beside the dump: offset in seconds, path, size in bytes.
SMALL_FILES = (
    (1.2, "dump/readme.txt", 12_288),
    (26.0, "dump/schema.sql", 48_734),
    (58.0, "dump/users.csv", 211_902),
    (131.0, "dump/顧客一覧.xlsx", 88_412),
    (187.0, "dump/keys/svc-backup.pfx", 4_286),
    (260.0, "dump/gl-2026-q3.csv", 3_844_100),
    (410.0, "dump/Übersicht 2026.xlsx", 152_907),
    (655.0, "dump/ledger-2025.zip", 96 * MEBIBYTE),
    (802.0, "dump/vpn.ovpn", 6_117),
)


def play_incident(stage: Stage, regulars: Regulars) -> None:
    """Put all desktop events of the live part on the stage."""
    _mallory(stage)
    _bob(stage, regulars.bob)
    _opening(stage, regulars)
    _ordinary_work(regulars)
    for at in (3.4, 34.0):
        visit(stage, at)
    at = 70.0
    while at < LASTS - 30:
        visit(stage, at)
        at += stage.draw.uniform(30, 60)


def visit(stage: Stage, at: float) -> None:
    """A session that starts at this offset and ends minutes later; one in ten ends at once."""
    draw = stage.draw
    seat = Seat(stage, draw.choice(HABITS), at, recorded=draw.random() < 0.8)
    seat.start()
    end = at + draw.uniform(50, 260)
    if draw.random() < 0.1:
        end = at + 5.3
    seat.work(at + 3, end - 8, pause=11)
    seat.end(end)


def _mallory(stage: Stage) -> None:
    """Tries to get at HR-07, twice."""
    for at in (0.4, 7.1):
        Seat(stage, ("mallory", "HR-07", "administrator"), at).knock(DENIED)


def _bob(stage: Stage, bob: Seat) -> None:
    """Takes the customers' database out, and is locked for it."""
    bob.share(0.7, "out")
    for at, path, size in SMALL_FILES:
        bob.copy(at, path, size, out=True, rate=2.0)
    _dump(stage, bob, 1.6)
    for at in (14.2, 15.0, 322.0):
        bob.fail(at, "locked.xlsx")
    for at, length in ((19.0, 18_432), (143.0, 912), (377.0, 6_240), (590.0, 18_432)):
        bob.clip(at, out=True, length=length)
    bob.clip(41.0, out=False, length=64)
    bob.be_forgotten(95.0, MEBIBYTE // 2)
    _lock(stage, bob)


def _dump(stage: Stage, bob: Seat, at: float) -> None:
    """The dump, in chunks of 1 MiB: in waves between 2 and 6 a second, for about ten minutes."""
    for offset in range(0, DUMP_SIZE, MEBIBYTE):
        bob.chunk(at, DUMP, min(MEBIBYTE, DUMP_SIZE - offset), offset, out=True)
        rate = 3.7 + 1.6 * sin(at / 23)
        at += stage.draw.uniform(0.75, 1.25) / rate


def _lock(stage: Stage, bob: Seat) -> None:
    """A lock cuts bob off, which is written three times; another try is denied."""
    session = bob.session
    grace = stage.cast.people["grace"]
    stage.put(neighbours.lock(grace, {"user": "bob"}, stage.stamp(LOCKED_AT)), LOCKED_AT + 0.02)
    reason = 'lock targeting User:"bob" is in force'
    for at in (LOCKED_AT + 0.11, LOCKED_AT + 0.12, LOCKED_AT + 0.14):
        cut_off = neighbours.disconnect(
            session.person, session.desktop.agent.uuid, reason, stage.stamp(at)
        )
        stage.put(cut_off, at + 0.01)
    bob.end(LOCKED_AT + 0.3)
    Seat(stage, ("bob", "FIN-DC-02", "svc-backup"), LOCKED_AT + 21).knock(reason)


def _opening(stage: Stage, regulars: Regulars) -> None:
    """Clipboards for the first seconds, in which nothing of the dump has reached the log yet."""
    at = 0.15
    while at < 7.0:
        stage.draw.choice(regulars.ordinary).clip(at, out=stage.draw.random() < 0.4)
        at += stage.draw.uniform(0.3, 0.6)


def _ordinary_work(regulars: Regulars) -> None:
    """What those do who have nothing to do with it, and what goes wrong with it."""
    for number, at in enumerate((17.0, 52.0, 118.0, 240.0, 388.0, 700.0)):
        regulars.alice.chunk(
            at, f"powershell-scripts/audit-{number}.ps1", 734 + 97 * number, 0, out=False
        )
    regulars.alice.work(8.0, LASTS, pause=7)
    regulars.heidi.share(22.0, "Personalakten", error=FAILED)
    regulars.heidi.work(30.0, LASTS, pause=16)
    regulars.jurgen.share(11.0, "Freigabe")
    regulars.jurgen.copy(13.0, "Übersicht 2026.xlsx", 152_907, out=True)
    regulars.jurgen.work(20.0, LASTS, pause=14)
    regulars.mei.share(28.0, "transfer")
    regulars.mei.copy(
        31.0, "drawings/設計図_最終版.dwg", 23 * MEBIBYTE + 71_680, out=False, rate=1.0
    )
    regulars.mei.work(80.0, LASTS, pause=14)
    regulars.carol.work(8.0, LASTS, pause=10)
