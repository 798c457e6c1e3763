"""What every command stands on: settings read with clear words, and an app made of no more than it needs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

import click
from flask import Flask
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, OperationalError

from .. import create_app, db
from ..config import ConfigurationError, Settings, activate
from ..errors import Refusal


class Stop(click.ClickException):
    """Ends the command with one plain sentence and exit status 1."""

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.message, file=file, err=True)


def read_settings() -> Settings:
    """The settings of the environment; a wrong one ends the command with the setting's name and mend."""
    try:
        return Settings.from_env(os.environ)
    except ConfigurationError as error:
        raise Stop(f"Guftagu cannot start: {error}") from error
    except OSError as error:
        raise Stop(f"Guftagu cannot write to {error.filename}: {error.strerror}. INSTANCE names the folder.") from error


@contextmanager
def database(settings: Settings | None = None) -> Iterator[Flask]:
    """An app with its database and nothing else, for what must start fast."""
    settings = settings or read_settings()
    activate(settings)
    app = Flask("app")
    with _plain_words(settings):
        db.install(app, settings)
        with app.app_context():
            yield app
            db.db.session.remove()
            db.db.engine.dispose()


@contextmanager
def whole_house() -> Iterator[Flask]:
    """The app with every listener in place, for commands that do what people do."""
    settings = read_settings()
    with _plain_words(settings):
        app = create_app(settings)
        with app.app_context():
            yield app
            db.db.session.remove()


@contextmanager
def _plain_words(settings: Settings) -> Iterator[None]:
    try:
        yield
    except Refusal as refusal:
        raise Stop(refusal.words or refusal.answer.title) from refusal
    except ArgumentError as error:
        raise Stop("DATABASE_URL cannot be read: write postgresql://user:password@host/name, or unset it.") from error
    except OperationalError as error:
        url = make_url(settings.database_url).render_as_string(hide_password=True)
        raise Stop(f"The database {url} does not answer: {str(error.orig).strip()}") from error
