"""What the Room Settings panel sets, set by a script."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.db import db
from app.log import transaction
from app.rooms import actions
from app.rooms.invitations import link_with
from app.rooms.models import Room
from app.rooms.passwords import prove_password
from tests.conftest import Cast

from .conftest import Api, TokenOf


def test_everything_on_the_panel(api: Api, cast: Cast, token_of: TokenOf) -> None:
    path, token = f"/api/rooms/{cast.room.code}", token_of(cast.asha)
    wishes: dict[str, Any] = {"name": "Quiet Night", "maxUsers": 3, "isPublic": False, "quality": "high"}
    wishes |= {"waitingRoom": True, "recordingEnabled": True, "password": "open sesame"}
    face = api("PATCH", path, wishes, token).get_json()["room"]
    told = {"name": "Quiet Night", "maxParticipants": 3, "isPublic": False, "quality": "high", "hasPassword": True}
    told |= {"waitingRoom": True, "recordingEnabled": True}
    assert {name: face[name] for name in told} == told
    room = db.session.get_one(Room, cast.room.id)
    assert prove_password(room, "open sesame")
    assert api("PATCH", path, {"quality": "auto"}, token).get_json()["room"]["hasPassword"]
    assert not api("PATCH", path, {"password": None}, token).get_json()["room"]["hasPassword"]


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"name": " "}, "name"),
        ({"maxParticipants": 11}, "maxParticipants"),
        ({"quality": "best"}, "quality"),
        ({"password": "x" * 73}, "password"),
    ],
)
def test_mistakes_are_named(api: Api, cast: Cast, token_of: TokenOf, wish: dict[str, Any], field: str) -> None:
    answer = api("PATCH", f"/api/rooms/{cast.room.code}", wish | {"isLocked": True}, token_of(cast.asha))
    assert answer.status_code == 422
    assert field in answer.get_json()["fields"]
    assert not db.session.get_one(Room, cast.room.id).is_locked, "all or nothing"


def test_cohosts_leave_name_and_door_alone(api: Api, cast: Cast, token_of: TokenOf) -> None:
    with transaction():
        actions.make_cohost(cast.standing["asha"], cast.standing["kenji"])
    path, token = f"/api/rooms/{cast.room.code}", token_of(cast.kenji)
    for wish in ({"name": "Mine"}, {"isPublic": False}, {"password": "mine"}, {"password": None}):
        assert api("PATCH", path, wish, token).get_json()["code"] == "NOT_HOST"
    assert api("PATCH", path, {"maxParticipants": 4}, token).status_code == 200


def test_a_link_lasts_as_long_as_asked(api: Api, cast: Cast, token_of: TokenOf) -> None:
    path, token = f"/api/rooms/{cast.room.code}/invitations", token_of(cast.asha)
    for asked, lasts in (({"expiresIn": 3600, "uses": 2}, timedelta(hours=1)), ({}, timedelta(days=7))):
        link = link_with(api.post(path, asked, token).get_json()["invitation"])
        assert link is not None and link.expires_at is not None
        assert abs(link.expires_at - link.created_at - lasts) < timedelta(seconds=30)
    assert api.post(path, {"expiresIn": 31 * 86400}, token).status_code == 422
