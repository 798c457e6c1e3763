"""What Daily tells by itself is believed with its signature only, once, and as a hint."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app import clock as time
from app import create_app
from app.calls import actions as calls
from app.calls.access import inside
from app.calls.models import DailyNews, Participant
from app.config import ConfigurationError, Settings
from app.db import db
from app.log import entries, transaction
from app.notices.caretaker import tend
from app.notices.daily_door import is_signed
from app.notices.daily_lane import run_all
from tests.calls.daily.steps import go_in, here, names, with_kenji_removed
from tests.conftest import Cast, make_settings
from tests.servers.daily import KEY, LocalDaily
from tests.servers.daily_contract import faults_in

# Daily's own example.
SECRET = "NQrSA5z0FkJ44QPrFerW7uCc5kdNLv3l2FDEKDanL1U="


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, daily_webhook_secret=SECRET)


def signature_of(timestamp: str, raw: bytes) -> str:
    mac = hmac.new(base64.b64decode(SECRET), timestamp.encode() + b"." + raw, hashlib.sha256)
    return base64.b64encode(mac.digest()).decode()


def post(app: Flask, raw: bytes, **changed: str) -> TestResponse:
    """A webhook with the right headers, but for those that are `changed`."""
    timestamp = changed.get("timestamp", str(int(time.now().timestamp())))
    headers = {
        "X-Webhook-Timestamp": timestamp,
        "X-Webhook-Signature": changed.get("signature", signature_of(timestamp, raw)),
        "Content-Type": "application/json",
    }
    return app.test_client().post("/webhooks/daily", data=raw, headers=headers)


def tell(app: Flask, kind: str, payload: dict[str, Any], id: str = "first") -> TestResponse:  # noqa: A002
    """One of Daily's events, as it sends them."""
    news = {"version": "1.0.0", "type": kind, "event_ts": 1708972279.961, "payload": payload}
    assert list(faults_in(news, f"webhook_{kind.replace('.', '_')}")) == []
    return post(app, json.dumps(news | {"id": id}).encode())


def person(cast: Cast, name: str, session_id: str, **more: Any) -> dict[str, Any]:
    user = cast.standing[name].user
    return {
        "room": f"guftagu-{cast.room.code}",
        "user_id": f"u{user.id}",
        "user_name": user.display_name,
        "session_id": session_id,
        "joined_at": 1708972279.96,
        "owner": False,
        **more,
    }


def seat(cast: Cast, name: str) -> Participant | None:
    user_id = cast.standing[name].user_id
    return next((seat for seat in inside(cast.room) if seat.user_id == user_id), None)


def test_the_documented_example_is_signed_as_documented(app: Flask) -> None:
    raw, stamp = b'{"version":"1.0.0"}', "1708972279"
    with time.frozen(datetime.fromtimestamp(int(stamp), UTC)):
        assert is_signed(raw, stamp, "cOc5bReMdm9fGVzt0SUtxTYm/yQtI8MiDyABeOijip4=")
        assert not is_signed(raw + b" ", stamp, "cOc5bReMdm9fGVzt0SUtxTYm/yQtI8MiDyABeOijip4=")


@pytest.mark.parametrize(
    "changed",
    [
        {"signature": ""},
        {"signature": "cOc5bReMdm9fGVzt0SUtxTYm/yQtI8MiDyABeOijip4="},
        {"signature": "ß"},
        {"timestamp": "1708972279"},
        {"timestamp": "soon"},
        {"timestamp": ""},
    ],
)
def test_what_is_not_signed_or_old_is_refused(cast: Cast, app: Flask, changed: dict[str, str]) -> None:
    news = {"type": "participant.left", "id": "x", "payload": {}}
    answer = post(app, json.dumps(news).encode(), **changed)
    assert answer.status_code == 401
    assert answer.get_json()["code"] == "SIGNATURE_INVALID"
    assert db.session.query(DailyNews).count() == 0


@pytest.mark.parametrize("raw", [b'{"test":"test"}', b'{ "test": "test" }'])
def test_the_knock_before_a_webhook_is_made_is_answered(app: Flask, raw: bytes) -> None:
    assert app.test_client().post("/webhooks/daily", data=raw).status_code == 200


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"nothing",
        b"[]",
        b"7",
        b"[" * 5000,
        b'{"type":"recording.started","id":"1","payload":{}}',
        b'{"type":"participant.joined","id":"1","payload":[]}',
        b'{"type":"participant.joined","id":"1","payload":{"room":7,"user_id":{},"session_id":null}}',
        b'{"type":"participant.left","id":{"a":1},"payload":{"room":"guftagu-other","session_id":"s"}}',
        b'{"type":["meeting.ended"],"id":"1","payload":{"room":null}}',
    ],
)
def test_what_we_do_not_listen_to_is_heard_politely(cast: Cast, app: Flask, raw: bytes) -> None:
    assert post(app, raw).status_code == 200


