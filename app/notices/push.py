"""Ringing hosts who are away: when somebody knocks, the browsers of those who are not in the room are told."""

from __future__ import annotations

import json
import logging
from typing import Any

from ..accounts.push import PushSubscription, forget, subscriptions_of
from ..calls.access import is_inside
from ..db import db
from ..errands import NotNow, errand, leave, work_off
from ..events import along
from ..log import transaction
from ..rooms.knock_events import Knocked
from ..rooms.models import Knock
from .knock_tokens import answer_token
from .push_crypto import authorization, encrypt, public_key
from .push_services import Unreachable, origin_of, post

logger = logging.getLogger(__name__)
LANE = "push"
FRESH = 300  # seconds for which we, and a push service, keep trying
GONE = (404, 410)


@along(Knocked)
def ring_hosts(event: Knocked) -> None:
    """Outside of the request of who knocks: a push service may take its time."""
    if public_key():
        leave(ring, event.knock_id, event.host_ids)


def run_all() -> None:
    """Ring everybody here and now: for tests, which have no thread."""
    work_off(LANE)


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


@errand(LANE, lasts=FRESH)
def ring(knock_id: int, host_ids: list[int]) -> None:
    """Each browser of each host who is not inside, by an errand of its own."""
    with transaction():
        knock = db.session.get(Knock, knock_id)
        if knock is None or knock.state != "waiting":
            return
        away = [host_id for host_id in host_ids if not is_inside(host_id, knock.room)]
        for subscription in subscriptions_of(away):
            leave(tell_browser, knock_id, subscription.id)


@errand(LANE, lasts=FRESH)
def tell_browser(knock_id: int, subscription_id: int) -> None:
    """What a service cannot do now is tried again, what it knows no more is forgotten."""
    knock, subscription = db.session.get(Knock, knock_id), db.session.get(PushSubscription, subscription_id)
    if knock is None or knock.state != "waiting" or subscription is None:
        return
    status = _send(knock, subscription)
    if status in GONE:
        with transaction():
            forget(subscription_id)
    elif status == 429 or status >= 500:
        raise NotNow(f"a push service answered {status}")
    elif status >= 400:
        logger.warning("a push service refused with %s", status)


def _send(knock: Knock, subscription: PushSubscription) -> int:
    """The status of the answer. Raises NotNow."""
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
        raise NotNow(f"a push service could not be reached: {error}") from error
