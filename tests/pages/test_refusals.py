"""Every polite no of a room that a page can meet: its status, its words, its ways on; as page and as dialog."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.calls.actions import take_seat
from app.log import transaction
from app.rooms import actions as rooms
from tests.conftest import Cast

from .conftest import Told, Visit, dialog, page

Circumstances = Callable[[Cast], None]
UNKNOWN = "The room “XYZ789” doesn’t exist or has expired."
FULL = "This room has reached maximum capacity (2/2). You can create your own room instead."
LOCKED = "The host has locked this room. Wait until it is open again."
PRIVATE = "This room is private. Ask the host for an invitation."
ENDED = ("Create New Room", "Go home")


def as_it_is(cast: Cast) -> None:
    """Nothing has happened."""


def full(cast: Cast) -> None:
    cast.room.max_participants = 2
    for name in ("asha", "kenji"):
        take_seat(cast.standing[name], None)


def locked(cast: Cast) -> None:
    cast.room.is_locked = True


def private(cast: Cast) -> None:
    cast.room.is_public = False


def closed(cast: Cast) -> None:
    rooms.close_room(cast.room, cast.asha)


def expired(cast: Cast) -> None:
    cast.room.end_reason, cast.room.closed_at = "expired", cast.room.created_at


def removed(cast: Cast) -> None:
    rooms.kick(cast.standing["asha"], cast.standing["kenji"], "Too loud")


def left(cast: Cast) -> None:
    rooms.leave_room(cast.standing["kenji"])


ROOM, PEOPLE = "/room/{code}", "/room/{code}/people/{%s}"
ASHA, KENJI, STRANGER = (PEOPLE % name for name in ("asha", "kenji", "stranger"))
JOIN = f"POST {ROOM}/membership"
# what has happened, who asks, what they ask: status, title, words, buttons of the page, buttons of the dialog
REFUSALS = {
    "unknown code": (as_it_is, "stranger", "GET /room/XYZ789", 404, "❌ Invalid Room Code", UNKNOWN, ("Try Again", "Create New Room")),
    "closed to a stranger": (closed, "stranger", f"GET {ROOM}", 404, "❌ Invalid Room Code", "The room “{code}” doesn’t exist or has expired.", ("Try Again", "Create New Room")),
    "full": (full, "stranger", JOIN, 409, "⚠️ Room is Full", FULL, ("Create Room", "Cancel")),
    "locked": (locked, "stranger", JOIN, 423, "Room is locked", LOCKED, ("Try Again", "Go home")),
    "private": (private, "stranger", f"GET {ROOM}", 403, "Invite only", PRIVATE, ("Go home",)),
    "private, joining": (private, "stranger", JOIN, 403, "Invite only", PRIVATE, ("Go home",)),
    "removed": (removed, "kenji", f"GET {ROOM}", 403, "You were removed from the room", "By Asha. Reason given: “Too loud”", ("Go home",)),
    "removed, joining": (removed, "kenji", JOIN, 403, "You were removed from the room", "By Asha. Reason given: “Too loud”", ("Go home",)),
    "closed": (closed, "kenji", f"GET {ROOM}", 410, "Room closed", "Room has been closed by host.", ENDED),
    "expired": (expired, "kenji", f"GET {ROOM}", 410, "Room expired", "This room ended after a day without anybody in it.", ENDED),
    "not a member": (left, "kenji", f"GET {ROOM}/settings", 403, "Not a member of this room", "Join the room first.", ("Go home",)),
    "not the host": (as_it_is, "kenji", f"POST {ROOM}/lock", 403, "Only for the host", "Only the host can do this.", ("Go home",)),
    "nobody to mute": (as_it_is, "asha", f"POST {STRANGER}/mute", 404, "Not in this room", "That person is not in this room.", ("Go home",)),
    "nobody to kick": (as_it_is, "asha", f"GET {STRANGER}/kick", 404, "Not in this room", "That person is not in this room.", ("Go home",)),
    "host already": (as_it_is, "asha", f"POST {ASHA}/host", 409, "Already the host", "Asha is the host already.", ("Go home",)),
    "kicking oneself": (as_it_is, "asha", f"POST {ASHA}/kick", 400, "That is you", "You cannot remove yourself. You can leave the room.", ("Go home",)),
    "a guest asks for a friend": (as_it_is, "leila", "POST /friends/requests", 403, "Not available here", "This is for people with an account.", ("Go home",)),
}  # fmt: skip


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "dialog"])
@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal(cast: Cast, visit: Visit, name: str, htmx: bool) -> None:
    happened, who, asked, status, title, words, buttons = REFUSALS[name]
    facts = {"code": cast.room.code, **{person: getattr(cast, person).id for person in ("asha", "kenji", "stranger")}}
    with transaction():
        happened(cast)
    method, path = asked.format(**facts).split(" ")
    visitor = visit(getattr(cast, who))
    response = visitor.get(path, htmx=htmx) if method == "GET" else visitor.post(path, htmx=htmx)
    expected = Told(status, title, words.format(**facts), buttons)
    if htmx:
        assert dialog(response) == replace(expected, buttons=_in_a_dialog(buttons))
    else:
        assert page(response) == expected


def _in_a_dialog(buttons: tuple[str, ...]) -> tuple[str, ...]:
    """What leads back to the page behind the dialog is a button that closes it."""
    others = tuple(button for button in buttons if button not in ("Go home", "Cancel"))
    if buttons == ("Try Again", "Go home"):
        others = ()
    return ("Cancel" if "Cancel" in buttons else "Close", *others)


def test_a_host_who_cannot_let_people_in_is_told_what_to_do(cast: Cast, visit: Visit) -> None:
    asha, at = visit(cast.asha), f"/room/{cast.room.code}"
    with transaction():
        full(cast)
        cast.room.waiting_room = True
        knock = rooms.knock(cast.room, cast.stranger, "Me").id
    assert "1 person at the door" in asha.get(at).get_data(as_text=True)
    assert "at the door" not in visit(cast.kenji).get(at).get_data(as_text=True)
    told = page(asha.post(f"{at}/knocks/{knock}", answer="admitted"))
    assert (told.status, told.title, told.buttons) == (409, "⚠️ Room is Full", ("Room Settings",))
    assert "They go on waiting." in told.words
    told = dialog(asha.post(f"{at}/knocks/{knock}", htmx=True, answer="admitted"))
    assert told.buttons == ("Close", "Room Settings")
    asha.post(f"{at}/knocks/{knock}", answer="declined")
    told = page(asha.post(f"{at}/knocks/{knock}", answer="declined"))
    assert (told.status, told.buttons) == (409, ("See who waits", "Go home"))
    assert asha.get(f"{at}/knocks/{knock}").headers["Location"].endswith("/knocks")
    told = page(visit(cast.stranger).post(f"{at}/membership"))
    assert (told.status, told.buttons) == (403, ("Try Again", "Go home"))


def test_who_is_locked_out_reads_it_before_they_try(cast: Cast, visit: Visit) -> None:
    with transaction():
        locked(cast)
    at, words = f"/room/{cast.room.code}", "The host has locked this room"
    assert words in visit(cast.stranger).get(at).get_data(as_text=True)
    assert words not in visit(cast.asha).get(at).get_data(as_text=True), "the owner opens any lock"
