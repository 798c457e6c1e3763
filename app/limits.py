"""How often each door may be knocked at."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from ipaddress import IPv6Address, ip_address
from typing import Any, NamedTuple, TypeVar

from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.errors import RateLimitExceeded
from flask_login import current_user
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from .config import Settings, settings
from .errors import Refusal

logger = logging.getLogger(__name__)
V = TypeVar("V", bound=Callable[..., Any])


class Limit(NamedTuple):
    """How often one thing may be done; doors that share the name share the count."""

    name: str
    amount: str


MESSAGES = Limit("messages", "20 per 10 seconds")
FRAMES = Limit("frames", "12 per minute")
ACTIONS = Limit("actions", "60 per 10 seconds")
HOSTING = Limit("hosting", "60 per minute")
SEATS = Limit("seats", "60 per minute")
SWITCHES = Limit("switches", "40 per 10 seconds")
REACTIONS = Limit("reactions", "20 per 10 seconds")
# The tenth person of a mesh call sends nine offers and some fifteen candidates each at once.
HANDSHAKES = Limit("handshakes", "400 per 10 seconds")
KNOCKS = Limit("knocks", "20 per 10 minutes")
ROOM_KNOCKS = Limit("room-knocks", "120 per 10 minutes")
NOTES = Limit("knock-notes", "10 per minute")
PUSH_SUBSCRIPTIONS = Limit("push-subscriptions", "60 per hour")
JOINS = Limit("joins", "60 per minute")
GUESSES = Limit("guesses", "30 per minute")
ALL_GUESSES = Limit("all-guesses", "3000 per minute")
INVITATION_LINKS = Limit("invitation-links", "60 per hour")
CATCHING_UP = Limit("catching-up", "120 per minute")
DOUBTS = Limit("doubts", "120 per minute")
WRONG_PASSWORDS = Limit("wrong-passwords", "300 per 10 minutes")


def address() -> str:
    """The client's address, as far as the configured proxies are believed; of IPv6 the /64, which one household has whole."""
    given = request.remote_addr or "unknown"
    try:
        found = ip_address(given.partition("%")[0])
    except ValueError:
        return given
    if found.version == 4:
        return str(found)
    hidden = found.ipv4_mapped
    return str(hidden) if hidden else f"{IPv6Address(int(found) >> 64 << 64)}/64"


def who() -> str:
    """Whom a limit counts: the person where there is one, else the address."""
    user = current_user._get_current_object() if current_user else None
    return of_user(user.id) if user is not None and user.is_authenticated else f"address:{address()}"


def of_user(user_id: int) -> str:
    """What a limit counts one person by, whatever door they use."""
    return f"user:{user_id}"


limiter = Limiter(who, headers_enabled=True, in_memory_fallback_enabled=True, strategy="moving-window")
_spare = MovingWindowRateLimiter(MemoryStorage())
_counted: ContextVar[set[tuple[str, str]] | None] = ContextVar("counted", default=None)


def install(app: Flask, settings: Settings) -> None:
    """Count in Redis where there is one (in memory while it is down), else in memory."""
    app.config.update(
        RATELIMIT_STORAGE_URI=settings.redis_url or "memory://",
        RATELIMIT_STORAGE_OPTIONS=_storage_options(settings),
        RATELIMIT_ENABLED=settings.limits_enabled,
        RATELIMIT_IN_MEMORY_FALLBACK=_sensitive(settings),
        RATELIMIT_SWALLOW_ERRORS=True,
    )
    limiter.init_app(app)


def limit(name: str, amount: str | Callable[[], str] = "", **kwargs: Any) -> Any:
    """A decorator: `amount` as Flask-Limiter writes it; none is THROTTLE_LIMIT in THROTTLE_TTL_MS.

    `name` makes routes share one count. Answers carry X-RateLimit-* and Retry-After.
    """
    return limiter.shared_limit(amount or (lambda: _sensitive(settings())[0]), scope=name, **kwargs)


def guess(view: V, **kwargs: Any) -> V:
    """A decorator for doors where codes and passwords are guessed: what is refused counts, for address and house."""
    missed = {"deduct_when": lambda response: response.status_code >= 400, **kwargs}
    by_all = limit(*ALL_GUESSES, key_func=lambda: "everybody", **missed)
    return limit(*GUESSES, key_func=address, **missed)(by_all(view))  # type: ignore[no-any-return]


def hit(name: str, amount: str, key: str) -> None:
    """Count one more of `name` for `key` outside of a route: raises RATE_LIMITED beyond `amount`."""
    counted = _counted.get()
    if counted is not None:
        if (name, key) in counted:
            return
        counted.add((name, key))
    _ask(MovingWindowRateLimiter.hit, parse(amount), key, name)


@contextmanager
def counting_once() -> Iterator[None]:
    """Whatever is hit in here counts once, however often it is tried."""
    before = _counted.set(set())
    try:
        yield
    finally:
        _counted.reset(before)


def refuse_spent(name: str, amount: str, key: str) -> None:
    """Raise RATE_LIMITED where `amount` is spent already, without counting."""
    _ask(MovingWindowRateLimiter.test, parse(amount), key, name)


def rooms_per_hour() -> str:
    """The limit on creating rooms, for `limit`."""
    return f"{settings().rooms_per_hour} per hour"


def refusal_of(error: RateLimitExceeded) -> Refusal:
    """The 429 of the library in our own words."""
    return _too_fast(limiter.current_limit.reset_at if limiter.current_limit else time.time() + 60)


def _ask(question: Callable[..., bool], item: RateLimitItem, *key: str) -> None:
    """Of the common store, or of this process while the store is away."""
    if not settings().limits_enabled:
        return
    try:
        counter = limiter.limiter
        is_within = question(counter, item, *key)
    except Exception as error:  # noqa: BLE001  each kind of store fails in its own way
        logger.warning("this process counts alone for a moment: %s", error)
        counter = _spare
        is_within = question(counter, item, *key)
    if not is_within:
        raise _too_fast(counter.get_window_stats(item, *key).reset_time)


def _too_fast(reset: float) -> Refusal:
    seconds = max(1, math.ceil(reset - time.time()))
    return Refusal("RATE_LIMITED", seconds=seconds, headers={"Retry-After": str(seconds)})


def _sensitive(settings: Settings) -> list[str]:
    return [f"{settings.throttle_limit} per {max(1, settings.throttle_ttl_ms // 1000)} seconds"]


def _storage_options(settings: Settings) -> dict[str, Any]:
    return {"socket_connect_timeout": 0.3, "socket_timeout": 0.3} if settings.redis_url else {}
