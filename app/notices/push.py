"""Ringing hosts who are away: when somebody knocks, the browsers of those who are not in the room are told."""

from __future__ import annotations

import json
import logging
import threading
from typing import Any

from flask import Flask, current_app

from ..accounts.push import PushSubscription, forget, subscriptions_of
from ..calls.access import is_inside
from ..db import db
from ..events import on
from ..log import transaction
from ..rooms.knock_events import Knocked
from ..rooms.models import Knock
from .errands import Errands
from .knock_tokens import answer_token
from .push_crypto import authorization, encrypt, public_key
from .push_services import Unreachable, origin_of, post

logger = logging.getLogger(__name__)
FRESH = 300  # seconds for which a push service keeps trying
WAITS = (2, 10)  # before the second and the third try
GONE = (404, 410)


def install(app: Flask) -> None:
    """A queue of its own: a push service that does not answer holds up nothing else."""
    app.extensions["push"] = Errands(app)


@on(Knocked)
def ring_hosts(event: Knocked) -> None:
    """After the commit, and outside of the request of who knocks."""
    if not public_key():
        return
    _queue().put(_ring, (event.knock_id, event.host_ids))


def run_all() -> None:
    """Ring everybody here and now: for tests, which have no thread."""
    _queue().run_all()


def message_for(knock: Knock, subscription: PushSubscription) -> dict[str, Any]:
    """What the browser shows: who, where, what they say, and the two answers."""
    note = f"“{knock.note}” " if knock.note else ""
    tokens = {each: answer_token(knock.id, subscription.session_id, each) for each in ("admitted", "declined")}
    return {
        "title": f"{knock.user.display_name} is knocking",
        "body": f"{note}at {knock.room.name}",
        "tag": f"knock-{knock.id}",
        "answers": tokens,
        "url": f"/room/{knock.room.code}",
    }


def _ring(knock_id: int, host_ids: tuple[int, ...]) -> None:
    knock = db.session.get(Knock, knock_id)
    if knock is None or knock.state != "waiting":
        return
    away = [host_id for host_id in host_ids if not is_inside(host_id, knock.room)]
    for subscription in subscriptions_of(away):
        _queue().put(_tell, (knock_id, subscription.id, 0))


def _tell(knock_id: int, subscription_id: int, tries: int) -> None:
    """One browser, once; what a service cannot do now is tried again, what it knows no more is forgotten."""
    knock, subscription = db.session.get(Knock, knock_id), db.session.get(PushSubscription, subscription_id)
    if knock is None or knock.state != "waiting" or subscription is None:
        return
    status = _send(knock, subscription)
    if status in GONE:
        with transaction():
            forget(subscription_id)
    elif status == 429 or status >= 500:
        _try_again(knock_id, subscription_id, tries)
    elif status >= 400:
        logger.warning("a push service refused with %s", status)


def _send(knock: Knock, subscription: PushSubscription) -> int:
    """The status; 503 for a service that cannot be reached."""
    text = json.dumps(message_for(knock, subscription), ensure_ascii=False).encode()
    endpoint = subscription.endpoint
    headers = {
        "Authorization": authorization(origin_of(endpoint)),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(FRESH),
        "Urgency": "high",
        "Topic": f"knock-{knock.id}",
    }
    body = encrypt(text, subscription.p256dh, subscription.auth)
    db.session.rollback()  # nothing is held while somebody else takes their time
    try:
        return post(endpoint, headers, body)
    except Unreachable as error:
        logger.warning("a push service could not be reached: %s", error)
        return 503


def _try_again(knock_id: int, subscription_id: int, tries: int) -> None:
    if tries < len(WAITS):
        again = threading.Timer(WAITS[tries], _queue().put, (_tell, (knock_id, subscription_id, tries + 1)))
        again.daemon = True
        again.start()


def _queue() -> Errands:
    queue: Errands = current_app.extensions["push"]
    return queue
