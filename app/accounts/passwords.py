"""Account passwords: argon2id, hashed and compared outside of any transaction."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from ..config import settings
from ..errors import Invalid
from ..native import offload

LEAST = 8
MOST_BYTES = 1000
COMMON = Path(__file__).with_name("common_passwords.txt")


def check_password(password: str, *known: str | None, field: str = "password") -> str:
    """`password`, if it may be one; raises Invalid. `known` are words that it must not be."""
    typed = password.casefold()
    if len(password) < LEAST:
        raise Invalid({field: f"A password has at least {LEAST} characters. Four random words are a good one."})
    if len(_bytes(password)) > MOST_BYTES:
        raise Invalid({field: f"A password has at most {MOST_BYTES} bytes."})
    if typed in {word.casefold() for word in known if word}:
        raise Invalid({field: "Your own name or address is the first thing that others try. Choose another."})
    if typed in _common():
        raise Invalid({field: "This is one of the commonest passwords there are. Choose another."})
    return password


def hash_password(password: str) -> str:
    """The hash to keep; slow on purpose."""
    return offload(_hasher().hash, _bytes(password))


def is_password(password: str, kept: str | None) -> bool:
    """Whether `password` is the one behind `kept`. No hash takes as long as a wrong password."""
    is_real = kept is not None
    matches = offload(_matches, kept or _nobodys_hash(settings().testing), _bytes(password)[: MOST_BYTES + 1])
    return matches and is_real


def _matches(kept: str, password: bytes) -> bool:
    try:
        return _hasher().verify(kept, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def _bytes(password: str) -> bytes:
    return password.encode("utf-8", "replace")


def _hasher() -> PasswordHasher:
    return _make_hasher(settings().testing)


@cache
def _make_hasher(is_test: bool) -> PasswordHasher:
    """OWASP's second choice (19 MiB, 2 rounds), so that many may sign in at once on a small machine."""
    if is_test:
        return PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@cache
def _nobodys_hash(is_test: bool) -> str:
    return _make_hasher(is_test).hash("nobody has this password")


@cache
def _common() -> frozenset[str]:
    return frozenset(COMMON.read_text().split())
