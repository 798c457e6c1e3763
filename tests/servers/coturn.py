"""A real coturn of the tests' own, run from the very configuration that Guftagu ships."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import programs
from .processes import HOST, ROOT, Process, free_port, is_open

SHIPPED = ROOT / "deploy" / "coturn" / "turnserver.conf"
SECRET = "a secret that only the tests know"
# In tests everybody sits on this machine, which the shipped file rightly denies.
LOOPBACK = ("--allow-loopback-peers", "--allowed-peer-ip=127.0.0.1")


class Coturn:
    """At `address`, STUN and TURN; `options` come on top of the shipped file."""

    def __init__(self, folder: Path, *options: str, address: str = HOST) -> None:
        self.port, self.tls_port = free_port(), free_port()
        self.stun_url = f"stun:{address}:{self.port}"
        self.turn_urls = [f"turn:{address}:{self.port}?transport={way}" for way in ("udp", "tcp")]
        self.certificate = _certificate(folder)
        command = [
            programs.find("turnserver"), "-c", SHIPPED, f"--static-auth-secret={SECRET}",
            f"--listening-port={self.port}", f"--tls-listening-port={self.tls_port}",
            f"--listening-ip={address}", f"--relay-ip={address}",
            f"--cert={self.certificate}", f"--pkey={folder / 'key.pem'}",
            f"--pidfile={folder / 'coturn.pid'}", f"--userdb={folder / 'turndb'}", *options,
        ]  # fmt: skip
        self.address = address
        self.process = Process(command, folder, os.environ)

    @property
    def settings(self) -> dict[str, str]:
        """What Guftagu must be told in order to use it."""
        return {"STUN_URLS": self.stun_url, "TURN_URLS": ",".join(self.turn_urls), "TURN_SECRET": SECRET}

    def start(self) -> None:
        self.process.start(lambda: all(is_open(port, self.address) for port in (self.port, self.tls_port)))

    def kill(self) -> None:
        self.process.kill()

    def logs(self) -> str:
        return self.process.logs()


@contextmanager
def coturn_server(*options: str, address: str = HOST) -> Iterator[Coturn]:
    """A coturn on free ports of this machine's `address`; `options` as on its command line."""
    with tempfile.TemporaryDirectory(prefix="guftagu-coturn-") as folder:
        server = Coturn(Path(folder), *options, address=address)
        server.start()
        try:
            yield server
        finally:
            server.kill()


def _certificate(folder: Path) -> Path:
    """One that nobody but a test trusts."""
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "2",
    ]
    names = ["-subj", "/CN=localhost", "-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run([*command, *names], check=True, capture_output=True)
    return folder / "cert.pem"
