"""Raised hands and reactions: who may, in which order, and who hears of it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask

from app import clock as time
from app.calls import actions as calls
from app.calls.faces import faces_in
from app.calls.models import Participant
from app.calls.panel import people_panel
from app.db import db
from app.log import transaction
from app.realtime.audience import room_audience
from app.realtime.parcel import Parcel
from app.realtime.signals import dispatch
from tests.conftest import Cast

from .test_seats import device_of, enter


@pytest.fixture
def told(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, Any]]:
    """What is published from now on: audience, event and data."""
    bus, heard = app.extensions["bus"], []
    publish = bus.publish

    def listen(audience: str, packed: str) -> None:
        parcel = Parcel.unpack(audience, packed)
        heard.append((audience, parcel.event, parcel.data))
        publish(audience, packed)

    monkeypatch.setattr(bus, "publish", listen)
    return heard


class Line:
    """A page's socket without its wire."""

    def __init__(self, cast: Cast, seat: Participant) -> None:
        self.user_id, self.state = seat.user_id, {"participant": seat.id}
        self.audience = room_audience(cast.room.id)
        self.audiences, self.names = {self.audience}, {}
        self.refusals: list[str] = []

    def send_envelope(self, event: str, audience: str | None = None, **fields: Any) -> bool:
        self.refusals.append(fields["data"]["code"])
        return True

    def say(self, event: str, **data: object) -> None:
        dispatch(self, json.dumps({"event": event, "audience": self.audience, "data": data}))  # type: ignore[arg-type]


def hands(cast: Cast) -> dict[int, str | None]:
    return {face["user_id"]: face["hand"] for face in faces_in(cast.room)}


def test_hands_are_in_the_order_in_which_they_went_up(
    cast: Cast, noise: None, clock: time.Clock, told: list[tuple[str, str, Any]]
) -> None:
    lines = {name: Line(cast, enter(cast.standing[name])) for name in ("asha", "kenji", "leila")}
    lines["leila"].say("call:hand", raised=True)
    first = time.now().isoformat()
    clock.tick(seconds=5)
    lines["kenji"].say("call:hand", raised=True)
    lines["leila"].say("call:hand", raised=True)
    assert hands(cast) == {cast.asha.id: None, cast.kenji.id: time.now().isoformat(), cast.leila.id: first}
    news = [(audience, data["user_id"], data["hand"]) for audience, event, data in told if event == "call:hand"]
    room = room_audience(cast.room.id)
    assert news == [(room, cast.leila.id, first), (room, cast.kenji.id, time.now().isoformat())]
    panel = str(people_panel(cast.room))
    places = [panel.index(f'id="person-{user.id}"') for user in (cast.leila, cast.kenji, cast.asha)]
    assert places == sorted(places)
    lines["leila"].say("call:hand", raised=False)
    assert hands(cast)[cast.leila.id] is None
    assert [data["hand"] for _, event, data in told if event == "call:hand"][-1] is None


def test_a_hand_outlives_a_reload_and_is_in_every_tab_but_not_in_the_next_call(cast: Cast) -> None:
    device = device_of(cast.standing["kenji"])
    seat = enter(cast.standing["kenji"], device)
    Line(cast, seat).say("call:hand", raised=True)
    raised = hands(cast)[cast.kenji.id]
    again = enter(cast.standing["kenji"], device)
    other = enter(cast.standing["kenji"])
    assert again.id != seat.id
    assert [face["hand"] for face in faces_in(cast.room)] == [raised, raised]
    with transaction():
        for each in (again.id, other.id):
            calls.leave_call(db.session.get_one(Participant, each))
    enter(cast.standing["kenji"])
    assert hands(cast) == {cast.kenji.id: None}


def test_a_host_takes_one_hand_down_or_all(cast: Cast, told: list[tuple[str, str, Any]]) -> None:
    for name in ("kenji", "leila"):
        Line(cast, enter(cast.standing[name])).say("call:hand", raised=True)
    with transaction():
        calls.lower_hand(cast.room, cast.kenji.id, cast.asha.id)
    assert [who for who, hand in hands(cast).items() if hand] == [cast.leila.id]
    with transaction():
        calls.lower_all_hands(cast.room, cast.asha.id)
        calls.lower_all_hands(cast.room, cast.asha.id)
    assert not any(hands(cast).values())
    by = [(data["user_id"], data["by"]) for _, event, data in told if event == "call:hand" and data["hand"] is None]
    assert by == [(cast.kenji.id, cast.asha.id), (cast.leila.id, cast.asha.id)]


def test_a_reaction_is_told_to_the_room_and_kept_nowhere(cast: Cast, told: list[tuple[str, str, Any]]) -> None:
    seat = enter(cast.standing["leila"])
    line = Line(cast, seat)
    told.clear()
    line.say("call:reaction", emoji="👏", user_id=cast.asha.id)
    data = {"participant": seat.id, "user_id": cast.leila.id, "emoji": "👏"}
    assert told == [(room_audience(cast.room.id), "call:reaction", data)]
    for nonsense in ("🍕", "", "<b>", None, ["👏"], 7):
        line.say("call:reaction", emoji=nonsense)
    line.say("call:hand", raised="yes")
    assert line.refusals == ["INVALID"] * 7
    assert len(told) == 1


def test_reactions_and_hands_are_for_who_is_inside(cast: Cast) -> None:
    line = Line(cast, enter(cast.standing["leila"]))
    line.state = {"participant": "elsewhere"}
    line.say("call:reaction", emoji="👏")
    line.say("call:hand", raised=True)
    assert line.refusals == ["MEMBER_NOT_FOUND"] * 2
