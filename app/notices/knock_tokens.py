"""An answer to one knock that a host can give from a locked screen: signed, short of life, and good once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from itsdangerous import BadSignature, URLSafeSerializer

from .. import clock
from ..accounts.models import Session
from ..config import settings
from ..db import db
from ..errors import Refusal
from ..rooms.access import standing_with
from ..rooms.models import Knock, Membership

LIFETIME = timedelta(minutes=15)
TOO_OLD = "This question is too old to be answered. Open the room to see who waits."


@dataclass(frozen=True)
class KnockAnswer:
    """Which answer to which knock, by which host on which device, and until when (seconds)."""

    knock_id: int
    session_id: int
    answer: str
    until: int


def answer_token(knock_id: int, session_id: int, answer: str, until: int | None = None) -> str:
    """What the holder of this session can answer with; spent when the knock is answered, by whomever."""
    until = until or int((clock.now() + LIFETIME).timestamp())
    return str(_signer().dumps([knock_id, session_id, answer, until]))


def read_answer(token: str) -> KnockAnswer:
    """What `token` says; NOT_FOUND for one that is not ours, KNOCK_OVER for one that is too old."""
    try:
        read = KnockAnswer(*_signer().loads(token))
    except BadSignature as error:
        raise Refusal("NOT_FOUND") from error
    if read.until <= clock.now().timestamp():
        raise Refusal("KNOCK_OVER", words=TOO_OLD)
    return read


def host_behind(read: KnockAnswer) -> tuple[Membership, Knock]:
    """Who answers, and whom: looked up anew. UNAUTHENTICATED once the device is signed out, NOT_HOST without the role."""
    session, knock = db.session.get(Session, read.session_id), db.session.get(Knock, read.knock_id)
    if session is None or not session.is_live:
        raise Refusal("UNAUTHENTICATED")
    if knock is None:
        raise Refusal("NOT_FOUND")
    standing = standing_with(session.user_id, knock.room_id)
    if not standing.is_host:
        raise Refusal("NOT_HOST")
    return standing, knock


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key, salt="knock-answer")
