"""Who and what there is in the demo: people, desktops, and the services in front of them.

Everything here is invented. Client addresses come from the ranges that are set aside for
documentation (RFC 5737), names of hosts from `example.com`.
"""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass

CLUSTER = "teleport.example.com"
DOMAIN = "corp.example.com"


@dataclass(frozen=True, slots=True)
class Person:
    """A Teleport user. `mfa` is the UUID of the user's security key, empty for one who has none."""

    name: str
    client: str
    roles: tuple[str, ...]
    mfa: str
    device: str = ""


@dataclass(frozen=True, slots=True)
class Agent:
    """A desktop service.

    A `recent` one names the desktop in every event, and holds directory events back.
    """

    uuid: str
    recent: bool


@dataclass(frozen=True, slots=True)
class Desktop:
    """A desktop and the agent through which it is reached."""

    name: str
    address: str
    system: str
    version: str
    agent: Agent
    linux: bool = False
    controller: bool = False

    @property
    def labels(self) -> dict[str, str]:
        """The labels that discovery gives a desktop, keys sorted as Go writes a map."""
        if self.linux:
            return {
                "env": "dev",
                "teleport.dev/origin": "config-file",
                "teleport.dev/os": self.system,
            }
        return {
            "teleport.dev/computer_name": self.name,
            "teleport.dev/dns_host_name": f"{self.name}.{DOMAIN}",
            "teleport.dev/is_domain_controller": str(self.controller).lower(),
            "teleport.dev/origin": "dynamic",
            "teleport.dev/os": self.system,
            "teleport.dev/os_version": self.version,
            "teleport.dev/windows_domain": DOMAIN,
        }


SERVER_2016 = ("Windows Server 2016 Standard", "10.0 (14393)")
SERVER_2019 = ("Windows Server 2019 Datacenter", "10.0 (17763)")
SERVER_2022 = ("Windows Server 2022 Datacenter", "10.0 (20348)")
CLIENT_10 = ("Windows 10 Enterprise", "10.0 (19045)")
CLIENT_11 = ("Windows 11 Enterprise", "10.0 (22631)")
DEBIAN = ("Debian GNU/Linux", "12")

# name, client address, roles, whether there is a security key, asset tag of a trusted device
PEOPLE = (
    ("alice", "203.0.113.7", ("access", "windows-admin"), True, "C02FN0AYQ05D"),
    ("bob", "203.0.113.9", ("access", "finance-db"), True, ""),
    ("carol", "203.0.113.21", ("access", "engineering"), True, ""),
    ("dave", "192.0.2.34", ("access", "operations"), False, ""),
    ("eve", "192.0.2.57", ("access", "legal", "payroll"), True, ""),
    ("grace", "203.0.113.2", ("access", "auditor", "security"), True, "C02G71PWMD6T"),
    ("heidi", "192.0.2.61", ("access", "human-resources"), False, ""),
    ("joe", "203.0.113.8", ("access", "operations"), False, ""),
    ("jürgen", "198.51.100.83", ("access", "munich"), True, ""),
    ("mallory", "198.51.100.4", ("access", "contractor"), False, ""),
    ("mei", "198.51.100.140", ("access", "engineering"), True, ""),
)

