"""What can happen to the links that lead into a room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .events import RoomEvent


@dataclass(frozen=True, kw_only=True)
class LinkMade(RoomEvent):
    """There is one more way in; its secret is told to nobody."""

    type = "room:link-made"
    invitation_id: int


@dataclass(frozen=True, kw_only=True)
class LinkRevoked(RoomEvent):
    type = "room:link-revoked"
    invitation_id: int


@dataclass(frozen=True, kw_only=True)
class LinksChanged(RoomEvent):
    """One was used, or several ended with the rights of who made them. Nobody reads of it; who looks at them looks anew."""

    type = "room:links-changed"
    durable: ClassVar[bool] = False
