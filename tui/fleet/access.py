"""By what an engine lets one in: files only, so that no secret stands on a command line."""

import os
import re
import ssl
import stat
from dataclasses import dataclass
from pathlib import Path

from tui.fleet.words import FleetError
from tui.system.usage import UsageError

MOST_BYTES = 1 << 20
"""Of a file of keys or certificates: a bundle of all public CAs is a fifth of that."""

_JWT = re.compile(rb"-+BEGIN NATS USER JWT-+\s+([A-Za-z0-9_.=-]+)\s+-+END NATS USER JWT-+")
_SEED = re.compile(rb"-+BEGIN USER NKEY SEED-+\s+(SU[A-Z2-7]{56})\s+-+END USER NKEY SEED-+")
_ALONE = re.compile(rb"^\s*(SU[A-Z2-7]{56})\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who one is, and the seed by which it is proved; it is never shown."""

    seed: bytes
    jwt: bytes = b""

    def __repr__(self) -> str:
        return "Credentials(…)"


@dataclass(frozen=True, slots=True)
class Access:
    """Files: credentials (JWT and seed) or an nkey's seed; the engine's CA; a client certificate.

    `key` may be left out where it stands in the file of the certificate.
    """

    creds: Path | None = None
    nkey: Path | None = None
    ca: Path | None = None
    cert: Path | None = None
    key: Path | None = None

    @property
    def wants_tls(self) -> bool:
        """Whether a connection without TLS is none."""
        return any((self.ca, self.cert, self.key))

    def check(self) -> None:
        """Make sure of all files before anyone is asked for anything.

        Raises UsageError for those that do not go together, and FleetError, a line each, for those
        that cannot be read or are readable by others.
        """
        if self.creds is not None and self.nkey is not None:
            raise UsageError("--nkey: not with --creds, which holds one; give one of them")
        if self.key is not None and self.cert is None:
            raise UsageError("--tls-key: goes with --tls-cert")
        faults = []
        for look in (self.credentials, *([self.context] if self.wants_tls else [])):
            try:
                look()
            except FleetError as error:
                faults.append(str(error))
        if faults:
            raise FleetError("\ndesktail: ".join(faults))

    def credentials(self) -> Credentials | None:
        """Who one is, read anew: credentials are renewed in their place. Raises FleetError."""
        if self.creds is not None:
            text = _read(self.creds, private=True)
            jwt, seed = _JWT.search(text), _SEED.search(text)
            if jwt is None or seed is None:
                raise FleetError(f"{self.creds}: no credentials of a NATS user; give its .creds")
            return Credentials(seed[1], jwt[1])
        if self.nkey is not None:
            text = _read(self.nkey, private=True)
            seed = _SEED.search(text) or _ALONE.search(text)
            if seed is None:
                raise FleetError(f"{self.nkey}: no seed of a user's nkey, which begins with SU")
            return Credentials(seed[1])
        return None

    def context(self) -> ssl.SSLContext:
        """What TLS is done with: the CAs of this host, or the one that is named.

        Raises FleetError.
        """
        if self.ca is not None:
            _read(self.ca)
        if self.cert is not None:
            _read(self.cert, private=self.key is None)
        if self.key is not None:
            _read(self.key, private=True)
        try:
            context = ssl.create_default_context(cafile=self.ca)
        except (OSError, ValueError) as error:
            raise FleetError(f"{self.ca}: no certificates in PEM; give the file of a CA") from error
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        if self.cert is not None:
            try:
                # OpenSSL would ask the terminal for the password of a key that has one.
                context.load_cert_chain(self.cert, self.key, password=lambda: "")
            except (OSError, ValueError) as error:
                raise FleetError(
                    f"{self.key or self.cert}: no key in PEM, without a password, that fits "
                    f"the certificate {self.cert}"
                ) from error
        return context


def _read(path: Path, *, private: bool = False) -> bytes:
    """What a file holds; FleetError if it is not there, or shows others what is `private`."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError as error:
        raise FleetError(f"{path}: is not there; look at the name") from error
    except PermissionError as error:
        raise FleetError(f"{path}: no permission to read; run as a user who may") from error
    except (OSError, ValueError) as error:
        raise FleetError(f"{path}: cannot be read: {error}") from error
    with open(descriptor, "rb") as file:  # noqa: PTH123 - it is open
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise FleetError(f"{path}: is no file")
        if private and _is_shown(found):
            raise FleetError(
                f"{path}: others can read this secret (mode {stat.S_IMODE(found.st_mode):04o}); "
                f"chmod 600 it, and make a new one if others were here"
            )
        return file.read(MOST_BYTES)


def _is_shown(found: os.stat_result) -> bool:
    """Whether others than its user can have read a file.

    As with ssh, a file of somebody else's may be one's group's: so do systemd and Kubernetes
    hand out secrets, as root's files.
    """
    others = 0o077 if found.st_uid == os.getuid() else 0o007
    return bool(found.st_mode & others)
