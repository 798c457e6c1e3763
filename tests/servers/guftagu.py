"""Guftagu itself as a person would run it: migrated, and served by gunicorn."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import requests

from .processes import Process, eventually, free_port

# What the shell of whoever runs the tests may have set must not reach the server.
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "VIRTUAL_ENV")


class Guftagu:
    """`url` is where it is; `process` is gunicorn's master; `workers()` are those who answer."""

    def __init__(self, folder: Path, env: Mapping[str, str], workers: int = 1, worker_class: str = "gevent") -> None:
        self.port = int(env.get("PORT", 0)) or free_port()
        self.url = f"http://{env.get('HOST', 'localhost')}:{self.port}"
        self.instance = Path(env.get("INSTANCE", folder / "instance"))
        ours = {
            "HOST": "localhost",
            "PORT": str(self.port),
            "INSTANCE": str(self.instance),
            "WORKERS": str(workers),
            "WORKER_CLASS": worker_class,
            "LIMITS": "off",
            "PYTHONUNBUFFERED": "1",
        }
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        self.process = Process([sys.executable, "-m", "app.cli", "serve"], folder, kept | ours | dict(env))

    def start(self) -> None:
        """Migrate, serve, and come back when GET /health answers."""
        self.process.start(self.is_healthy)

    def stop(self, seconds: float = 20.0) -> int | None:
        """SIGTERM: drain and end; the exit status."""
        return self.process.stop(seconds)

    def kill(self) -> None:
        self.process.kill()

    def reload(self) -> None:
        """SIGHUP: new workers come, the old ones drain."""
        self.process.send(signal.SIGHUP)

    def workers(self) -> list[int]:
        """The process ids of the workers, oldest first."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return sorted(int(pid) for pid in children.split())

    def kill_worker(self, index: int = 0, number: int = signal.SIGKILL) -> int:
        """Send `number` to one worker (SIGKILL, SIGSTOP, SIGCONT ...); its process id."""
        pid = self.workers()[index]
        os.kill(pid, number)
        return pid

    def wait_for_workers(self, amount: int) -> None:
        eventually(lambda: len(self.workers()) == amount and self.is_healthy(), sorry=self.logs())

    def logs(self) -> str:
        return self.process.logs()

    def is_healthy(self) -> bool:
        try:
            return requests.get(f"{self.url}/health", timeout=2).status_code == 200
        except requests.RequestException:
            return False


@contextmanager
def guftagu_server(
    env: Mapping[str, str] | None = None, workers: int = 1, worker_class: str = "gevent"
) -> Iterator[Guftagu]:
    """Guftagu on a free port with an instance folder of its own and `env` on top of the defaults."""
    with tempfile.TemporaryDirectory(prefix="guftagu-server-", ignore_cleanup_errors=True) as folder:
        server = Guftagu(Path(folder), env or {}, workers, worker_class)
        server.start()
        try:
            yield server
        finally:
            server.kill()
