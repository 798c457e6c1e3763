"""Who is inside: seats, leases, the last seat, and what becomes of a room without its host."""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from app import clock as time
from app.accounts import actions as accounts
from app.calls import actions as calls
from app.calls.access import inside, lapsed, live_call, seat_counts, seats_taken
from app.calls.models import Participant
from app.calls.panel import people_in, people_panel
from app.clock import Clock
from app.db import db
from app.errors import Refusal
from app.log import entries, transaction
from app.notices.caretaker import tend
from app.realtime.parcel import Parcel
from app.rooms import actions as rooms
from app.rooms.access import standing_in
from app.rooms.models import Membership, Room
from app.rooms.wishes import RoomWishes
from tests.conftest import Cast, make_account

ROUNDS = 6


def device_of(standing: Membership) -> int:
    with transaction():
        return accounts.start_session(standing.user, "page", "pytest", "127.0.0.1")[0].id


def enter(standing: Membership, device: int | None = None, known: str | None = None) -> Participant:
    """Step inside and connect, as a page does."""
    device = device or device_of(standing)
    with transaction():
        return calls.connect(standing, device, known, mic=True, camera=True)


def types(room: Room) -> list[str]:
    return [entry.type for entry in entries(f"room:{room.id}", 0)]


def refused(code: str) -> pytest.RaisesExc[Refusal]:
    return pytest.RaisesExc(Refusal, check=lambda refusal: refusal.code == code)


def test_the_first_seat_starts_a_call_and_the_last_to_leave_ends_it(cast: Cast, noise: None) -> None:
    seat = enter(cast.standing["asha"])
    call = live_call(cast.room)
    assert call is not None
    assert seats_taken(cast.room) == 1
    with transaction():
        calls.leave_call(db.session.get_one(Participant, seat.id))
    assert live_call(cast.room) is None
    assert types(cast.room)[-5:] == [
        "call:started",
        "room:participant-joined",
        "room:participant-left",
        "call:ended",
        "room:host-left",
    ]


def test_who_joins_is_said_aloud_once(cast: Cast, told: list[Parcel]) -> None:
    """A toast says it, so the line of the chat that says it too keeps silent."""
    seat = enter(cast.standing["asha"])
    with transaction():
        calls.leave_call(db.session.get_one(Participant, seat.id))
    pages = [parcel.content or "" for parcel in told]
    joined, left = (next(page for page in pages if f"Asha {what}" in page) for what in ("joined", "left"))
    assert re.search(r'<li class="event" id="event-\d+" aria-live="off">[^/]*Asha joined', joined)
    assert re.search(r'<li class="event" id="event-\d+">[^/]*Asha left', left)


def test_a_reserved_seat_counts_but_is_nobody_yet(cast: Cast) -> None:
    with transaction():
        calls.take_seat(cast.standing["kenji"], device_of_now(cast.standing["kenji"]))
    assert seats_taken(cast.room) == 1
    assert people_in(cast.room) == []
    assert "room:participant-joined" not in types(cast.room)


def device_of_now(standing: Membership) -> int:
    return accounts.start_session(standing.user, "page", "pytest", "127.0.0.1")[0].id


def test_a_full_room_says_how_full(cast: Cast) -> None:
    with transaction():
        cast.room.max_participants = 2
    enter(cast.standing["asha"])
    enter(cast.standing["kenji"])
    with refused("ROOM_FULL") as caught:
        enter(cast.standing["leila"])
    assert "(2/2)" in caught.value.words


def test_two_devices_of_one_person_are_one_seat(cast: Cast) -> None:
    with transaction():
        cast.room.max_participants = 2
    enter(cast.standing["asha"])
    enter(cast.standing["kenji"])
    enter(cast.standing["kenji"])
    assert seats_taken(cast.room) == 2
    assert len(inside(cast.room)) == 3


