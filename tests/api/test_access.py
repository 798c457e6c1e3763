"""Every door of the API × ten kinds of people: what they are answered. A door without a row fails."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.test import TestResponse

from app import clock
from app.accounts import actions as accounts
from app.accounts.models import Session
from app.api import auth
from app.db import db
from app.log import transaction
from app.rooms.models import Room
from tests.conftest import PASSWORD
from tests.contract.openapi import Contract
from tests.house.world import PEOPLE, World

# nobody, guest, elsewhere (another room's guest), former, kicked, member, cohost, host, owner, admin
OPEN = "200 200 200 200 200 200 200 200 200 200"
MADE = "201 201 201 201 201 201 201 201 201 201"
SEEN = "200 200 200 200 403 200 200 200 200 200"
ONESELF = "401 200 200 200 200 200 200 200 200 200"
MEMBERS = "401 200 404 403 403 200 200 200 200 404"
HOSTS = "401 403 404 403 403 403 200 200 200 404"

ROWS: dict[str, tuple[str, Any]] = {
    "POST /api/rooms": (MADE, {"displayName": "Newcomer"}),
    "POST /api/rooms/create": (MADE, {"displayName": "Newcomer"}),
    "GET /api/rooms": (SEEN, None),
    "GET /api/rooms/{code}": (SEEN, None),
    "PATCH /api/rooms/{code}": (HOSTS, {"isLocked": True}),
    "DELETE /api/rooms/{code}": ("401 403 404 403 403 403 403 403 200 404", None),
    "POST /api/rooms/{code}/join": (SEEN, {"displayName": "Newcomer"}),
    "POST /api/rooms/{code}/rejoin": ("401 200 404 404 404 200 200 200 200 404", None),
    "POST /api/rooms/{code}/leave": (MEMBERS, {}),
    "POST /api/rooms/{code}/kick": (HOSTS, {"targetUserId": "target"}),
    "POST /api/rooms/{code}/mute": (HOSTS, {"targetUserId": "target"}),
    "POST /api/rooms/{code}/invitations": ("401 403 404 403 403 201 201 201 201 404", {}),
    "GET /api/rooms/{code}/knocks": (HOSTS, None),
    "POST /api/rooms/{code}/knocks": (HOSTS, {"answer": "declined", "knockId": "knock"}),
    "GET /api/rooms/{code}/events": (MEMBERS, None),
    "GET /api/messages": (MEMBERS, None),
    "POST /api/messages": ("401 201 404 403 403 201 201 201 201 404", {"roomId": "code", "content": "Hello"}),
    "GET /api/me": (ONESELF, None),
    "GET /api/user/rooms": (ONESELF, None),
    "POST /api/sessions": (MADE, {"login": "member", "password": PASSWORD}),
    "DELETE /api/sessions/current": (ONESELF, None),
    "GET /health": (OPEN, None),
    "GET /healthz": (OPEN, None),
    "GET /readyz": (OPEN, None),
    "GET /api/openapi.json": (OPEN, None),
}
QUERIES = {"GET /api/rooms": "?code={code}", "GET /api/messages": "?roomId={code}"}
CELLS = [
    pytest.param(name, person, int(status), id=f"{name} - {person}")
    for name, (statuses, _) in ROWS.items()
    for person, status in zip(PEOPLE, statuses.split(), strict=True)
]


class ApiWorld(World):
    """The world of the access tables, in which everybody has a token: guests one for their room alone."""

    def _people(self) -> None:
        super()._people()
        self.bearers: dict[str, str] = {}
        self.narrow: dict[str, str] = {}
        for name in self.ids:
            with transaction():
                session, _ = accounts.start_session(self._user(name), "api", "pytest", "127.0.0.1")
            self._issue(name, session)

    def _issue(self, name: str, session: Session) -> None:
        here = db.session.get_one(Room, self.room_id)
        other = db.session.query(Room).filter(Room.id != self.room_id).one()
        self.narrow[name] = auth.token_for(session, other)
        rooms = {"guest": here, "elsewhere": other}
        self.bearers[name] = auth.token_for(session, rooms.get(name))

    def call(self, name: str, token: str | None) -> TestResponse:
        """Knock at the door called `name` with a body that its row tells."""
        method, _, path = (name + QUERIES.get(name, "")).partition(" ")
        body = ROWS[name][1]
        values = {"target": self.target, "code": self.code, "knock": self.knock}
        json = {key: values.get(value, value) for key, value in body.items()} if body is not None else None
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return self.app.test_client().open(path.format(code=self.code), method=method, json=json, headers=headers)


@pytest.fixture(scope="module")
def whole_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ApiWorld]:
    """Time stands still, a while after everybody's seats have lapsed, so that there is room for more."""
    world = ApiWorld(tmp_path_factory.mktemp("world"))
    with clock.frozen() as stopped:
        stopped.tick(minutes=5)
        yield world


@pytest.fixture
def world(whole_world: ApiWorld) -> ApiWorld:
    whole_world.reset()
    return whole_world


def test_every_door_has_a_row(world: ApiWorld) -> None:
    rules = [rule for rule in world.app.url_map.iter_rules() if rule.endpoint.startswith(("api_", "api-docs"))]
    assert set(ROWS) == {
        f"{method} {rule.rule.replace('<', '{').replace('>', '}')}"
        for rule in rules
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }


@pytest.mark.parametrize(("name", "person", "status"), CELLS)
def test_who_is_answered_what(world: ApiWorld, name: str, person: str, status: int) -> None:
    response = world.call(name, world.bearers.get(person))
    assert response.status_code == status, response.get_data(as_text=True)


@pytest.mark.parametrize("name", [name for name in ROWS if "{code}" in name or "messages" in name])
def test_a_token_for_another_room_reaches_no_further(world: ApiWorld, name: str) -> None:
    """The owner's own token, but narrowed to a room that is not this one."""
    status = 200 if name == "GET /api/rooms/{code}" else 404
    response = world.call(name, world.narrow["owner"])
    assert response.status_code == status, response.get_data(as_text=True)
    assert "participants" not in response.get_json(force=True)


@pytest.mark.parametrize("name", [name for name, (row, _) in ROWS.items() if row.startswith("401")])
def test_a_cookie_opens_nothing(world: ApiWorld, name: str) -> None:
    method, _, path = (name + QUERIES.get(name, "")).partition(" ")
    response = world.client("owner").open(path.format(code=world.code), method=method, json={})
    assert response.status_code in (401, 422)


def test_answers_to_everybody_keep_the_contract(world: ApiWorld) -> None:
    contract = Contract(world.app)
    for name in set(ROWS) - {"GET /api/openapi.json"}:
        for person in PEOPLE:
            world.reset()
            method, _, path = name.partition(" ")
            contract.check(method, path.format(code=world.code), world.call(name, world.bearers.get(person)))
