"""Where somebody was heading for: kept through every detour, and never another site."""

from __future__ import annotations

import re
from urllib.parse import urlencode, urlsplit

from flask import request

# Browsers drop control characters and read a backslash as a slash: "/\t/evil.example" is another site.
LOCAL = re.compile(r"/(?![/\\])[^\x00-\x20\x7f\\]*")
DETOURS = ("/sign-in", "/sign-out", "/register")


def local_path(given: str | None) -> str:
    """`given` where it is a path of our own, else home."""
    if given and len(given) <= 2000 and LOCAL.fullmatch(given) and not given.startswith(DETOURS):
        return given
    return "/"


def heading() -> str:
    """The path that this request names as `next`."""
    return local_path(request.values.get("next"))


def whereabouts() -> str:
    """The page on which the present request happens: itself, or the one that sent it."""
    if request.headers.get("HX-Request"):
        return _path_of(request.headers.get("HX-Current-URL"))
    if request.method in ("GET", "HEAD"):
        return local_path(request.full_path.removesuffix("?"))
    return _path_of(request.referrer)


def detour(door: str, to: str) -> str:
    """The address of `door` (`/sign-in`) that leads on to `to`."""
    return door if to == "/" else f"{door}?{urlencode({'next': to})}"


def _path_of(url: str | None) -> str:
    parts = urlsplit(url or "")
    if parts.netloc != request.host:
        return "/"
    return local_path(parts.path + (f"?{parts.query}" if parts.query else ""))
