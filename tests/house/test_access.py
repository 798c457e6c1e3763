"""Every door of the house and ten kinds of people before it: deny by default, complete by construction.

A route or a socket event without a row in the table fails, and so does a row without a route.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app import clock
from app.accounts.models import Session, User
from app.calls.models import Participant
from app.db import db
from app.errors import Refusal
from app.realtime.audience import admit
from app.realtime.signals import dispatch, signals

from .access_table import FRAMES, ROUTES, SOCKET, STATIC
from .requests import form_of, path_of
from .world import PEOPLE, World, routes


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with clock.frozen():  # leases of seats would run out meanwhile
        world = World(tmp_path_factory.mktemp("world"))
        yield world
        with world.app.app_context():
            db.engine.dispose()


def test_every_route_has_its_row(world: World) -> None:
    pages = {route for route in routes(world.app) if " /api" not in route}
    assert pages == set(ROUTES) | STATIC


def test_every_socket_event_has_its_row(world: World) -> None:
    # `wire:heads` asks about the line itself: there is nothing to be let into.
    assert set(signals()) == set(SOCKET) | {"wire:heads"}


@pytest.mark.parametrize("route", ROUTES)
def test_a_route(world: World, route: str) -> None:
    method, rule = route.split(" ", 1)
    answers = {}
    for person in PEOPLE:
        world.reset()
        client, form = world.client(person), form_of(world, route)
        answers[person] = client.open(path_of(world, rule), method=method, data=form).status_code
    assert answers == dict(zip(PEOPLE, map(int, ROUTES[route].split()), strict=True))


class Line:
    """A socket without its wire: what a handler may know of the one that speaks, and what it hears."""

    def __init__(self, world: World, person: str) -> None:
        self.user_id, self.session_id = world.ids[person], world.sessions[person]
        self.state: dict[str, object] = {}
        self.audiences = {f"user:{self.user_id}"}
        self.names: dict[str, str] = {}
        self.heard: list[tuple[str, dict[str, object]]] = []

    def follow(self, audience: str, since: int | None = None) -> None:
        self.audiences.add(audience)

    def unfollow(self, audience: str) -> None:
        self.audiences.discard(audience)

    def send_envelope(self, event: str, audience: str | None = None, **fields: object) -> bool:
        self.heard.append((event, fields.get("data") or {}))  # type: ignore[arg-type]
        return True


@pytest.mark.parametrize("event", SOCKET)
def test_a_socket_event(world: World, event: str) -> None:
    answers = {person: _say(world, person, event) for person in PEOPLE if person != "nobody"}
    assert answers == dict(zip(PEOPLE[1:], SOCKET[event].split(), strict=True))


def _say(world: World, person: str, event: str) -> str:
    """What the socket answers to one event: `ok` or the code of the refusal; `-` for who is not let in."""
    world.reset()
    line = Line(world, person)
    with world.app.app_context():
        user, session = db.session.get_one(User, line.user_id), db.session.get_one(Session, line.session_id)
        try:
            line.audiences.add(admit(user, session, f"room:{world.code}"))
            let_in = True
        except Refusal:
            let_in = False
        seat = db.session.query(Participant).filter_by(session_id=line.session_id).first()
        if seat is not None:
            line.state["participant"] = seat.id
        message = FRAMES[event](world) if event in FRAMES else "{}"
        dispatch(line, f'{{"event": "{event}", "audience": "room:{world.room_id}", "data": {message}}}')  # type: ignore[arg-type]
        db.session.remove()
    refusals = [data["code"] for name, data in line.heard if name == "error:room"]
    answer = str(refusals[0]) if refusals else "ok"
    assert let_in or answer == "NOT_MEMBER", f"{person} was not let in and heard {answer}"
    return answer if let_in else "-"
