"""Starts the servers that the tests of the wire talk to, each on a free port of its own."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def eventually(is_so: Callable[[], object], seconds: float = 30.0) -> None:
    """Wait until `is_so()`; fails when that takes too long."""
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, f"not within {seconds} s"
        time.sleep(0.01)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def running(command: list[str], port: int, env: dict[str, str] | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """`command` from when it listens on `port` until the block is left."""
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | (env or {}))
    try:
        eventually(lambda: process.poll() is not None or answers(port))
        assert process.poll() is None, "the server did not start"
        yield process
    finally:
        process.send_signal(signal.SIGCONT)
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def gunicorn(
    app: str, worker: str, env: dict[str, str] | None = None, *options: str, port: int | None = None
) -> Iterator[int]:
    """The port of gunicorn serving `app` with one `worker` (gevent or gthread)."""
    port = port or free_port()
    command = [sys.executable, "-m", "gunicorn", "-c", "/dev/null", "-b", f"127.0.0.1:{port}", "-k", worker]
    command += ["--graceful-timeout", "1", "--timeout", "120", "--log-level", "warning"]
    command += ["--threads", "64"] if worker == "gthread" else []
    with running([*command, *options, app], port, env):
        yield port


@contextmanager
def redis_server(port: int | None = None) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """A Redis that keeps nothing, as (port, process)."""
    port = port or free_port()
    folder = tempfile.mkdtemp()
    options = ["--port", str(port), "--save", "", "--appendonly", "no", "--dir", folder, "--loglevel", "warning"]
    try:
        with running(["redis-server", *options], port) as process:
            yield port, process
    finally:
        shutil.rmtree(folder, ignore_errors=True)
