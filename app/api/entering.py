"""How a client gets in: a session of its own, and the answer with its token."""

from __future__ import annotations

from typing import Any

from flask import request

from ..accounts import actions as accounts
from ..accounts.models import Session, User
from ..calls.models import Participant
from ..rooms.models import Membership
from . import auth
from .faces import member_face


def begin_session(user: User) -> Session:
    """A session of kind `api` for this client; only its tokens are handed out, never its secret."""
    session, _secret = accounts.start_session(user, "api", request.user_agent.string, request.remote_addr or "")
    return session


def entered(session: Session, standing: Membership, seat: Participant | None = None) -> dict[str, Any]:
    """The room, and a new token for it and nothing else."""
    code = standing.room.code
    answer = {
        "success": True,
        "roomCode": code,
        "room_code": code,
        "token": auth.token_for(session, standing.room),
        "userId": standing.user_id,
        "room": member_face(standing),
    }
    return answer | ({"participant": seat.id} if seat else {})
