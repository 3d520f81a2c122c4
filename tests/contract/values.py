"""What stands in the log lines of the tests: keys in their order, and values, as JSON text.

The ordinary values are few, so that sessions and transfers do meet; the strange ones are at and
past every limit that the contract has.
"""

import json
from collections.abc import Sequence

EVERY = ("ei", "event", "uid", "code", "time", "cluster_name")
USER = ("user", "login", "user_kind")
CONNECTION = ("addr.local", "addr.remote", "proto")
STATUS = ("success", "error", "message")
START = (
    *(*EVERY, *USER, "sid", *CONNECTION, *STATUS, "desktop_addr", "windows_domain"),
    *("windows_user", "linux_user", "desktop_labels", "desktop_name"),
)
END = (
    *(*EVERY, *USER, "sid", "desktop_addr", "windows_domain", "windows_user", "linux_user"),
    *("session_start", "session_stop", "desktop_name", "recorded", "participants"),
    *CONNECTION,
)
CLIPBOARD = (*EVERY, "user", "sid", *CONNECTION, "desktop_addr", "length", "desktop_name")
SHARE = (
    *(*EVERY, "user", "sid", *CONNECTION, *STATUS),
    *("desktop_addr", "directory_name", "directory_id", "desktop_name"),
)
MOVE = (*SHARE, "file_path", "length", "offset")

ORDINARY_EVENTS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("TDP00I", "windows.desktop.session.start", "true", START),
    ("TDP00W", "windows.desktop.session.start", "false", START),
    ("TDP01I", "windows.desktop.session.end", "true", END),
    ("TDP02I", "desktop.clipboard.send", "true", CLIPBOARD),
    ("TDP03I", "desktop.clipboard.receive", "true", CLIPBOARD),
    ("TDP04I", "desktop.directory.share", "true", SHARE),
    ("TDP04W", "desktop.directory.share", "false", SHARE),
    ("TDP05I", "desktop.directory.read", "true", MOVE),
    ("TDP06W", "desktop.directory.read", "false", MOVE),
    ("TDP05W", "desktop.directory.read", "true", MOVE),
    ("TDP06I", "desktop.directory.read", "true", MOVE),
    ("TDP06I", "desktop.directory.write", "true", MOVE),
    ("TDP06W", "desktop.directory.write", "false", MOVE),
    ("TDP06W", "desktop.directory.write", "true", MOVE),
    ("TDP07I", "linux.desktop.session.start", "true", START),
    ("TDP07W", "linux.desktop.session.start", "false", START),
    ("TDP08I", "linux.desktop.session.end", "true", END),
)
KNOWN_CODES = sorted({code for code, *_ in ORDINARY_EVENTS})
KNOWN_NAMES = sorted({name for _, name, *_ in ORDINARY_EVENTS})

