"""Codes and passwords are guessed at one pace, whichever door is tried, and strangers learn nothing on the way."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import limits
from app.accounts.models import User
from app.calls.actions import take_seat
from app.errors import Refusal
from app.log import transaction
from app.rooms import actions
from app.rooms.access import membership_for
from app.rooms.models import Room
from app.rooms.passwords import hash_password, prove_password
from app.rooms.wishes import RoomWishes
from tests.conftest import Cast, csrf_of

ClientOf = Callable[[User | None], FlaskClient]


def make_room(owner: User, password: str | None = None, is_locked: bool = False, **wishes: object) -> Room:
    with transaction():
        room = actions.create_room(owner, RoomWishes(**wishes), hash_password(password))  # type: ignore[arg-type]
        room.is_locked = is_locked
        take_seat(membership_for(owner, room.code), None)
    return room


def post(client: FlaskClient, path: str, **form: str) -> TestResponse:
    return client.post(path, data=form | {"csrf_token": csrf_of(client, "/room/join")})


def wrong_codes(number: int) -> list[str]:
    return [f"zzzzzz{tens}{ones}" for tens in "abcdefgh" for ones in "abcdefgh"][:number]


def test_addresses_of_rooms_are_guessed_no_faster_than_the_form(cast: Cast, client_of: ClientOf) -> None:
    stranger = client_of(None)
    answers = [stranger.get(f"/room/{code}").status_code for code in wrong_codes(31)]
    assert answers == [404] * 30 + [429]
    assert stranger.get(f"/room/{cast.room.code}").status_code == 429, "a right one tells nothing now"
    assert post(stranger, "/room/join", code=cast.room.code).status_code == 429
    assert client_of(cast.stranger).get(f"/room/{cast.room.code}").status_code == 429, "an account is no way round"


def test_another_address_of_the_same_household_is_no_way_round(cast: Cast, client_of: ClientOf) -> None:
    """Whoever has one address of IPv6 has as many as they like."""
    stranger = client_of(None)

    def look(address: str) -> int:
        return stranger.get(f"/room/{cast.room.code}", environ_base={"REMOTE_ADDR": address}).status_code

    for number, code in enumerate(wrong_codes(30)):
        stranger.get(f"/room/{code}", environ_base={"REMOTE_ADDR": f"2001:db8:0:1:{number:x}::{number:x}"})
    assert look("2001:db8:0:1:ffff::1") == 429
    assert look("2001:db8:0:2::1") == 200
    for code in wrong_codes(31):
        stranger.get(f"/room/{code}", environ_base={"REMOTE_ADDR": "::ffff:198.51.100.7"})
    assert look("198.51.100.7") == 429
    assert look("::ffff:198.51.100.8") == 200


def test_who_belongs_to_the_room_is_not_kept_out_by_a_neighbour(cast: Cast, client_of: ClientOf) -> None:
    for code in wrong_codes(31):
        client_of(None).get(f"/room/{code}")
    assert client_of(cast.kenji).get(f"/room/{cast.room.code}").status_code == 200


def test_passwords_of_one_room_are_guessed_by_all_addresses_together(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.rooms.passwords.WRONG_PASSWORDS", limits.Limit("wrong-passwords", "3 per minute"))
    room, other = make_room(cast.asha, "open sesame"), make_room(cast.asha, "open sesame")
    for _ in range(3):
        assert prove_password(room, "open sesame")
    for expected in ("PASSWORD_INVALID",) * 3 + ("RATE_LIMITED",):
        with pytest.raises(Refusal) as refusal:
            prove_password(room, "guess")
        assert refusal.value.code == expected
    with pytest.raises(Refusal) as refusal:
        prove_password(room, "open sesame")
    assert refusal.value.code == "RATE_LIMITED"
    assert prove_password(other, "open sesame")


def test_a_private_room_tells_strangers_neither_lock_nor_password(cast: Cast, client_of: ClientOf) -> None:
    room = make_room(cast.asha, "open sesame", is_locked=True, is_public=False, name="Secret Garden")
    for client in (client_of(None), client_of(cast.stranger)):
        for password in ("", "wrong", "open sesame"):
            path = f"/room/{room.code}"
            answers = [
                client.get(path),
                post(client, f"{path}/membership", display_name="Eve", password=password),
                post(client, "/room/join", code=room.code, password=password),
                client.get(f"/api/rooms/{room.code}"),
                client.post(f"/api/rooms/{room.code}/join", json={"displayName": "Eve", "password": password}),
            ]
            assert [answer.status_code for answer in answers[:2]] == [403, 403]
            assert answers[2].status_code == (303 if not password else 403)
            assert {answer.get_json(force=True)["code"] for answer in answers[3:]} == {"INVITE_ONLY"}
            for answer in answers:
                text = answer.get_data(as_text=True)
                assert "Secret Garden" not in text
                assert "Asha" not in text
                assert "assword" not in text.replace("Room password", "").replace("password-toggle", "")


def test_the_api_tells_strangers_how_many_but_not_who(cast: Cast, client_of: ClientOf) -> None:
    room = make_room(cast.asha)
    face = client_of(None).get(f"/api/rooms/{room.code}").get_json()
    assert face["participantCount"] == 1
    assert not {"participants", "metadata", "role", "expiresAt"} & set(face)


def test_wrong_closed_and_expired_codes_are_one_to_strangers(cast: Cast, client_of: ClientOf) -> None:
    closed, expired = make_room(cast.asha), make_room(cast.asha)
    with transaction():
        actions.close_room(closed, cast.asha)
        expired.expires_at = expired.created_at
    stranger = client_of(None)
    told = set()
    for code in (closed.code, expired.code, "zzzzzzzz"):
        for answer in (
            stranger.get(f"/room/{code}", headers={"Accept": "application/problem+json"}),
            stranger.get(f"/api/rooms/{code}"),
            stranger.post(f"/api/rooms/{code}/join", json={"displayName": "Eve"}),
        ):
            told.add((answer.status_code, answer.get_data(as_text=True).replace(code, "CODE")))
    assert len({(status, text) for status, text in told}) == 1


def test_a_password_hides_who_is_inside(cast: Cast, client_of: ClientOf) -> None:
    closed, open_to_all = make_room(cast.asha, "open sesame"), make_room(cast.asha)
    with transaction():
        for room in (closed, open_to_all):
            take_seat(actions.join_room(room, cast.kenji, room.password_hash), None)
    stranger = client_of(None)
    text = stranger.get(f"/room/{closed.code}").text
    assert "2 inside now" in text
    assert "Kenji" not in text
    assert "Kenji" in stranger.get(f"/room/{open_to_all.code}").text
    assert post(stranger, "/room/join", code=closed.code, password="open sesame").status_code == 303
    assert "Kenji" in stranger.get(f"/room/{closed.code}").text
    assert "Kenji" in client_of(cast.kenji).get(f"/room/{closed.code}").text
