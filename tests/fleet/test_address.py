import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.fleet.access import Access
from tui.fleet.address import Address, Server, is_address
from tui.fleet.words import FleetError
from tui.system.usage import UsageError

SEED = "SU" + "A" * 56
CREDS = f"""-----BEGIN NATS USER JWT-----
eyJ0.eyJq.c2ln
------END NATS USER JWT------

-----BEGIN USER NKEY SEED-----
{SEED}
------END USER NKEY SEED------
"""


def file(folder: Path, text: str, mode: int = 0o600) -> Path:
    path = folder / "secret"
    path.write_text(text)
    path.chmod(mode)
    return path


def refused(text: str) -> str:
    with pytest.raises(UsageError) as caught:
        Address.parse(text)
    assert len(caught.value.faults) == 1
    assert caught.value.faults[0].isprintable()
    return caught.value.faults[0]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("nats://h1", Address((Server("h1"),))),
        ("nats://h1/", Address((Server("h1"),))),
        ("NATS://H1:4223/Prod_2-x", Address((Server("h1", 4223),), "Prod_2-x")),
        (
            "tls://a.example.org,10.0.0.7:1,[::1]:65535,[fe80::1%eth0]",
            Address(
                (
                    Server("a.example.org"),
                    Server("10.0.0.7", 1),
                    Server("[::1]", 65535),
                    Server("[fe80::1%eth0]"),
                ),
                secure=True,
            ),
        ),
    ],
)
def test_an_address_is_servers_and_a_stream(text: str, address: Address) -> None:
    assert Address.parse(text) == address


def test_an_address_is_written_as_it_is_read() -> None:
    text = "tls://h1,h2:4223,[::1]/PROD"

    assert str(Address.parse(text)) == text


def test_a_client_is_given_each_server_with_its_port() -> None:
    assert Address.parse("nats://h1,[::1]:7/X").urls == ["nats://h1:4222", "nats://[::1]:7"]


@pytest.mark.parametrize(
    "text",
    [
        "nats://",
        "nats:///X",
        "nats://h1,,h2",
        "nats://h1:",
        "nats://h1:0",
        "nats://h1:65536",
        "nats://h1:٣",
        "nats://h1:+7",
        "nats://-h",
        "nats://a..b",
        "nats://" + "a" * 64,
        "nats://[::1",
        "nats://::1",
        "nats://[h1]",
        "nats://h 1",
        "nats://h1/A.B",
        "nats://h1/A/B",
        "nats://h1/*",
        "nats://h1/A?b=c",
        "nats://h1/" + "A" * 65,
        "nats://h1\r\nPUB x",
        "http://h1",
        "h1",
    ],
)
def test_what_is_no_address_is_wrong_usage(text: str) -> None:
    assert refused(text)


@pytest.mark.parametrize(
    "text",
    [
        "nats://alice:geheim@h1/X",
        "nats://geheim@h1",
        "nats://alice:ge@heim/geheim@h1",
        "nats://h2,alice:geheim@h1/X",
    ],
)
def test_a_secret_in_an_address_is_refused_and_not_repeated(text: str) -> None:
    fault = refused(text)

    assert "heim" not in fault
    assert "--creds FILE" in fault


def test_an_address_is_told_from_a_path() -> None:
    assert is_address("nats://h1")
    assert is_address("TLS://h1")
    assert not is_address("/var/lib/teleport/log")
    assert not is_address("nats")
    assert not is_address("nats:/h1")


@given(st.text())
def test_whatever_follows_is_an_address_or_one_line(text: str) -> None:
    faults: tuple[str, ...] = ()
    try:
        address = Address.parse(f"nats://{text}")
    except UsageError as error:
        faults = error.faults
    else:
        assert Address.parse(str(address)) == address
    assert all(fault.isprintable() for fault in faults)


def test_credentials_are_a_jwt_and_its_seed(tmp_path: Path) -> None:
    credentials = Access(creds=file(tmp_path, CREDS)).credentials()

    assert credentials is not None
    assert (credentials.jwt, credentials.seed) == (b"eyJ0.eyJq.c2ln", SEED.encode())


def test_an_nkey_is_its_seed_with_or_without_notes(tmp_path: Path) -> None:
    credentials = Access(nkey=file(tmp_path, f"# of auth1\n{SEED}\n")).credentials()

    assert credentials is not None
    assert credentials.seed == SEED.encode()


def test_a_secret_shows_in_no_trace(tmp_path: Path) -> None:
    assert SEED not in repr(Access(creds=file(tmp_path, CREDS)).credentials())


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_a_secret_that_others_can_read_is_refused_as_ssh_does(tmp_path: Path, mode: int) -> None:
    secret = file(tmp_path, CREDS, mode)

    with pytest.raises(FleetError, match=rf"secret: others can read .*{mode:04o}.*chmod 600"):
        Access(creds=secret).check()


@pytest.mark.parametrize("text", ["", "SUAB", "no\nkey", CREDS.replace("SUA", "SAA")])
def test_a_file_without_a_user_s_key_is_refused_and_not_repeated(tmp_path: Path, text: str) -> None:
    secret = file(tmp_path, text)

    for access in (Access(creds=secret), Access(nkey=secret)):
        with pytest.raises(FleetError, match="secret: no ") as caught:
            access.check()
        assert "AAAA" not in str(caught.value)


def test_each_file_that_is_missing_has_a_line(tmp_path: Path) -> None:
    with pytest.raises(FleetError) as caught:
        Access(creds=tmp_path / "a", ca=tmp_path / "b").check()

    first, second = str(caught.value).split("\n")
    assert "/a: is not there" in first
    assert "/b: is not there" in second


def test_a_file_that_is_none_does_not_make_one_wait(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)

    with pytest.raises(FleetError, match="is no file"):
        Access(nkey=tmp_path / "pipe").check()


def test_a_ca_that_is_no_certificate_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(FleetError, match="no certificates in PEM"):
        Access(ca=file(tmp_path, "hello")).check()


def test_a_certificate_without_its_key_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(FleetError, match="no key in PEM"):
        Access(cert=file(tmp_path, "hello")).check()


@pytest.mark.parametrize(
    ("access", "fault"),
    [
        (Access(creds=Path("a"), nkey=Path("b")), "not with --creds"),
        (Access(key=Path("a")), "goes with --tls-cert"),
    ],
)
def test_files_that_do_not_go_together_are_wrong_usage(access: Access, fault: str) -> None:
    with pytest.raises(UsageError, match=fault):
        access.check()
