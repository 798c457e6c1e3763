"""The doors of rooms when something typed is wrong: what is said at the field, and that nothing else is lost."""

from __future__ import annotations

import re

import pytest

from app.calls.access import is_inside
from app.log import entries, transaction
from app.rooms import actions as rooms
from app.rooms.models import Room
from app.rooms.passwords import hash_password
from app.rooms.wishes import RoomWishes
from tests.conftest import Cast, make_account

from .conftest import Told, Visit, field_error, page

WRONG = "That is not the password of this room. Ask the host, then try again."
GUEST = {"display_name": "Nadia O’Neil"}
WISHES = {
    "display_name": "Nadia",
    "name": "Crew Standup",
    "max_participants": "7",
    "privacy": "private",
    "video_enabled": "on",
    "password_enabled": "on",
}


@pytest.fixture
def secret_room(cast: Cast) -> Room:
    with transaction():
        return rooms.create_room(cast.asha, RoomWishes(name="Secret"), hash_password("open sesame"))


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "dialog"])
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("ABC", "The room “ABC” doesn’t exist or has expired. A code has 8 characters; this one has 3."),
        ("XYZ789ab", "The room “XYZ789ab” doesn’t exist or has expired."),
        ("", "The room “” doesn’t exist or has expired. A code has 8 characters; this one has 0."),
    ],
)
def test_a_wrong_code_is_told_at_the_field(cast: Cast, visit: Visit, typed: str, words: str, htmx: bool) -> None:
    response = visit().post("/room/join", code=typed, htmx=htmx)
    assert response.status_code == 404
    assert field_error(response, "join-code") == words
    assert f'value="{typed}"' in response.get_data(as_text=True)


def test_a_code_is_understood_however_it_is_written(cast: Cast, visit: Visit) -> None:
    code = cast.room.code
    for typed in (code.lower(), f" {code[:4]} {code[4:]} ", f"http://localhost/room/{code}", f"{code[:4]}-{code[4:]}"):
        response = visit().post("/room/join", code=typed)
        assert (response.status_code, response.location) == (303, f"/room/{code}"), typed


def test_a_wrong_password_beside_a_code_keeps_the_code(secret_room: Room, visit: Visit) -> None:
    response = visit().post("/room/join", code=secret_room.code, password="open barley")
    assert response.status_code == 403
    assert field_error(response, "join-password") == WRONG
    assert f'value="{secret_room.code}"' in response.get_data(as_text=True)


def test_a_right_password_beside_a_code_is_not_asked_again(secret_room: Room, visit: Visit) -> None:
    visitor = visit()
    assert visitor.post("/room/join", code=secret_room.code, password="open sesame").status_code == 303
    preview = visitor.get(f"/room/{secret_room.code}").get_data(as_text=True)
    assert "Room password" not in preview
    assert "open sesame" not in preview
    assert visitor.post(f"/room/{secret_room.code}/membership", **GUEST).status_code == 303


@pytest.mark.parametrize(("typed", "words"), [("", "This room asks for a password."), ("open barley", WRONG)])
def test_a_password_is_asked_for_at_its_field(secret_room: Room, visit: Visit, typed: str, words: str) -> None:
    visitor = visit()
    response = visitor.post(f"/room/{secret_room.code}/membership", password=typed, **GUEST)
    assert response.status_code == 403
    assert field_error(response, "f-password") == words
    html = response.get_data(as_text=True)
    assert 'value="Nadia O&#39;Neil"' in html or 'value="Nadia O’Neil"' in html
    assert "open barley" not in html
    assert "Account menu" not in html
    assert visitor.client.get_cookie("guftagu-session") is None, "nobody became a guest by guessing"


def test_a_guest_refused_elsewhere_stays_who_they_are(cast: Cast, secret_room: Room, visit: Visit) -> None:
    leila, room = visit(cast.leila), f"/room/{cast.room.code}"
    assert leila.post(f"/room/{secret_room.code}/membership", **GUEST).status_code == 403
    assert "You join as <b" in leila.get(room).get_data(as_text=True)
    assert leila.post(f"{room}/membership").status_code == 303


def test_a_name_that_cannot_be_is_told_at_its_field(cast: Cast, visit: Visit) -> None:
    response = visit().post(f"/room/{cast.room.code}/membership", display_name="  ")
    assert response.status_code == 422
    assert field_error(response, "f-display_name") == "Type a name that others will see."


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "dialog"])
def test_creating_keeps_what_was_typed(visit: Visit, htmx: bool) -> None:
    response = visit().post("/room/create", htmx=htmx, **WISHES)
    html = response.get_data(as_text=True)
    assert response.status_code == 422
    assert field_error(response, "create-password") == "Type a password, or switch it off."
    assert re.search(r'id="create-name"[^>]*value="Crew Standup"', html)
    assert re.search(r'id="create-you"[^>]*value="Nadia"', html)
    assert re.search(r'id="create-max"[^>]*value="7"', html)
    assert re.search(r'value="private" checked', html)
    switches = dict(re.findall(r'id="create-(\w+)_enabled" name="[^"]+"( checked)?', html))
    assert switches == {"video": " checked", "audio": "", "screen_share": "", "chat": ""}


