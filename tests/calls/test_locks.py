"""Locks are taken in one order by everybody, and what was read before them is read again: on both databases."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app import clock
from app.accounts import actions as accounts
from app.accounts.models import User
from app.calls import actions as calls
from app.calls.access import is_inside
from app.calls.models import Participant
from app.config import settings
from app.db import db
from app.errors import Refusal
from app.events import Event, announce
from app.log import entries, heads, transaction
from app.rooms import actions as rooms
from app.rooms.access import standing_in, standing_with
from app.rooms.models import Membership, Room
from app.rooms.wishes import RoomWishes
from tests.conftest import make_account
from tests.meeting import at_once


@dataclass(frozen=True, kw_only=True)
class Whispered(Event):
    type = "test:whispered"
    names: tuple[str, ...]

    @property
    def audiences(self) -> tuple[str, ...]:
        return self.names


@pytest.fixture
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is tried twice: the order of the locks has to be right by itself."""
    monkeypatch.setattr("app.db.GIVEN_UP", ())


def furnish(count: int = 1) -> tuple[list[int], list[int], list[int]]:
    """Rooms, two people who belong to all of them (the first owns them), and a device of each."""
    with transaction():
        people = [make_account(name) for name in ("Asha", "Kenji")]
        made = [rooms.create_room(people[0], RoomWishes()) for _ in range(count)]
        for room in made:
            rooms.join_room(room, people[1])
        devices = [accounts.start_session(person, "page", "", "")[0] for person in people]
    return [room.id for room in made], [person.id for person in people], [device.id for device in devices]


def enter(user_id: int, room_id: int, device: int | None) -> str:
    calls.make_way(device, room_id)
    return calls.connect(standing_with(user_id, room_id), device, None, mic=True, camera=True).id


def enter_now(user_id: int, room_id: int, device: int | None) -> str:
    with transaction():
        return enter(user_id, room_id, device)


@pytest.mark.usefixtures("impatience")
def test_who_comes_back_while_their_seat_lapses_is_seated(either_app: Flask) -> None:
    with either_app.app_context():
        (room_id,), people, devices = furnish()
        seat_id = enter_now(people[1], room_id, devices[1])
        with transaction():
            db.session.get_one(Participant, seat_id).expires_at = clock.now() - timedelta(seconds=1)
    at_once(either_app, partial(enter, people[1], room_id, devices[1]), partial(calls.lapse, seat_id))
    with either_app.app_context():
        assert is_inside(people[1], db.session.get_one(Room, room_id))
        assert db.session.get(Participant, seat_id) is None


@pytest.mark.usefixtures("impatience")
def test_two_who_change_places_both_arrive(either_app: Flask) -> None:
    with either_app.app_context():
        (here, there), people, devices = furnish(2)
        enter_now(people[0], here, devices[0])
        enter_now(people[1], there, devices[1])
    at_once(either_app, partial(enter, people[0], there, devices[0]), partial(enter, people[1], here, devices[1]))
    with either_app.app_context():
        seats = db.session.scalars(select(Participant).order_by(Participant.user_id))
        assert [seat.call.room_id for seat in seats] == [there, here]


def test_whom_the_database_gives_up_is_seated_after_all(either_app: Flask) -> None:
    """Somebody takes the locks in another order."""
    with either_app.app_context():
        (here, there), people, devices = furnish(2)
        enter_now(people[0], here, devices[0])
        enter_now(people[1], there, devices[1])

    def hurry(user_id: int, room_id: int, device: int) -> None:
        calls.connect(standing_with(user_id, room_id), device, None, mic=True, camera=True)

    at_once(either_app, partial(hurry, people[0], there, devices[0]), partial(hurry, people[1], here, devices[1]))
    with either_app.app_context():
        assert {seat.call.room_id for seat in db.session.scalars(select(Participant))} == {here, there}


@pytest.mark.usefixtures("impatience")
def test_a_device_that_joins_two_rooms_at_once_is_in_one(either_app: Flask) -> None:
    with either_app.app_context():
        (here, there), people, devices = furnish(2)
    at_once(either_app, partial(enter, people[0], here, devices[0]), partial(enter, people[0], there, devices[0]))
    with either_app.app_context():
        assert len(db.session.scalars(select(Participant)).all()) == 1


