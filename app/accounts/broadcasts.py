"""What people's own pages and clients are told about their account."""

from __future__ import annotations

from ..db import db
from ..realtime.broadcast import Broadcast, HangUp, broadcast
from .events import (
    AdministratorChanged,
    PasswordChanged,
    ProfileChanged,
    SessionsRevoked,
    UserDeleted,
    UserDisabled,
)
from .models import User

SIGNED_OUT = 4401


@broadcast(SessionsRevoked)
def sessions_revoked(event: SessionsRevoked, audience: str) -> Broadcast:
    """The sockets of these sessions close as soon as they have heard why."""
    return Broadcast(
        "user:sessions-revoked",
        data={"session_ids": list(event.session_ids), "reason": event.reason},
        script=True,
        hang_up=tuple(HangUp(SIGNED_OUT, session_id=session_id) for session_id in event.session_ids),
    )


@broadcast(UserDisabled)
def user_disabled(event: UserDisabled, audience: str) -> Broadcast:
    """Every socket closes, whatever session it came by. Hearing it again later ends nobody enabled since."""
    return Broadcast("user:disabled", data={"user_id": event.user_id}, script=True, hang_up=_all_unless_active(event))


@broadcast(UserDeleted)
def user_deleted(event: UserDeleted, audience: str) -> Broadcast:
    return Broadcast("user:deleted", data={"user_id": event.user_id}, script=True, hang_up=_all_unless_active(event))


@broadcast(PasswordChanged)
def password_changed(event: PasswordChanged, audience: str) -> Broadcast:
    """The sessions that it ended are told by name; the one that changed it goes on."""
    return Broadcast("user:password-changed", data={"user_id": event.user_id}, script=True)


@broadcast(ProfileChanged)
def profile_changed(event: ProfileChanged, audience: str) -> Broadcast:
    user = db.session.get_one(User, event.user_id)
    data = {
        "user_id": user.id,
        "display_name": user.display_name,
        "username": user.username,
        "initials": user.initials,
        "avatar_url": user.avatar_url,
    }
    return Broadcast("user:profile-changed", data=data, script=True)


@broadcast(AdministratorChanged)
def administrator_changed(event: AdministratorChanged, audience: str) -> Broadcast:
    data = {"user_id": event.user_id, "is_administrator": event.is_administrator}
    return Broadcast("user:administrator-changed", data=data, script=True)


def _all_unless_active(event: UserDisabled | UserDeleted) -> HangUp | None:
    user = db.session.get(User, event.user_id)
    return None if user is not None and user.is_active else HangUp(SIGNED_OUT)