DAY = "2022-02-16T16:43:"
TIMES = [
    json.dumps(text)
    for text in (
        *(f"{DAY}{second:02}Z" for second in (30, 31, 40)),
        *(f"{DAY}30.{'459012345678'[:digits]}Z" for digits in (1, 2, 3, 6, 8, 9, 10, 12)),
        *(f"{DAY}30.5Z", f"{DAY}30.0005Z", f"{DAY}30.0015Z", f"{DAY}30.000500001Z"),
        *(f"{DAY}30.100Z", f"{DAY}30.000000000Z", "2022-02-16T17:43:30.459+01:00"),
        *("2022-02-16T10:58:30-05:45", "2022-02-16t16:43:40z", f"{DAY}40-00:00"),
    )
]
STRANGE_TIMES = [
    *('"0001-01-01T00:00:00Z"', '"0001-01-01T02:00:00+02:00"', '"0001-01-01T00:00:00.000Z"'),
    *('"0001-01-01T00:00:00.000000001Z"', '"0001-01-01T00:00:00.0000000001Z"'),
    *('"0001-01-01T00:00:00+00:01"', '"0000-12-31T23:59:59-00:01"', '"0000-01-01T00:00:00Z"'),
    *('"9999-12-31T23:59:59.999999999Z"', '"9999-12-31T23:59:59-00:01"', '"10000-01-01T00:00:00Z"'),
    *('"2022-02-16T16:43:60Z"', '"2022-02-16T24:00:00Z"', '"2022-02-29T00:00:00Z"'),
    *('"2024-02-29T23:59:59+23:59"', '"2022-02-16T16:60:00Z"', '"2022-02-16T16:43:40+24:00"'),
    *('"2022-02-16 16:43:40Z"', '"2022-02-16T16:43:40"', '"2022-02-16T16:43Z"', '"2022-02-16"'),
    *('"2022-02-16T16:43:40.Z"', '"2022-02-16T16:43:40,5Z"', '"2022-02-16T16:43:40+0100"'),
    *('" 2022-02-16T16:43:40Z"', '"2022-02-16T16:43:40Z\\n"', '"\u0662022-02-16T16:43:40Z"'),
    *('"2022-2-16T16:43:40Z"', '"20220216T164340Z"', '"2022-02-16T16:43:40+01:60"', '""', "1645"),
]
SIDS = ['"s-1"'] * 14 + ['"s-2"'] * 4 + ['"s-3"', '"s-10"', '"S-1"', '"sé"', '"s\\u002d1"', '"😀"']
STRANGE_SIDS = ['""', "null", "7", "true", '["s-1"]', '{"sid":"s-1"}', '" "', '"s-1 "', '"\\u0000"']
NAMES = ['"WIN-1"', '"WIN-2"', '"WIN-1 (recovered)"']
STRANGE_NAMES = [
    *('"WIN-1 (recovered) (recovered)"', '" (recovered)"', '"(recovered)"', '"WIN-1(recovered)"'),
    *('"WIN-1 (recovered) "', '"WIN-1 (Recovered)"', '"WIN-1 \\u0028recovered)"'),
]
NUMBERS = ["0", "1", "4", "734", "1048576", "2147483647", "4294967295"]
STRANGE_NUMBERS = [
    *(str(2**63 - 1), str(2**63), str(2**64 - 1), str(2**64), str(-(2**63)), "1" + "0" * 30),
    *("-1", "-0", "1.0", "0.5", "1e3", "1E-2", "-0.0", "1e999", "true", "false", '"4"', '"0"'),
    *("9" * 5000, "-" + "9" * 5000, "9007199254740993", "9223372036854775807.0"),
]
BOOLS = ["true", "false"]
STRANGE_BOOLS = ["null", "0", "1", '"true"', '"false"', '""', "[]", "{}"]
STRANGE = [
    *("null", "true", "false", "0", "-1", "1.5", '""', '" "', '"x"', '"\\u001b[2J"', "[]", "{}"),
    *('{"ei":1}', '["é"]', '"(recovered)"', "1e400", "-0"),
    *('["alice"]', '{"event":"desktop.clipboard.send","code":"TDP02I"}', '"TDP06I"', "[[],[{}]]"),
    *('"\\ud83d\\ude00"', '"a<b>&\u2028\u202e\x7f"', '"{\\"ei\\":0}"', '"desktop.directory.read"'),
]
NOT_JSON = [
    *("NaN", "Infinity", "-Infinity", "nul", "True", "", "01", "1.", ".5", "+1", "0x1", "1 2"),
    *('"\\ud800"', '["\\udc00"]', '"\\ude00\\ud83d"', '{"\\ud800":0}', '"\\x41"', '"\\u12"'),
    *("'x'", '"\t"', '"\x00"', '"x', "[", "{", "[1,]", '{"a":1,}', '{"a"}', "// x"),
    *("\ufeff1", "\u00a01"),
]
STRANGE_CODES = [
    *('"TDP01W"', '"TDP08W"', '"TDP02W"', '"TDP09I"', '"T2005I"', '"XW"', '"W"', '"tdp00i"'),
    *('"TDP00"', '"TDP00I "', '"TDP06X"', '"\\u0054DP02I"', '"T\\u0044P05W"', '["TDP00I"]'),
    *('""', "5", "null"),
]
STRANGE_EVENTS = [
    *('"desktop.directory.delete"', '"linux.desktop.x"', '"windows.desktop.session.start "'),
    *('"Desktop.Clipboard.Send"', '"desktop\\u002eclipboard.send"', '"cert.create"', '""', "null"),
    *('["desktop.directory.read"]', '{"name":"desktop.clipboard.send"}'),
]
PATHS = ['"a.txt"'] * 6 + ['"\\u0061.txt"', '"b/c.ps1"', '"unknown"', '"B"', '"\uffee"', '"😀"']
ORDINARY: dict[str, Sequence[str]] = {
    "ei": ["0"] * 5 + ["7", "4211", "-1", '"0"'],
    "uid": ['"e45d9890"'],
    "time": TIMES,
    "session_start": TIMES,
    "session_stop": TIMES,
    "cluster_name": ['"root"', '"leaf"'],
    "user": ['"alice"', '"bob"', '"élise 😀"', '""'],
    "login": ['"administrator"', '""'],
    "windows_user": ['"administrator"', '"guest"', '""'],
    "linux_user": ['"root"', '""'],
    "user_kind": ["1", "2"],
    "sid": SIDS,
    "addr.local": ['"10.0.0.7:51000"', '""'],
    "addr.remote": ['"192.168.1.206:3389"'],
    "proto": ['"tdp"'],
    "error": ['"access to desktop denied"', '""', '"audit cache exceeded maximum size"'],
    "message": ['"access to desktop denied"'],
    "desktop_addr": ['"192.168.1.206:3389"', '"192.168.1.207:3389"'],
    "windows_domain": ['"teleport.example.com"', '""'],
    "desktop_labels": ["null", '{"teleport.dev/origin":"dynamic","sid":"s-9"}'],
    "desktop_name": NAMES,
    "recorded": BOOLS,
    "participants": ["null", '["alice"]'],
    "directory_name": ['"local-files"'] * 6 + ['"unknown"', '"é"'],
    "directory_id": ["2", "0"],
    "file_path": PATHS,
    "length": NUMBERS,
    "offset": NUMBERS,
}
HOSTILE: dict[str, Sequence[str]] = {
    "code": STRANGE_CODES,
    "event": STRANGE_EVENTS,
    "success": STRANGE_BOOLS,
    "recorded": STRANGE_BOOLS,
    "sid": STRANGE_SIDS,
    "time": STRANGE_TIMES,
    "session_start": STRANGE_TIMES,
    "session_stop": STRANGE_TIMES,
    "desktop_name": STRANGE_NAMES,
    "length": STRANGE_NUMBERS,
    "offset": STRANGE_NUMBERS,
}
KEYS = sorted({*MOVE, *START, *END, "fields", "TDP", "\\u0074ime", "Time", "desktop.x"})

