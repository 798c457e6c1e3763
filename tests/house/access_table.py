"""The expected answers: columns are nobody, a guest of this room, a guest of another, a former member,
a removed one, a member, a co-host, the host, the owner, and the site's administrator."""

from __future__ import annotations

import json
from collections.abc import Callable

from .world import World

STATIC: set[str] = set()
ROUTES = {
}
FRAMES: dict[str, Callable[[World], str]] = {}
SOCKET: dict[str, str] = {}
