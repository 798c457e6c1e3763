"""Visitors become guests by giving a name; from then on they are somebody."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..accounts import sessions
from ..accounts.actions import make_guest
from ..accounts.models import User
from ..log import transaction


@contextmanager
def entrance() -> Iterator[None]:
    """A transaction in which a visitor may become a guest; if it fails, they are who they were."""
    try:
        with transaction():
            yield
    except BaseException:
        sessions.step_back()
        raise


def sign_in_guest(name: str) -> User:
    """A new guest called `name`, signed in on this browser; raises Invalid for a name that cannot be."""
    guest = make_guest(name)
    sessions.sign_in(guest)
    return guest
