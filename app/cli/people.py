"""`guftagu user`: make accounts, and say who may sign in and who administers."""

from __future__ import annotations

import secrets
import sys

import click
from sqlalchemy import select

from ..accounts import actions as accounts
from ..accounts.models import User
from ..accounts.names import username_key
from ..db import db
from ..log import transaction
from .ground import Stop, whole_house


@click.group()
def user() -> None:
    """Make, disable and enable accounts, and make administrators."""


@user.command()
@click.argument("username")
@click.option("--email", help="Where they can be reached.")
@click.option("--name", help="The name that others see. Default: USERNAME.")
@click.option("--admin", is_flag=True, help="They administer this installation.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def create(username: str, email: str | None, name: str | None, admin: bool, password_stdin: bool) -> None:
    """Make an account for USERNAME; without a password given, one is made and shown."""
    password, is_made = _password(password_stdin)
    with whole_house(), transaction():
        made = accounts.register_account(name or username, username, email, password)
        if admin:
            accounts.make_administrator(made, True)
    click.echo(f"{username} can sign in now{' and administers this Guftagu' if admin else ''}.")
    if is_made:
        click.echo(f"Password: {password}")


@user.command()
@click.argument("username")
def disable(username: str) -> None:
    """Sign USERNAME out everywhere and let them in no more."""
    with whole_house(), transaction():
        accounts.disable_user(_named(username), None)
    click.echo(f"{username} is signed out everywhere and disabled.")


@user.command()
@click.argument("username")
def enable(username: str) -> None:
    """Let USERNAME sign in again."""
    with whole_house(), transaction():
        accounts.enable_user(_named(username), None)
    click.echo(f"{username} can sign in again.")


@user.command("make-admin")
@click.argument("username")
@click.option("--undo", is_flag=True, help="Take the right away again.")
def make_admin(username: str, undo: bool) -> None:
    """Let USERNAME administer this installation."""
    with whole_house(), transaction():
        accounts.make_administrator(_named(username), not undo)
    click.echo(f"{username} is {'no administrator any more' if undo else 'an administrator now'}.")


def _named(username: str) -> User:
    found: User | None = db.session.scalar(
        select(User).where(User.username_key == username_key(username), User.deleted_at.is_(None))
    )
    if found is None:
        raise Stop(f"Nobody here is called {username}.")
    return found


def _password(from_stdin: bool) -> tuple[str, bool]:
    """The password, and whether it was made here."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\n"), False
    if sys.stdin.isatty():
        return click.prompt("Password", hide_input=True, confirmation_prompt=True), False
    return secrets.token_urlsafe(12), True
