"""What can go wrong between us and Daily."""

from __future__ import annotations


class DailyTrouble(Exception):
    """Daily did not do what it was asked; the text is for our own log."""


class Unreachable(DailyTrouble):
    """No answer in time, or only that it is broken: it may do later."""


class Busy(DailyTrouble):
    """We ask too often: those who are there do not notice."""


class Refused(DailyTrouble):
    """A clear no. `error` is Daily's own stable name for it (`authentication-error`, …)."""

    def __init__(self, words: str, error: str = "", status: int = 0) -> None:
        super().__init__(words)
        self.error = error
        self.status = status


class LockedOut(Refused):
    """Our key is none (any more): there will be no token for anybody."""


class Missing(Refused):
    """There is no such thing at Daily (any more)."""
