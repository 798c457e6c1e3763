"""A whole database into one file and back: SQLite by its own backup, PostgreSQL by pg_dump and pg_restore."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from ..db import db
from .ground import Stop


def write(file: Path) -> None:
    """Write the database, as it is at one moment, to `file`."""
    if db.engine.dialect.name == "sqlite":
        _copy_sqlite(str(db.engine.url.database), str(file))
    else:
        _run("pg_dump", "--format=custom", "--no-owner", f"--file={file}")


def read(file: Path) -> None:
    """Put the contents of `file` in place of the database's."""
    db.engine.dispose()
    if db.engine.dialect.name == "sqlite":
        _copy_sqlite(str(file), str(db.engine.url.database))
    else:
        _run("pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", str(file))


def _copy_sqlite(source: str, target: str) -> None:
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target, timeout=30)) as new:
        old.backup(new)


def _run(program: str, *arguments: str) -> None:
    """The password goes by the environment: the arguments of a process are there for all to read."""
    url = db.engine.url
    given = {"PGHOST": url.host, "PGPORT": url.port, "PGUSER": url.username, "PGPASSWORD": url.password}
    environment = dict(os.environ) | {name: str(value) for name, value in given.items() if value}
    command = [program, *arguments, f"--dbname={url.database}"]
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    except FileNotFoundError as error:
        raise Stop(f"{program} is not installed here: it comes with PostgreSQL's client programs.") from error
    if done.returncode:
        raise Stop(f"{program} failed: {done.stderr.strip()}")
