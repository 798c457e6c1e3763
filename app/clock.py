"""The one place that knows what time it is, so that tests can stop it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

_frozen: datetime | None = None


def now() -> datetime:
    """The present moment, in UTC and aware of it."""
    return _frozen or datetime.now(UTC)


@contextmanager
def frozen(at: datetime | None = None) -> Iterator[Clock]:
    """Stop time at `at` (default: now); the clock handed out can be moved by hand."""
    global _frozen
    before = _frozen
    _frozen = at or datetime.now(UTC)
    try:
        yield Clock()
    finally:
        _frozen = before


class Clock:
    """Moves a stopped time."""

    def tick(self, **delta: float) -> datetime:
        """Move on by a `timedelta` given in its own words: `tick(seconds=61)`."""
        global _frozen
        _frozen = now() + timedelta(**delta)
        return _frozen
