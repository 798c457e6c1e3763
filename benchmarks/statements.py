"""How many statements a page asks of the database: counted in this process, on the home of the measured server."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import event

from app import create_app
from app.config import Settings
from app.db import db

NOT_COUNTED = ("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")


class Counter:
    """Opens pages as the person whose cookies it is given."""

    def __init__(self, instance: Path) -> None:
        env = {"INSTANCE": str(instance), "LIMITS": "off", "LOG_LEVEL": "WARNING"}
        self.app: Flask = create_app(Settings.from_env(env))

    def statements_of(self, path: str, cookies: Mapping[str, str]) -> list[str]:
        """The SQL of GET `path`, in order."""
        client = self.app.test_client()
        for name, value in cookies.items():
            client.set_cookie(name, value)
        with self._written_down() as statements:
            answer = client.get(path, headers={"Accept": "text/html"})
            assert answer.status_code == 200, f"{path}: {answer.status}"
        return statements

    @contextmanager
    def _written_down(self) -> Iterator[list[str]]:
        statements: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if not statement.startswith(NOT_COUNTED):
                statements.append(statement)

        with self.app.app_context():
            event.listen(db.engine, "before_cursor_execute", note)
            try:
                yield statements
            finally:
                event.remove(db.engine, "before_cursor_execute", note)
