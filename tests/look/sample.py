"""Sample people and rooms for looking at screens; nobody in here exists."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace as Thing
from typing import Any

NOW = datetime.now(UTC)
FACES = {
    "Asha Rao": "asha",
    "Leila Haddad": "leila",
    "Kenji Mori": "kenji",
    "Tomás Vega": "tomas",
    "Amina Bello": "amina",
}


def person(number: int, name: str, kind: str = "account", **more: Any) -> Thing:
    face = FACES.get(name)
    words = name.split()
    return Thing(
        id=number,
        display_name=name,
        username=words[0].lower(),
        email=f"{words[0].lower()}@guftagu.example",
        kind=kind,
        is_guest=kind == "guest",
        initials=(words[0][0] + words[-1][0]).upper(),
        tint=number % 6,
        avatar_url=f"/static/img/people/{face}.svg#face" if face else None,
        is_administrator=False,
        is_authenticated=True,
        **more,
    )


asha = person(1, "Asha Rao")
asha.is_administrator = True
leila, kenji, tomas, amina = (person(n, name) for n, name in enumerate(list(FACES)[1:], start=2))
jonas, ruth = person(9, "Jonas Berg", kind="guest"), person(10, "Ruth Cohen")
nobody = Thing(is_authenticated=False, id=None, kind="nobody", is_guest=False)


def room(number: int, name: str, code: str, seats: int = 10, **more: Any) -> Thing:
    facts: dict[str, Any] = {
        **{f"{feature}_enabled": True for feature in ("video", "audio", "screen_share", "chat")},
        "is_public": True,
        **dict.fromkeys(("is_locked", "has_password", "is_over", "is_saved"), False),
        "end_reason": None,
        "host": leila,
        "host_id": leila.id,
        "owner_id": asha.id,
    }
    return Thing(id=number, name=name, code=code, max_participants=seats, **(facts | more))


gaming = room(1, "Gaming Night", "GT7km2Pq")
movie = room(2, "Movie Watch Party", "JK2mn7Rp", has_password=True)
study = room(3, "Study Group", "HB9xc4Nw")
kitchen = room(4, "Sunday Kitchen", "Kd4vT8Wy", 6)
over = room(5, "Summer plans", "Pm3kW7xz", is_over=True, end_reason="expired")


def card(room: Thing, inside: list[Thing], is_created: bool, days: int = 1) -> Thing:
    standing = Thing(
        joined_at=NOW - timedelta(days=days), is_current=True, kicked_at=None, user=asha, user_id=asha.id, role="owner"
    )
    return Thing(room=room, inside=tuple(inside), count=len(inside), is_created=is_created, standing=standing)


def seat(user: Thing, role: str = "member", mic: bool = True, camera: bool = True) -> Thing:
    state = "Muted" if not mic else "Video off" if not camera else "Active"
    return Thing(user=user, role=role, is_host=user is asha, mic=mic, camera=camera, state=state)


def message(number: int, author: Thing, body: str, minutes: int) -> Thing:
    at = NOW - timedelta(minutes=minutes)
    words = {"body": body, "created_at": at, "client_id": f"sample-{number}"}
    return Thing(id=number, author=author, room=gaming, seq=number, **words)


seats = [
    seat(asha, "owner"),
    seat(leila, "cohost"),
    seat(kenji),
    seat(tomas, mic=False),
    seat(jonas, "guest", camera=False),
]
messages = [
    message(1, tomas, "Soup is on, so I am muted for a bit 🍲", 24),
    message(2, tomas, "Start without me, I will catch up.", 23),
    message(3, asha, "No hurry. We take the long map first.", 22),
    message(4, kenji, "The rules are on one page now: https://guftagu.example/rules", 4),
]
lines = [
    {"id": "line-1", "text": "Asha Rao opened the room", "at": NOW - timedelta(minutes=30)},
    {"id": "line-2", "text": "Jonas Berg joined", "at": NOW - timedelta(minutes=5)},
]

cards = [
    card(gaming, [leila, kenji, tomas, jonas], True),
    card(movie, [leila, jonas, ruth], False),
    card(study, [], True),
    card(kitchen, [], True),
]
