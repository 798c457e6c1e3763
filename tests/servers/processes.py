"""A real program started by a test: on a free port, with its words kept, and ended whatever happens."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
# Machines that run tests are busy; what never comes fails all the same.
PATIENCE = 60.0
# Below the range from which the system takes ports for outgoing connections: nobody grabs one in between.
PORTS = range(20_000, 32_000)


def free_port() -> int:
    """A port that nobody listens on."""
    while True:
        port = random.SystemRandom().choice(PORTS)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port


def is_open(port: int, address: str = HOST) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
        probe.settimeout(1)
        return probe.connect_ex((address, port)) == 0


def eventually(is_so: Callable[[], object], seconds: float = PATIENCE, sorry: str = "") -> None:
    """Wait until `is_so()`; an AssertionError with `sorry` when that takes longer than `seconds`."""
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, sorry or f"not within {seconds} s"
        time.sleep(0.02)


class Process:
    """A program that runs between `start` and `stop`, in a process group of its own."""

    def __init__(self, command: Sequence[object], folder: Path, env: Mapping[str, str], user: int | None = None):
        self.command = [str(part) for part in command]
        self.words = folder / "words.log"
        self.env = dict(env)
        self.user = user
        self.popen: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self.popen is not None, "not started"
        return self.popen.pid

    def is_running(self) -> bool:
        return self.popen is not None and self.popen.poll() is None

    def start(self, is_ready: Callable[[], object], seconds: float = PATIENCE) -> None:
        """Run it, and come back when `is_ready()`; what it said is in the error if it never is."""
        with self.words.open("ab") as words:
            self.popen = subprocess.Popen(
                self.command, cwd=ROOT, env=self.env, user=self.user, extra_groups=None if self.user is None else [],
                stdin=subprocess.DEVNULL, stdout=words, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        try:
            eventually(lambda: not self.is_running() or is_ready(), seconds)
        except AssertionError:
            self.kill()
            raise AssertionError(f"{self.command[0]} was not ready within {seconds} s:\n{self.logs()}") from None
        assert self.is_running(), f"{self.command[0]} ended at once:\n{self.logs()}"

    def logs(self) -> str:
        """Everything that it printed so far."""
        return self.words.read_text(errors="replace") if self.words.exists() else ""

    def send(self, number: int) -> None:
        if self.is_running():
            os.kill(self.pid, number)

    def freeze(self) -> None:
        self.send(signal.SIGSTOP)

    def thaw(self) -> None:
        self.send(signal.SIGCONT)

    def stop(self, seconds: float = 15.0, number: int = signal.SIGTERM) -> int | None:
        """End it politely (killed after `seconds`); the exit status."""
        if not self.popen:
            return None
        self.thaw()
        self.send(number)
        try:
            return self.popen.wait(seconds)
        except subprocess.TimeoutExpired:
            return self.kill()

    def kill(self) -> int | None:
        """End it and its children with SIGKILL."""
        if not self.popen:
            return None
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        return self.popen.wait(10)
