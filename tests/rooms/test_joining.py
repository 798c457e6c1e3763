"""Coming in and going out: every door of a room, and who passes it."""

from __future__ import annotations

import pytest

from app.db import db
from app.errors import Refusal
from app.log import entries, transaction
from app.rooms import actions
from app.rooms.access import membership_for, room_for, standing_in
from app.rooms.models import Room
from app.rooms.passwords import hash_password, prove_password
from app.rooms.wishes import RoomWishes
from tests.conftest import Cast, make_account

pytestmark = pytest.mark.usefixtures("noise")


def refused(code: str) -> pytest.RaisesExc[Refusal]:
    return pytest.RaisesExc(Refusal, check=lambda refusal: refusal.code == code)


def make_room(owner: object, **wishes: object) -> Room:
    password = wishes.get("password")
    with transaction():
        return actions.create_room(owner, RoomWishes(**wishes), hash_password(password))  # type: ignore[arg-type]


def join(room: Room, user: object, *args: object) -> str:
    with transaction():
        return actions.join_room(room, user, *args).role  # type: ignore[arg-type]


def test_its_creator_owns_and_hosts_a_room(cast: Cast) -> None:
    room = cast.room
    assert cast.standing["asha"].role == "owner"
    assert room.host_id == room.owner_id == cast.asha.id
    assert make_room(cast.asha).name == "asha’s Room"


def test_a_public_room_takes_whoever_has_the_code(cast: Cast) -> None:
    assert cast.standing["kenji"].role == "member"
    assert cast.standing["leila"].role == "guest"
    assert join(cast.room, cast.kenji) == "member"


def test_joining_is_one_entry_and_coming_back_none(cast: Cast) -> None:
    audience = f"room:{cast.room.id}"
    before = [entry.type for entry in entries(audience, 0)]
    join(cast.room, cast.kenji)
    assert [entry.type for entry in entries(audience, 0)] == before
    assert before.count("room:member-joined") == 2


@pytest.mark.parametrize("typed", [None, "wrong"])
def test_a_password_is_asked_for(cast: Cast, typed: str | None) -> None:
    room = make_room(cast.asha, password="open sesame")
    if typed:
        with refused("PASSWORD_INVALID"):
            prove_password(room, typed)
    with refused("PASSWORD_REQUIRED"):
        join(room, cast.kenji, None)
    assert join(room, cast.kenji, prove_password(room, "open sesame")) == "member"


def test_a_proof_dies_with_the_password(cast: Cast) -> None:
    room = make_room(cast.asha, password="open sesame")
    proof = prove_password(room, "open sesame")
    with transaction():
        room.password_hash = hash_password("another")
    with refused("PASSWORD_REQUIRED"):
        join(room, cast.kenji, proof)


def test_members_come_back_past_lock_and_privacy_newcomers_do_not(cast: Cast) -> None:
    with transaction():
        actions.set_lock(cast.standing["asha"], True)
    assert join(cast.room, cast.kenji) == "member"
    with refused("ROOM_LOCKED"):
        join(cast.room, cast.stranger)
    private = make_room(cast.asha, is_public=False)
    with refused("INVITE_ONLY"):
        join(private, cast.stranger)


def test_an_invitation_by_name_opens_a_private_room_once(cast: Cast) -> None:
    room = make_room(cast.asha, is_public=False)
    with transaction():
        actions.invite(membership_for(cast.asha, room.code), cast.stranger)
    with refused("INVITE_ONLY"):
        join(room, cast.kenji)
    assert join(room, cast.stranger) == "member"
    with transaction():
        actions.leave_room(membership_for(cast.stranger, room.code))
    with refused("INVITE_ONLY"):
        join(room, cast.stranger)


def test_an_invitation_link_is_counted_and_dies_with_who_made_it(cast: Cast) -> None:
    room = make_room(cast.asha, is_public=False)
    with transaction():
        asha = membership_for(cast.asha, room.code)
        once, often = actions.make_invitation_link(asha, uses=1), actions.make_invitation_link(asha)
    assert join(room, cast.kenji, None, once) == "member"
    with refused("INVITATION_OVER"):
        join(room, cast.stranger, None, once)
    with transaction():
        actions.revoke_invitations(room, cast.asha.id)
    with refused("INVITATION_OVER"):
        join(room, cast.stranger, None, often)


def test_members_of_a_private_room_do_not_invite(cast: Cast) -> None:
    room = make_room(cast.asha, is_public=False)
    with transaction():
        actions.invite(membership_for(cast.asha, room.code), cast.kenji)
    join(room, cast.kenji)
    with refused("NOT_HOST"), transaction():
        actions.make_invitation_link(membership_for(cast.kenji, room.code))


