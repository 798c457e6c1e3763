"""Links into a room: how long they work, for how many people, and who takes them back."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from app.accounts import actions as accounts
from app.accounts.models import User
from app.clock import Clock
from app.db import db
from app.errors import Refusal
from app.events import _listeners, on
from app.log import entries, transaction
from app.realtime.broadcast import render
from app.rooms import actions
from app.rooms.access import membership_for, must_knock, room_for, standing_in
from app.rooms.invitations import invited_to, link_with, links_for, room_invited_to
from app.rooms.link_events import LinksChanged
from app.rooms.models import Room
from app.rooms.wishes import RoomWishes
from tests.conftest import Cast, make_account

RACERS = 6


@pytest.fixture
def private(cast: Cast) -> Room:
    with transaction():
        room = actions.create_room(cast.asha, RoomWishes(name="Family", is_public=False))
        actions.invite(membership_for(cast.asha, room.code), cast.kenji)
        actions.join_room(room, cast.kenji)
    return room


def make(cast: Cast, room: Room, **how: object) -> str:
    with transaction():
        return actions.make_invitation_link(membership_for(cast.asha, room.code), **how)  # type: ignore[arg-type]


def why_not(room: Room, token: str) -> str:
    """What a new person who brings this link is told."""
    with pytest.raises(Refusal) as caught, transaction():
        actions.join_room(room, accounts.make_guest("Late"), None, token)
    assert caught.value.code == "INVITATION_OVER"
    with pytest.raises(Refusal) as followed:
        room_invited_to(token, None)
    assert followed.value.words == caught.value.words
    return str(caught.value.facts["reason"])


def left(token: str) -> int | None:
    link = link_with(token)
    assert link is not None
    return link.uses_left


@pytest.mark.usefixtures("noise")
def test_every_person_counts_once_however_often_they_come(cast: Cast, private: Room) -> None:
    token = make(cast, private, uses=2)
    for _ in range(2):
        with transaction():
            standing = actions.join_room(private, cast.stranger, None, token)
            actions.leave_room(standing)
        assert left(token) == 1
    with transaction():
        actions.join_room(private, cast.leila, None, token)
    assert left(token) == 0
    assert why_not(private, token) == "spent"
    assert room_invited_to(token, cast.stranger).id == private.id
    with transaction():
        actions.join_room(private, cast.stranger, None, token)
    assert left(token) == 0


def test_links_end_by_the_clock_and_are_told_apart(cast: Cast, private: Room, clock: Clock) -> None:
    short, long = make(cast, private, lifetime=timedelta(hours=1)), make(cast, private)
    clock.tick(seconds=3599)
    assert room_invited_to(short, None).id == private.id
    clock.tick(seconds=1)
    assert why_not(private, short) == "expired"
    shown = links_for(membership_for(cast.asha, private.code))
    assert shown == [link_with(long)]
    with pytest.raises(Refusal) as caught:
        room_invited_to("never-made", None)
    assert caught.value.facts["reason"] == "unknown"


def test_hosts_take_back_any_link_members_their_own(cast: Cast) -> None:
    with transaction():
        kenjis = actions.make_invitation_link(cast.standing["kenji"])
        ashas = actions.make_invitation_link(cast.standing["asha"])
    mine, theirs = link_with(kenjis), link_with(ashas)
    assert mine is not None and theirs is not None
    assert links_for(cast.standing["kenji"]) == [mine]
    with pytest.raises(Refusal, match="NOT_FOUND"), transaction():
        actions.revoke_link(cast.standing["kenji"], theirs.id)
    for _ in range(2):
        with transaction():
            actions.revoke_link(cast.standing["asha"], mine.id)
    told = [
        (entry.type, entry.actor_id, entry.data["invitation_id"]) for entry in entries(f"room:{cast.room.id}", 0)[-3:]
    ]
    made = [("room:link-made", link.created_by_id, link.id) for link in (mine, theirs)]
    assert told == [*made, ("room:link-revoked", cast.asha.id, mine.id)]
    assert (mine.ended_as, theirs.ended_as) == ("revoked", None)
    with pytest.raises(Refusal, match="NOT_HOST"), transaction():
        actions.make_invitation_link(cast.standing["leila"])


@pytest.fixture
def heard() -> Iterator[list[LinksChanged]]:
    found: list[LinksChanged] = []
    on(LinksChanged)(found.append)
    yield found
    _listeners[LinksChanged].remove(found.append)


def test_what_becomes_of_links_is_heard_and_says_nothing_of_them(cast: Cast, heard: list[LinksChanged]) -> None:
    with transaction():
        once, often = (actions.make_invitation_link(cast.standing["asha"], uses) for uses in (1, None))
    for token, number in ((often, 0), (once, 1)):
        with transaction():
            actions.accept_invitation(link_with(token), cast.stranger)  # type: ignore[arg-type]
        assert len(heard) == number, "what counts nobody does not change"
    for _ in range(2):
        with transaction():
            actions.revoke_invitations(cast.room, cast.asha.id)
    assert len(heard) == 2, "twice is once"
    told = render(heard[0], f"room:{cast.room.id}")
    assert told is not None and (told.data, told.content) == ({}, None)


def test_a_room_has_so_many_links_and_no_more(cast: Cast, clock: Clock) -> None:
    def fill(who: str, most: int) -> None:
        with transaction():
            for _ in range(most):
                actions.make_invitation_link(cast.standing[who])
        with pytest.raises(Refusal, match="LINKS_FULL") as caught, transaction():
            actions.make_invitation_link(cast.standing[who])
        assert str(len(links_for(cast.standing[who]))) in caught.value.words

    fill("kenji", 10)
    fill("asha", 90)
    with transaction():
        actions.revoke_link(cast.standing["kenji"], links_for(cast.standing["kenji"])[0].id)
        actions.make_invitation_link(cast.standing["asha"])
    clock.tick(days=8)
    fill("kenji", 10)


def test_what_a_host_says_opens_the_waiting_room_whoever_else_has_asked(cast: Cast) -> None:
    with transaction():
        cast.room.waiting_room = True
        actions.invite(cast.standing["kenji"], cast.stranger)
    assert must_knock(cast.room, cast.stranger)
    assert invited_to(cast.standing["kenji"]) == {cast.stranger.id}
    assert invited_to(cast.standing["asha"]) == set()
    with transaction():
        actions.invite(cast.standing["asha"], cast.stranger)
    assert invited_to(cast.standing["asha"]) == {cast.stranger.id}
    assert not must_knock(cast.room, cast.stranger)
    with transaction():
        actions.join_room(cast.room, cast.stranger)
    assert invited_to(cast.standing["kenji"]) == invited_to(cast.standing["asha"]) == set()


@pytest.mark.parametrize("fall", ["demoted", "handed over", "left", "kicked"])
def test_who_is_no_host_any_more_leaves_no_links_behind(cast: Cast, private: Room, fall: str) -> None:
    asha, kenji = (membership_for(user, private.code) for user in (cast.asha, cast.kenji))
    with transaction():
        if fall == "handed over":
            actions.transfer_host(asha, kenji)
        else:
            actions.make_cohost(asha, kenji)
        given = actions.make_invitation_link(kenji)
    kept = make(cast, private)
    with transaction():
        match fall:
            case "demoted":
                actions.unmake_cohost(asha, kenji)
            case "handed over":
                actions.transfer_host(kenji, asha)
            case "left":
                actions.leave_room(kenji)
            case _:
                actions.kick(asha, kenji)
    assert why_not(private, given) == "revoked"
    assert room_invited_to(kept, None).id == private.id


def test_a_room_that_becomes_private_forgets_what_its_members_gave_out(cast: Cast) -> None:
    with transaction():
        members = actions.make_invitation_link(cast.standing["kenji"])
        hosts = actions.make_invitation_link(cast.standing["asha"])
    with transaction():
        actions.change_settings(cast.standing["asha"], is_public=False)
    assert why_not(cast.room, members) == "revoked"
    assert room_invited_to(hosts, None).id == cast.room.id


def test_of_those_who_race_for_the_last_use_one_gets_in(either_app: Flask) -> None:
    with either_app.app_context():
        with transaction():
            owner = make_account("Owner")
            room = actions.create_room(owner, RoomWishes(name="Race", is_public=False))
            standing = standing_in(room, owner.id)
            assert standing is not None
            token, code = actions.make_invitation_link(standing, uses=1), room.code
            racers = [make_account(f"Racer{number}").id for number in range(RACERS)]
        db.session.remove()
    outcomes: list[str] = []
    start = threading.Barrier(RACERS)

    def race(user_id: int) -> None:
        with either_app.app_context():
            user = db.session.get_one(User, user_id)
            room = room_for(None, code)
            assert room_invited_to(token, user).id == room.id
            db.session.rollback()
            start.wait()
            try:
                with transaction():
                    actions.join_room(room_for(None, code), db.session.get_one(User, user_id), None, token)
                outcomes.append("in")
            except Refusal as refusal:
                outcomes.append(refusal.facts.get("reason", refusal.code))
            db.session.remove()

    threads = [threading.Thread(target=race, args=(user_id,)) for user_id in racers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert Counter(outcomes) == {"in": 1, "spent": RACERS - 1}