def test_a_device_has_one_live_call(cast: Cast) -> None:
    device = device_of(cast.standing["kenji"])
    first = enter(cast.standing["kenji"], device)
    with transaction():
        other = rooms.create_room(cast.kenji, RoomWishes())
        standing = standing_in(other, cast.kenji.id)
    assert standing is not None
    enter(standing, device)
    assert seat_counts([cast.room.id, other.id]) == {other.id: 1}
    left = entries(f"room:{cast.room.id}", 0)[-2]
    assert (left.type, left.data["reason"], left.data["participant_id"]) == (
        "room:participant-left",
        "displaced",
        first.id,
    )


def test_a_broken_line_keeps_its_seat_and_a_reload_gets_a_new_id_without_an_entry(cast: Cast) -> None:
    device = device_of(cast.standing["kenji"])
    first = enter(cast.standing["kenji"], device)
    before = types(cast.room)
    assert enter(cast.standing["kenji"], device, known=first.id).id == first.id
    assert enter(cast.standing["kenji"], device).id != first.id
    assert types(cast.room) == before
    assert len(inside(cast.room)) == 1


def test_a_lease_that_is_not_renewed_lapses(cast: Cast, clock) -> None:  # type: ignore[no-untyped-def]
    stays, goes = enter(cast.standing["kenji"]), enter(cast.standing["leila"])
    clock.tick(seconds=40)
    with transaction():
        calls.renew([stays.id])
    clock.tick(seconds=10)
    assert lapsed() == [goes.id]
    tend()
    assert [participant.id for participant in inside(cast.room)] == [stays.id]
    assert entries(f"room:{cast.room.id}", 0)[-1].data["reason"] == "lapsed"


def test_a_call_whose_last_seats_lapse_together_ends_once(cast: Cast, clock) -> None:  # type: ignore[no-untyped-def]
    for standing in ("asha", "leila"):
        enter(cast.standing[standing])
    clock.tick(seconds=50)
    with transaction():
        for seat in lapsed():
            calls.lapse(seat)
    assert types(cast.room).count("call:ended") == 1
    assert live_call(cast.room) is None


def test_a_closed_socket_leaves_the_grace_of_a_reload(cast: Cast, clock) -> None:  # type: ignore[no-untyped-def]
    seat = enter(cast.standing["kenji"])
    with transaction():
        calls.shorten(seat.id)
    clock.tick(seconds=9)
    assert lapsed() == []
    clock.tick(seconds=2)
    assert lapsed() == [seat.id]


def test_the_host_has_a_minute_then_the_longest_present_takes_over(cast: Cast, clock) -> None:  # type: ignore[no-untyped-def]
    host = enter(cast.standing["asha"])
    for name in ("leila", "kenji"):
        clock.tick(seconds=1)
        enter(cast.standing[name])
    with transaction():
        calls.leave_call(db.session.get_one(Participant, host.id), "lapsed")
    clock.tick(seconds=30)
    tend()
    assert cast.room.host_id == cast.asha.id
    with transaction():
        calls.renew(participant.id for participant in inside(cast.room))
    clock.tick(seconds=31)
    tend()
    assert cast.room.host_id == cast.kenji.id, "members come before guests"


def test_a_host_who_comes_back_within_the_minute_stays_host(cast: Cast, clock) -> None:  # type: ignore[no-untyped-def]
    device = device_of(cast.standing["asha"])
    host = enter(cast.standing["asha"], device)
    enter(cast.standing["kenji"])
    with transaction():
        calls.leave_call(db.session.get_one(Participant, host.id), "lapsed")
    assert cast.room.host_absent_since is not None
    clock.tick(seconds=20)
    enter(cast.standing["asha"], device)
    assert cast.room.host_absent_since is None


