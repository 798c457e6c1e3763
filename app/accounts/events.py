"""What can happen to people."""

from __future__ import annotations

from dataclasses import dataclass

from ..events import Event


@dataclass(frozen=True, kw_only=True)
class UserEvent(Event):
    """A fact that the person it is about hears."""

    user_id: int

    @property
    def audiences(self) -> tuple[str, ...]:
        return (f"user:{self.user_id}",)


@dataclass(frozen=True, kw_only=True)
class UserRegistered(UserEvent):
    type = "user:registered"
    was_guest: bool = False


@dataclass(frozen=True, kw_only=True)
class ProfileChanged(UserEvent):
    type = "user:profile-changed"


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(UserEvent):
    type = "user:password-changed"


@dataclass(frozen=True, kw_only=True)
class SessionsRevoked(UserEvent):
    """Some sessions ended: `session_ids`, or all of them where it is empty."""

    type = "user:sessions-revoked"
    session_ids: tuple[int, ...] = ()
    reason: str = "signed-out"


@dataclass(frozen=True, kw_only=True)
class UserDisabled(UserEvent):
    type = "user:disabled"


@dataclass(frozen=True, kw_only=True)
class UserEnabled(UserEvent):
    type = "user:enabled"


@dataclass(frozen=True, kw_only=True)
class AdministratorChanged(UserEvent):
    type = "user:administrator-changed"
    is_administrator: bool


@dataclass(frozen=True, kw_only=True)
class UserDeleted(UserEvent):
    type = "user:deleted"
