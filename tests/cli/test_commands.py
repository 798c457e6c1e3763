"""The commands of the operator."""

from __future__ import annotations

import re
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from .conftest import Run

NEWEST = max(path.name[:4] for path in (Path(__file__).parents[2] / "migrations" / "versions").glob("*.py"))


@pytest.fixture(autouse=True)
def schema(run: Run) -> None:
    assert f"is {NEWEST} now" in run("migrate").output


def ask(tmp_path: Path, question: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(tmp_path / "guftagu.sqlite3")) as connection:
        return connection.execute(question).fetchall()


def test_migrating_again_changes_nothing(run: Run) -> None:
    assert run("migrate").output == f"Schema {NEWEST}.\n"


def test_an_account_is_made_with_a_password_that_is_shown_once(run: Run, tmp_path: Path) -> None:
    result = run("user", "create", "Asha", "--email", "asha@example.org", "--admin")
    assert result.exit_code == 0, result.output
    assert "Asha can sign in now and administers this Guftagu." in result.output
    assert re.search(r"^Password: \S{16}$", result.output, re.MULTILINE)
    assert ask(tmp_path, "SELECT username_key, is_administrator FROM users") == [("asha", 1)]


def test_a_password_can_come_from_standard_input(run: Run) -> None:
    result = run("user", "create", "asha", "--password-stdin", typed="correct horse battery\n")
    assert result.exit_code == 0, result.output
    assert "Password" not in result.output


def test_a_name_that_is_taken_is_refused_in_words(run: Run) -> None:
    run("user", "create", "asha", "--email", "a@example.org")
    result = run("user", "create", "ASHA", "--email", "b@example.org")
    assert result.exit_code == 1
    assert "Traceback" not in result.output


def test_disabling_and_enabling(run: Run, tmp_path: Path) -> None:
    run("user", "create", "asha")
    assert run("user", "disable", "asha").exit_code == 0
    assert ask(tmp_path, "SELECT disabled_at IS NULL FROM users") == [(0,)]
    assert run("user", "enable", "asha").exit_code == 0
    assert ask(tmp_path, "SELECT disabled_at IS NULL FROM users") == [(1,)]


def test_making_and_unmaking_an_administrator(run: Run, tmp_path: Path) -> None:
    run("user", "create", "asha")
    run("user", "make-admin", "asha")
    assert ask(tmp_path, "SELECT is_administrator FROM users") == [(1,)]
    run("user", "make-admin", "asha", "--undo")
    assert ask(tmp_path, "SELECT is_administrator FROM users") == [(0,)]


def test_an_unknown_person_is_named(run: Run) -> None:
    result = run("user", "disable", "nobody")
    assert (result.exit_code, result.output) == (1, "Nobody here is called nobody.\n")


def test_the_demo_is_the_same_however_often_it_is_run(run: Run, tmp_path: Path) -> None:
    first, second = run("demo"), run("demo")
    assert first.exit_code == 0, first.output
    assert first.output == second.output
    assert re.search(r"Sign in as asha, .* with the password \S+", first.output)
    assert ask(tmp_path, "SELECT count(*) FROM rooms") == [(3,)]


def test_rooms_are_listed_and_closed(run: Run, tmp_path: Path) -> None:
    assert run("room", "list").output == "No room is open.\n"
    run("demo")
    listed = run("room", "list").output
    assert "Gaming Night  (host: Asha Rao)" in listed
    code = listed.split()[0]
    assert run("room", "close", code.lower()).output == f"Room {code.lower()} is closed.\n"
    assert ask(tmp_path, "SELECT code, end_reason FROM rooms WHERE closed_at IS NOT NULL") == [(code, "closed")]
    assert run("room", "close", code).exit_code == 1


def test_the_doctor_finds_what_is_wrong(run: Run) -> None:
    weak = run("doctor").output
    assert f"sqlite: schema {NEWEST}" in weak
    assert "Nobody administers" in weak
    ill = run("doctor", REDIS_URL="redis://127.0.0.1:1/0", TURN_URLS="turn:turn.example.org")
    assert ill.exit_code == 1
    assert "WRONG  REDIS_URL" in ill.output
    assert "WRONG  TURN_URLS without TURN_SECRET" in ill.output


def test_a_backup_brings_everything_back_in_a_new_epoch(run: Run, tmp_path: Path) -> None:
    run("demo")
    (tmp_path / "avatars").mkdir(exist_ok=True)
    (tmp_path / "avatars" / "a.webp").write_bytes(b"picture")
    with closing(sqlite3.connect(tmp_path / "guftagu.sqlite3")) as connection, connection:
        connection.execute("INSERT OR REPLACE INTO meta VALUES ('epoch', 'before')")
    file = tmp_path / "kept.tar.gz"
    assert run("backup", str(file)).exit_code == 0
    assert file.stat().st_mode & 0o077 == 0

    with closing(sqlite3.connect(tmp_path / "guftagu.sqlite3")) as connection, connection:
        connection.execute("DELETE FROM messages")
    (tmp_path / "avatars" / "a.webp").unlink()
    result = run("restore", str(file), "--yes")
    assert result.exit_code == 0, result.output
    assert ask(tmp_path, "SELECT count(*) FROM messages") == [(9,)]
    assert (tmp_path / "avatars" / "a.webp").read_bytes() == b"picture"
    assert ask(tmp_path, "SELECT value FROM meta WHERE key = 'epoch'") != [("before",)]


def test_a_file_that_is_no_backup_is_refused(run: Run, tmp_path: Path) -> None:
    other = tmp_path / "other.tar.gz"
    other.write_text("not an archive")
    result = run("restore", str(other), "--yes")
    assert (result.exit_code, result.output) == (1, f"{other} is no backup of Guftagu, or it is damaged.\n")


@pytest.mark.parametrize(("name", "kind"), [("../../evil", tarfile.REGTYPE), ("files/evil", tarfile.SYMTYPE)])
def test_a_backup_writes_nothing_but_files_and_nowhere_else(run: Run, tmp_path: Path, name: str, kind: bytes) -> None:
    forged = tmp_path / "forged.tar.gz"
    with tarfile.open(forged, "w:gz") as archive:
        member = tarfile.TarInfo(name)
        member.type, member.linkname = kind, "/etc/passwd"
        archive.addfile(member)
    result = run("restore", "--yes", str(forged))
    assert (result.exit_code, result.output) == (1, f"{forged} is no backup of Guftagu, or it is damaged.\n")
    assert not list(tmp_path.parent.rglob("evil"))
