"""The programs that tests start do start, and do what tests ask of them."""

from __future__ import annotations

import shutil
from pathlib import Path

import psycopg
import pytest
import redis as redis_client
import sqlalchemy
from playwright.sync_api import Browser

from . import programs
from .guftagu import guftagu_server
from .postgres import Postgres
from .processes import Process, free_port
from .redis import Redis, redis_server


def test_redis_answers_and_comes_back_empty_after_a_kill(redis: Redis) -> None:
    with redis_server() as server, redis_client.Redis.from_url(server.url) as client:
        client.set("word", "kept")
        server.kill()
        with pytest.raises(redis_client.ConnectionError):
            client.get("word")
        server.start()
        assert client.get("word") is None
    with redis_client.Redis.from_url(redis.url) as client:
        assert client.ping()


def test_postgres_gives_each_test_a_database_of_its_own(postgres: Postgres) -> None:
    first, second = postgres.database(), postgres.database()
    assert first != second
    engine = sqlalchemy.create_engine(first)
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("CREATE TABLE words (word text)"))
    engine.dispose()
    engine = sqlalchemy.create_engine(second)
    assert sqlalchemy.inspect(engine).get_table_names() == []
    engine.dispose()


def test_postgres_survives_a_restart(postgres: Postgres) -> None:
    url = postgres.database()
    postgres.restart()
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_chromium_has_a_camera_and_a_microphone(chromium: Browser, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<title>A page</title>")
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"file://{tmp_path}/page.html")
    kinds = "async () => (await navigator.mediaDevices.getUserMedia({audio: true, video: true})).getTracks().map(t => t.kind)"
    assert sorted(page.evaluate(kinds)) == ["audio", "video"]
    context.close()


@pytest.mark.parametrize("worker_class", ["gevent", "gthread"])
def test_guftagu_serves_and_ends_politely(worker_class: str) -> None:
    with guftagu_server(worker_class=worker_class, workers=2) as server:
        assert len(server.workers()) == 2
        server.kill_worker()
        server.wait_for_workers(2)
        assert server.stop() == 0, server.logs()


def test_a_missing_program_is_named_with_the_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name, path=None: None)
    monkeypatch.setattr(programs, "DEBIAN_POSTGRES", Path("/nowhere"))
    assert programs.missing() == ["chromium", "firefox", "redis-server", "postgres", "turnserver"]
    with pytest.raises(programs.Missing, match="chromium is not on this machine: make setup-test"):
        programs.find("chromium")


def test_a_program_that_ends_at_once_is_quoted(tmp_path: Path) -> None:
    process = Process(["sh", "-c", "echo no such luck; exit 3"], tmp_path, {})
    with pytest.raises(AssertionError, match="no such luck"):
        process.start(lambda: False)


def test_free_ports_are_free_and_not_the_same() -> None:
    assert len({free_port() for _ in range(20)}) > 1