BAD_BYTES = (b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xc0\xaf", b"\xf4\x90\x80\x80", b"\x00", b"\x0b")
OTHER_LINES = (
    b'{"ei":0,"event":"client.disconnect","code":"T3006I","user":"alice","reason":"idle"}',
    b'{"ei":0,"event":"session.upload","code":"T2005I","sid":"s-1"}',
    b'{"ei":0,"event":"cert.create","code":"TC000I","time":"2022-02-16T16:43:30Z"}',
    b'{"ei":0,"event":"exec","code":"T3002I","command":"grep TDP00I desktop.log"}',
    b'{"event":"exec","command":"echo {\\"ei\\":0,\\"code\\":\\"TDP02I\\"}"}',
    b'{"time":1,"event":{"ei":0,"event":"desktop.clipboard.send","code":"TDP02I"}}',
    b'{"message":"{\\"ei\\":0,\\"event\\":\\"desktop.clipboard.send\\"}"}',
    b'{"events":[{"ei":0,"event":"desktop.clipboard.send","code":"TDP02I","sid":"s-1"}]}',
    b'{"ei":0,"code":"\\u0054DP02I","event":"desktop\\u002eclipboard.send","sid":"s-1"}',
    *(b"{}", b"{not json}", b"{}{}", b"{\xff}", b'{"a":NaN}', b'{"\\ud800":1}'),
)
ODD_LINES = (
    *(b"{", b"}", b"x", b"-", b"[]", b"[{}]", b"null", b"\x00", b"\xff", b"\x0c"),
    *(b"\xef\xbb\xbf{}", b'TDP{"ei":0,"code":"TDP02I","sid":"s-1","x":{"ei":1}}'),
    *(b"TDP", b"desktop.", b'"TDP00I"', b'["TDP00I"]', b"{TDP}", b'{"a":"TDP"} x', b'{"ei":TDP'),
    *(b'{"ei":0,"code":"TDP02I"}}', b'{"ei":0,"code":"TDP02I"},', b'TDP {"ei":'),
    *(b'{"ei":TDP {"ei":1}', b'TDP {"ei":1,"code":"\\u0054DP02I"}', b'TDP{"ei" :0}', b'x{"ei":0}'),
    b'{"ei":0,"code":"TDP02I","x":"\\ud800","y":{"ei":1}}',
    b'[{"ei":0,"code":"TDP02I"},{"ei":0,"code":"TDP03I"}]',
)
