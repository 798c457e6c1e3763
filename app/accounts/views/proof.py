"""That somebody knows the password of an account: asked at sign-in and before what cannot be undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from ...errors import Refusal
from ...limits import address
from ...log import in_transaction
from .. import sessions
from ..access import account_signing_in
from ..attempts import begin_attempt, end_attempt
from ..models import User
from ..passwords import is_password

T = TypeVar("T")


def prove(name: str, password: str) -> User:
    """The account that name (or email) and password belong to; never inside a transaction.

    Raises WRONG_CREDENTIALS, the same and as slowly for unknown names, USER_DISABLED, RATE_LIMITED.
    """
    in_transaction(begin_attempt, name, address())
    user = account_signing_in(name)
    if not is_password(password, user.password_hash if user else None) or user is None:
        raise Refusal("WRONG_CREDENTIALS")
    in_transaction(end_attempt, name, address())
    if not user.is_active:
        raise Refusal("USER_DISABLED")
    return user


def wrong_password(user: User, password: str, field: str) -> dict[str, str]:
    """Words for `field` where `password` is not the user's; nothing where it is."""
    try:
        prove(user.username or "", password)
    except Refusal as refusal:
        words = "That is not your password." if refusal.code == "WRONG_CREDENTIALS" else refusal.words
        return {field: words}
    return {}


def once_proven(act: Callable[..., T], *args: Any) -> T:
    """`act(*args)` in a transaction of its own; each try finds this browser as whose it was before.

    The proof is committed by then, so the request is not begun anew where the database gives this one up.
    """

    def attempt() -> T:
        sessions.step_back()
        return act(*args)

    return in_transaction(attempt)
