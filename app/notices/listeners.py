"""One domain's event becomes another's action, after commit and in a transaction of its own."""

from __future__ import annotations

from ..accounts.events import SessionsRevoked, UserDeleted, UserDisabled, UserRegistered
from ..accounts.models import User
from ..calls.actions import end_call_in, end_forbidden_recording, leave_everywhere, leave_from
from ..db import db
from ..events import on
from ..friends.actions import remove_all
from ..log import in_transaction
from ..rooms.actions import miss_host, promote_guest
from ..rooms.events import HostChanged, MemberKicked, MemberLeft, RoleChanged, RoomClosed, RoomSettingsChanged
from ..rooms.holding import hold
from ..rooms.models import Room
from .sweeping import remove_pictures


@on(UserRegistered)
def guests_become_members(event: UserRegistered) -> None:
    if event.was_guest:
        in_transaction(_promote, event.user_id)


@on(MemberLeft)
def who_left_is_not_inside(event: MemberLeft) -> None:
    in_transaction(_leave_for_good, event.user_id, event.room_id)


@on(MemberKicked)
def who_was_kicked_is_not_inside(event: MemberKicked) -> None:
    in_transaction(leave_everywhere, event.user_id, event.room_id, "kicked")


@on(RoomClosed)
def nobody_is_inside_a_closed_room(event: RoomClosed) -> None:
    in_transaction(end_call_in, event.room_id)


@on(RoomClosed)
def pictures_end_with_their_room(event: RoomClosed) -> None:
    remove_pictures(event.room_id)


@on(RoleChanged, HostChanged, RoomSettingsChanged)
def only_who_may_goes_on_recording(event: RoleChanged | HostChanged | RoomSettingsChanged) -> None:
    in_transaction(_end_forbidden_recording, event.room_id)


@on(SessionsRevoked)
def nobody_is_inside_signed_out(event: SessionsRevoked) -> None:
    in_transaction(leave_from, event.session_ids)


@on(UserDisabled, UserDeleted)
def nobody_is_inside_without_an_account(event: UserDisabled | UserDeleted) -> None:
    in_transaction(leave_everywhere, event.user_id)


@on(UserDeleted)
def nobody_is_a_friend_without_an_account(event: UserDeleted) -> None:
    in_transaction(_remove_friends, event.user_id)


def _leave_for_good(user_id: int, room_id: int) -> None:
    hold(room_id)
    leave_everywhere(user_id, room_id)
    room = db.session.get_one(Room, room_id)
    if room.host_id == user_id and room.closed_at is None:
        miss_host(room)


def _promote(user_id: int) -> None:
    promote_guest(db.session.get_one(User, user_id))


def _end_forbidden_recording(room_id: int) -> None:
    end_forbidden_recording(db.session.get_one(Room, room_id))


def _remove_friends(user_id: int) -> None:
    remove_all(db.session.get_one(User, user_id))
