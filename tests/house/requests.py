"""A plausible request for every route: what stands in its address, and what its form holds."""

from __future__ import annotations

import re
from collections.abc import Callable

from .world import World

ACTS = "any('disable', 'enable', 'make-administrator', 'unmake-administrator'):act"

FORMS: dict[str, Callable[[World], dict[str, str]]] = {
    "POST /room/<code>/membership": lambda world: {"display_name": "Newcomer"},
    "POST /room/create": lambda world: {"display_name": "Newcomer"},
    "POST /room/join": lambda world: {"code": world.code},
    "POST /room/<code>/messages": lambda world: {"body": "Hello", "client_id": "c0ffee00-0000-4000-8000-000000000001"},
    "POST /room/<code>/lock": lambda world: {"locked": "on"},
    "PUT /room/<code>/lock": lambda world: {"locked": "on"},
    "POST /room/<code>/knocks": lambda world: {"answer": "admitted"},
    "POST /room/<code>/knocks/<int:knock_id>": lambda world: {"answer": "admitted"},
    "POST /room/<code>/settings": lambda world: {"switches": "chat_enabled"},
    "POST /friends/requests": lambda world: {"user_id": str(world.target)},
    "POST /reports": lambda world: {
        "kind": "person",
        "subject_id": str(world.target),
        "subject": str(world.target),
        "room": world.code,
        "reason": "Rude",
    },
    "POST /admin/reports/<int:report_id>/resolution": lambda world: {"resolution": "Talked to them"},
}
QUERIES: dict[str, Callable[[World], str]] = {
    "/reports/new": lambda world: f"?kind=person&subject={world.target}&room={world.code}",
}


def form_of(world: World, route: str) -> dict[str, str]:
    """What the form of `route` holds; nothing where it needs nothing."""
    return FORMS[route](world) if route in FORMS else {}


def path_of(world: World, rule: str) -> str:
    """`rule` with the ids of this world in it."""
    values = {
        "code": world.code,
        "int:user_id": str(world.target),
        "int:invitation_id": "1",
        "int:session_id": str(world.sessions["member"]),
        "int:request_id": str(world.request),
        "int:report_id": "1",
        "int:knock_id": str(world.knock),
        "token": world.link,
        "name": "nobody.webp",
        ACTS: "disable",
    }
    query = QUERIES[rule](world) if rule in QUERIES else ""
    return re.sub(r"<([^>]+)>", lambda found: values[found.group(1)], rule) + query
