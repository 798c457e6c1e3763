"""Runs the migrations on the database of the current app, all of them in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from app.db import Json, UtcDateTime, db, is_writing


def run() -> None:
    """Every step that is wanted, or none of them: DDL is transactional on both databases."""
    writing = is_writing.set(True)
    try:
        with db.engine.connect() as connection, _undisturbed(connection):
            context.configure(
                connection=connection,
                target_metadata=db.metadata,
                render_item=_render_item,
                transactional_ddl=True,
                **current_app.extensions["migrate"].configure_args,
            )
            with context.begin_transaction():
                context.run_migrations()
    finally:
        is_writing.reset(writing)


@contextmanager
def _undisturbed(connection: Connection) -> Iterator[None]:
    """No cascades while SQLite copies a table to change it, no time limit on PostgreSQL."""
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name != "sqlite":
        driver.execute("SET statement_timeout = 0")
        driver.commit()
        yield
        driver.execute("RESET statement_timeout")
        driver.commit()
        return
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def _render_item(kind: str, item: object, context: Any) -> str | bool:
    """Our own column types in the library's words: a migration must not need today's code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and item is Json:
        context.imports.add("from sqlalchemy.dialects import postgresql")
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    return False


if context.is_offline_mode():
    raise SystemExit("Migrations run on a database, not into a file: leave --sql away.")
run()
