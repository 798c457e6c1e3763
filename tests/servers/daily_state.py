"""What a Daily account knows: its rooms, the meetings in them, and who is there."""

from __future__ import annotations

import secrets
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import jwt

DEFAULTS: dict[str, Any] = {
    "eject_at_room_exp": False,
    "max_participants": 200,
    "enable_screenshare": True,
    "enable_chat": False,
    "enable_knocking": False,
    "enable_prejoin_ui": True,
    "start_video_off": False,
    "start_audio_off": False,
}


@dataclass
class Session:
    """One tab of one person in a room at Daily."""

    id: str
    user_id: str
    user_name: str
    is_owner: bool
    joined: float
    can_send: Any = True
    can_admin: Any = False
    on: dict[str, bool] = field(default_factory=dict)


@dataclass
class FakeRoom:
    """A room object, with who is inside and who was banned from it."""

    name: str
    url: str
    privacy: str = "public"
    properties: dict[str, Any] = field(default_factory=dict)
    id: str = field(default_factory=lambda: secrets.token_hex(8))
    sessions: dict[str, Session] = field(default_factory=dict)
    banned: set[str] = field(default_factory=set)
    past: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_expired(self) -> bool:
        return bool(self.properties.get("exp", 2**40) <= time.time())

    def as_json(self) -> dict[str, Any]:
        """As Daily shows it: only what differs from the defaults."""
        config = {name: value for name, value in self.properties.items() if DEFAULTS.get(name) != value}
        return {
            "id": self.id,
            "name": self.name,
            "api_created": True,
            "privacy": self.privacy,
            "url": self.url,
            "created_at": "2026-11-21T05:00:00.000Z",
            "config": config,
        }

    def presence(self, *, by_room: bool) -> list[dict[str, Any]]:
        """Who is inside, for GET /presence or for GET /rooms/NAME/presence."""
        return [
            {
                "id": each.id,
                "room": self.name,
                "userId": each.user_id,
                "userName": each.user_name,
                "joinTime": datetime.fromtimestamp(each.joined, UTC).isoformat(),
                "duration": int(time.time() - each.joined) if by_room else time.time() - each.joined,
            }
            for each in self.sessions.values()
        ]


class JoinRefused(Exception):
    """Why somebody does not get in; `kind` is daily-js's name of the fatal error."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class Account:
    """The state behind one API key."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.rooms: dict[str, FakeRoom] = {}
        self.lock = threading.RLock()
        self.hangs = False
        self.abroad: set[str] = set()  # rooms of another account, at the addresses that were this one's
        self.keeps_names = False  # whether a room that has expired is in the way of another of its name
        self.forbidden: set[str] = set()  # room properties that this account may not set

    def become_another(self) -> None:
        """The key is of another account from now on; the rooms of the one before are where they were."""
        with self.lock:
            self.abroad |= {*self.rooms}
            self.rooms.clear()

    def token_for(self, properties: dict[str, Any]) -> str:
        return jwt.encode({**properties, "iat": int(time.time())}, self.key)

    def room(self, name: str) -> FakeRoom | None:
        """The room of that name unless it has expired."""
        found = self.rooms.get(name)
        return None if found is None or found.is_expired else found

    def enter(self, name: str, token: str) -> Session:
        """Come in with a token, as the room's page does; raises JoinRefused."""
        with self.lock:
            room = self.room(name)
            if name in self.abroad:
                raise JoinRefused("not-allowed")
            if room is None:
                raise JoinRefused("exp-room" if name in self.rooms else "no-room")
            about = self._read(token)
            if about.get("room_name", name) != name or about.get("user_id") in room.banned:
                raise JoinRefused("not-allowed")
            if len(room.sessions) >= room.properties.get("max_participants", 200):
                raise JoinRefused("meeting-full")
            is_owner = about.get("is_owner", False)
            permissions = about.get("permissions", {} if is_owner else room.properties.get("permissions", {}))
            session = Session(
                id=secrets.token_hex(8),
                user_id=about.get("user_id", ""),
                user_name=about.get("user_name", ""),
                is_owner=is_owner,
                joined=time.time(),
                can_send=permissions.get("canSend", True),
                can_admin=bool(is_owner),
            )
            room.sessions[session.id] = session
            return session

    def leave(self, name: str, session_id: str) -> None:
        """Go; the meeting ends with the last one, and its bans with it."""
        with self.lock:
            room = self.rooms[name]
            gone = room.sessions.pop(session_id)
            room.past.append({"session": gone, "seconds": time.time() - gone.joined})
            if not room.sessions:
                room.banned.clear()

    def _read(self, token: str) -> dict[str, Any]:
        try:
            return jwt.decode(token, self.key, algorithms=["HS256"], options={"verify_aud": False})
        except jwt.ExpiredSignatureError as error:
            raise JoinRefused("exp-token") from error
        except jwt.InvalidTokenError as error:
            raise JoinRefused("not-allowed") from error
