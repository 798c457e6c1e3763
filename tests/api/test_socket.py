"""The socket's door takes the API's tokens, and they reach no further there. Asked by its twin for blocked lines."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app.log import transaction
from app.rooms import actions
from app.rooms.wishes import RoomWishes
from tests.api.conftest import TokenOf
from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("noise")


def hear(app: Flask, token: str, code: str) -> tuple[int, Any]:
    headers = {"Authorization": f"Bearer {token}"}
    audience = f"room:{code}"
    answer = app.test_client().get("/ws/since", query_string={"audience": audience}, headers=headers)
    return answer.status_code, answer.get_json(silent=True)


@pytest.mark.parametrize("is_narrow", [True, False])
def test_a_token_opens_the_line_to_its_room(app: Flask, cast: Cast, token_of: TokenOf, is_narrow: bool) -> None:
    token = token_of(cast.kenji, cast.room if is_narrow else None)
    status, frames = hear(app, token, cast.room.code)
    assert (status, frames[0]["event"]) == (200, "wire:hello")
    assert f"room:{cast.room.id}" in frames[0]["data"]["heads"]


def test_a_token_for_another_room_does_not(app: Flask, cast: Cast, token_of: TokenOf) -> None:
    with transaction():
        other = actions.create_room(cast.kenji, RoomWishes())
    assert hear(app, token_of(cast.kenji, other), cast.room.code)[0] == 404
    assert hear(app, token_of(cast.stranger), cast.room.code)[0] == 404
    assert hear(app, "nonsense", cast.room.code)[0] == 401


def test_who_was_removed_hears_no_more(app: Flask, cast: Cast, token_of: TokenOf) -> None:
    token = token_of(cast.leila, cast.room)
    with transaction():
        actions.kick(cast.standing["asha"], cast.standing["leila"])
    assert hear(app, token, cast.room.code)[0] == 403
