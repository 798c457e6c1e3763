"""How often each door may be knocked at."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Any

from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.errors import RateLimitExceeded
from flask_login import current_user

from .config import Settings, settings
from .errors import Refusal


def address() -> str:
    """The client's address, as far as the configured proxies are believed."""
    return request.remote_addr or "unknown"


def who() -> str:
    """Whom a limit counts: the person where there is one, else the address."""
    user = current_user._get_current_object() if current_user else None
    return f"user:{user.id}" if user is not None and user.is_authenticated else f"address:{address()}"


limiter = Limiter(who, headers_enabled=True, in_memory_fallback_enabled=True, strategy="moving-window")


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


def rooms_per_hour() -> str:
    """The limit on creating rooms, for `limit`."""
    return f"{settings().rooms_per_hour} per hour"


def refusal_of(error: RateLimitExceeded) -> Refusal:
    """The 429 of the library in our own words."""
    reset = limiter.current_limit.reset_at if limiter.current_limit else time.time() + 60
    seconds = max(1, math.ceil(reset - time.time()))
    return Refusal("RATE_LIMITED", seconds=seconds, headers={"Retry-After": str(seconds)})


def _sensitive(settings: Settings) -> list[str]:
    return [f"{settings.throttle_limit} per {max(1, settings.throttle_ttl_ms // 1000)} seconds"]


def _storage_options(settings: Settings) -> dict[str, Any]:
    return {"socket_connect_timeout": 0.3, "socket_timeout": 0.3} if settings.redis_url else {}
