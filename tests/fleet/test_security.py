"""What the README's configuration of a server lets one do, and what it does not."""

import json
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from tests.contract.examples import STARTED
from tests.fleet.certificates import Authority
from tests.fleet.server import Server, free_ports, running, serving
from tests.fleet.shipping import make_streams_of_cluster
from tests.fleet.users import Key, Operator
from tests.patience import until
from tests.program import run
from tui.fleet.access import Access
from tui.fleet.address import Address
from tui.fleet.engine import Engine
from tui.fleet.inbox import Inbox
from tui.fleet.plan import Wanted
from tui.fleet.reader import Span, begin_reading
from tui.fleet.stream import init
from tui.fleet.words import FleetError

README = Path(__file__).parents[2] / "README.md"
USERS = ("admin", "auth1", "auth2", "watch")
STREAMS = ("DESKTAIL", "DESKTAIL_SHIPPERS")
CHANGES = [
    f"$JS.API.STREAM.{what}.{stream}"
    for what in ("DELETE", "PURGE", "UPDATE", "MSG.DELETE", "SNAPSHOT", "RESTORE")
    for stream in STREAMS
] + ["$JS.API.STREAM.CREATE.OTHER", "$JS.API.ACCOUNT.PURGE.FLEET", "$JS.API.SERVER.REMOVE"]
READS = [
    f"$JS.API.{what}"
    for stream in STREAMS
    for what in (
        f"STREAM.INFO.{stream}",
        f"CONSUMER.CREATE.{stream}.x",
        f"CONSUMER.CREATE.{stream}",
        f"CONSUMER.DURABLE.CREATE.{stream}.x",
        f"CONSUMER.MSG.NEXT.{stream}.x",
        f"STREAM.MSG.GET.{stream}",
        f"DIRECT.GET.{stream}",
        f"DIRECT.GET.{stream}.x",
    )
] + ["$JS.API.INFO", "$JS.API.STREAM.NAMES", "$JS.API.STREAM.LIST"]


def configuration(what: str = "nats-server") -> str:
    """What the README shows."""
    found = re.search(
        rf"^<!-- {what} -->\n```conf\n(.*?)^```$", README.read_text(), re.MULTILINE | re.DOTALL
    )
    assert found, f"README.md shows no {what}"
    return found[1]


@dataclass(slots=True)
class Fleet:
    """A server as the README has it, with users and certificates, in a folder."""

    folder: Path
    keys: Mapping[str, Key] = field(default_factory=lambda: {name: Key() for name in USERS})
    port: int = field(default_factory=lambda: free_ports(1)[0])

    def whole(self, text: str, port: int, name: str = "n1") -> str:
        """The README's text with the names of here."""
        places = {
            "server_name: n1": f"server_name: {name}",
            "0.0.0.0:4222": f"127.0.0.1:{port}",
            "/etc/nats": str(self.folder),
            "/var/lib/nats": str(self.folder / name),
            **{f"U…{user}": key.public for user, key in self.keys.items()},
        }
        for there, here in places.items():
            assert there in text, f"README's configuration has no {there}"
            text = text.replace(there, here)
        return text

    @property
    def address(self) -> Address:
        """Where its clients find it."""
        return Address.parse(f"tls://127.0.0.1:{self.port}")

    def access(self, user: str) -> Access:
        """The files of a user."""
        certificate, key = self.folder / "client.pem", self.folder / "client.key"
        seed = self.folder / f"{user}.nk"
        if not seed.exists():
            self.keys[user].written(seed)
        return Access(nkey=seed, ca=self.folder / "ca.pem", cert=certificate, key=key)

    def opened(self, user: str) -> Engine:
        """A user's connection."""
        return Engine.open(self.address, self.access(user), name=user)


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    fleet = Fleet(tmp_path_factory.mktemp("fleet"))
    authority = Authority(fleet.folder)
    authority.sign("server")
    authority.sign("client")
    whole = fleet.whole(configuration(), fleet.port)
    with running(Server(fleet.folder, fleet.port, whole=whole)):
        with fleet.opened("admin") as engine:
            list(init(engine, Wanted()))
        yield fleet


