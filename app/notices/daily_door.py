"""`POST /webhooks/daily`: what Daily tells us by itself, believed only with its signature."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

from flask import Flask, jsonify, request
from flask_wtf import CSRFProtect
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from .. import clock
from ..calls.models import DailyNews
from ..config import settings
from ..db import db
from ..errors import Refusal
from ..log import transaction
from .daily_news import TELLERS

MOST_BYTES = 64 * 1024
WINDOW = 300
# What Daily posts to see whether somebody is here; whether that is signed is not documented.
TEST = {"test": "test"}


def install(app: Flask, csrf: CSRFProtect) -> None:
    """Daily knows no form token: its signature stands for it."""
    app.add_url_rule("/webhooks/daily", "daily_webhook", csrf.exempt(hear), methods=["POST"])


def hear() -> Response | tuple[Response, int]:
    """200 for what was heard (before, too) and for what we do not listen to; 401 without a good signature."""
    if not settings().daily_webhook_secret:
        raise Refusal("NOT_FOUND")
    if (request.content_length or 0) > MOST_BYTES:
        raise Refusal("PAYLOAD_TOO_LARGE")
    raw = request.get_data()
    if _opened(raw) == TEST:
        return jsonify(ok=True)
    if not is_signed(
        raw, request.headers.get("X-Webhook-Timestamp", ""), request.headers.get("X-Webhook-Signature", "")
    ):
        return jsonify(code="SIGNATURE_INVALID", message="The signature or its time is wrong."), 401
    news = _opened(raw)
    if isinstance(news, dict):
        _take(news)
    return jsonify(ok=True)


def is_signed(raw: bytes, timestamp: str, signature: str) -> bool:
    """Whether Daily signed these bytes within the last five minutes: base64(HMAC-SHA256(secret, time + "." + body))."""
    if not _is_fresh(timestamp):
        return False
    secret = base64.b64decode(settings().daily_webhook_secret)
    mac = hmac.new(secret, timestamp.encode() + b"." + raw, hashlib.sha256).digest()
    return hmac.compare_digest(base64.b64encode(mac), signature.encode())


def _is_fresh(timestamp: str) -> bool:
    """Seconds; milliseconds are understood too, for the unit is not documented."""
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) < 15):
        return False
    seconds = int(timestamp) / (1000 if len(timestamp) > 11 else 1)
    return abs(clock.now().timestamp() - seconds) <= WINDOW


def _opened(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None


def _take(news: dict[str, Any]) -> None:
    """Once, however often Daily sends it; the note and what follows are one transaction."""
    tell, payload = TELLERS.get(str(news.get("type"))), news.get("payload")
    if tell is None or not isinstance(payload, dict):
        return
    try:
        with transaction():
            db.session.add(DailyNews(id=_id_of(news)))
            db.session.flush()
            tell(payload)
    except IntegrityError:
        return


def _id_of(news: dict[str, Any]) -> str:
    given = news.get("id")
    if isinstance(given, str) and 0 < len(given) <= 128:
        return given
    return hashlib.sha256(json.dumps(news, sort_keys=True).encode()).hexdigest()
