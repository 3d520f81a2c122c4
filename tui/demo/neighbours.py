"""Events that are no desktop events, but fill most of a busy cluster's log: logins, SSH, kube …"""

from __future__ import annotations

import random

from tui.demo.cast import CLUSTER, Cast, Person
from tui.demo.events import SECOND, Event, Stamp, every, instant, present, status, user

HOUR = 3_600 * SECOND

KUBE_CLUSTER = "prod-eu-1"
BROWSER = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/141.0.0.0 Safari/537.36"
)
COMMAND_LINE = "tsh/18.2.4"
NODES = (
    "web-01",
    "web-02",
    "web-03",
    "db-primary",
    "db-replica",
    "cache-01",
    "build-14",
    "bastion",
)
COMMANDS = (
    "uptime",
    "df -h /var",
    "systemctl status nginx",
    "journalctl -u postgresql --since '10 min ago'",
    "tail -n 200 /var/log/syslog",
    "rsync -a --delete /srv/release/ /srv/www/",
)
KUBE_KINDS = (
    ("", "pods"),
    ("", "configmaps"),
    ("", "secrets"),
    ("", "services"),
    ("apps", "deployments"),
    ("apps", "statefulsets"),
    ("batch", "jobs"),
)
NAMESPACES = ("payments", "checkout", "monitoring", "argocd", "default")
BOTS = ("bot-argocd", "bot-backup", "bot-terraform")


def login(person: Person, stamp: Stamp, error: str = "") -> Event:
    """A user logged in to the cluster, or gave a wrong password."""
    key = {
        "mfa_device_name": "yubikey",
        "mfa_device_uuid": person.mfa,
        "mfa_device_type": "WebAuthn",
    }
    return {
        **every("user.login", "T1000W" if error else "T1000I", stamp),
        **user(person),
        **status(error),
        "method": "local",
        **present({"mfa_device": key if person.mfa and not error else {}}),
        "user_agent": BROWSER,
        "addr.remote": f"{person.client}:{40_000 + stamp.time // 1_000 % 20_000}",
    }