# name, address, system, agent
WINDOWS = (
    ("WIN-I44F9TN11M3", "10.20.1.206:3389", SERVER_2019, "headquarters"),
    ("WIN-7", "10.20.1.17:3389", CLIENT_10, "branch"),
    ("FIN-DC-02", "10.20.4.12:3389", SERVER_2022, "finance"),
    ("FIN-APP-01", "10.20.4.31:3389", SERVER_2022, "finance"),
    ("FIN-RDS-03", "10.20.4.53:3389", SERVER_2019, "finance"),
    ("HR-07", "10.20.6.107:3389", CLIENT_11, "branch"),
    ("HR-PAY-01", "10.20.6.21:3389", SERVER_2016, "branch"),
    ("LEGAL-02", "10.20.7.42:3389", CLIENT_11, "branch"),
    ("ENG-BUILD-04", "10.20.9.4:3389", SERVER_2022, "headquarters"),
    ("ENG-CAD-11", "10.20.9.111:3389", CLIENT_11, "headquarters"),
    ("OPS-JUMP-01", "10.20.2.5:3389", SERVER_2022, "headquarters"),
    ("MUC-RDS-01", "10.49.1.51:3389", SERVER_2019, "branch"),
)
LINUX = (
    ("lnx-dev-03", "10.20.12.3:5900", DEBIAN, "penguins"),
    ("lnx-render-01", "10.20.12.41:5900", DEBIAN, "penguins"),
)

# Who usually works where, and as whom: ordinary sessions are drawn from these. bob is missing,
# because he is locked in the end and must not be seen at work after it.
HABITS = (
    ("alice", "FIN-APP-01", "administrator"),
    ("alice", "WIN-I44F9TN11M3", "administrator"),
    ("carol", "ENG-BUILD-04", "build"),
    ("carol", "lnx-dev-03", "carol"),
    ("dave", "FIN-RDS-03", "operator"),
    ("dave", "OPS-JUMP-01", "operator"),
    ("eve", "HR-PAY-01", "payroll"),
    ("eve", "LEGAL-02", "eve"),
    ("grace", "OPS-JUMP-01", "administrator"),
    ("heidi", "HR-07", "heidi"),
    ("heidi", "HR-PAY-01", "payroll"),
    ("jürgen", "MUC-RDS-01", "jürgen"),
    ("mallory", "ENG-BUILD-04", "mallory"),
    ("mei", "ENG-CAD-11", "mei"),
    ("mei", "lnx-render-01", "mei"),
)

# A file that ordinary work moves: its path below the share, and its size in bytes.
FILES = (
    ("powershell-scripts/a-script.ps1", 734),
    ("powershell-scripts/disable-smb1.ps1", 1_982),
    ("notes/todo.txt", 412),
    ("Minutes 2026-10-14.docx", 48_128),
    ("invoices/INV-20418.pdf", 218_391),
    ("invoices/INV-20419.pdf", 197_204),
    ("exports/ledger-q3.csv", 1_843_220),
    ("exports/timesheets.csv", 96_310),
    ("drawings/bracket-rev7.dwg", 4_912_640),
    ("drawings/設計図_最終版.dwg", 3_301_888),
    ("顧客一覧.xlsx", 88_412),
    ("Übersicht 2026.xlsx", 152_907),
    ("Urlaubsplan März.xlsx", 31_744),
    ("installers/agent-setup.msi", 7_340_032),
    ("logs/iis-u_ex261121.log", 2_411_724),
    ("config/web.config", 6_204),
    ("certs/wildcard.crt", 2_170),
)

FOLDERS = ("Desktop", "Downloads", "local-files", "transfer", "Freigabe")


def identity(seed: int, name: str) -> str:
    """A UUID that stays the same for one thing in one demo, whatever is drawn for the others."""
    bits = random.Random(f"{seed}/{name}").getrandbits(128)
    return str(uuid.UUID(int=bits, version=4))


class Cast:
    """All people and desktops of one demo by name, with the identities that its seed gives them."""

    def __init__(self, seed: int) -> None:
        agents = {
            name: Agent(identity(seed, f"agent {name}"), recent=name != "branch")
            for name in ("headquarters", "finance", "branch", "penguins")
        }
        self.people = {
            name: Person(name, client, roles, identity(seed, f"key {name}") if key else "", tag)
            for name, client, roles, key, tag in PEOPLE
        }
        self.desktops = {
            name: Desktop(
                name,
                address,
                *system,
                agents[agent],
                linux=agent == "penguins",
                controller="-DC-" in name,
            )
            for name, address, system, agent in WINDOWS + LINUX
        }
