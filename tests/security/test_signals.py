"""What comes in by the socket is made by strangers: it goes to nobody else, and it must not break who hears it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from app import log
from app.accounts.models import User
from app.calls import signals as calls
from app.config import Settings
from app.log import transaction
from app.realtime import signals
from app.realtime.audience import room_audience
from app.rooms import actions
from app.rooms.access import kicked_from
from app.rooms.models import Room
from app.rooms.wishes import RoomWishes
from tests.conftest import Cast, make_settings

from .conftest import Line

LineOf = Callable[..., Line]
OFFER = {"type": "offer", "sdp": "v=0"}
ODD = ['{"x": NaN}', '{"x": [-Infinity]}', '{"x": "\\u0000"}', '{"x": "\\ud800"}', '{"\\udfff": 1}']
DEEP = '{"x": ' + "[" * 60 + "]" * 60 + "}"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return make_settings(tmp_path)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, Any]]:
    """What the call's signals have handed on."""
    told: list[tuple[str, str, Any]] = []
    monkeypatch.setattr(calls, "push", lambda audience, event, data: told.append((audience, event, data)))
    return told


@pytest.fixture
def other(cast: Cast) -> Room:
    """A second room, to which Kenji and Asha belong too."""
    with transaction():
        room = actions.create_room(cast.stranger, RoomWishes(name="Another"))
        for user in (cast.kenji, cast.asha):
            actions.join_room(room, user)
    return room


def seated(line_of: LineOf, user: User, room: Room, *others: Room) -> tuple[Line, str]:
    line = line_of(user, room, *others)
    assert line.say("call:join", room, {}) == []
    return line, line.state["participant"]


def test_a_handshake_stays_within_its_call(
    cast: Cast, other: Room, line_of: LineOf, told: list[tuple[str, str, Any]]
) -> None:
    kenji, _ = seated(line_of, cast.kenji, cast.room, other)
    _, theirs = seated(line_of, cast.asha, other)
    assert kenji.say("call:offer", other, {"to": theirs, "description": OFFER}) == ["MEMBER_NOT_FOUND"]
    assert kenji.say("call:candidate", other, {"to": theirs, "candidate": None}) == ["MEMBER_NOT_FOUND"]
    assert told == []


def test_a_displaced_tab_says_no_more(cast: Cast, line_of: LineOf, told: list[tuple[str, str, Any]]) -> None:
    _, hers = seated(line_of, cast.asha, cast.room)
    kenji, before = seated(line_of, cast.kenji, cast.room)
    again = Line(kenji.user_id, kenji.session_id, *kenji.audiences)
    assert again.say("call:join", cast.room, {}) == []
    assert kenji.say("call:offer", cast.room, {"to": hers, "description": OFFER}) == ["MEMBER_NOT_FOUND"]
    assert again.say("call:offer", cast.room, {"to": hers, "description": OFFER}) == []
    assert [data["from"] for _, _, data in told] == [again.state["participant"]] != [before]


def test_who_was_removed_says_no_more(cast: Cast, line_of: LineOf, told: list[tuple[str, str, Any]]) -> None:
    _, hers = seated(line_of, cast.asha, cast.room)
    kenji, _ = seated(line_of, cast.kenji, cast.room)
    with transaction():
        actions.kick(cast.standing["asha"], cast.standing["kenji"])
    assert kenji.say("call:offer", cast.room, {"to": hers, "description": OFFER}) == ["KICKED"]
    for event in ("call:join", "call:state", "call:leave", "message:send", "room-action"):
        assert kenji.say(event, cast.room, {"action": "wave", "body": "x", "client_id": "c"}) == ["KICKED"]
    assert told == []


def test_moving_between_calls_leaves_no_ears_behind(cast: Cast, other: Room, line_of: LineOf) -> None:
    kenji = line_of(cast.kenji, cast.room, other)
    for _ in range(3):
        for room in (cast.room, other):
            assert kenji.say("call:join", room, {}) == []
    ears = [audience for audience in kenji.audiences if audience.startswith("participant:")]
    assert ears == [f"participant:{kenji.state['participant']}"]


@pytest.mark.parametrize(
    "description",
    [
        {"type": "answer", "sdp": "v=0"},
        {"type": "rollback", "sdp": ""},
        {"type": "offer", "sdp": {"v": 0}},
        {"type": ["offer"], "sdp": "v=0"},
        {"type": "offer", "sdp": "v" * 48_001},
        "v=0",
    ],
)
def test_descriptions_are_what_their_event_says(
    cast: Cast, line_of: LineOf, told: list[tuple[str, str, Any]], description: Any
) -> None:
    _, hers = seated(line_of, cast.asha, cast.room)
    kenji, _ = seated(line_of, cast.kenji, cast.room)
    assert kenji.say("call:offer", cast.room, {"to": hers, "description": description}) == ["INVALID"]
    assert told == []


