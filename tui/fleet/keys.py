"""Keys of users, which an engine knows by their public halves. Loaded where there is the extra."""

import base64
import os
from pathlib import Path

import nkeys

from tui.fleet.access import Access, Credentials
from tui.fleet.words import FleetError


def make_key(path: Path) -> str:
    """The public key of a seed in a file; made there, for its user alone, if there is no file.

    Raises FleetError where it cannot be, or the file holds none.
    """
    seed: bytes = nkeys.encode_seed(os.urandom(32), nkeys.PREFIX_BYTE_USER)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with open(descriptor, "wb") as file:  # noqa: PTH123 - it is open
            file.write(seed + b"\n")
            file.flush()
            os.fsync(descriptor)
    except FileExistsError:
        found = Access(nkey=path).credentials()
    except OSError as error:
        raise FleetError(f"{path}: cannot be written: {error.strerror or error}") from error
    else:
        found = Credentials(seed)
    return public_key(found) if found else ""


def public_key(credentials: Credentials) -> str:
    """By which a user is known."""
    pair = nkeys.from_seed(bytearray(credentials.seed))
    public: str = pair.public_key.decode()
    pair.wipe()
    return public


def signature(credentials: Credentials, nonce: str) -> bytes:
    """What proves to an engine, which chose `nonce`, that one is that user."""
    pair = nkeys.from_seed(bytearray(credentials.seed))
    signed = base64.b64encode(pair.sign(nonce.encode()))
    pair.wipe()
    return signed
