"""What can happen between friends; both of the two hear it."""

from __future__ import annotations

from dataclasses import dataclass

from ..events import Event


@dataclass(frozen=True, kw_only=True)
class FriendEvent(Event):
    """`user_id` is the sender of the request, `friend_id` its recipient."""

    request_id: int
    user_id: int
    friend_id: int

    @property
    def audiences(self) -> tuple[str, ...]:
        return (f"user:{self.user_id}", f"user:{self.friend_id}")


@dataclass(frozen=True, kw_only=True)
class FriendRequested(FriendEvent):
    type = "friend:requested"


@dataclass(frozen=True, kw_only=True)
class FriendRequestAccepted(FriendEvent):
    type = "friend:accepted"


@dataclass(frozen=True, kw_only=True)
class FriendRequestDeclined(FriendEvent):
    type = "friend:declined"


@dataclass(frozen=True, kw_only=True)
class FriendRequestCancelled(FriendEvent):
    type = "friend:cancelled"


@dataclass(frozen=True, kw_only=True)
class FriendRemoved(FriendEvent):
    type = "friend:removed"
