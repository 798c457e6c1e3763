"""Serving: what must be right is checked before, and said in plain words."""

from __future__ import annotations

import os
import re
import socket
import sqlite3
from pathlib import Path

import pytest

from app.cli import serving

from .conftest import Run


class Started(Exception):
    """Stands for the server that would take this process's place."""


@pytest.fixture(autouse=True)
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that would have replaced the process, each with the port that it was told."""
    commands: list[list[str]] = []
    monkeypatch.setattr(serving.os, "execv", lambda _path, command: commands.append([*command, os.environ["PORT"]]))
    monkeypatch.setattr(serving.os, "chdir", lambda _path: None)
    return commands


def test_prints_where_it_is_and_hands_over_to_gunicorn(run: Run, started: list[list[str]]) -> None:
    result = run("serve", PORT="0", HOST="127.0.0.1")
    assert result.exit_code == 0, result.output
    assert re.search(r"Guftagu is at http://127\.0\.0\.1:\d+$", result.output, re.MULTILINE)
    assert started[0][1:-1] == ["-m", "gunicorn", "-c", "gunicorn.conf.py", "wsgi:app"]


def test_the_port_that_was_found_is_the_one_served(run: Run, started: list[list[str]]) -> None:
    result = run("serve", PORT="0")
    assert f"Guftagu is at http://localhost:{started[0][-1]}\n" in result.output


def test_a_taken_port_is_named_with_its_mend(run: Run, started: list[list[str]]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        result = run("serve", HOST="127.0.0.1", PORT=str(port))
    assert result.exit_code == 1
    assert (
        result.output == f"Port {port} is taken by another program. Stop it, or choose another port: PORT={port + 1}\n"
    )
    assert not started


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("PORT", "eight", "PORT is 'eight': it must be a whole number"),
        ("ROOM_CREATION", "nobody", "ROOM_CREATION is 'nobody': it must be one of anyone"),
        ("SECRET_KEY", "changeme", "SECRET_KEY is a default"),
        ("JWT_SECRET", "short", "JWT_SECRET is too short"),
        ("CORS_ORIGINS", "*", "CORS_ORIGINS may not be *"),
        ("DATABASE_URL", "here", "DATABASE_URL cannot be read"),
        ("HOST", "no.such.host.invalid", "this machine knows no such address"),
        ("DATABASE_URL", "postgresql://someone:hidden@127.0.0.1:1/none", "does not answer"),
        ("INSTANCE", "/proc/nowhere", "cannot write"),
    ],
)
def test_a_wrong_setting_is_named(run: Run, started: list[list[str]], setting: str, value: str, words: str) -> None:
    result = run("serve", **{setting: value})
    assert result.exit_code == 1
    assert words in result.output
    assert "hidden" not in result.output
    assert "Traceback" not in result.output
    assert not started


def test_the_first_start_prints_a_link_for_the_first_administrator(run: Run) -> None:
    result = run("serve", PUBLIC_URL="https://talk.example.org")
    assert re.search(r"https://talk\.example\.org/admin/first\?token=[\w-]{43}$", result.output, re.MULTILINE)


def test_the_link_is_kept_hashed_and_a_new_start_prints_another(run: Run, tmp_path: Path) -> None:
    tokens = [re.findall(r"token=(\S+)", run("serve").output)[0] for _ in range(2)]
    assert tokens[0] != tokens[1]
    with sqlite3.connect(tmp_path / "guftagu.sqlite3") as connection:
        (kept,) = connection.execute("SELECT value FROM meta WHERE key = 'first-admin-token'").fetchone()
    assert len(kept) == 64
    assert kept not in tokens


def test_no_link_where_there_is_an_administrator(run: Run) -> None:
    assert run("migrate").exit_code == 0
    assert run("user", "create", "boss", "--admin").exit_code == 0
    assert "token=" not in run("serve").output


def test_a_newer_schema_is_refused(run: Run, tmp_path: Path, started: list[list[str]]) -> None:
    run("migrate")
    with sqlite3.connect(tmp_path / "guftagu.sqlite3") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    result = run("serve")
    assert result.exit_code == 1
    assert "a newer Guftagu wrote it" in result.output
    assert not started
