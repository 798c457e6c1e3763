"""`guftagu serve`: everything that must be right before the server starts, then gunicorn in its place."""

from __future__ import annotations

import errno
import os
import socket
import sys

import click

from ..accounts.first_administrator import has_administrator, make_token
from ..config import Settings
from ..log import transaction
from .ground import Stop, database, read_settings
from .schema import update_schema

EVERYWHERE = {"0.0.0.0", "::", ""}  # noqa: S104


@click.command()
def serve() -> None:
    """Serve Guftagu on HOST and PORT until stopped."""
    settings = read_settings()
    port = free_port(settings)
    address = settings.public_url or local_address(settings.host, port)
    with database(settings):
        update_schema()
        welcome_first_administrator(address)
    click.echo(f"Guftagu is at {address}")
    sys.stdout.flush()
    os.chdir(settings.root)
    os.environ["PORT"] = str(port)
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "wsgi:app"])  # noqa: S606


def free_port(settings: Settings) -> int:
    """The port to serve on, a free one for 0. Raises Stop where it is taken or not allowed."""
    host, port = settings.host, settings.port
    try:
        family, kind, _, _, address = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            return int(probe.getsockname()[1])
    except socket.gaierror as error:
        raise Stop(f"HOST is {host!r}: this machine knows no such address.") from error
    except OSError as error:
        raise Stop(_why_not(error, host, port)) from error


def local_address(host: str, port: int) -> str:
    """Where a browser on this machine finds the server."""
    name = "localhost" if host in EVERYWHERE else f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}"


def welcome_first_administrator(address: str) -> None:
    """Where nobody administers this installation yet, print a link that lets one person do so, once."""
    if has_administrator():
        return
    with transaction():
        token = make_token()
    click.echo(
        f"Nobody administers this Guftagu yet. Open this link to become the administrator; it works once:\n"
        f"  {address}/admin/first?token={token}"
    )


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program. Stop it, or choose another port: PORT={port + 1}"
    if error.errno == errno.EACCES:
        return f"Port {port} may not be used by this user. Choose one above 1023: PORT=8000"
    return f"Cannot serve on {host}:{port}: {error.strerror}."
