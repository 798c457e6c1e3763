"""Knocking is bounded: by person and note, by address and by room."""

from __future__ import annotations

import pytest
from flask import Flask

from app.accounts import actions as accounts
from app.errors import Refusal
from app.log import transaction
from app.rooms import actions
from app.rooms.asking import ask_hosts
from app.rooms.models import Room
from app.rooms.wishes import RoomWishes
from tests.conftest import Cast


def knock_from(app: Flask, room: Room, address: str) -> None:
    with app.test_request_context(environ_base={"REMOTE_ADDR": address}), transaction():
        ask_hosts(room, accounts.make_guest("Caller"), "", None)


def test_one_address_and_all_together_knock_so_often_at_one_door(app: Flask, cast: Cast) -> None:
    with transaction():
        cast.room.waiting_room = True
        other = actions.create_room(cast.asha, RoomWishes(waiting_room=True))
    for _ in range(20):
        knock_from(app, cast.room, "192.0.2.1")
    with pytest.raises(Refusal) as caught:
        knock_from(app, cast.room, "192.0.2.1")
    assert caught.value.code == "RATE_LIMITED"
    knock_from(app, other, "192.0.2.1")
    for number in range(99):
        knock_from(app, cast.room, f"198.51.100.{number}")
    knock_from(app, cast.room, "203.0.113.1")
    with pytest.raises(Refusal):
        knock_from(app, cast.room, "203.0.113.1")