@pytest.mark.parametrize(
    "candidate",
    [
        {"candidate": {"x": 1}, "sdpMid": "0"},
        {"candidate": "c" * 3000},
        {"candidate": "candidate:1", "sdpMLineIndex": "x"},
        [],
        "candidate:1",
    ],
)
def test_candidates_are_small_and_plain(
    cast: Cast, line_of: LineOf, told: list[tuple[str, str, Any]], candidate: Any
) -> None:
    _, hers = seated(line_of, cast.asha, cast.room)
    kenji, _ = seated(line_of, cast.kenji, cast.room)
    assert kenji.say("call:candidate", cast.room, {"to": hers, "candidate": candidate}) == ["INVALID"]
    good = {"candidate": "candidate:1 1 udp 1 x.local 9 typ host", "sdpMid": "0", "sdpMLineIndex": 0}
    assert kenji.say("call:candidate", cast.room, {"to": hers, "candidate": good | {"more": "x"}}) == []
    assert [data["candidate"] for _, _, data in told] == [good]


@pytest.mark.parametrize("payload", [*ODD, DEEP])
def test_an_action_that_browsers_could_not_read_is_refused(cast: Cast, line_of: LineOf, payload: str) -> None:
    head = log.head(room_audience(cast.room.id))
    answer = line_of(cast.kenji, cast.room).say("room-action", cast.room, f'{{"action": "wave", "payload": {payload}}}')
    assert answer in (["INVALID"], ["UNKNOWN_EVENT"])
    assert log.head(room_audience(cast.room.id)) == head


@pytest.mark.parametrize("action", ["\0", "\ud800", "wa\nve"])
def test_the_name_of_an_action_is_a_line(cast: Cast, line_of: LineOf, action: str) -> None:
    assert line_of(cast.kenji, cast.room).say("room-action", cast.room, {"action": action}) == ["INVALID"]


def test_a_reason_by_socket_is_cleaned_like_one_by_form(cast: Cast, line_of: LineOf) -> None:
    data = {"target_user_id": cast.kenji.id, "reason": "too\0 \u202eloud\ud800\n" + "!" * 300}
    assert line_of(cast.asha, cast.room).say("room:kick", cast.room, data) == []
    (kicked,) = kicked_from(cast.room)
    assert kicked.kick_reason == ("too loud " + "!" * 300)[:200]


@pytest.mark.parametrize("target", [10**30, "9" * 5000, -1, True, None, [], {"x": 1}, "²", 1.5])
def test_targets_that_cannot_be_are_not_found(cast: Cast, line_of: LineOf, target: Any) -> None:
    asha = line_of(cast.asha, cast.room)
    assert asha.say("room:kick", cast.room, {"target_user_id": target}) == ["MEMBER_NOT_FOUND"]


@pytest.mark.parametrize("frame", ["[]", "7", '"x"', "null", "{", "9" * 5000, '{"event": NaN}'])
def test_frames_that_are_none(app: Flask, cast: Cast, line_of: LineOf, frame: str) -> None:
    from app.realtime.signals import dispatch

    line = line_of(cast.kenji, cast.room)
    dispatch(line, frame)  # type: ignore[arg-type]
    assert [data["code"] for _, data in line.heard] == ["UNKNOWN_EVENT"]


def test_what_a_payload_says_of_its_sender_is_not_read(cast: Cast, line_of: LineOf) -> None:
    data = {"client_id": "c", "body": "Hello", "user_id": cast.asha.id, "author": cast.asha.id}
    assert line_of(cast.kenji, cast.room).say("message:send", cast.room, data) == []
    entry = log.entries(room_audience(cast.room.id), 0)[-1]
    assert (entry.type, entry.actor_id) == ("message:new", cast.kenji.id)
    assert json.dumps(entry.data)


def test_a_database_that_does_not_answer_is_told_as_such(
    cast: Cast, line_of: LineOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: Any) -> None:
        raise OperationalError("", {}, Exception("canceled"))

    monkeypatch.setitem(signals._handlers, "call:join", fail)
    assert line_of(cast.asha, cast.room).say("call:join", cast.room, {}) == ["UNAVAILABLE"]
