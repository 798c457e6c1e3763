"""What is told about rooms to those who are not looking at them: invitations, endings, removals."""

from __future__ import annotations

from markupsafe import Markup, escape

from ..accounts.models import User
from ..db import db
from ..events import on
from ..realtime.audience import doorkeeper, room_audience, user_audience
from ..realtime.broadcast import Broadcast, HangUp, broadcast, push
from ..realtime.partial import hx_partial, partial
from .access import kicked, members_of, membership_for, standing_in
from .events import (
    InvitationSent,
    MemberJoined,
    MemberKicked,
    MemberLeft,
    RoomActed,
    RoomClosed,
    RoomCreated,
    RoomSaved,
    RoomSettingsChanged,
)
from .link_events import LinksChanged
from .models import Invitation, Room

NAMED = ("room-name", "menu-name")


@doorkeeper("room")
def may_follow_room(user: User, session: object, code: str) -> str:
    """Members hear their room; everybody else is refused as at any other door."""
    return room_audience(membership_for(user, code).room_id)


@broadcast(RoomCreated)
def room_created(event: RoomCreated, audience: str) -> Broadcast:
    return Broadcast("room:created", data={"room_code": _room(event.room_id).code})


@broadcast(MemberJoined)
def member_joined(event: MemberJoined, audience: str) -> Broadcast:
    return Broadcast("room:member-joined", data={"user_id": event.user_id, "userId": event.user_id})


@broadcast(MemberLeft)
def member_left(event: MemberLeft, audience: str) -> Broadcast:
    """Who has left hears no more of the room, in whatever tab."""
    data = {"reason": event.reason, "user_id": event.user_id, "userId": event.user_id}
    hang_up = None
    if audience == user_audience(event.user_id):
        data["room_code"] = _room(event.room_id).code
        hang_up = HangUp(4403, audience=room_audience(event.room_id))
    return Broadcast("user:left", data=data, script=True, hang_up=hang_up)


@broadcast(RoomClosed)
def room_closed(event: RoomClosed, audience: str) -> Broadcast:
    data = {"reason": event.reason, "room_code": _room(event.room_id).code}
    return Broadcast("room:closed", data=data, script=True, hang_up=HangUp(4404))


@broadcast(RoomActed)
def room_acted(event: RoomActed, audience: str) -> Broadcast:
    data = {"action": event.action, "payload": event.payload, "sender_id": event.actor_id, "senderId": event.actor_id}
    return Broadcast("room-action", data=data, script=True)


@broadcast(RoomSettingsChanged)
def name_changed(event: RoomSettingsChanged, audience: str) -> Broadcast | None:
    """A new name stands at once where the old one stood."""
    if "name" not in event.changes:
        return None
    return Broadcast(event.type, content=hx_partial("#room-name", escape(event.changes["name"]), "innerHTML"))


@on(RoomSettingsChanged)
def rename_on_lists(event: RoomSettingsChanged) -> None:
    """The same on home pages and in menus, for everybody who belongs to the room."""
    if "name" not in event.changes:
        return
    name = escape(event.changes["name"])
    content = Markup("").join(hx_partial(f"#{where}-{event.room_id}", name, "innerHTML") for where in NAMED)
    for standing in members_of(_room(event.room_id)):
        push(user_audience(standing.user_id), "rooms:changed", data={"room_id": event.room_id}, content=content)


@broadcast(RoomSaved)
def room_saved(event: RoomSaved, audience: str) -> Broadcast:
    return Broadcast("room:saved", data={"is_saved": event.is_saved}, script=True)


@broadcast(InvitationSent)
def invitation_sent(event: InvitationSent, audience: str) -> Broadcast | None:
    """The invited person's bell, on whatever page they are."""
    invitation = db.session.get(Invitation, event.invitation_id)
    if invitation is None:
        return None
    room, by = invitation.room, invitation.created_by
    card = partial("rooms/_invitation.html", invitation=invitation)
    return Broadcast(
        "room:invited",
        data={"room_code": room.code, "room_name": room.name, "by": by.display_name},
        content=hx_partial("#notices", card, "afterbegin"),
        script=True,
    )


@broadcast(LinksChanged)
def links_changed(event: LinksChanged, audience: str) -> Broadcast:
    """No word about them: a page that shows links asks for those that its person may see."""
    return Broadcast(event.type, data={}, script=True)


@on(RoomClosed)
def take_room_off_lists(event: RoomClosed) -> None:
    """Everybody's lists lose the room, wherever they look at them."""
    gone = hx_partial(f"#room-{event.room_id}", "", "delete") + hx_partial(f"#menu-room-{event.room_id}", "", "delete")
    for user_id in event.member_ids:
        push(user_audience(user_id), "rooms:changed", data={"room_id": event.room_id}, content=gone)


def removal(event: MemberKicked) -> Broadcast:
    """What the removed person alone hears; what the room sees is a matter of the call's panel."""
    room = _room(event.room_id)
    standing = standing_in(room, event.user_id)
    facts = kicked(standing).facts if standing and standing.kicked_at else {}
    return Broadcast(
        "user:kicked",
        data={"room_code": room.code, **facts},
        script=True,
        hang_up=HangUp(4403, audience=room_audience(event.room_id)),
    )


def _room(room_id: int) -> Room:
    return db.session.get_one(Room, room_id)
