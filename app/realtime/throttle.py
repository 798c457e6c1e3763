"""A bucket of tokens: how much one socket may send."""

from __future__ import annotations

import time
from collections.abc import Callable


class Throttle:
    """`rate` a second on average, `burst` at once; one thread."""

    def __init__(self, rate: float, burst: int, now: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._burst = burst
        self._now = now
        self._tokens = float(burst)
        self._at = now()

    def take(self) -> bool:
        """Take one token; False when there is none left."""
        at = self._now()
        self._tokens = min(self._burst, self._tokens + (at - self._at) * self._rate)
        self._at = at
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True