@pytest.mark.parametrize("end", ["kick", "leave", "close", "disable"])
def test_whoever_loses_the_room_is_not_inside(cast: Cast, end: str) -> None:
    enter(cast.standing["asha"])
    enter(cast.standing["kenji"])
    with transaction():
        match end:
            case "kick":
                rooms.kick(cast.standing["asha"], cast.standing["kenji"])
            case "leave":
                rooms.leave_room(cast.standing["kenji"])
            case "close":
                rooms.close_room(cast.room, cast.asha)
            case _:
                accounts.disable_user(cast.kenji)
    assert cast.kenji.id not in {participant.user_id for participant in inside(cast.room)}


def test_switches_obey_the_room_and_a_mute_is_undone_only_by_oneself(cast: Cast) -> None:
    standing = cast.standing["kenji"]
    seat = enter(standing)
    with transaction():
        rooms.mute(cast.standing["asha"], standing)
        cast.room.video_enabled = cast.room.screen_share_enabled = False
    assert standing.is_muted
    with transaction():
        calls.switch(seat, standing, mic=True, camera=True, screen=True)
    assert (standing.is_muted, seat.mic_on, seat.camera_on, seat.screen_on) == (False, True, False, False)


def test_who_shares_a_screen_is_marked_for_everybody_while_the_room_allows_it(cast: Cast) -> None:
    standing = cast.standing["kenji"]
    seat = enter(standing)
    marks = []
    for may_share in (True, False):
        with transaction():
            cast.room.screen_share_enabled = True
            calls.switch(seat, standing, mic=True, camera=True, screen=True)
            cast.room.screen_share_enabled = may_share
        marks.append("Sharing a screen" in people_panel(cast.room))
    assert marks == [True, False]


def test_a_room_with_people_in_it_does_not_expire(cast: Cast, clock) -> None:  # type: ignore[no-untyped-def]
    seat = enter(cast.standing["asha"])
    clock.tick(hours=25)
    with transaction():
        calls.renew([seat.id])
    tend()
    assert cast.room.closed_at is None
    with transaction():
        calls.leave_everywhere(cast.asha.id)
    clock.tick(hours=25)
    tend()
    assert cast.room.end_reason == "expired"


@pytest.mark.parametrize("end", ["kicked_at", "left_at"])
def test_a_seat_without_standing_is_not_kept(cast: Cast, clock: Clock, end: str) -> None:
    """Those who end it may not have outlived the commit, and a page may go on as if nothing had happened."""
    seats = [enter(cast.standing[name]).id for name in ("asha", "kenji")]
    with transaction():
        setattr(cast.standing["kenji"], end, time.now())
    for _ in range(3):
        clock.tick(seconds=16)
        with transaction():
            calls.renew(seats)
    tend()
    assert [seat.user_id for seat in inside(cast.room)] == [cast.asha.id]


def test_of_two_who_race_for_the_last_seat_exactly_one_gets_it(either_app: Flask) -> None:
    with either_app.app_context():
        with transaction():
            racers = [make_account(name) for name in ("Host", "Left", "Right")]
            room = rooms.create_room(racers[0], RoomWishes(max_participants=2))
            for racer in racers[1:]:
                rooms.join_room(room, racer)
        room_id, ids = room.id, [racer.id for racer in racers]
        sessions = dict(zip(ids, (device_of(standing_in(room, user_id)) for user_id in ids), strict=True))  # type: ignore[arg-type]
        enter(standing_in(room, ids[0]), sessions[ids[0]])  # type: ignore[arg-type]
    barrier = threading.Barrier(2)

    def race(user_id: int) -> str:
        with either_app.app_context():
            barrier.wait()
            try:
                with transaction():
                    standing = standing_in(db.session.get_one(Room, room_id), user_id)
                    calls.take_seat(standing, sessions[user_id])  # type: ignore[arg-type]
            except Refusal as refusal:
                return refusal.code
            return "seated"

    for _ in range(ROUNDS):
        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(race, ids[1:])) == ["ROOM_FULL", "seated"]
        with either_app.app_context():
            assert seats_taken(db.session.get_one(Room, room_id)) == 2
            for user_id in ids[1:]:
                with transaction():
                    calls.leave_everywhere(user_id)
