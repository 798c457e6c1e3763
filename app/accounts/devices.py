"""What a session's device is called, read out of what its browser says of itself."""

from __future__ import annotations

# The first that fits is meant: Edge and Opera also say Chrome, Chrome also says Safari.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Opera", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chromium", "Chromium"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "Mac"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def device_name(user_agent: str) -> str:
    """`Firefox on Linux`; for a program its own name, for nothing at all `Unknown device`."""
    browser = _first(BROWSERS, user_agent)
    system = _first(SYSTEMS, user_agent)
    if browser and system:
        return f"{browser} on {system}"
    return browser or system or _program(user_agent) or "Unknown device"


def _first(marks: tuple[tuple[str, str], ...], user_agent: str) -> str | None:
    return next((name for mark, name in marks if mark in user_agent), None)


def _program(user_agent: str) -> str:
    """`curl/8.5.0` is curl."""
    return user_agent.partition("/")[0].strip()[:40]
