"""Who is here, by lease: in a table and in Redis; reloads, deaths and ended sessions."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.realtime.processes import gunicorn, redis_server
from tests.realtime.raw import RawClient
from tests.realtime.test_socket import asked, page
from tests.servers.processes import eventually, free_port

SERVED = "tests.realtime.wire_app:served()"


@pytest.fixture(scope="module", params=["table", "redis"])
def env(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    with ExitStack() as stack:
        env = {"WIRE_FOLDER": str(tmp_path_factory.mktemp("wire"))}
        if request.param == "redis":
            port, _ = stack.enter_context(redis_server(free_port()))
            env["REDIS_URL"] = f"redis://127.0.0.1:{port}/0"
        yield env


@pytest.fixture(scope="module")
def port(env: dict[str, str]) -> Iterator[int]:
    with gunicorn(SERVED, "gthread", env) as port:
        yield port


@pytest.fixture
def witness(port: int) -> Iterator[RawClient]:
    """Hears who comes and goes."""
    client = page(port, 99, "49")
    client.until("wire:hello")
    yield client
    client.close()


def news(witness: RawClient, user: int) -> bool:
    """Whether the next thing told of `user` is that they are online."""
    while True:
        data = witness.until("presence")["data"]
        if data["user"] == user:
            return bool(data["online"])


def online(port: int) -> list[int]:
    found: list[int] = asked(port, "/state")["online"]
    return found


def test_coming_and_going_are_told(port: int, witness: RawClient) -> None:
    client = page(port, 1, "1")
    assert news(witness, 1) is True
    eventually(lambda: 1 in online(port))
    client.close()
    assert news(witness, 1) is False
    eventually(lambda: 1 not in online(port))


def test_a_reload_and_a_second_tab_are_no_departure(port: int, witness: RawClient) -> None:
    first = page(port, 1, "2")
    assert news(witness, 2) is True
    first.close()
    second, third = page(port, 1, "2"), page(port, 1, "2")
    for each in (second, third):
        each.until("wire:hello")
    second.close()
    eventually(lambda: 2 in online(port))
    other = page(port, 1, "3")
    assert news(witness, 3) is True
    third.close()
    assert news(witness, 2) is False, "the first news of this person since they came"
    other.close()


def test_leases_are_renewed(port: int, witness: RawClient) -> None:
    client = page(port, 1, "4")
    assert news(witness, 4) is True
    passing = page(port, 1, "5")
    assert news(witness, 5) is True
    passing.close()
    assert news(witness, 5) is False
    eventually(lambda: asked(port, "/renewals")["renewals"] >= 3)
    assert 4 in online(port)
    client.close()


def test_whoever_sat_in_a_process_that_died_is_gone(port: int, env: dict[str, str], witness: RawClient) -> None:
    pidfile = Path(env["WIRE_FOLDER"]) / "pid"
    with gunicorn(SERVED, "gthread", env, "--pid", str(pidfile)) as there:
        client = page(there, 1, "6")
        client.until("wire:hello")
        eventually(lambda: 6 in online(port))
        if "REDIS_URL" in env:  # fleeting news passes between processes over Redis alone
            assert news(witness, 6) is True
        arbiter = int(pidfile.read_text())
        worker = int(Path(f"/proc/{arbiter}/task/{arbiter}/children").read_text())
        os.kill(arbiter, signal.SIGSTOP)  # or it would start another worker
        os.kill(worker, signal.SIGKILL)
        assert news(witness, 6) is False
        eventually(lambda: 6 not in online(port))
        client.close()
        os.kill(arbiter, signal.SIGCONT)


def test_sockets_of_ended_sessions_are_ended(port: int) -> None:
    client, other = page(port, 1, "7/666"), page(port, 1, "7/1")
    other.until("wire:hello")
    assert client.close_code() == 4401
    asked(port, "/say/1/still-here", "POST")
    assert other.until("said")
