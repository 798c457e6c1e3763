"""Which screen is drawn from which template with what: name -> (template, context)."""

from __future__ import annotations

from types import SimpleNamespace as Thing
from typing import Any

import segno
from markupsafe import Markup

from . import sample as s

LINK = "https://guftagu.example/room/GT7km2Pq"
QR = Markup(segno.make(LINK, error="m").svg_inline(border=0, svgclass="qr", lineclass=None, omitsize=True))  # noqa: S704
ON = {f"{name}_enabled": True for name in ("video", "audio", "screen_share", "chat")}
CREATE = {"form": {"max_participants": 5, "privacy": "private", **ON}, "errors": {}, "most": 10, "needs_name": False}
BAD = {
    "form": {"max_participants": 7, "privacy": "public", "password_enabled": "on", "name": "Gaming Night"},
    "errors": {
        "name": "A room name has at most 80 characters; this one has 91.",
        "password": "Type a password, or switch it off.",
    },
}
JOIN = {"form": {}, "errors": {}, "length": 8}
CREATED = {"room": s.gaming, "link": LINK, "qr": QR}
PREVIEW = {
    "room": s.movie,
    "host": s.leila,
    "count": 3,
    "inside": [
        {"user": s.leila, "role": "owner"},
        {"user": s.jonas, "role": "guest"},
        {"user": s.ruth, "role": "member"},
    ],
    **dict.fromkeys(("needs_name", "needs_password", "is_shut", "is_full"), False),
    "form": {},
    "errors": {},
    "name": "Asha Rao",
}
VISITOR = {"viewer": s.nobody, "needs_name": True, "needs_password": True, "name": ""}
HOME = {
    "rooms": s.cards,
    "live": 2,
    "friends": [s.kenji, s.amina, s.ruth],
    "online": {s.kenji.id, s.amina.id},
    "hour": 19,
    "can_create": True,
}
ROOM = {
    "room": s.gaming,
    "standing": s.cards[0].standing,
    "people": s.seats,
    "messages": s.messages,
    "has_more": False,
    "activity": s.lines,
    "among": lambda messages, lines, has_more: [lines[0], *messages, lines[1]],
    "draft_of": lambda user: Thing(id=None, client_id="", author=s.asha, created_at=s.NOW, body=""),
}


def refused(code: str, title: str, words: str) -> dict[str, Any]:
    return {"refusal": Thing(code=code, words=words, answer=Thing(title=title), facts={}), "viewer": s.asha}


SCREENS: dict[str, tuple[str, dict[str, Any]]] = {
    "landing": ("home/landing.html", {"viewer": s.nobody, "room_creation": "anyone"}),
    "home": ("home/home.html", HOME),
    "home-guest": ("home/home.html", {**HOME, "viewer": s.jonas, "rooms": [], "friends": [], "live": 0}),
    "rooms/menu": (
        "rooms/_menu.html",
        {"created": [s.cards[0], s.cards[2]], "joined": [s.cards[1]], "can_create": True},
    ),
    "rooms": (
        "rooms/history.html",
        {"rooms": [*s.cards, s.card(s.over, [], True)], "page": 2, "pages": 3, "total": 121, "can_create": True},
    ),
    "room/create": ("rooms/_create_dialog.html", CREATE),
    "create": ("rooms/create.html", {**CREATE, **BAD, "needs_name": True, "viewer": s.nobody}),
    "created-dialog": ("rooms/_created_dialog.html", CREATED),
    "created": ("rooms/created.html", CREATED),
    "room/join": ("rooms/_join_dialog.html", JOIN),
    "join": (
        "rooms/join.html",
        {**JOIN, "form": {"code": "XYZ789"}, "errors": {"code": "The room “XYZ789” doesn’t exist or has expired."}},
    ),
    "preview": ("rooms/preview.html", PREVIEW),
    "preview-visitor": ("rooms/preview.html", PREVIEW | VISITOR),
    "refused": (
        "rooms/refused.html",
        refused(
            "ROOM_FULL",
            "Room is Full",
            "This room has reached maximum capacity (10/10). You can create your own room instead.",
        ),
    ),
    "refused-code": (
        "rooms/refused.html",
        refused("ROOM_NOT_FOUND", "Invalid Room Code", "The room “XYZ789” doesn’t exist or has expired."),
    ),
    "room": ("rooms/room.html", ROOM),
    "components": ("look/components.html", {}),
}
