"""A real PostgreSQL of the tests' own, which never runs as root."""

from __future__ import annotations

import os
import pwd
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg

from . import programs
from .processes import HOST, Process, free_port

# Safe to lose, quick to write.
SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")
OWNER = "guftagu"


class Postgres:
    """`database()` makes a fresh one; `process` can be stopped, killed, frozen; `start` brings it back."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.port = free_port()
        self.numbers = count(1)
        programs_folder = programs.find("postgres").parent
        user = None if os.geteuid() else _unprivileged()
        if user is not None:
            os.chown(folder, user.pw_uid, user.pw_gid)
        uid = user.pw_uid if user else None
        # None of PGHOST, PGDATA and the like may leak in from whoever runs the tests.
        env = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "HOME": str(folder)}
        self._lay_out(programs_folder / "initdb", folder / "data", env, uid)
        settings = [part for setting in (*SETTINGS, *options) for part in ("-c", setting)]
        command = [
            programs_folder / "postgres", "-D", folder / "data", "-h", HOST, "-p", self.port, "-k", folder, *settings,
        ]  # fmt: skip
        self.process = Process(command, folder, env, uid)

    def start(self) -> None:
        self.process.start(self._answers)

    def stop(self) -> None:
        """End it at once, cutting its connections, as `pg_ctl stop -m fast` does."""
        self.process.stop(number=signal.SIGINT)

    def restart(self) -> None:
        self.stop()
        self.start()

    def kill(self) -> None:
        self.process.kill()

    def freeze(self) -> None:
        """Stop the server's every process: clients hang, nothing is refused."""
        os.killpg(self.process.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        os.killpg(self.process.pid, signal.SIGCONT)

    def logs(self) -> str:
        return self.process.logs()

    def database(self) -> str:
        """The SQLAlchemy URL of a new, empty database."""
        name = f"test_{next(self.numbers)}"
        self.run(f"CREATE DATABASE {name}")
        return f"postgresql+psycopg://{OWNER}@{HOST}:{self.port}/{name}"

    def run(self, statement: str) -> None:
        """Execute `statement` as the administrator of the server, outside of any transaction."""
        with self._connect() as connection:
            connection.execute(statement.encode())

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(
            host=HOST, port=self.port, user=OWNER, dbname="postgres", connect_timeout=2, autocommit=True
        )

    def _answers(self) -> bool:
        try:
            self._connect().close()
        except psycopg.OperationalError:
            return False
        return True

    @staticmethod
    def _lay_out(initdb: Path, data: Path, env: dict[str, str], uid: int | None) -> None:
        command: list[str | Path] = [
            initdb,
            "-D",
            data,
            "-U",
            OWNER,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ]
        done = subprocess.run(
            command, env=env, user=uid, extra_groups=None if uid is None else [], cwd=data.parent,
            capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, f"initdb failed:\n{done.stdout}{done.stderr}"


def _unprivileged() -> pwd.struct_passwd:
    """Whom to be when the tests run as root: PostgreSQL refuses to."""
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise programs.Missing("PostgreSQL does not run as root, and here is neither a user postgres nor nobody")


@contextmanager
def postgres_server(*options: str) -> Iterator[Postgres]:
    """A PostgreSQL on a free port; `options` are settings like `max_connections=20`."""
    with tempfile.TemporaryDirectory(prefix="guftagu-postgres-", ignore_cleanup_errors=True) as folder:
        server = Postgres(Path(folder), *options)
        server.start()
        try:
            yield server
        finally:
            if server.process.is_running():
                server.thaw()
            server.process.stop(seconds=5, number=signal.SIGQUIT)