def opened(fleet: Fleet, user: str) -> Iterator[Engine]:
    with closing(fleet.opened(user)) as engine:
        yield engine


@pytest.fixture
def admin(fleet: Fleet) -> Iterator[Engine]:
    yield from opened(fleet, "admin")


@pytest.fixture
def shipper(fleet: Fleet) -> Iterator[Engine]:
    yield from opened(fleet, "auth1")


@pytest.fixture
def watcher(fleet: Fleet) -> Iterator[Engine]:
    yield from opened(fleet, "watch")


def publish(engine: Engine, subject: str, **headers: str) -> int:
    return engine.run(engine.jetstream.publish(subject, b"x", headers=dict(headers))).seq


def asked(engine: Engine, subject: str, **body: Any) -> dict[str, Any]:
    answer = engine.run(engine.client.request(subject, json.dumps(body).encode(), timeout=5))
    told: dict[str, Any] = json.loads(answer.data)
    return told


async def heard(engine: Engine, subject: str) -> bytes:
    """The next message of a subject."""
    subscription = await engine.client.subscribe(subject)
    return (await subscription.next_msg(timeout=0.3)).data


# -- a shipper


def test_a_shipper_writes_to_the_subjects_of_its_own_host(shipper: Engine) -> None:
    for subject in ("desktail.auth1.lines", "desktail.auth1.beat", "desktail.auth1.origin.0f"):
        assert publish(shipper, subject)


@pytest.mark.parametrize(
    "subject", ["desktail.auth2.lines", "desktail.auth2.beat", "desktail.lines", "x", "$JS.FC.x"]
)
def test_a_shipper_writes_nowhere_else(shipper: Engine, subject: str) -> None:
    with pytest.raises(FleetError, match=f"no right to write to {re.escape(subject)};"):
        publish(shipper, subject)


@pytest.mark.parametrize("subject", READS)
def test_a_shipper_asks_for_nothing(shipper: Engine, subject: str) -> None:
    with pytest.raises(FleetError, match="no right to write to "):
        asked(shipper, subject)


@pytest.mark.parametrize(
    "subject", ["desktail.>", "desktail.auth1.lines", "_INBOX.>", ">", "$JS.EVENT.>"]
)
def test_a_shipper_hears_nothing_that_is_not_said_to_it(shipper: Engine, subject: str) -> None:
    with pytest.raises(FleetError, match="no right to read "):
        shipper.run(heard(shipper, subject))


@pytest.mark.parametrize("subject", CHANGES)
def test_a_shipper_takes_nothing_away(shipper: Engine, subject: str) -> None:
    with pytest.raises(FleetError, match="no right to write to "):
        asked(shipper, subject)


@pytest.mark.parametrize("header", [{"Nats-Rollup": "sub"}, {"Nats-TTL": "1s"}])
def test_no_message_takes_others_away_or_ends_by_itself(
    shipper: Engine, header: dict[str, str]
) -> None:
    with pytest.raises(FleetError, match="it says "):
        publish(shipper, "desktail.auth1.lines", **header)


# -- a watcher


def test_a_watcher_reads_all_hosts_as_they_are_written(fleet: Fleet, watcher: Engine) -> None:
    with fleet.opened("auth1") as first, fleet.opened("auth2") as second:
        begin = publish(first, "desktail.auth1.lines")
        end = publish(second, "desktail.auth2.lines")
    inbox = Inbox()

    reader = begin_reading(watcher, Span("DESKTAIL", ("desktail.*.lines",), begin, end), inbox)

    until(lambda: reader.last == end)
    assert not reader.problem


