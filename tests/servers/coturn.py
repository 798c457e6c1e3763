"""A real coturn of the tests' own, run from the very configuration that Guftagu ships."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from . import programs
from .processes import HOST, ROOT, Process, free_port, is_open
from .turn import TurnClient

SHIPPED = ROOT / "deploy" / "coturn" / "turnserver.conf"
SECRET = "a secret that only the tests know"
# In tests everybody sits on this machine, which the shipped file rightly denies.
LOOPBACK = ("--allow-loopback-peers", "--allowed-peer-ip=127.0.0.1")


class Coturn:
    """STUN and TURN at `addresses`; `options` come on top of the shipped file."""

    def __init__(self, folder: Path, *options: str, addresses: Sequence[str] = (HOST,)) -> None:
        self.addresses = addresses
        self.port, self.tls_port = free_port(), free_port()
        self.stun_url = f"stun:{addresses[0]}:{self.port}"
        self.turn_urls = [f"turn:{addresses[0]}:{self.port}?transport={way}" for way in ("udp", "tcp")]
        self.certificate = _certificate(folder)
        command = [
            programs.find("turnserver"), "-c", SHIPPED, f"--static-auth-secret={SECRET}",
            f"--listening-port={self.port}", f"--tls-listening-port={self.tls_port}",
            *(f"--{use}-ip={address}" for address in addresses for use in ("listening", "relay")),
            f"--cert={self.certificate}", f"--pkey={folder / 'key.pem'}",
            f"--pidfile={folder / 'coturn.pid'}", f"--userdb={folder / 'turndb'}", *options,
        ]  # fmt: skip
        self.process = Process(command, folder, os.environ)

    @property
    def settings(self) -> dict[str, str]:
        """What Guftagu must be told in order to use it."""
        return {"STUN_URLS": self.stun_url, "TURN_URLS": ",".join(self.turn_urls), "TURN_SECRET": SECRET}

    def start(self) -> None:
        self.process.start(self.is_ready)

    def is_ready(self) -> bool:
        """Whether it is heard in every way: TCP opens before UDP is answered."""
        return all(
            is_open(self.port, address) and is_open(self.tls_port, address) and self._answers(address)
            for address in self.addresses
        )

    def kill(self) -> None:
        self.process.kill()

    def logs(self) -> str:
        return self.process.logs()

    def _answers(self, address: str) -> bool:
        with TurnClient((address, self.port), patience=1) as client:
            try:
                return client.bind() == 0
            except OSError:
                return False


@contextmanager
def coturn_server(*options: str, addresses: Sequence[str] = (HOST,)) -> Iterator[Coturn]:
    """A coturn on free ports of this machine's `addresses`; `options` as on its command line."""
    with tempfile.TemporaryDirectory(prefix="guftagu-coturn-") as folder:
        server = Coturn(Path(folder), *options, addresses=addresses)
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
