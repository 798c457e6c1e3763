"""How Redis is called: never for long, and not again at once after it failed."""

from __future__ import annotations

import time

from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

TIME_OUT = 0.3
OPEN_SECONDS = 2.0


def connect(redis_url: str) -> Redis:
    """A client that gives up soon: the defaults of redis-py hold a caller for 14 s."""
    return Redis.from_url(
        redis_url,
        socket_timeout=TIME_OUT,
        socket_connect_timeout=TIME_OUT,
        retry=Retry(NoBackoff(), 0),
        protocol=2,
    )


class Breaker:
    """Open for a while after a failure, so that nobody waits for what just failed."""

    def __init__(self, seconds: float = OPEN_SECONDS) -> None:
        self._seconds = seconds
        self._open_until = 0.0

    def is_closed(self) -> bool:
        """Whether a try is worth it."""
        return time.monotonic() >= self._open_until

    def trip(self) -> None:
        """It failed."""
        self._open_until = time.monotonic() + self._seconds
