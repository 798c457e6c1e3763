"""Addresses to pass on: of rooms and invitations, as text and as a picture."""

from __future__ import annotations

import segno
from flask import request
from markupsafe import Markup

from ..config import settings
from ..limits import INVITATION_LINKS, hit, of_user
from ..log import transaction
from ..rooms.access import standing_with
from ..rooms.actions import make_invitation_link
from ..rooms.models import Membership


def origin() -> str:
    """Where people reach this installation: PUBLIC_URL, else what this request says."""
    return settings().public_url or request.host_url.rstrip("/")


def room_url(code: str) -> str:
    return f"{origin()}/room/{code}"


def invitation_url(token: str) -> str:
    return f"{origin()}/i/{token}"


def link_to(standing: Membership) -> str:
    """The link to pass on; to a private room it is a new invitation."""
    room_id, user_id, code = standing.room_id, standing.user_id, standing.room.code
    if standing.room.is_public:
        return room_url(code)
    hit(*INVITATION_LINKS, of_user(user_id))
    with transaction():
        return invitation_url(make_invitation_link(standing_with(user_id, room_id)))


def qr_svg(text: str) -> Markup:
    """`text` as a QR code: an inline SVG without styles, which the policy would not let through."""
    code = segno.make(text, error="m")
    return Markup(code.svg_inline(border=0, svgclass="qr", lineclass=None, omitsize=True))  # noqa: S704
