"""Starts the load generator (`crowd.py`) beside this process and talks with it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from tests.servers.guftagu import Guftagu
from tests.servers.processes import HOST, ROOT

from .visitors import Hall, Reader


class Gathering:
    """Sockets that are open and wait."""

    def __init__(self, process: subprocess.Popen[str], job: Mapping[str, Any]) -> None:
        self.process = process
        self.open: int = self._ask(job)["open"]

    def speak(self, rate: float, seconds: float) -> dict[str, Any]:
        """Let them say `rate` messages a second; what `Crowd.speak` answers."""
        return self._ask({"rate": rate, "seconds": seconds})

    def _ask(self, wish: Mapping[str, Any]) -> dict[str, Any]:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(wish) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, "the load generator has ended: see above"
        answer: dict[str, Any] = json.loads(line)
        return answer


@contextmanager
def gathering(server: Guftagu, hall: Hall, sockets: int, *, pages: bool = False) -> Iterator[Gathering]:
    """`sockets` of them in `hall`: as API clients with its tokens, or as `pages` with a guest's cookie."""
    audience = f"room:{hall.code}"
    job = {
        "host": HOST,
        "port": server.port,
        "path": f"/ws?audience={audience}&audience=user:me",
        "headers": _cookies(server, hall) if pages else [{"Authorization": f"Bearer {each}"} for each in hall.tokens],
        "sockets": sockets,
        "audience": audience,
    }
    command = [sys.executable, "-m", "benchmarks.crowd"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Gathering(process, job)
        finally:
            process.kill()


def _cookies(server: Guftagu, hall: Hall) -> Sequence[Mapping[str, str]]:
    reader = Reader(server.url)
    reader.sit_down(hall.code, "Page")
    return [{"Cookie": "; ".join(f"{name}={value}" for name, value in reader.cookies.items())}]
