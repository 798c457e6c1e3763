"""One room and ten kinds of people around it: the columns of the access tables."""

from __future__ import annotations

import shutil
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.accounts import actions as accounts
from app.accounts.models import User
from app.calls import actions as calls
from app.chat.actions import post_message
from app.db import db
from app.friends import actions as friends
from app.log import transaction
from app.rooms import actions as rooms
from app.rooms.access import standing_in
from app.rooms.models import Membership, Room
from app.rooms.wishes import RoomWishes
from tests.conftest import make_account, make_settings

PEOPLE = ("nobody", "guest", "elsewhere", "former", "kicked", "member", "cohost", "host", "owner", "admin")
INSIDE = ("guest", "former", "kicked", "member", "cohost", "host")


class World:
    """An installation that is laid anew before every request, so that no answer depends on another."""

    def __init__(self, path: Path) -> None:
        self.file, self.pristine = path / "world.sqlite3", path / "pristine.sqlite3"
        self.app = create_app(make_settings(path, database_url=f"sqlite:///{self.file}"))
        self.app.config["WTF_CSRF_ENABLED"] = False
        self.ids: dict[str, int] = {}
        self.tokens: dict[str, str] = {}
        self.sessions: dict[str, int] = {}
        self.seats: dict[str, str] = {}
        with self.app.app_context():
            db.create_all()
            self._people()
            db.session.remove()
            db.session.execute(db.text("PRAGMA wal_checkpoint(TRUNCATE)"))
            db.session.remove()
            db.engine.dispose()
        shutil.copy(self.file, self.pristine)

    def reset(self) -> None:
        """Everything as on the first day."""
        with self.app.app_context():
            db.engine.dispose()
        for suffix in ("-wal", "-shm"):
            self.file.with_name(self.file.name + suffix).unlink(missing_ok=True)
        shutil.copy(self.pristine, self.file)

    def client(self, person: str) -> FlaskClient:
        """The browser of that person."""
        client = self.app.test_client()
        if person in self.tokens:
            client.set_cookie("guftagu-session", self.tokens[person])
        return client

    def _people(self) -> None:
        with transaction():
            owner = self._add("owner", make_account("Owner"))
            room = rooms.create_room(owner, RoomWishes(name="The Room", max_participants=10))
            self.code, self.room_id = room.code, room.id
            for name in INSIDE:
                rooms.join_room(room, self._add(name, self._make(name)))
            target = make_account("Target")
            rooms.join_room(room, target)
            self.target, self.target_name = target.id, target.username
            self._add("admin", make_account("Administrator"))
            accounts.make_administrator(self._user("admin"), True)
            self._elsewhere()
        with transaction():
            self._stand(room)
        with transaction():
            self._happen(room)

    def _elsewhere(self) -> None:
        other = rooms.create_room(make_account("Landlord"), RoomWishes(name="Elsewhere"))
        rooms.join_room(other, self._add("elsewhere", accounts.make_guest("Elsewhere")))

    def _stand(self, room: Room) -> None:
        standing = {name: self._standing(room, name) for name in (*INSIDE, "owner")}
        rooms.make_cohost(standing["owner"], standing["cohost"])
        rooms.transfer_host(standing["owner"], standing["host"])
        rooms.leave_room(standing["former"])
        rooms.kick(standing["owner"], standing["kicked"], "Too loud")

    def _happen(self, room: Room) -> None:
        message = post_message(self._standing(room, "owner"), "first", "Welcome")
        self.message = message.id
        self.link = rooms.make_invitation_link(self._standing(room, "host"))
        for name in ("guest", "member", "cohost", "host", "owner"):
            self.seats[name] = calls.take_seat(self._standing(room, name), self.sessions[name]).id
        self.knock = rooms.knock(room, accounts.make_guest("Caller")).id
        target = db.session.get_one(User, self.target)
        self.request = friends.request_friend(target, self._user("member")).id

    def _make(self, name: str) -> User:
        return accounts.make_guest("Guest") if name == "guest" else make_account(name.title())

    def _add(self, name: str, user: User) -> User:
        session, token = accounts.start_session(user, "page", "pytest", "127.0.0.1")
        self.ids[name], self.tokens[name], self.sessions[name] = user.id, token, session.id
        return user

    def _user(self, name: str) -> User:
        return db.session.get_one(User, self.ids[name])

    def _standing(self, room: Room, name: str) -> Membership:
        standing = standing_in(room, self.ids[name])
        assert standing is not None
        return standing


def routes(app: Flask) -> set[str]:
    """Every way in by HTTP, as `METHOD /rule`."""
    rules = [rule for rule in app.url_map.iter_rules() if not rule.websocket]
    return {f"{method} {rule.rule}" for rule in rules for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}}