def test_a_watcher_reads_what_is_kept_of_each_shipper(fleet: Fleet, watcher: Engine) -> None:
    with fleet.opened("auth1") as shipper:
        publish(shipper, "desktail.auth1.beat")

    info = watcher.run(watcher.jetstream.stream_info("DESKTAIL_SHIPPERS"))

    assert info.state.messages


@pytest.mark.parametrize("subject", ["desktail.auth1.lines", "desktail.watch.beat", "x"])
def test_a_watcher_writes_nothing(watcher: Engine, subject: str) -> None:
    with pytest.raises(FleetError, match=f"no right to write to {re.escape(subject)};"):
        publish(watcher, subject)


@pytest.mark.parametrize("subject", CHANGES)
def test_a_watcher_takes_nothing_away(watcher: Engine, subject: str) -> None:
    with pytest.raises(FleetError, match="no right to write to "):
        asked(watcher, subject)


def test_a_watcher_cannot_have_the_engine_write_in_its_place(fleet: Fleet, watcher: Engine) -> None:
    """A consumer may be told to deliver anywhere; what a stream takes is no one who listens."""
    before = watcher.run(watcher.jetstream.stream_info("DESKTAIL")).state.last_seq
    with fleet.opened("auth1") as shipper:
        publish(shipper, "desktail.auth1.beat")
    config = {"name": "x", "deliver_subject": "desktail.auth1.lines", "ack_policy": "none"}

    made = asked(
        watcher,
        "$JS.API.CONSUMER.CREATE.DESKTAIL_SHIPPERS.x",
        stream_name="DESKTAIL_SHIPPERS",
        config=config,
    )

    assert made["num_pending"] > 0
    assert not made.get("push_bound")
    assert watcher.run(watcher.jetstream.stream_info("DESKTAIL")).state.last_seq == before


# -- the admin


def test_the_admin_takes_no_line_away_either(fleet: Fleet, admin: Engine) -> None:
    with fleet.opened("auth1") as shipper:
        number = publish(shipper, "desktail.auth1.lines")

    purged = asked(admin, "$JS.API.STREAM.PURGE.DESKTAIL")
    deleted = asked(admin, "$JS.API.STREAM.MSG.DELETE.DESKTAIL", seq=number)

    assert "not permitted" in purged["error"]["description"]
    assert "not permitted" in deleted["error"]["description"]
    assert admin.run(admin.jetstream.get_msg("DESKTAIL", number)).data == b"x"


def test_the_admin_cannot_allow_it_again(admin: Engine) -> None:
    config = asked(admin, "$JS.API.STREAM.INFO.DESKTAIL")["config"]

    for name in ("deny_delete", "deny_purge"):
        told = asked(admin, "$JS.API.STREAM.UPDATE.DESKTAIL", **{**config, name: False})
        assert "can not" in told["error"]["description"]


# -- who is let in


def refused(fleet: Fleet, access: Access, address: Address | None = None) -> str:
    with pytest.raises(FleetError) as caught:
        Engine.open(address or fleet.address, access, name="test").close()
    told = str(caught.value)
    assert told.isprintable()
    return told.partition(": ")[2]


def test_a_key_that_the_engine_does_not_know_is_one_line(fleet: Fleet, tmp_path: Path) -> None:
    stranger = replace(fleet.access("auth1"), nkey=Key().written(tmp_path / "stranger.nk"))

    assert refused(fleet, stranger).startswith("it does not know this user; give --creds")


def test_nobody_is_not_let_in(fleet: Fleet) -> None:
    nobody = replace(fleet.access("auth1"), nkey=None)

    assert refused(fleet, nobody).startswith("it does not know this user; give --creds")


def test_a_client_without_a_certificate_is_one_line(fleet: Fleet) -> None:
    bare = replace(fleet.access("auth1"), cert=None, key=None)

    assert refused(fleet, bare).startswith("it wants a certificate of this client: --tls-cert")


