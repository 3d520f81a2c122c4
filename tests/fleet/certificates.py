"""Certificates for tests, made by openssl: a CA, and what it signs."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")


@dataclass(frozen=True, slots=True)
class Authority:
    """A CA, whose files are in a folder."""

    folder: Path
    name: str = "ca"

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        subject = ("-subj", f"/CN=desktail {self.name}")
        _openssl("req", "-x509", *KEY, "-keyout", self.key, "-out", self.certificate, *subject)

    @property
    def certificate(self) -> Path:
        """What knows its signatures."""
        return self.folder / f"{self.name}.pem"

    @property
    def key(self) -> Path:
        """By which it signs."""
        return self.folder / f"{self.name}.key"

    def sign(self, name: str, host: str = "IP:127.0.0.1", days: int = 2) -> tuple[Path, Path]:
        """A certificate and its key; with days below zero it has expired."""
        certificate, key = self.folder / f"{name}.pem", self.folder / f"{name}.key"
        request, extensions = self.folder / f"{name}.csr", self.folder / f"{name}.ext"
        extensions.write_text(f"subjectAltName={host}\n")
        _openssl("req", *KEY, "-keyout", key, "-out", request, "-subj", f"/CN={name}")
        signed = ("-CA", self.certificate, "-CAkey", self.key, "-set_serial", "7")
        _openssl(
            *("x509", "-req", "-in", request, "-out", certificate, *signed),
            *("-days", str(days), "-extfile", extensions),
        )
        key.chmod(0o600)
        return certificate, key


def _openssl(*arguments: str | Path) -> None:
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("openssl is not installed")
    subprocess.run([program, *map(str, arguments)], check=True, capture_output=True, timeout=60)
