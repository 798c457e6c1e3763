"""Home hears at once which rooms one belongs to, and how many are inside."""

from __future__ import annotations

from flask import Flask

from app.calls import actions as calls
from app.log import transaction
from app.realtime.parcel import Parcel
from app.rooms import actions as rooms
from app.rooms.wishes import RoomWishes
from tests.calls.test_seats import device_of
from tests.conftest import Cast


def hear(app: Flask) -> list[Parcel]:
    """Everything that the bus carries from now on, whoever listens."""
    heard: list[Parcel] = []
    bus = app.extensions["bus"]
    publish = bus.publish

    def listen(audience: str, message: bytes) -> None:
        heard.append(Parcel.unpack(audience, message))
        publish(audience, message)

    bus.publish = listen
    return heard


def test_a_new_room_appears_for_who_made_it_and_for_nobody_else(app: Flask, cast: Cast, noise: None) -> None:
    heard = hear(app)
    with transaction():
        room = rooms.create_room(cast.kenji, RoomWishes(name="Study Group"))
    lists = [parcel for parcel in heard if parcel.event == "rooms:changed"]
    assert [parcel.audience for parcel in lists] == [f"user:{cast.kenji.id}"]
    assert "Study Group" in (lists[0].content or "")
    assert f'id="room-{room.id}"' in (lists[0].content or "")


def test_everybody_who_belongs_hears_how_many_are_inside(app: Flask, cast: Cast, noise: None) -> None:
    device = device_of(cast.standing["asha"])
    heard = hear(app)
    with transaction():
        calls.connect(cast.standing["asha"], device, None, mic=True, camera=True)
    counts = [parcel for parcel in heard if parcel.event == "rooms:count"]
    assert {parcel.audience for parcel in counts} == {f"user:{user.id}" for user in (cast.asha, cast.kenji, cast.leila)}
    assert {parcel.data["count"] for parcel in counts} == {1}


def test_a_closed_room_leaves_every_list(app: Flask, cast: Cast, noise: None) -> None:
    heard = hear(app)
    with transaction():
        rooms.close_room(cast.room, cast.asha)
    gone = [parcel for parcel in heard if parcel.event == "rooms:changed"]
    assert {parcel.audience for parcel in gone} == {f"user:{user.id}" for user in (cast.asha, cast.kenji, cast.leila)}
    assert all(f"#room-{cast.room.id}" in (parcel.content or "") for parcel in gone)
