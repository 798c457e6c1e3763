"""What can happen in and to a room."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..events import Event


@dataclass(frozen=True, kw_only=True)
class RoomEvent(Event):
    """A fact that the room hears."""

    room_id: int

    @property
    def audiences(self) -> tuple[str, ...]:
        return (f"room:{self.room_id}",)


@dataclass(frozen=True, kw_only=True)
class PersonEvent(RoomEvent):
    """A fact about one person in the room: both the room and that person hear it."""

    user_id: int

    @property
    def audiences(self) -> tuple[str, ...]:
        return (f"room:{self.room_id}", f"user:{self.user_id}")


@dataclass(frozen=True, kw_only=True)
class RoomCreated(RoomEvent):
    type = "room:created"


@dataclass(frozen=True, kw_only=True)
class MemberJoined(RoomEvent):
    type = "room:member-joined"
    user_id: int


@dataclass(frozen=True, kw_only=True)
class MemberLeft(PersonEvent):
    """`reason` is LEFT or KICKED, as API clients know it."""

    type = "user:left"
    reason: str = "LEFT"


@dataclass(frozen=True, kw_only=True)
class MemberKicked(PersonEvent):
    type = "user:kicked"
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class MemberForgiven(PersonEvent):
    type = "room:forgiven"


@dataclass(frozen=True, kw_only=True)
class MemberMuted(RoomEvent):
    type = "room:muted"
    user_id: int


@dataclass(frozen=True, kw_only=True)
class UnmuteRequested(RoomEvent):
    type = "room:unmute-requested"
    user_id: int


@dataclass(frozen=True, kw_only=True)
class RoleChanged(PersonEvent):
    type = "room:role-changed"
    role: str


@dataclass(frozen=True, kw_only=True)
class HostChanged(RoomEvent):
    """`how`: transferred, claimed, succeeded (the host was gone), reclaimed, handed-over."""

    type = "room:host-updated"
    host_id: int
    how: str


@dataclass(frozen=True, kw_only=True)
class HostVanished(RoomEvent):
    type = "room:host-left"
    host_id: int


@dataclass(frozen=True, kw_only=True)
class HostReturned(RoomEvent):
    type = "room:host-returned"
    host_id: int


@dataclass(frozen=True, kw_only=True)
class RoomLocked(RoomEvent):
    type = "room:lock-toggled"
    is_locked: bool


@dataclass(frozen=True, kw_only=True)
class RoomSettingsChanged(RoomEvent):
    """`changes`: each setting's new value by name; of a password only what was done with it."""

    type = "room:settings-changed"
    changes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class RoomSaved(RoomEvent):
    type = "room:saved"
    is_saved: bool


@dataclass(frozen=True, kw_only=True)
class RoomClosed(RoomEvent):
    """`reason`: HOST_CLOSED, HOST_DELETED, EXPIRED, ADMIN_CLOSED. Members hear it one by one too."""

    type = "room:closed"
    reason: str
    member_ids: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class InvitationSent(RoomEvent):
    """Somebody was asked in by name; only they hear it."""

    type = "room:invited"
    user_id: int
    invitation_id: int

    @property
    def audiences(self) -> tuple[str, ...]:
        return (f"user:{self.user_id}",)


@dataclass(frozen=True, kw_only=True)
class RoomActed(RoomEvent):
    """A generic action of a client: the room passes it on and keeps it."""

    type = "room-action"
    action: str
    payload: dict[str, object]