def test_a_client_s_certificate_of_another_ca_is_one_line(fleet: Fleet, tmp_path: Path) -> None:
    certificate, key = Authority(tmp_path, "other").sign("client")
    foreign = replace(fleet.access("auth1"), cert=certificate, key=key)

    told = refused(fleet, foreign)

    assert "certificate" in told
    assert told.startswith(("it does not take", "it hangs up at once; it may not know the CA"))


def test_a_server_s_certificate_of_an_unknown_ca_is_one_line(fleet: Fleet, tmp_path: Path) -> None:
    other = replace(fleet.access("auth1"), ca=Authority(tmp_path, "other").certificate)

    for access in (other, replace(other, ca=None)):
        assert refused(fleet, access).startswith("its certificate is of a CA that is not known")


def test_a_server_s_certificate_for_another_host_is_one_line(fleet: Fleet) -> None:
    elsewhere = Address.parse(f"tls://localhost:{fleet.port}")

    told = refused(fleet, fleet.access("auth1"), elsewhere)

    assert told.startswith("its certificate is for another host")


def test_a_server_s_certificate_that_has_expired_is_one_line(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    certificate, key = authority.sign("old", days=-1)
    tls = f'tls {{ cert_file: "{certificate}", key_file: "{key}" }}'
    with serving(tmp_path, tls) as server:
        address = Address.parse(server.address)
        with pytest.raises(FleetError, match="its certificate has expired; renew it there"):
            Engine.open(address, Access(ca=authority.certificate), name="test").close()


def test_a_server_without_tls_is_told_nothing(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    seed = Key().written(tmp_path / "seed.nk")
    with serving(tmp_path) as server:
        plain = Address.parse(server.address)
        for address, access in (
            (replace(plain, secure=True), Access(nkey=seed)),
            (plain, Access(nkey=seed, ca=authority.certificate)),
        ):
            with pytest.raises(FleetError, match="it has no TLS; switch it on there"):
                Engine.open(address, access, name="test").close()


def test_no_secret_is_in_what_the_command_says(fleet: Fleet) -> None:
    access = fleet.access("auth1")
    files = ("--nkey", access.nkey, "--tls-ca", access.ca, "--tls-cert", access.cert)

    done = run(
        *("nats", "init", *map(str, files), "--tls-key", str(access.key)), str(fleet.address)
    )

    assert done.returncode == 1
    assert done.stderr == (
        f"desktail: {fleet.address}: no right to write to $JS.API.STREAM.INFO.DESKTAIL; have the "
        "permissions of this user changed, or give another's --creds or --nkey\n"
    )


def test_with_these_rights_a_host_ships_and_who_watches_reads(fleet: Fleet, tmp_path: Path) -> None:
    log = tmp_path / "events.log"
    log.write_text(STARTED + "\n")

    def done(user: str, *arguments: str) -> CompletedProcess[str]:
        access = fleet.access(user)
        files = ("--nkey", access.nkey, "--tls-ca", access.ca, "--tls-cert", access.cert)
        options = (*map(str, files), "--tls-key", str(access.key))
        return run(*arguments, *options, XDG_STATE_HOME=str(tmp_path))

    told = done("auth1", "ship", "--once", "--host", "auth1", "--to", str(fleet.address), str(log))
    read = done("watch", "summary", str(fleet.address))

    assert (told.returncode, told.stderr) == (0, "")
    assert "1 desktop event" in read.stdout  # beside what other tests have written there


# -- keys and credentials


def test_a_key_is_made_for_its_user_alone_and_is_the_same_the_next_time(tmp_path: Path) -> None:
    seed = tmp_path / "auth1.nk"

    made = run("nats", "key", seed)
    again = run("nats", "key", seed)

    assert re.fullmatch(r"U[A-Z2-7]{55}\n", made.stdout)
    assert again.stdout == made.stdout
    assert seed.stat().st_mode & 0o777 == 0o600
    assert made.stderr == again.stderr == ""


def test_a_key_replaces_no_other_file(tmp_path: Path) -> None:
    other = tmp_path / "notes"
    other.write_text("mine")
    other.chmod(0o600)

    done = run("nats", "key", other)

    assert done.returncode == 1
    assert done.stderr == f"desktail: {other}: no seed of a user's nkey, which begins with SU\n"
    assert other.read_text() == "mine"


def test_a_key_that_was_made_lets_one_in(tmp_path: Path) -> None:
    seed = tmp_path / "auth1.nk"
    public = run("nats", "key", seed).stdout.strip()
    users = f'authorization {{ users: [{{ nkey: "{public}" }}] }}'
    with serving(tmp_path, users) as server:
        address = Address.parse(server.address)
        with Engine.open(address, Access(nkey=seed), name="auth1") as engine:
            assert engine.run(engine.jetstream.account_info())


def test_credentials_let_one_in_with_the_rights_that_are_in_them(tmp_path: Path) -> None:
    operator, user = Operator(), Key()
    rights = {
        "pub": {"allow": ["desktail.auth1.>"]},
        "sub": {"allow": [f"_INBOX.{user.public}.>"]},
    }
    creds = operator.credentials(tmp_path / "auth1.creds", user, rights)
    boss = operator.credentials(tmp_path / "admin.creds", Key())
    with serving(tmp_path, operator.configuration) as server:
        address = Address.parse(server.address)
        with Engine.open(address, Access(creds=boss), name="admin") as admin:
            list(init(admin, Wanted()))
        with Engine.open(address, Access(creds=creds), name="auth1") as shipper:
            assert publish(shipper, "desktail.auth1.lines")
            with pytest.raises(FleetError, match=r"no right to write to desktail\.auth2\.lines;"):
                publish(shipper, "desktail.auth2.lines")


def test_rights_that_end_are_said_and_new_ones_are_taken_in_their_place(tmp_path: Path) -> None:
    operator, user = Operator(), Key()
    creds = tmp_path / "watch.creds"
    operator.credentials(creds, user, until=int(time.time()) + 2)
    with serving(tmp_path, operator.configuration) as server:
        access = Access(creds=creds)
        with Engine.open(Address.parse(server.address), access, name="watch") as engine:
            assert not engine.problem
            until(lambda: engine.problem)
            assert "not connected since" in engine.problem

            operator.credentials(creds, user)
            until(lambda: not engine.problem)

            assert engine.run(engine.jetstream.account_info())


# -- three servers


def test_three_servers_know_each_other_by_their_certificates_and_keep_each_line(
    tmp_path: Path,
) -> None:
    fleet = Fleet(tmp_path)
    authority = Authority(tmp_path)
    authority.sign("server")
    authority.sign("client")
    with ExitStack() as stack:
        servers = [stack.enter_context(running(server)) for server in three(fleet)]
        fleet.port = servers[0].port
        with fleet.opened("admin") as admin:
            make_streams_of_cluster(admin)
        with fleet.opened("auth1") as shipper:
            publish(shipper, "desktail.auth1.lines")
        with fleet.opened("watch") as watcher:
            info = watcher.run(watcher.jetstream.stream_info("DESKTAIL"))

    assert info.config.num_replicas == 3
    assert info.state.messages == 1


def three(fleet: Fleet) -> list[Server]:
    """The servers of the README, each with its name."""
    ports, routes = free_ports(3), free_ports(3)
    servers = []
    for number, port in enumerate(ports):
        text = f"{configuration()}\n{configuration('nats-server cluster')}"
        text = text.replace("0.0.0.0:6222", f"127.0.0.1:{routes[number]}")
        for each, route in enumerate(routes):
            text = text.replace(f"n{each + 1}.example.org:6222", f"127.0.0.1:{route}")
        assert "example.org" not in text
        name = f"n{number + 1}"
        servers.append(Server(fleet.folder, port, name, whole=fleet.whole(text, port, name)))
    return servers
