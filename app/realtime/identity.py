"""Whose socket this is: a page's cookie from our own pages, or an API client's bearer token.

Accounts live on a higher floor and say here how sessions and tokens are read.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from flask import request

from ..config import settings
from ..errors import Refusal

Visitor = tuple[Any, Any]
CookieReader = Callable[[], Visitor | None]
TokenReader = Callable[[str], Visitor]
SessionChecker = Callable[[set[int]], set[int]]

_readers: dict[str, Callable[..., Any]] = {}


def by_cookie(read: CookieReader) -> CookieReader:
    """`read()` gives (user, session) of the present request's cookie, None for nobody."""
    _readers["cookie"] = read
    return read


def by_token(read: TokenReader) -> TokenReader:
    """`read(token)` gives (user, session) of an API token; raises Refusal."""
    _readers["token"] = read
    return read


def living_sessions(check: SessionChecker) -> SessionChecker:
    """`check(ids)` gives those of these sessions that are still good."""
    _readers["living"] = check
    return check


def refuse_cross_site() -> None:
    """A browser says where its script comes from: only our own pages and configured origins."""
    origin = request.headers.get("Origin")
    if origin is not None and not is_own(origin) and origin not in settings().cors_origins:
        raise Refusal("CROSS_SITE")


def is_own(origin: str) -> bool:
    """Whether `origin` is this installation, under the name by which it was just called.

    Behind TLS a page that came without it is not ours, whatever its name.
    """
    parts = urlsplit(origin)
    is_plain = settings().is_https and parts.scheme != "https"
    return origin == settings().public_url or (parts.netloc == request.host and not is_plain)


def visitor_of_request() -> tuple[Visitor | None, bool]:
    """((user, session) or None, whether an API token said so). Cookies count on our own pages alone."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return visitor_of_token(token), True
    origin = request.headers.get("Origin")
    if origin is not None and not is_own(origin):
        return None, True
    return _readers["cookie"]() if "cookie" in _readers else None, False


def visitor_of_frame(message: str | bytes | None) -> Visitor:
    """Whose token the first frame brings: `{"event": "auth", "data": {"token": …}}`."""
    try:
        envelope = json.loads(message or "")
        token = envelope["data"]["token"] if envelope["event"] == "auth" else ""
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Refusal("UNAUTHENTICATED") from error
    return visitor_of_token(str(token))


def visitor_of_token(token: str) -> Visitor:
    """Whose token this is; raises Refusal."""
    if "token" not in _readers:
        raise Refusal("UNAUTHENTICATED")
    visitor: Visitor = _readers["token"](token)
    return visitor


def ended_sessions(ids: set[int]) -> set[int]:
    """Those of these sessions that are good no more."""
    if not ids or "living" not in _readers:
        return set()
    living: set[int] = _readers["living"](ids)
    return ids - living
