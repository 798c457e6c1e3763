"""Starts the servers that the tests of the wire talk to, each on a free port of its own."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.servers.processes import HOST, PATIENCE, ROOT, eventually, free_port, is_open


def answers(port: int) -> bool:
    """Whether somebody has an answer, whatever it is: gunicorn listens before its worker can serve."""
    line = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    try:
        line.request("GET", "/")
        return line.getresponse().status > 0
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


@contextmanager
def running(
    command: list[str], port: int, env: dict[str, str] | None = None, is_up: Callable[[int], bool] = answers
) -> Iterator[subprocess.Popen[bytes]]:
    """`command` from when it `is_up` on `port` until the block is left."""
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | (env or {}))
    try:
        eventually(lambda: process.poll() is not None or is_up(port))
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
        with running(["redis-server", *options], port, is_up=is_open) as process:
            yield port, process
    finally:
        shutil.rmtree(folder, ignore_errors=True)
