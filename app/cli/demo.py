"""`guftagu demo`: sample people, rooms and messages to look at, the same ones however often it is run."""

from __future__ import annotations

import secrets

import click
from sqlalchemy import select

from ..accounts import actions as accounts
from ..accounts.models import User
from ..chat.actions import post_message
from ..config import settings
from ..db import db
from ..log import transaction
from ..rooms.access import standing_in
from ..rooms.actions import create_room, join_room, save_room
from ..rooms.models import Room
from ..rooms.wishes import RoomWishes
from .ground import whole_house
from .schema import update_schema

PEOPLE = {
    "asha": "Asha Rao",
    "kenji": "Kenji Mori",
    "leila": "Leila Haddad",
    "ivan": "Ivan Petrov",
    "amina": "Amina Bello",
}
ROOMS = {
    "Gaming Night": (
        ("asha", "Anyone up for a round after eight?"),
        ("kenji", "I am. Ten minutes, the kettle is on."),
        ("leila", "Count me in. Which map?"),
        ("asha", "The one with the harbour. Ivan lost his way there last time 😄"),
        ("ivan", "I was scouting."),
    ),
    "Study Group": (
        ("kenji", "Chapter four for Thursday?"),
        ("amina", "Yes, and the exercises at the end. I will share my notes here."),
    ),
    "Sunday Kitchen": (
        ("amina", "Jollof this week. Rice, tomatoes, patience."),
        ("leila", "I have two of the three."),
    ),
}


@click.command()
def demo() -> None:
    """Add sample people, rooms and messages."""
    with whole_house():
        update_schema()
        password = _password()
        people = {username: _person(username, name, password) for username, name in PEOPLE.items()}
        rooms = [_room(name, lines, people) for name, lines in ROOMS.items()]
        click.echo("Sample rooms:")
        for room in rooms:
            click.echo(f"  /room/{room.code}  {room.name}")
    click.echo(f"Sign in as {', '.join(PEOPLE)} with the password {password}")


def _person(username: str, name: str, password: str) -> int:
    found = db.session.scalar(select(User.id).where(User.username_key == username))
    if found is not None:
        return found
    with transaction():
        return accounts.register_account(name, username, f"{username}@example.org", password).id


def _room(name: str, lines: tuple[tuple[str, str], ...], people: dict[str, int]) -> Room:
    """The owner's room of that name, made and filled where it is missing."""
    owner_id = people[lines[0][0]]
    query = select(Room).where(Room.owner_id == owner_id, Room.name == name, Room.closed_at.is_(None))
    found = db.session.scalar(query)
    if found is None:
        with transaction():
            found = _filled(db.session.get_one(User, owner_id), name, lines, people)
    return found


def _filled(owner: User, name: str, lines: tuple[tuple[str, str], ...], people: dict[str, int]) -> Room:
    room = create_room(owner, RoomWishes(name=name, max_participants=settings().room_max_users))
    for number, (username, words) in enumerate(lines):
        standing = join_room(room, db.session.get_one(User, people[username]))
        post_message(standing, f"demo-{room.id}-{number:04}", words)
    owners = standing_in(room, owner.id)
    if owners is not None:
        save_room(owners, True)
    return room


def _password() -> str:
    """One password for all of them, made once for this installation and kept in the instance folder."""
    kept = settings().instance / "demo_password"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(9))
    return kept.read_text().strip()