def test_who_was_removed_stays_out_until_forgiven(cast: Cast) -> None:
    with transaction():
        actions.kick(cast.standing["asha"], cast.standing["kenji"], "Wrong room, sorry.")
    for knock in (lambda: join(cast.room, cast.kenji), lambda: room_for(cast.kenji, cast.room.code)):
        with refused("KICKED") as caught:
            knock()
        assert "Asha" in caught.value.words
        assert "Wrong room, sorry." in caught.value.words
    with transaction():
        actions.forgive(cast.standing["asha"], cast.standing["kenji"])
    assert join(cast.room, cast.kenji) == "member"


def test_strangers_cannot_tell_wrong_closed_and_expired_codes_apart(cast: Cast, clock) -> None:  # type: ignore[no-untyped-def]
    closed, expired = make_room(cast.asha), make_room(cast.asha)
    with transaction():
        actions.close_room(closed, cast.asha)
    clock.tick(days=2)
    said = set()
    for code in (closed.code, expired.code, "zzzzzzzz"):
        with refused("ROOM_NOT_FOUND") as caught:
            room_for(cast.stranger, code)
        said.add(caught.value.words.replace(code, "CODE"))
    assert len(said) == 1
    with refused("ROOM_CLOSED"):
        room_for(cast.asha, closed.code)
    with refused("ROOM_EXPIRED"):
        room_for(cast.asha, expired.code)


def test_the_owner_who_leaves_stays_owner_on_paper(cast: Cast) -> None:
    with transaction():
        actions.leave_room(cast.standing["asha"], heir=cast.standing["kenji"])
    assert cast.room.host_id == cast.kenji.id
    assert standing_in(cast.room, cast.asha.id).role == "owner"  # type: ignore[union-attr]
    with transaction():
        actions.leave_room(cast.standing["leila"])
    with refused("NOT_MEMBER"):
        membership_for(cast.leila, cast.room.code)


def test_room_creation_may_be_kept_to_accounts_or_administrators(cast: Cast, app) -> None:  # type: ignore[no-untyped-def]
    from dataclasses import replace

    from app.config import activate, settings

    activate(replace(settings(), room_creation="accounts"))
    with refused("ROOM_CREATION_CLOSED"):
        make_room(cast.leila)
    make_room(cast.kenji)
    activate(replace(settings(), room_creation="admins"))
    with refused("ROOM_CREATION_CLOSED"):
        make_room(cast.kenji)
    make_room(cast.admin)


def test_a_code_that_is_taken_is_tried_again_and_given_up_at_last(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = iter([cast.room.code.upper(), cast.room.code.lower(), "Free2use"])
    monkeypatch.setattr("app.rooms.actions.lifecycle.new_code", lambda: next(codes))
    assert make_room(cast.asha).code == "Free2use"
    monkeypatch.setattr("app.rooms.actions.lifecycle.new_code", lambda: cast.room.code)
    with refused("ROOM_CODE_GENERATION_FAILED"):
        make_room(cast.asha)


def test_a_room_lives_a_day_after_its_last_activity_a_saved_one_for_good(cast: Cast, clock) -> None:  # type: ignore[no-untyped-def]
    kept, busy, idle = (make_room(cast.asha) for _ in range(3))
    with transaction():
        actions.save_room(membership_for(cast.asha, kept.code), True)
    clock.tick(hours=20)
    with transaction():
        actions.touch(busy)
    clock.tick(hours=10)
    assert [room.is_over for room in (kept, busy, idle)] == [False, False, True]
    with transaction():
        for room in (kept, busy, idle):
            actions.expire_room(room.id)
    assert [room.end_reason for room in (kept, busy, idle)] == [None, None, "expired"]


def test_saved_rooms_have_a_quota(cast: Cast, app) -> None:  # type: ignore[no-untyped-def]
    from app.config import settings

    rooms = [make_room(cast.asha) for _ in range(settings().saved_rooms_per_user + 1)]
    for room in rooms[:-1]:
        with transaction():
            actions.save_room(membership_for(cast.asha, room.code), True)
    with refused("SAVED_ROOMS_FULL"), transaction():
        actions.save_room(membership_for(cast.asha, rooms[-1].code), True)


def test_an_account_made_elsewhere_is_unknown_here(cast: Cast) -> None:
    with transaction():
        newcomer = make_account("Newcomer")
    with refused("ROOM_NOT_FOUND"):
        membership_for(newcomer, cast.room.code)
    assert db.session.get(Room, cast.room.id) is not None
