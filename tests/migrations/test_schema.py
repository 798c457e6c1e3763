"""The schema: the same by migration as by models, up and down, on both databases, by one process at a time."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from flask import Flask
from sqlalchemy import inspect, text

from app import create_app
from app.cli import schema
from app.cli.ground import Stop
from app.db import db
from app.log import Meta, transaction
from tests.conftest import make_settings

BROKEN = """
from alembic import op

revision, down_revision = "9999", "HEAD"


def upgrade():
    op.execute("CREATE TABLE half (id INTEGER)")
    raise RuntimeError("the power went")
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The app on a database in which there is nothing yet."""
    url = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres").database()
    app = create_app(make_settings(tmp_path, database_url=url))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def head() -> str:
    """The newest revision there is."""
    newest = ScriptDirectory.from_config(schema.configuration()).get_current_head()
    assert newest is not None
    return newest


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


@pytest.mark.usefixtures("empty")
def test_up_and_down_and_up_again() -> None:
    assert schema.update_schema() == (None, head())
    assert tables() == set(db.metadata.tables)
    command.downgrade(schema.configuration(), "base")
    assert tables() == set()
    assert schema.update_schema() == (None, head())


@pytest.mark.usefixtures("empty")
def test_migrations_and_models_agree() -> None:
    schema.update_schema()
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, db.metadata) == []
    command.check(schema.configuration())


@pytest.mark.usefixtures("empty")
def test_a_model_without_a_migration_is_found() -> None:
    schema.update_schema()
    with db.engine.begin() as connection:
        connection.execute(text("ALTER TABLE rooms DROP COLUMN name"))
    with pytest.raises(CommandError, match="New upgrade operations detected"):
        command.check(schema.configuration())


@pytest.mark.usefixtures("empty")
def test_migrating_twice_changes_nothing() -> None:
    schema.update_schema()
    with transaction():
        db.session.add(Meta(key="kept", value="yes"))
    assert schema.update_schema() == (head(), head())
    assert db.session.get_one(Meta, "kept").value == "yes"


def test_of_several_who_start_at_once_one_migrates(empty: Flask) -> None:
    def start(_number: int) -> str:
        with empty.app_context():
            return schema.update_schema()[1]

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(start, range(4))) == [head()] * 4
    assert tables() == set(db.metadata.tables)


@pytest.mark.usefixtures("empty")
def test_a_newer_schema_is_left_alone() -> None:
    schema.update_schema()
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Stop, match="a newer Guftagu wrote it"):
        schema.update_schema()
    assert schema.present_schema() == "9999"


@pytest.mark.usefixtures("empty")
def test_a_step_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    config = schema.configuration()
    copied = shutil.copytree(str(config.get_main_option("script_location")), tmp_path / "migrations")
    (copied / "versions" / "9999_broken.py").write_text(BROKEN.replace("HEAD", head()))
    config.set_main_option("script_location", str(copied))
    with pytest.raises(RuntimeError, match="the power went"):
        command.upgrade(config, "head")
    assert tables() == set()
    assert schema.present_schema() is None


@pytest.mark.usefixtures("empty")
def test_the_connection_is_as_strict_after_as_before() -> None:
    schema.update_schema()
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
        else:
            assert connection.execute(text("SHOW statement_timeout")).scalar() == "5s"
