"""Two processes with one log: over Redis, without it, while it dies; and how a process ends."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.realtime.processes import gunicorn, redis_server, running
from tests.realtime.raw import Closed, RawClient
from tests.realtime.test_socket import asked, page, say
from tests.servers.processes import eventually, free_port

SERVED = "tests.realtime.wire_app:served()"
CONFIG = "from app.realtime import drain\ndef post_worker_init(worker): drain.watch(worker)\n"


@contextmanager
def pair(folder: Path, worker: str = "gthread", **env: str) -> Iterator[tuple[int, int]]:
    """The ports of two processes on one database."""
    with ExitStack() as stack:
        env["WIRE_FOLDER"] = str(folder)
        first = stack.enter_context(gunicorn(SERVED, worker, env))
        yield first, stack.enter_context(gunicorn(SERVED, worker, env))


def numbers(client: RawClient, count: int) -> list[int]:
    return [client.until("said")["seq"] for _ in range(count)]


def test_without_redis_the_log_itself_tells(tmp_path: Path) -> None:
    with pair(tmp_path) as (here, there):
        client = page(there, 1)
        client.until("wire:hello")
        for text in "abc":
            say(here, 1, text)
        assert numbers(client, 3) == [1, 2, 3]


@pytest.mark.parametrize("worker", ["gevent", "gthread"])
def test_two_processes_hear_each_other(tmp_path: Path, worker: str) -> None:
    redis_port = free_port()
    with redis_server(redis_port), pair(tmp_path, worker, REDIS_URL=f"redis://127.0.0.1:{redis_port}/0") as ports:
        here, there = ports
        clients = [page(port, 1, str(user)) for port, user in ((here, 1), (there, 2))]
        for client in clients:
            client.until("wire:hello")
        for text in "abcde":
            say(here, 1, text)
            say(there, 1, text)
        for client in clients:
            assert numbers(client, 10) == list(range(1, 11))


def test_what_redis_brings_waits_for_nothing_else(tmp_path: Path) -> None:
    redis = free_port()
    env = {"REDIS_URL": f"redis://127.0.0.1:{redis}/0", "NO_CATCH_UP": "1"}
    with redis_server(redis), pair(tmp_path, **env) as (here, there):
        client = page(there, 1)
        client.until("wire:hello")
        for number in range(1, 6):
            say(here, 1, "now")
            assert numbers(client, 1) == [number]


def test_a_message_survives_the_death_of_redis(tmp_path: Path) -> None:
    redis_port = free_port()
    with ExitStack() as stack:
        _, redis = stack.enter_context(redis_server(redis_port))
        ports = stack.enter_context(pair(tmp_path, REDIS_URL=f"redis://127.0.0.1:{redis_port}/0"))
        client = page(ports[1], 1)
        client.until("wire:hello")
        say(ports[0], 1, "first")
        assert numbers(client, 1) == [1]
        redis.send_signal(signal.SIGSTOP)
        say(ports[0], 1, "frozen")
        assert numbers(client, 1) == [2]
        redis.send_signal(signal.SIGCONT)
        redis.kill()
        say(ports[0], 1, "killed")
        assert numbers(client, 1) == [3]


def test_many_writers_and_readers_agree(tmp_path: Path) -> None:
    redis_port = free_port()
    with redis_server(redis_port), pair(tmp_path, REDIS_URL=f"redis://127.0.0.1:{redis_port}/0") as ports:
        clients = [page(port, 1, str(user)) for user, port in enumerate(ports * 3, 1)]
        for client in clients:
            client.until("wire:hello")

        def write(port: int) -> None:
            for number in range(25):
                say(port, 1, str(number))

        writers = [threading.Thread(target=write, args=(port,)) for port in ports * 2]
        for writer in writers:
            writer.start()
        heard = [numbers(client, 100) for client in clients]
        for writer in writers:
            writer.join()
        assert heard == [list(range(1, 101))] * len(clients)


def test_the_proof_can_fail(tmp_path: Path) -> None:
    """The same loss as in test_socket, with catching up switched off: now it is noticed."""
    with gunicorn(SERVED, "gthread", {"WIRE_FOLDER": str(tmp_path), "NO_CATCH_UP": "1"}) as port:
        client = page(port, 1)
        client.until("wire:hello")
        asked(port, "/lose/1/a", "POST")
        say(port, 1, "b")
        assert numbers(client, 1) == [2], "entry 1 is lost"
        say(port, 1, "c")
        other = page(port, 1, query="&since=room:1@0")
        assert other.json()["event"] == "wire:hello", "the hole was not filled"


@pytest.mark.parametrize("worker", ["gevent", "gthread"])
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP])
def test_a_process_that_ends_lets_its_sockets_go_gently(tmp_path: Path, worker: str, how: signal.Signals) -> None:
    config = tmp_path / "gunicorn.py"
    config.write_text(CONFIG)
    port = free_port()
    pidfile = tmp_path / "pid"
    options = ("-c", str(config), "--pid", str(pidfile), "--graceful-timeout", "5")
    with gunicorn(SERVED, worker, {"WIRE_FOLDER": str(tmp_path)}, *options, port=port):
        clients = [page(port, 1, str(user)) for user in range(1, 9)]
        for client in clients:
            client.until("wire:hello")
        os.kill(int(pidfile.read_text()), how)
        assert [client.close_code() for client in clients] == [1012] * 8, "who is killed says nothing"
        if how == signal.SIGHUP:
            assert _comes_back(port).until("wire:hello")


def test_some_threads_remain_for_requests(tmp_path: Path) -> None:
    config = tmp_path / "gunicorn.py"
    config.write_text(CONFIG)
    with gunicorn(SERVED, "gthread", {"WIRE_FOLDER": str(tmp_path)}, "-c", str(config), "--threads", "20") as port:
        clients = [page(port, 1, str(user)) for user in range(1, 11)]
        for client in clients:
            client.until("wire:hello")
        refused = page(port, 1, "11")
        assert refused.status == 503
        assert "Retry-After: 5" in refused.answer
        assert asked(port, "/state")["sockets"] == 10
        clients.pop().close()
        eventually(lambda: page(port, 1, "11").status == 101)


def test_many_who_come_back_at_once_are_served_from_memory(tmp_path: Path) -> None:
    with gunicorn(SERVED, "gevent", {"WIRE_FOLDER": str(tmp_path)}) as port:
        for number in range(40):
            say(port, 1, str(number))
        clients = [page(port, 1, str(user), query="&since=room:1@10") for user in range(1, 25)]
        assert [numbers(client, 30) for client in clients] == [list(range(11, 41))] * 24
        assert asked(port, "/state")["reads"] <= 3


def test_the_server_of_flask_itself(tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "flask", "--app", "tests.realtime.wire_app:served", "run", "--port", str(port)]
    with running(command, port, {"WIRE_FOLDER": str(tmp_path)}):
        client = page(port, 1)
        client.until("wire:hello")
        say(port, 1, "hello")
        assert numbers(client, 1) == [1]
        asked(port, "/drop", "POST")
        assert client.close_code() == 1012
        eventually(lambda: asked(port, "/state")["sockets"] == 0)


def _comes_back(port: int) -> RawClient:
    found: list[RawClient] = []

    def is_back() -> bool:
        try:
            found.append(page(port, 1))
            return found[-1].status == 101
        except (OSError, Closed):
            return False

    eventually(is_back)
    return found[-1]