@pytest.mark.usefixtures("impatience")
def test_leaving_twice_at_once_is_told_once(either_app: Flask) -> None:
    with either_app.app_context():
        (room_id,), people, devices = furnish()
        seat_id = enter_now(people[0], room_id, devices[0])

    def leave() -> None:
        seat = db.session.get(Participant, seat_id)
        if seat is not None:
            calls.leave_call(seat)

    at_once(either_app, leave, leave)
    with either_app.app_context():
        told = [entry.type for entry in entries(f"room:{room_id}", 0)]
        assert told.count("room:participant-left") == told.count("call:ended") == 1


@pytest.mark.usefixtures("impatience")
def test_what_two_people_tell_each_other_at_once_is_told(postgres_app: Flask) -> None:
    both = ("test:left", "test:right")
    tell = [partial(announce, Whispered(names=names)) for names in (both, both[::-1])]
    at_once(postgres_app, *tell)
    with postgres_app.app_context():
        assert heads(both) == dict.fromkeys(both, 2)


def test_nobody_keeps_one_room_more_than_they_may_by_asking_twice_at_once(postgres_app: Flask) -> None:
    with postgres_app.app_context():
        made, people, _devices = furnish(settings().saved_rooms_per_user + 1)
        with transaction():
            for room_id in made[2:]:
                rooms.save_room(standing_with(people[0], room_id), True)

    def keep(room_id: int) -> str:
        try:
            rooms.save_room(standing_with(people[0], room_id), True)
        except Refusal as refusal:
            return refusal.code
        return "kept"

    assert sorted(at_once(postgres_app, *(partial(keep, room_id) for room_id in made[:2]))) == [
        "SAVED_ROOMS_FULL",
        "kept",
    ]


def _kick(by_id: int, user_id: int, room_id: int) -> None:
    by = standing_with(by_id, room_id)
    target = standing_in(by.room, user_id)
    assert target is not None
    rooms.kick(by, target)


def _close(by_id: int, _user_id: int, room_id: int) -> None:
    by = standing_with(by_id, room_id)
    rooms.close_room(by.room, by.user)


def _disable(_by_id: int, user_id: int, _room_id: int) -> None:
    accounts.disable_user(db.session.get_one(User, user_id))


@pytest.mark.parametrize(("end", "code"), [(_kick, "KICKED"), (_close, "ROOM_CLOSED"), (_disable, "UNAUTHENTICATED")])
def test_who_is_removed_between_the_look_and_the_seat_gets_none(postgres_app: Flask, end: Any, code: str) -> None:
    with postgres_app.app_context():
        (room_id,), people, devices = furnish()
    has_looked, is_removed, refused = threading.Event(), threading.Event(), []

    def come_in() -> None:
        with postgres_app.app_context():
            try:
                with transaction():
                    standing = db.session.scalar(
                        select(Membership).where(Membership.room_id == room_id, Membership.user_id == people[1])
                    )
                    assert standing is not None and standing.room.closed_at is None
                    has_looked.set()
                    is_removed.wait(30)
                    calls.connect(standing, devices[1], None, mic=True, camera=True)
            except Refusal as refusal:
                refused.append(refusal.code)

    thread = threading.Thread(target=come_in)
    thread.start()
    assert has_looked.wait(30)
    with postgres_app.app_context():
        with transaction():
            end(people[0], people[1], room_id)
        is_removed.set()
        thread.join(30)
        assert not is_inside(people[1], db.session.get_one(Room, room_id))
    assert refused == [code]


def test_leases_are_renewed_without_waiting_for_anybody(postgres_app: Flask) -> None:
    with postgres_app.app_context():
        (room_id,), people, devices = furnish()
        seats = [enter_now(*each) for each in zip(people, (room_id, room_id), devices, strict=True)]
        end = clock.now() + timedelta(seconds=1)
        with transaction():
            for seat_id in seats:
                db.session.get_one(Participant, seat_id).expires_at = end
        with db.engine.connect() as another:
            another.execute(select(Participant.id).where(Participant.id == seats[0]).with_for_update())
            with transaction():
                calls.renew(seats)
        ends = {seat.id: seat.expires_at for seat in db.session.scalars(select(Participant))}
        assert ends[seats[0]] == end < ends[seats[1]]
