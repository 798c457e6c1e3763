"""The doors of a local Daily: its REST API as documented, every request and answer measured by its contract."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

from .daily_state import Account, FakeRoom

NAME = re.compile(r"[A-Za-z0-9_-]{1,128}\Z")
Answer = tuple[int, dict[str, Any]]


class No(Exception):
    """An answer with an error in Daily's shape."""

    def __init__(self, status: int, error: str, info: str, **more: Any) -> None:
        super().__init__(info)
        self.status = status
        self.body = {"error": error, "info": info, **more}


def invalid(info: str) -> No:
    return No(400, "invalid-request-error", info)


def domain(account: Account) -> dict[str, Any]:
    return {"domain_name": "tests", "domain_id": "0123456789abcdef", "config": {}}


def create_room(account: Account, body: dict[str, Any], base: str) -> dict[str, Any]:
    name = body.get("name") or f"random{len(account.rooms)}"
    if not NAME.match(name):
        raise invalid("property 'name' is invalid")
    if account.room(name) or (account.keeps_names and name in account.rooms):
        raise invalid(f"a room named {name} already exists")
    _refuse_forbidden(account, body)
    room = FakeRoom(name, f"{base}/fake-daily/{name}", body.get("privacy", "public"), dict(body.get("properties", {})))
    account.rooms[name] = room
    account.abroad.discard(name)
    return room.as_json()


def get_room(account: Account, name: str) -> dict[str, Any]:
    return _room(account, name).as_json()


def update_room(account: Account, name: str, body: dict[str, Any]) -> dict[str, Any]:
    room = _room(account, name)
    _refuse_forbidden(account, body)
    room.privacy = body.get("privacy", room.privacy)
    for key, value in body.get("properties", {}).items():
        if value is None:
            room.properties.pop(key, None)
        else:
            room.properties[key] = value
    return room.as_json()


def delete_room(account: Account, name: str) -> dict[str, Any]:
    if name in account.rooms and account.rooms[name].is_expired:
        del account.rooms[name]
        raise No(404, "not-found", "room expired", deleted=True, name=name)
    _room(account, name)
    for session in list(account.rooms[name].sessions):
        account.leave(name, session)
    account.rooms.pop(name)
    return {"deleted": True, "name": name}


def create_token(account: Account, body: dict[str, Any]) -> dict[str, Any]:
    properties = body.get("properties", {})
    if len(properties.get("user_id", "")) > 36:
        raise invalid("property 'user_id' is longer than 36 characters")
    return {"token": account.token_for(properties)}


def eject(account: Account, name: str, body: dict[str, Any]) -> dict[str, Any]:
    room = _room(account, name)
    gone = [
        session.id
        for session in room.sessions.values()
        if session.id in body.get("ids", []) or session.user_id in body.get("user_ids", [])
    ]
    if body.get("ban") and room.sessions:
        room.banned |= set(body.get("user_ids", []))
    for session_id in gone:
        account.leave(name, session_id)
    return {"ejectedIds": gone}


def update_permissions(account: Account, name: str, body: dict[str, Any]) -> dict[str, Any]:
    room = _room(account, name)
    for key, given in body["data"].items():
        if key != "*" and key not in room.sessions:
            raise invalid(f"{key} is not a participant")
        for session in room.sessions.values() if key == "*" else [room.sessions[key]]:
            session.can_send = given.get("canSend", session.can_send)
            session.can_admin = given.get("canAdmin", session.can_admin)
    return {}


def room_presence(account: Account, name: str) -> dict[str, Any]:
    rows = _room(account, name).presence(by_room=True)
    return {"total_count": len(rows), "data": rows}


def presence(account: Account) -> dict[str, Any]:
    return {room.name: room.presence(by_room=False) for room in account.rooms.values() if room.sessions}


def meetings(account: Account, query: dict[str, str]) -> dict[str, Any]:
    """The newest first, in pages of `limit`; `starting_after` names the last one of the page before."""
    rows = [_meeting(room) for room in account.rooms.values() if room.past or room.sessions]
    start, end = float(query.get("timeframe_start", 0)), float(query.get("timeframe_end", 2**40))
    rows = sorted((row for row in rows if start <= row["start_time"] <= end), key=lambda row: -row["start_time"])
    ids = [row["id"] for row in rows]
    begin = ids.index(query["starting_after"]) + 1 if "starting_after" in query else 0
    limit = int(query.get("limit", 100))
    if not 0 < limit <= 100:
        raise invalid("limit is at most 100")
    return {"total_count": len(rows), "data": rows[begin : begin + limit]}


def _meeting(room: FakeRoom) -> dict[str, Any]:
    stays = [(each["session"], each["seconds"]) for each in room.past]
    stays += [(session, time.time() - session.joined) for session in room.sessions.values()]
    people = [
        {
            "user_id": session.user_id,
            "user_name": session.user_name,
            "participant_id": session.id,
            "join_time": session.joined,
            "duration": seconds,
        }
        for session, seconds in stays
    ]
    begun = min(session.joined for session, _ in stays)
    return {
        "id": room.id,
        "room": room.name,
        "start_time": begun,
        "duration": time.time() - begun,
        "ongoing": bool(room.sessions),
        "participants": people,
    }


def _refuse_forbidden(account: Account, body: dict[str, Any]) -> None:
    forbidden = account.forbidden & set(body.get("properties", {}))
    if forbidden:
        raise invalid(f"this account may not set {', '.join(forbidden)}")


def _room(account: Account, name: str) -> FakeRoom:
    room = account.room(name)
    if room is None:
        raise No(404, "not-found", f"room {name} not found")
    return room


# Method, path, what the body is, what the answer is, and who answers with what of the request.
Door = tuple[str, re.Pattern[str], str | None, str | None, Callable[..., dict[str, Any]]]
ROOM = "room (answer of create, get, update)"
DOORS: list[Door] = [
    ("GET", re.compile(r"/"), None, "domain", domain),
    ("POST", re.compile(r"/rooms"), "create_room_request", ROOM, create_room),
    ("GET", re.compile(r"/rooms/([^/]+)"), None, ROOM, get_room),
    ("POST", re.compile(r"/rooms/([^/]+)"), "create_room_request", ROOM, update_room),
    ("DELETE", re.compile(r"/rooms/([^/]+)"), None, None, delete_room),
    ("GET", re.compile(r"/rooms/([^/]+)/presence"), None, "room_presence_answer", room_presence),
    ("POST", re.compile(r"/rooms/([^/]+)/eject"), "eject_request", "eject_answer", eject),
    ("POST", re.compile(r"/rooms/([^/]+)/update-permissions"), "update_permissions_request", None, update_permissions),
    ("POST", re.compile(r"/meeting-tokens"), "create_token_request", "token_answer", create_token),
    ("GET", re.compile(r"/presence"), None, "Hash<String, Array<presence_row>>", presence),
    ("GET", re.compile(r"/meetings"), None, "meetings_answer", meetings),
]