@pytest.mark.parametrize("seats", ["11", "9" * 5000], ids=["11", "more digits than a number has"])
def test_a_seat_too_many_is_told_at_the_slider(visit: Visit, seats: str) -> None:
    response = visit().post("/room/create", **WISHES | {"password": "x", "max_participants": seats})
    assert response.status_code == 422
    assert "Choose a number from 2 to 10." in response.get_data(as_text=True)


def test_no_free_code(cast: Cast, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = cast.room.code
    monkeypatch.setattr("app.rooms.actions.lifecycle.new_code", lambda: taken)
    response = visit(cast.kenji).post("/room/create", name="One more", max_participants="5")
    assert page(response) == Told(503, "No free code", "No free room code was found. Try again.", ("Go home",))


def test_a_room_to_sign_in_for_is_not_lost_on_the_way(cast: Cast, visit: Visit) -> None:
    code, nobody = cast.room.code, visit()
    sent = nobody.get(f"/room/{code}/settings")
    assert (sent.status_code, sent.location) == (303, f"/sign-in?next=%2Froom%2F{code}%2Fsettings")
    form = nobody.get(sent.location).get_data(as_text=True)
    assert f'name="next" value="/room/{code}/settings"' in form
    signed_in = nobody.post("/sign-in", name="kenji", password="correct horse battery", next=f"/room/{code}/settings")
    assert (signed_in.status_code, signed_in.location) == (303, f"/room/{code}/settings")
    assert nobody.get(signed_in.location).status_code == 200


def test_who_signs_in_at_the_door_comes_back_to_it(cast: Cast, visit: Visit) -> None:
    nobody, room = visit(), f"/room/{cast.room.code}"
    for where in (room, f"/sign-in?next={room}", f"/register?next={room}"):
        html = nobody.get(where).get_data(as_text=True)
        assert f'<a class="btn btn--quiet" href="/sign-in?next={room}">' in html, where
        assert f'<a class="btn" href="/register?next={room}">' in html, where
    assert '<a class="btn btn--quiet" href="/sign-in">' in nobody.get("/").get_data(as_text=True)
    assert f'href="/register?next={room}"' in visit(cast.leila).get(room).get_data(as_text=True)


def test_a_script_is_sent_to_sign_in_and_back_to_its_page(cast: Cast, visit: Visit) -> None:
    url = f"/room/{cast.room.code}"
    answer = visit().get(f"{url}/settings", htmx=True, **{"HX-Current-URL": f"http://localhost{url}"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (200, f"/sign-in?next={url.replace('/', '%2F')}")


def test_registering_leads_to_the_room_too(cast: Cast, visit: Visit) -> None:
    url = f"/room/{cast.room.code}"
    fields = {"display_name": "Mo", "username": "mo_1", "email": "mo@example.org", "password": "correct horse battery"}
    answer = visit().post("/register", next=url, **fields)
    assert (answer.status_code, answer.location) == (303, url)


def test_another_persons_room_is_as_wrong_as_no_room(cast: Cast, visit: Visit) -> None:
    with transaction():
        other = make_account("Other")
    theirs = page(visit(other).get(f"/room/{cast.room.code}/settings"))
    none = page(visit(other).get("/room/XYZ789ab/settings"))
    assert (theirs.status, theirs.title) == (none.status, none.title) == (404, "❌ Invalid Room Code")


def test_who_hands_over_to_who_took_over_already_simply_leaves(cast: Cast, visit: Visit) -> None:
    """The dialog was open while somebody else, or another tab, made that person the host."""
    asha, at = visit(cast.asha), f"/room/{cast.room.code}"
    assert asha.post(f"{at}/membership").status_code == 303
    with transaction():
        rooms.transfer_host(cast.standing["asha"], cast.standing["kenji"])
    assert asha.post(f"{at}/departure", heir=cast.kenji.id).headers["Location"] == "/"
    assert not is_inside(cast.asha.id, cast.room)
    assert cast.room.host_id == cast.kenji.id


def test_two_tabs_that_share_the_controls_with_one_person_are_one(cast: Cast, visit: Visit) -> None:
    path = f"/room/{cast.room.code}/people/{cast.kenji.id}/cohost"
    assert [visit(cast.asha).post(path, htmx=True).status_code for _ in range(2)] == [204, 204]
    told = [entry.type for entry in entries(f"room:{cast.room.id}", 0)]
    assert told.count("room:role-changed") == 1
