"""The database's schema: brought up to date by one process at a time, never behind a newer version's back."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

import click
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from flask import current_app
from sqlalchemy import text

from ..config import settings
from ..db import db
from .ground import Stop, database

LOCK = 0x67756674  # "guft", the key of the advisory lock


@click.command()
def migrate() -> None:
    """Bring the database's schema up to date."""
    with database():
        before, after = update_schema()
    click.echo(f"The schema was {before or 'empty'} and is {after} now." if before != after else f"Schema {after}.")


def update_schema() -> tuple[str | None, str]:
    """Run the migrations that are missing; the schema before and after. Raises Stop for a newer schema.

    Several processes may start at once: one migrates, the others wait and find it done.
    """
    scripts = known_scripts()
    wanted = scripts.get_current_head() or ""
    before = present_schema()
    refuse_newer(scripts, before)
    if before != wanted:
        with _one_at_a_time():
            command.upgrade(configuration(), "head")
    return before, wanted


def known_scripts() -> ScriptDirectory:
    """The migrations that this version brings along."""
    return ScriptDirectory.from_config(configuration())


def present_schema() -> str | None:
    """The revision that the database is at, None where it is empty."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def refuse_newer(scripts: ScriptDirectory, revision: str | None) -> None:
    """Stop where the database was written by a version that knows more than this one."""
    try:
        known = revision is None or scripts.get_revision(revision) is not None
    except CommandError:
        known = False
    if not known:
        raise Stop(
            f"The database has schema {revision}, which this version does not know: a newer Guftagu wrote it. "
            "Start that version again, or restore a backup from before."
        )


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    if db.engine.dialect.name == "sqlite":
        with (settings().instance / "migrate.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        return
    with db.engine.begin() as connection:
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        yield


def configuration() -> Config:
    """What alembic commands are given."""
    config: Config = current_app.extensions["migrate"].migrate.get_config()
    return config
