"""The database: the session, the column types, and how each kind of database is made to behave."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, TypeVar

from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, Dialect, Engine, MetaData, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.types import TypeDecorator

from .config import Settings

is_writing: ContextVar[bool] = ContextVar("is_writing", default=False)

# PostgreSQL: serialization_failure, deadlock_detected. SQLite has one writer at a time.
GIVEN_UP = ("40001", "40P01")
T = TypeVar("T")

Json = JSON().with_variant(postgresql.JSONB(), "postgresql")


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, aware and in UTC on both databases (SQLite keeps no zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment without a zone")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=value.tzinfo or UTC).astimezone(UTC) if value else None


class Base(DeclarativeBase):
    """Names constraints by rule, so that migrations can name them too."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(column_0_label)s",
                "uq": "uq_%(table_name)s_%(column_0_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={datetime: UtcDateTime, dict[str, Any]: Json},
    )


db = SQLAlchemy(model_class=Base)
migrate = Migrate(db=db, render_as_batch=True)


def install(app: Flask, settings: Settings) -> None:
    """Connect `app` to the database of `settings`."""
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = _engine_options(settings.database_url)
    db.init_app(app)
    migrate.init_app(app, db, directory=str(settings.root / "migrations"))
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            _make_sqlite_behave(db.engine)


def insert(model: Any) -> Any:
    """An INSERT that knows ON CONFLICT, in the words of the present database."""
    return (sqlite if db.engine.dialect.name == "sqlite" else postgresql).insert(model)


def insist(act: Callable[..., T], *args: Any, if_: Callable[[], bool] = lambda: True) -> T:
    """`act(*args)`, up to twice more where the database gave it up because others wait for each other.

    `act` is one transaction: of one that was given up nothing has been done. Where it may be more, `if_` says
    before every further try whether there may be one.
    """
    for pause in (0.02, 0.1):
        try:
            return act(*args)
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) not in GIVEN_UP:
                raise
            db.session.rollback()
            if not if_():
                raise
            time.sleep(random.uniform(0.5, 1.5) * pause)  # noqa: S311  spreads those who met
    return act(*args)


def _engine_options(url: str) -> dict[str, Any]:
    if url.startswith("sqlite"):
        return {"hide_parameters": True, "connect_args": {"timeout": 5}}
    return {
        "hide_parameters": True,
        "pool_pre_ping": True,
        "pool_timeout": 3,
        "pool_size": 10,
        "max_overflow": 20,
        "connect_args": {"connect_timeout": 2, "options": "-c statement_timeout=5000"},
    }


def _make_sqlite_behave(engine: Engine) -> None:
    """Readers never wait, writers queue up: WAL, and BEGIN IMMEDIATE for transactions that write.

    The driver's own transaction handling is switched off (isolation_level None), as SQLAlchemy's
    page on the pysqlite dialect describes, because it begins too late to be serializable.
    """

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=5000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing.get() else "BEGIN")
