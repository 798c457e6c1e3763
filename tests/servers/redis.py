"""A real Redis of the tests' own."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import programs
from .processes import HOST, Process, free_port, is_open


class Redis:
    """`url` names it; `process` can be stopped, killed, frozen and thawed; `start` brings it back, empty."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.port = free_port()
        self.url = f"redis://{HOST}:{self.port}/0"
        command = [
            programs.find("redis-server"), "--port", self.port, "--bind", HOST, "--dir", folder,
            "--save", "", "--appendonly", "no", "--daemonize", "no", *options,
        ]  # fmt: skip
        self.process = Process(command, folder, os.environ)

    def start(self) -> None:
        self.process.start(lambda: is_open(self.port))

    def stop(self) -> None:
        self.process.stop()

    def kill(self) -> None:
        self.process.kill()

    def freeze(self) -> None:
        self.process.freeze()

    def thaw(self) -> None:
        self.process.thaw()

    def logs(self) -> str:
        return self.process.logs()


@contextmanager
def redis_server(*options: str) -> Iterator[Redis]:
    """A Redis on a free port that keeps nothing; `options` as on its command line."""
    with tempfile.TemporaryDirectory(prefix="guftagu-redis-") as folder:
        server = Redis(Path(folder), *options)
        server.start()
        try:
            yield server
        finally:
            server.kill()
