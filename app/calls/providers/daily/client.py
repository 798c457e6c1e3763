"""Requests to Daily: with time-outs, with patience for a busy service, and without holding anybody up for long."""

from __future__ import annotations

import random
import time
from typing import Any

import requests
from requests.auth import AuthBase

from ....config import settings
from .trouble import Busy, DailyTrouble, LockedOut, Missing, Refused, Unreachable

CONNECT, READ = 3.0, 5.0
PATIENCE = 8.0
TRIES = 4
FIRST_PAUSE = 0.25
TOO_OFTEN = 429
MENDS = {
    400: "the request was wrong",
    401: "DAILY_API_KEY is not the key of a Daily account",
    403: "the Daily account may not do this",
}
# These failures happen before a request has left: to ask again is safe whatever was asked.
NOT_SENT = (requests.ConnectTimeout,)


class Daily:
    """One conversation: all that is asked in it takes no longer than `patience` seconds together.

    Answers are the JSON of a 200; everything else is a DailyTrouble. Nothing of the database may be
    held while asking.
    """

    def __init__(self, patience: float = PATIENCE) -> None:
        self._until = time.monotonic() + patience

    def ask(
        self, method: str, path: str, body: Any = None, *, once: bool = False, tries: int = TRIES, **query: Any
    ) -> dict[str, Any]:
        """`path` begins with a slash. `once`: do not repeat what may have been done already."""
        for number in range(1, tries + 1):
            try:
                return self._ask(method, path, body, query)
            except _Later as later:
                last = later
            if number == tries or (once and not last.is_undone) or not self._has_waited(last, number):
                break
        trouble = Busy if last.is_busy else Unreachable
        raise trouble(f"{method} {path}: {last}") from last

    def _has_waited(self, last: _Later, number: int) -> bool:
        """False where our patience ends before the next try would begin."""
        pause = FIRST_PAUSE * 2.0 ** (number - 1) * random.uniform(0.5, 1.0)  # noqa: S311  spreads those who wait
        wait = max(last.after, pause)
        is_worth_it = time.monotonic() + wait < self._until
        if is_worth_it:
            time.sleep(wait)
        return is_worth_it

    def _ask(self, method: str, path: str, body: Any, query: dict[str, Any]) -> dict[str, Any]:
        left = max(0.1, self._until - time.monotonic())
        try:
            answer = _session().request(
                method,
                settings().daily_api_url + path,
                json=body,
                params=query,
                timeout=(min(CONNECT, left), min(READ, left)),
                allow_redirects=False,
            )
        except requests.RequestException as error:
            raise _Later(type(error).__name__, is_undone=isinstance(error, NOT_SENT)) from error
        return _read(answer, f"{method} {path}")


class _Later(Exception):
    """Worth another try in `after` seconds; `is_undone` when nothing can have been done yet."""

    def __init__(self, words: str, after: float = 0.0, is_undone: bool = False, is_busy: bool = False) -> None:
        super().__init__(words)
        self.after = after
        self.is_undone = is_undone or is_busy
        self.is_busy = is_busy


class _Bearer(AuthBase):
    """The key in the header: an AuthBase, for otherwise a .netrc could take its place."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {settings().daily_api_key}"
        return request


_shared: requests.Session | None = None


def _session() -> requests.Session:
    """One pool of connections for all threads of this process."""
    global _shared
    if _shared is None:
        _shared = requests.Session()
        _shared.auth = _Bearer()
    return _shared


def _read(answer: requests.Response, asked: str) -> dict[str, Any]:
    status = answer.status_code
    if status == TOO_OFTEN or status >= 500:
        raise _Later(f"status {status}", _retry_after(answer), is_busy=status == TOO_OFTEN)
    try:
        found = answer.json()
    except ValueError as error:
        raise _Later(f"status {status} without JSON") from error
    if not isinstance(found, dict):
        raise _Later(f"status {status} with another JSON than an object")
    if status != 200:
        raise _no(status, found, asked)
    return found


def _no(status: int, found: dict[str, Any], asked: str) -> DailyTrouble:
    error, info = (str(found.get(name) or "") for name in ("error", "info"))
    words = f"{asked}: {status} {error} {info[:200]}: {MENDS.get(status, 'refused')}"
    kinds = {401: LockedOut, 404: Missing}
    kind = LockedOut if error == "authorization-header-error" else kinds.get(status, Refused)
    return kind(words, error, status)


def _retry_after(answer: requests.Response) -> float:
    given = answer.headers.get("Retry-After", "")
    return float(given) if given.isdecimal() else 0.0
