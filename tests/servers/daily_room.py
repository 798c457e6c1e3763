"""The page of a room at the local Daily: what its frame shows, and what that page asks its own server."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from werkzeug.wrappers import Request, Response

from .daily_state import Account, JoinRefused, Session

HERE = Path(__file__).parent


def room_page(account: Account, request: Request, rest: str) -> Response:
    """`GET /fake-daily/NAME?t=TOKEN&emb=…`, and the doors `POST /fake-daily/NAME/{enter,state,watch,leave}` behind it."""
    name, _, door = rest.partition("/")
    if door == "script.js":
        return Response((HERE / "daily_room.js").read_text(), mimetype="text/javascript")
    if not door:
        return Response((HERE / "daily_room.html").read_text(), mimetype="text/html")
    given = json.loads(request.get_data())
    answer = enter(account, name, given) if door == "enter" else DOORS[door](account, name, given)
    return Response(json.dumps(answer), mimetype="application/json")


def enter(account: Account, name: str, given: dict[str, Any]) -> dict[str, Any]:
    """In with a token, or why not; `hangs` makes the page forget to say goodbye."""
    try:
        session = account.enter(name, given["token"])
    except JoinRefused as no:
        return {"error": no.kind}
    return _shown(session) | {"hangs": account.hangs}


def state(account: Account, name: str, given: dict[str, Any]) -> dict[str, Any]:
    """What one tab sends and says of itself; a kind that is not allowed any more stays off."""
    with account.lock:
        session = _session(account, name, given)
        if session is not None:
            session.on = {kind: bool(is_on) for kind, is_on in given["on"].items()}
            session.user_name = given["user_name"]
    return {}


def watch(account: Account, name: str, given: dict[str, Any]) -> dict[str, Any]:
    """The others as they are now; or why one is not inside any more."""
    with account.lock:
        room = account.room(name)
        if room is None:
            return {"gone": "exp-room" if name in account.rooms else "no-room"}
        mine = _session(account, name, given)
        if mine is None:
            return {"gone": "ejected"}
        others = [_shown(each) for each in room.sessions.values() if each is not mine]
        return {"others": others, "can_send": mine.can_send}


def leave(account: Account, name: str, given: dict[str, Any]) -> dict[str, Any]:
    with account.lock:
        if _session(account, name, given) is not None:
            account.leave(name, given["session"])
    return {}


DOORS = {"state": state, "watch": watch, "leave": leave}


def _session(account: Account, name: str, given: dict[str, Any]) -> Session | None:
    room = account.rooms.get(name)
    return room.sessions.get(given["session"]) if room else None


def _shown(session: Session) -> dict[str, Any]:
    return {
        "session": session.id,
        "user_id": session.user_id,
        "user_name": session.user_name,
        "owner": session.is_owner,
        "on": session.on,
    }
