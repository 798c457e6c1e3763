"""Addresses to pass on: of rooms and invitations, as text, as a picture, and through other people's houses."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from urllib.parse import quote, urlencode

import segno
from flask import request, session
from markupsafe import Markup

from .. import clock
from ..config import settings
from ..errors import Refusal
from ..limits import INVITATION_LINKS, hit, of_user
from ..log import in_transaction
from ..rooms.access import standing_with
from ..rooms.actions import make_invitation_link
from ..rooms.invitations import link_with
from ..rooms.models import Membership, Room

KEPT = 5  # links that one browser remembers: a cookie has little room


class Share(NamedTuple):
    """A way to pass a link on."""

    name: str
    icon: str
    address: str


def origin() -> str:
    """Where people reach this installation: PUBLIC_URL, else what this request says."""
    return settings().public_url or request.host_url.rstrip("/")


def room_url(code: str) -> str:
    return f"{origin()}/room/{code}"


def invitation_url(token: str) -> str:
    return f"{origin()}/i/{token}"


def link_to(standing: Membership) -> str:
    """The link to pass on; to a private room it is an invitation, the same as long as it works."""
    room = standing.room
    try:
        return room_url(room.code) if room.is_public else invitation_url(_invitation_to(standing))
    except Refusal as refusal:
        if refusal.code != "LINKS_FULL":
            raise
        return room_url(room.code)  # those that are out stand beside it, to be revoked


def shares(room: Room, link: str) -> list[Share]:
    """The same link by WhatsApp, e-mail and X: plain addresses, nothing of theirs is loaded here."""
    words = f"Join me in “{room.name}” on Guftagu"
    return [
        Share("WhatsApp", "chat", "https://wa.me/?" + urlencode({"text": f"{words}: {link}"}, quote_via=quote)),
        Share(
            "Email", "mail", "mailto:?" + urlencode({"subject": words, "body": f"{words}:\r\n{link}"}, quote_via=quote)
        ),
        Share(
            "Twitter/X",
            "share",
            "https://x.com/intent/post?" + urlencode({"text": words, "url": link}, quote_via=quote),
        ),
    ]


def remaining(end: datetime) -> str:
    """How long it is until `end`, as one would say it: "6 days", "5 hours", "12 minutes"."""
    seconds = (end - clock.now()).total_seconds() + 30  # what was made for a day just now is read so
    for unit, size in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= size or unit == "minute":
            number = max(1, round(seconds / size))
            break
    return f"{number} {unit}" + "s" * (number != 1)


def qr_svg(text: str) -> Markup:
    """`text` as a QR code with its quiet zone: an inline SVG without styles, which the policy would not let through."""
    code = segno.make(text, error="m")
    return Markup(code.svg_inline(border=4, svgclass="qr", lineclass=None, omitsize=True))  # noqa: S704


def _invitation_to(standing: Membership) -> str:
    """The token that this browser was given before while it lasts, else of a new link."""
    room_id, user_id = standing.room_id, standing.user_id
    mine: dict[str, str] = session.get("links", {})
    token = mine.pop(str(room_id), "")
    link = link_with(token) if token else None
    if link is None or (link.room_id, link.created_by_id) != (room_id, user_id) or not link.is_open:
        hit(*INVITATION_LINKS, of_user(user_id))
        token = in_transaction(_make_link, user_id, room_id)
    session["links"] = {**dict(list(mine.items())[1 - KEPT :]), str(room_id): token}
    return token


def _make_link(user_id: int, room_id: int) -> str:
    return make_invitation_link(standing_with(user_id, room_id))
