"""Single log lines and their summaries, for tests that read as specification.

The published examples are those of Teleport's reference of desktop events, without its comments.
"""

import json
from typing import Any

from .reference import summarise

SID = "4a0ed655-1e0b-412b-b14a-348e840e7fa2"
ADDRESS = '"addr.remote":"192.168.1.206:3389","cluster_name":"root",'
LABELS = (
    '"desktop_addr":"192.168.1.206:3389","desktop_labels":{'
    '"teleport.dev/computer_name":"WIN-I44F9TN11M3",'
    '"teleport.dev/dns_host_name":"WIN-I44F9TN11M3.teleport.example.com",'
    '"teleport.dev/is_domain_controller":"true","teleport.dev/origin":"dynamic",'
    '"teleport.dev/os":"Windows Server 2012 R2 Standard Evaluation",'
    '"teleport.dev/os_version":"6.3 (9600)",'
    '"teleport.dev/windows_domain":"teleport.example.com"},'
)
TAIL = (
    '"user":"alice","windows_desktop_service":"316a3ffa-23e6-4d85-92a1-5e44754f8189",'
    '"windows_domain":"teleport.example.com","windows_user":"administrator"}'
)
START_UID = '"uid":"1605346b-d90b-4df7-8148-67a3e2d85673",'
STARTED = (
    f'{{{ADDRESS}"code":"TDP00I",{LABELS}"ei":0,"event":"windows.desktop.session.start",'
    f'"login":"administrator","proto":"tdp","sid":"{SID}","success":true,'
    f'"time":"2022-02-16T16:43:30.459Z",{START_UID}{TAIL}'
)
DENIED = (
    f'{{{ADDRESS}"code":"TDP00W",{LABELS}"ei":0,"error":"access to desktop denied",'
    '"event":"windows.desktop.session.start","message":"access to desktop denied",'
    f'"login":"administrator","proto":"tdp","sid":"{SID}","success":false,'
    f'"time":"2022-02-16T16:43:30.459Z",{START_UID}{TAIL}'
)
ENDED = (
    f'{{"cluster_name":"root","code":"TDP01I",{LABELS}'
    '"desktop_name":"WIN-I44F9TN11M3-teleport-example-com","ei":0,'
    '"event":"windows.desktop.session.end","login":"administrator","participants":["alice"],'
    '"recorded":true,"session_start":"2022-02-16T16:43:30.459Z",'
    f'"session_stop":"2022-02-16T16:46:50.894Z","sid":"{SID}",'
    f'"time":"2022-02-16T16:46:50.895Z","uid":"c7956a81-597f-4452-90d7-800506f7a05b",{TAIL}'
)
UID = '"uid":"e45d9890-38a9-4580-8572-35fa0192b123","user":"alice"}'
COMMON = '"desktop_addr":"192.168.1.206:3389",'
CLIPBOARD = (
    f'{{{ADDRESS}"code":"%s",{COMMON}"ei":0,"event":"%s","length":4,"proto":"tdp",'
    f'"sid":"{SID}","time":"2022-02-16T16:43:40.010217Z",{UID}'
)
SENT = CLIPBOARD % ("TDP02I", "desktop.clipboard.send")
RECEIVED = CLIPBOARD % ("TDP03I", "desktop.clipboard.receive")
DIRECTORY = (
    f'{{{ADDRESS}"code":"%s",{COMMON}"directory_id":2,"directory_name":"local-files","ei":0,'
    f'"event":"%s",%s"proto":"tdp","sid":"{SID}","success":true,'
    f'"time":"2022-10-21T22:36:27.314409Z",{UID}'
)
FILE = '"file_path":"powershell-scripts/a-script.ps1","length":734,"offset":0,'
SHARED = DIRECTORY % ("TDP04I", "desktop.directory.share", "")
READ = DIRECTORY % ("TDP05I", "desktop.directory.read", FILE)
WRITTEN = DIRECTORY % ("TDP06I", "desktop.directory.read", FILE)

T0, T1, T2 = (f"2024-05-01T10:00:0{second}Z" for second in range(3))


def event(code: object = None, name: object = None, **fields: object) -> bytes:
    """Write one event of session `s`; a field of None is left out."""
    told = {"ei": 0, "event": name, "code": code, "sid": "s", **fields}
    return json.dumps({key: value for key, value in told.items() if value is not None}).encode()


def whole(*written: bytes | str) -> dict[str, Any]:
    """Summarise one file of these lines, with transfers."""
    log = b"".join((x.encode() if isinstance(x, str) else x) + b"\n" for x in written)
    return summarise([log], transfers=True)


def session(*written: bytes | str) -> dict[str, Any]:
    """Give the only session of these lines."""
    (only,) = whole(*written)["sessions"]
    assert isinstance(only, dict)
    return only