def test_a_body_without_end_is_refused(app: Flask) -> None:
    assert post(app, b"x" * 70_000).status_code == 413


def test_without_a_secret_there_is_no_such_door(tmp_path: Path) -> None:
    app = create_app(make_settings(tmp_path, daily_api_key=KEY))
    assert app.test_client().post("/webhooks/daily", data=b'{"test":"test"}').status_code == 404


@pytest.mark.parametrize(
    ("name", "value"),
    [("DAILY_WEBHOOK_SECRET", "not base64!"), ("DAILY_API_URL", "api"), ("DAILY_MONTHLY_MINUTES", "-1")],
)
def test_a_setting_that_cannot_be_is_found_at_start(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=name):
        Settings.from_env({name: value, "INSTANCE": str(tmp_path)})


def test_the_key_may_come_from_a_file_and_shows_nowhere(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"{KEY}\n")
    found = Settings.from_env({"DAILY_API_KEY_FILE": str(tmp_path / "key"), "INSTANCE": str(tmp_path)})
    assert found.daily_api_key == KEY
    assert KEY not in repr(found)


def test_coming_and_going_are_noted_and_our_own_line_decides(cast: Cast, app: Flask, daily: LocalDaily) -> None:
    run_all()
    go_in(daily, cast.standing["asha"])
    session, _ = go_in(daily, cast.standing["kenji"])
    assert tell(app, "participant.joined", person(cast, "kenji", session.id)).status_code == 200
    assert seat(cast, "kenji").daily_session == session.id  # type: ignore[union-attr]
    tell(app, "participant.left", person(cast, "kenji", session.id, duration=12.5), "second")
    assert seat(cast, "kenji") is not None
    assert seat(cast, "kenji").daily_session is None  # type: ignore[union-attr]


def test_what_is_told_twice_is_heard_once(cast: Cast, app: Flask, daily: LocalDaily) -> None:
    run_all()
    session, _ = go_in(daily, cast.standing["kenji"])
    tell(app, "participant.joined", person(cast, "kenji", session.id))
    tell(app, "participant.left", person(cast, "kenji", session.id), "second")
    assert tell(app, "participant.joined", person(cast, "kenji", session.id)).status_code == 200
    assert seat(cast, "kenji").daily_session is None  # type: ignore[union-attr]
    assert db.session.query(DailyNews).count() == 2


def test_who_comes_without_a_seat_is_put_out(cast: Cast, app: Flask, daily: LocalDaily) -> None:
    token = with_kenji_removed(daily, cast)
    here(daily, cast).banned.clear()
    back = daily.account.enter(f"guftagu-{cast.room.code}", token)
    tell(app, "participant.joined", person(cast, "kenji", back.id))
    run_all()
    assert names(here(daily, cast)) == ["Asha"]


@pytest.mark.parametrize("told", ["participant.left", "meeting.ended"])
def test_a_reload_that_daily_tells_of_is_no_departure(
    cast: Cast, noise: None, app: Flask, daily: LocalDaily, clock: Any, told: str
) -> None:
    """Both lines are gone for a moment; the seat has the same grace as without Daily, and no more."""
    run_all()
    session, _ = go_in(daily, cast.standing["asha"])
    tell(app, "participant.joined", person(cast, "asha", session.id))
    before = seat(cast, "asha")
    assert before is not None
    with transaction():
        calls.shorten(before.id)
    if told == "participant.left":
        tell(app, told, person(cast, "asha", session.id, duration=3.0), "second")
    else:
        payload = {"start_ts": 1.0, "end_ts": 2.0, "meeting_id": "m", "room": f"guftagu-{cast.room.code}"}
        tell(app, told, payload, "second")
    clock.tick(seconds=5)
    with transaction():
        after = calls.connect(cast.standing["asha"], before.session_id, None, mic=True, camera=True)
    assert (after.call_id, after.daily_session) == (before.call_id, None)
    happened = [entry.type for entry in entries(f"room:{cast.room.id}", 0)]
    assert "room:participant-left" not in happened
    assert happened.count("call:started") == 1
    with transaction():
        calls.shorten(after.id)
    clock.tick(seconds=11)
    tend()
    run_all()
    assert inside(cast.room) == []
    assert daily.count("GET /meetings") >= 1


def test_old_news_are_forgotten(cast: Cast, app: Flask, clock: Any) -> None:
    tell(app, "participant.left", person(cast, "kenji", "s"))
    clock.tick(hours=25)
    tend()
    assert db.session.query(DailyNews).count() == 0
