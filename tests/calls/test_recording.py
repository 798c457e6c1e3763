"""Who may record, who is asked, and when a recording is over, as the server decides it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask

from app import clock
from app.accounts import actions as accounts
from app.calls import actions as calls
from app.calls.events import RecordingAnswered
from app.calls.faces import faces_in, recording_in
from app.calls.models import Participant
from app.db import db
from app.errors import Refusal
from app.events import Event, _listeners, on
from app.log import entries, transaction
from app.rooms import actions as rooms
from app.rooms.access import standing_with
from app.rooms.models import Membership
from app.rooms.wishes import RoomWishes
from tests.conftest import Cast, make_account

Seats = dict[str, Participant]


@pytest.fixture
def seats(cast: Cast, noise: None) -> Seats:
    """Asha, Kenji and Leila are inside, in a room where hosts may record."""
    found: Seats = {}
    with transaction():
        rooms.change_settings(cast.standing["asha"], recording_enabled=True)
        for name, standing in cast.standing.items():
            found[name] = calls.connect(standing, None, None, mic=True, camera=True)
    return found


@pytest.fixture
def fleeting() -> Iterator[list[Event]]:
    """What is told without being kept."""
    heard: list[Event] = []
    on(RecordingAnswered)(heard.append)
    yield heard
    _listeners[RecordingAnswered].remove(heard.append)


def ask(seat: Participant, standing: Membership) -> None:
    with transaction():
        calls.ask_to_record(seat, standing)


def refused(seat: Participant, standing: Membership) -> str:
    with pytest.raises(Refusal) as refusal:
        ask(seat, standing)
    return refusal.value.code


def agreed(cast: Cast) -> dict[str, bool | None]:
    return {face["name"]: face["agreed"] for face in faces_in(cast.room)}


def told(cast: Cast) -> list[tuple[str, str | None]]:
    kept = entries(f"room:{cast.room.id}", 0)
    return [(entry.type, entry.data.get("reason")) for entry in kept if entry.type.startswith("call:recording")]


def test_nobody_has_agreed_whose_seat_had_lapsed_when_it_was_asked_for(cast: Cast, seats: Seats) -> None:
    """And is renewed a moment later."""
    ask(seats["asha"], cast.standing["asha"])
    with transaction():
        for name in ("kenji", "leila"):
            calls.answer_recording(seats[name], True)
        calls.stop_recording(seats["asha"])
        seats["leila"].expires_at = clock.now() - timedelta(seconds=1)
    ask(seats["asha"], cast.standing["asha"])
    with transaction():
        calls.renew([seats["leila"].id])
    assert agreed(cast) == {"Asha": True, "Kenji": None, "Leila": None}


def test_hosts_record_where_the_room_allows_it(cast: Cast, seats: Seats) -> None:
    assert refused(seats["kenji"], cast.standing["kenji"]) == "NOT_HOST"
    with transaction():
        rooms.change_settings(cast.standing["asha"], recording_enabled=False)
    assert refused(seats["asha"], cast.standing["asha"]) == "FEATURE_DISABLED"
    with transaction():
        rooms.change_settings(cast.standing["asha"], recording_enabled=True)
        rooms.make_cohost(cast.standing["asha"], cast.standing["kenji"])
    ask(seats["kenji"], cast.standing["kenji"])
    assert recording_in(cast.room) == {"allowed": True, "participant": seats["kenji"].id}
    assert refused(seats["asha"], cast.standing["asha"]) == "CONFLICT"
    assert told(cast) == [("call:recording-asked", None)]


def test_nobody_has_agreed_before_they_did(cast: Cast, seats: Seats, fleeting: list[Event]) -> None:
    with transaction():
        calls.answer_recording(seats["leila"], True)
    assert fleeting == []
    ask(seats["asha"], cast.standing["asha"])
    assert agreed(cast) == {"Asha": True, "Kenji": None, "Leila": None}
    for answer in (True, True, False):
        with transaction():
            calls.answer_recording(seats["leila"], answer)
    assert agreed(cast) == {"Asha": True, "Kenji": None, "Leila": False}
    assert [event.values()["has_agreed"] for event in fleeting] == [True, False]
    with transaction():
        calls.answer_recording(seats["asha"], False)
    assert agreed(cast)["Asha"] is True
    # Another recording is another question.
    with transaction():
        calls.answer_recording(seats["kenji"], True)
        calls.stop_recording(seats["kenji"])
        calls.stop_recording(seats["asha"])
    ask(seats["asha"], cast.standing["asha"])
    assert agreed(cast) == {"Asha": True, "Kenji": None, "Leila": None}


def test_it_is_over_when_who_records_goes(cast: Cast, seats: Seats) -> None:
    ask(seats["asha"], cast.standing["asha"])
    with transaction():
        calls.leave_call(seats["kenji"])
    assert recording_in(cast.room)["participant"] == seats["asha"].id
    with transaction():
        calls.leave_call(seats["asha"], "lapsed")
    assert recording_in(cast.room)["participant"] is None
    assert told(cast)[-1] == ("call:recording-ended", "left")


def test_a_reloaded_page_records_no_more(cast: Cast, app: Flask, seats: Seats) -> None:
    with transaction():
        session = _session(cast)
        calls.leave_everywhere(cast.asha.id)
        seat = calls.connect(cast.standing["asha"], session, None, mic=True, camera=True)
    ask(seat, cast.standing["asha"])
    with transaction():
        calls.connect(cast.standing["asha"], session, None, mic=True, camera=True)
    assert recording_in(cast.room)["participant"] is None
    assert agreed(cast)["Asha"] is None


def test_it_is_over_when_it_is_not_allowed_any_more(cast: Cast, seats: Seats) -> None:
    with transaction():
        rooms.make_cohost(cast.standing["asha"], cast.standing["kenji"])
    ask(seats["kenji"], cast.standing["kenji"])
    with transaction():
        rooms.change_settings(cast.standing["asha"], chat_enabled=False)
    assert recording_in(cast.room)["participant"] == seats["kenji"].id
    with transaction():
        rooms.unmake_cohost(cast.standing["asha"], cast.standing["kenji"])
    assert recording_in(cast.room)["participant"] is None
    ask(seats["asha"], cast.standing["asha"])
    with transaction():
        rooms.change_settings(cast.standing["asha"], recording_enabled=False)
    assert recording_in(cast.room) == {"allowed": False, "participant": None}
    assert told(cast)[-1] == ("call:recording-ended", "forbidden")


def _session(cast: Cast) -> int:
    session, _token = accounts.start_session(cast.asha, "page", "pytest", "127.0.0.1")
    db.session.flush()
    return session.id


def test_of_two_hosts_who_ask_at_once_one_records(either_app: Flask) -> None:
    with either_app.app_context(), transaction():
        asha, kenji = make_account("Asha"), make_account("Kenji")
        room = rooms.create_room(asha, RoomWishes())
        both = [standing_with(asha.id, room.id), rooms.join_room(room, kenji)]
        rooms.make_cohost(*both)
        room.recording_enabled = True
        where, hosts = room.id, [(host.user_id, calls.connect(host, None, None, True, True).id) for host in both]
    start = Barrier(2)

    def try_it(host: tuple[int, str]) -> str:
        with either_app.app_context():
            try:
                start.wait(60)
                with transaction():
                    seat, standing = db.session.get_one(Participant, host[1]), standing_with(host[0], where)
                    calls.ask_to_record(seat, standing)
            except Refusal as refusal:
                return refusal.code
            return "records"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(try_it, hosts)) == ["CONFLICT", "records"]


def test_a_yes_to_one_recording_is_none_to_the_next(cast: Cast, seats: Seats, fleeting: list[Event]) -> None:
    """It was said to Asha; by the time it arrives somebody else records."""
    with transaction():
        rooms.make_cohost(cast.standing["asha"], cast.standing["kenji"])
    ask(seats["asha"], cast.standing["asha"])
    with transaction():
        calls.stop_recording(seats["asha"])
    ask(seats["kenji"], cast.standing["kenji"])
    with transaction():
        calls.answer_recording(seats["leila"], True, to=seats["asha"].id)
    assert fleeting == [] and agreed(cast)["Leila"] is None
    with transaction():
        calls.answer_recording(seats["leila"], True, to=seats["kenji"].id)
    assert agreed(cast)["Leila"] is True