def certificate(person: Person, stamp: Stamp, usage: str = "") -> Event:
    """A certificate was issued to a person, in general or for one `usage` alone."""
    identity: Event = {
        "user": person.name,
        "roles": list(person.roles),
        **present({"usage": [f"usage:{usage}"] if usage else []}),
        "logins": [person.name, "ubuntu", f"-teleport-internal-join-{stamp.uid}"],
        "kubernetes_groups": ["developers", "viewers"],
        "expires": instant(stamp.time // SECOND * SECOND + 8 * HOUR),
        "route_to_cluster": CLUSTER,
        "traits": {
            "aws_role_arns": None,
            "db_names": ["app", "reporting"],
            "kubernetes_groups": ["developers", "viewers"],
            "logins": [person.name, "ubuntu"],
            "windows_logins": [person.name],
        },
        "teleport_cluster": CLUSTER,
        **present({"mfa_device_uuid": person.mfa}),
        "client_ip": person.client,
        "prev_identity_expires": "0001-01-01T00:00:00Z",
        "private_key_policy": "none",
    }
    return {
        **every("cert.create", "TC000I", stamp),
        "cert_type": "user",
        "identity": identity,
        "user_agent": COMMAND_LINE,
    }


def upload(sid: str, stamp: Stamp) -> Event:
    """The recording of an ended session was stored."""
    return {
        **every("session.upload", "T2005I", stamp),
        "sid": sid,
        "url": f"file:///var/lib/teleport/records/{sid}.tar",
    }


def watched(sid: str, person: Person, stamp: Stamp) -> Event:
    """Somebody watched the recording of a desktop session."""
    return {
        **every("session.recording.access", "T2012I", stamp),
        "sid": sid,
        **user(person),
        "session_type": "desktop",
        "format": "json",
    }


def lock(by: Person, target: dict[str, str], stamp: Stamp) -> Event:
    """A lock was put on a user or on something else."""
    return {
        **every("lock.created", "TLK00I", stamp),
        "name": stamp.uid,
        "expires": "0001-01-01T00:00:00Z",
        "updated_by": by.name,
        **user(by),
        "lock": {"target": target},
    }


def disconnect(person: Person, server: str, reason: str, stamp: Stamp) -> Event:
    """A service cut a user off; the event has the service's id, but no sid."""
    return {
        **every("client.disconnect", "T3006I", stamp),
        **user(person),
        "addr.local": person.client,
        "server_namespace": "default",
        "server_id": server,
        "reason": reason,
    }


def kube_request(name: str, kind: int, server: str, stamp: Stamp, draw: random.Random) -> Event:
    """A request to a Kubernetes cluster, by a person (kind 1) or a bot (kind 2)."""
    group, resource = draw.choice(KUBE_KINDS)
    namespace = draw.choice(NAMESPACES)
    verb = draw.choices(("GET", "LIST", "PATCH"), (12, 5, 1))[0]
    named = f"{namespace}-{draw.getrandbits(40):010x}" if verb != "LIST" else ""
    base = f"/apis/{group}/v1" if group else "/api/v1"
    fields: Event = {
        **every("kube.request", "T3009I", stamp),
        "user": name,
        "login": name,
        "user_kind": kind,
        "user_roles": ["access", "kube-developers"],
        "user_cluster_name": CLUSTER,
        "addr.local": "10.30.0.14:3026",
        "addr.remote": f"10.30.3.{draw.randrange(2, 250)}:{draw.randrange(32_768, 60_999)}",
        "proto": "kube",
        "server_namespace": "default",
        "server_id": server,
        "server_version": "18.2.4",
    }
    own: Event = {
        "request_path": "/".join(filter(None, (base, "namespaces", namespace, resource, named))),
        "verb": verb,
        **present({"resource_api_group": group and f"{group}/v1", "resource_namespace": namespace}),
        "resource_kind": resource,
        **present({"resource_name": named}),
        "response_code": draw.choices((200, 404, 403), (40, 2, 1))[0],
        "kubernetes_cluster": KUBE_CLUSTER,
        "kubernetes_users": [name],
        "kubernetes_groups": ["developers", "system:authenticated", "viewers"],
        "kubernetes_labels": {
            "env": "prod",
            "region": "eu-central-1",
            "teleport.dev/origin": "config-file",
        },
        "sid": "",
    }
    return fields | own


def command(person: Person, server: str, sid: str, stamp: Stamp, draw: random.Random) -> Event:
    """A command that was run over SSH."""
    node = draw.choice(NODES)
    return {
        **every("exec", "T3002I", stamp),
        **user(person, login="ubuntu"),
        "sid": sid,
        "private_key_policy": "none",
        "addr.local": f"10.30.16.{NODES.index(node) + 10}:3022",
        "addr.remote": f"{person.client}:{draw.randrange(32_768, 60_999)}",
        "proto": "ssh",
        "server_namespace": "default",
        "server_id": server,
        "server_hostname": node,
        "server_addr": f"10.30.16.{NODES.index(node) + 10}:3022",
        "server_labels": {"env": "prod", "hostname": node, "teleport.dev/origin": "config-file"},
        "server_version": "18.2.4",
        "command": draw.choice(COMMANDS),
        "exitCode": "0",
    }


class Neighbourhood:
    """Draws one neighbour after another, in the proportions of a busy cluster."""

    def __init__(self, cast: Cast, draw: random.Random, servers: tuple[str, ...]) -> None:
        # bob is left out: he is locked in the end, and would be seen at work after it.
        self._people = tuple(person for person in cast.people.values() if person.name != "bob")
        self._auditor = cast.people["grace"]
        self._draw = draw
        self._servers = servers

    def any(self, stamp: Stamp, recordings: tuple[str, ...]) -> Event:
        """One event; `recordings` are the ended sessions that somebody could watch by now."""
        draw = self._draw
        person, server = draw.choice(self._people), draw.choice(self._servers)
        kind = draw.choices(
            ("kube", "bot", "certificate", "command", "login", "rare"), (30, 26, 18, 16, 7, 3)
        )[0]
        if kind == "kube":
            return kube_request(person.name, 1, server, stamp, draw)
        if kind == "bot":
            return kube_request(draw.choice(BOTS), 2, server, stamp, draw)
        if kind == "certificate":
            return certificate(person, stamp, draw.choice(("", "", "kube", "db")))
        if kind == "command":
            return command(person, server, stamp.uid, stamp, draw)
        if kind == "login":
            wrong = "invalid username, password or second factor" if draw.random() < 0.06 else ""
            return login(person, stamp, wrong)
        return self._rare(person, server, stamp, recordings)

    def _rare(
        self, person: Person, server: str, stamp: Stamp, recordings: tuple[str, ...]
    ) -> Event:
        kind = self._draw.random()
        if kind < 0.3 and recordings:
            return watched(self._draw.choice(recordings), self._auditor, stamp)
        if kind < 0.33:
            return lock(self._auditor, {"server_id": server}, stamp)
        return disconnect(person, server, "client didn't have activity for 30m0s", stamp)
