"""Users of an engine: nkeys and JWTs, made as the tools of NATS make them."""

import base64
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import nkeys


def _seed(prefix: int) -> bytes:
    seed: bytes = nkeys.encode_seed(os.urandom(32), prefix)
    return seed


@dataclass(frozen=True, slots=True)
class Key:
    """An nkey of a user, an account or an operator."""

    prefix: int = nkeys.PREFIX_BYTE_USER
    seed: bytes = field(default=b"")

    def __post_init__(self) -> None:
        object.__setattr__(self, "seed", _seed(self.prefix))

    @property
    def public(self) -> str:
        """By which it is known."""
        public: str = nkeys.from_seed(bytearray(self.seed)).public_key.decode()
        return public

    def written(self, path: Path) -> Path:
        """Its seed in a file, for its user alone."""
        path.touch(mode=0o600)
        path.write_bytes(self.seed + b"\n")
        return path

    def token(self, subject: str, claims: Mapping[str, Any], **more: Any) -> str:
        """A JWT about somebody, signed by this key."""
        body = {
            "iat": 1,
            "iss": self.public,
            "name": "test",
            "sub": subject,
            **more,
            "nats": {"version": 2, **claims},
        }
        body["jti"] = base64.b32encode(sha256(json.dumps(body).encode()).digest()).decode()[:52]
        told = f"{_part({'typ': 'JWT', 'alg': 'ed25519-nkey'})}.{_part(body)}"
        signed = nkeys.from_seed(bytearray(self.seed)).sign(told.encode())
        return f"{told}.{base64.urlsafe_b64encode(signed).decode().rstrip('=')}"


def _part(value: Mapping[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@dataclass(frozen=True, slots=True)
class Operator:
    """One with one account, whose users have credentials."""

    key: Key = field(default_factory=lambda: Key(nkeys.PREFIX_BYTE_OPERATOR))
    account: Key = field(default_factory=lambda: Key(nkeys.PREFIX_BYTE_ACCOUNT))
    system: Key = field(default_factory=lambda: Key(nkeys.PREFIX_BYTE_ACCOUNT))

    @property
    def configuration(self) -> str:
        """What a server is told of them."""
        limits = {
            **dict.fromkeys(("subs", "data", "payload", "imports", "exports", "conn", "leaf"), -1),
            **dict.fromkeys(("mem_storage", "disk_storage", "streams", "consumer"), -1),
            "wildcards": True,
        }
        operator = self.key.token(self.key.public, {"type": "operator"})
        accounts = "\n".join(
            f"{each.public}: {self.key.token(each.public, {'type': 'account', 'limits': limit})}"
            for each, limit in ((self.account, limits), (self.system, {}))
        )
        return (
            f"operator: {operator}\nsystem_account: {self.system.public}\n"
            f"resolver: MEMORY\nresolver_preload: {{\n{accounts}\n}}"
        )

    def credentials(
        self, path: Path, user: Key, rights: Mapping[str, Any] | None = None, until: int = 0
    ) -> Path:
        """A user's file; `until` are seconds of the clock, 0 is for ever."""
        claims = {"type": "user", "subs": -1, "data": -1, "payload": -1, **(rights or {})}
        jwt = self.account.token(user.public, claims, **({"exp": until} if until else {}))
        path.touch(mode=0o600)
        path.write_text(
            f"-----BEGIN NATS USER JWT-----\n{jwt}\n------END NATS USER JWT------\n\n"
            f"-----BEGIN USER NKEY SEED-----\n{user.seed.decode()}\n"
            "------END USER NKEY SEED------\n"
        )
        return path
