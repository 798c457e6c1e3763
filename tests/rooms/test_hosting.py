"""What hosts may do, to whom, and how a room never stays without one."""

from __future__ import annotations

import pytest

from app.db import db
from app.errors import Refusal
from app.events import on
from app.log import entries, transaction
from app.rooms import actions
from app.rooms.access import membership_for
from app.rooms.events import RoomSettingsChanged
from app.rooms.models import Membership
from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("noise")


def refused(code: str) -> pytest.RaisesExc[Refusal]:
    return pytest.RaisesExc(Refusal, check=lambda refusal: refusal.code == code)


def types(cast: Cast) -> list[str]:
    return [entry.type for entry in entries(f"room:{cast.room.id}", 0)]


HOST_ACTIONS = {
    "kick": lambda by, target: actions.kick(by, target),
    "mute": lambda by, target: actions.mute(by, target),
    "request_unmute": lambda by, target: actions.request_unmute(by, target),
    "lock": lambda by, target: actions.set_lock(by, True),
    "settings": lambda by, target: actions.change_settings(by, chat_enabled=False),
    "forgive": lambda by, target: actions.forgive(by, target),
    "transfer": lambda by, target: actions.transfer_host(by, target),
    "cohost": lambda by, target: actions.make_cohost(by, target),
}


@pytest.mark.parametrize("name", HOST_ACTIONS)
def test_members_do_none_of_it(cast: Cast, name: str) -> None:
    with refused("NOT_HOST"), transaction():
        HOST_ACTIONS[name](cast.standing["kenji"], cast.standing["leila"])
    with transaction():
        HOST_ACTIONS[name](cast.standing["asha"], cast.standing["leila"])


@pytest.mark.parametrize("name", ["kick", "mute", "request_unmute"])
def test_nobody_acts_upon_an_equal_or_a_superior(cast: Cast, name: str) -> None:
    asha, kenji, leila = (cast.standing[name] for name in ("asha", "kenji", "leila"))
    with transaction():
        actions.make_cohost(asha, kenji)
        actions.make_cohost(asha, leila)
    for target in (asha, leila):
        with refused("TARGET_OUTRANKS"), transaction():
            HOST_ACTIONS[name](kenji, target)


def test_nobody_removes_themselves(cast: Cast) -> None:
    with refused("CANNOT_KICK_SELF"), transaction():
        actions.kick(cast.standing["asha"], cast.standing["asha"])


def test_cohosts_choose_no_hosts(cast: Cast) -> None:
    with transaction():
        actions.make_cohost(cast.standing["asha"], cast.standing["kenji"])
    for attempt in (actions.transfer_host, actions.make_cohost, actions.unmake_cohost):
        with refused("NOT_HOST"), transaction():
            attempt(cast.standing["kenji"], cast.standing["leila"])


def test_a_transfer_makes_one_host_and_the_owner_may_take_it_back(cast: Cast) -> None:
    asha, kenji, leila = (cast.standing[name] for name in ("asha", "kenji", "leila"))
    with transaction():
        actions.transfer_host(asha, kenji)
    assert (cast.room.host_id, asha.role, kenji.role) == (kenji.user_id, "owner", "host")
    with transaction():
        actions.transfer_host(kenji, leila)
    assert (kenji.role, leila.role) == ("member", "host")
    with refused("ALREADY_HOST"), transaction():
        actions.transfer_host(leila, leila)
    with transaction():
        actions.claim_host(asha)
    assert (cast.room.host_id, leila.role) == (asha.user_id, "guest")


def test_removing_the_host_gives_the_room_back_to_its_owner(cast: Cast) -> None:
    asha, kenji = cast.standing["asha"], cast.standing["kenji"]
    with transaction():
        actions.transfer_host(asha, kenji)
    with transaction():
        actions.kick(asha, kenji)
    assert cast.room.host_id == asha.user_id


def test_a_missing_host_is_succeeded_and_may_be_claimed_sooner(cast: Cast) -> None:
    asha, kenji, leila = (cast.standing[name] for name in ("asha", "kenji", "leila"))
    with refused("CONFLICT"), transaction():
        actions.claim_host(kenji)
    with transaction():
        actions.miss_host(cast.room)
    with transaction():
        actions.claim_host(kenji)
    assert (cast.room.host_id, cast.room.host_absent_since) == (kenji.user_id, None)
    with transaction():
        actions.miss_host(cast.room)
        actions.succeed_host(cast.room, [leila, asha])
    assert cast.room.host_id == asha.user_id


def test_guests_succeed_last(cast: Cast) -> None:
    with transaction():
        actions.miss_host(cast.room)
        actions.succeed_host(cast.room, [cast.standing["leila"], cast.standing["kenji"]])
    assert cast.room.host_id == cast.kenji.id


def test_a_host_who_is_back_in_time_stays_host(cast: Cast) -> None:
    with transaction():
        actions.miss_host(cast.room)
        actions.welcome_host_back(cast.room)
    assert cast.room.host_absent_since is None
    assert types(cast)[-2:] == ["room:host-left", "room:host-returned"]


def test_every_one_of_these_is_an_entry(cast: Cast) -> None:
    asha, kenji = cast.standing["asha"], cast.standing["kenji"]
    before = len(types(cast))
    with transaction():
        actions.mute(asha, kenji)
        actions.request_unmute(asha, kenji)
        actions.set_lock(asha, True)
        actions.set_lock(asha, True)
        actions.change_settings(asha, chat_enabled=False, audio_enabled=True)
        actions.kick(asha, kenji)
        actions.forgive(asha, kenji)
    assert types(cast)[before:] == [
        "room:muted",
        "room:unmute-requested",
        "room:lock-toggled",
        "room:settings-changed",
        "user:kicked",
        "room:forgiven",
    ]


def test_nothing_changed_is_nothing_told(cast: Cast) -> None:
    heard: list[object] = []
    on(RoomSettingsChanged)(heard.append)
    with transaction():
        actions.change_settings(cast.standing["asha"], chat_enabled=True)
    assert heard == []


def test_closing_tells_every_member_and_ends_everything(cast: Cast) -> None:
    with transaction():
        actions.close_room(cast.room, cast.asha)
    last = entries(f"room:{cast.room.id}", 0)[-1]
    assert last.data["reason"] == "HOST_CLOSED"
    assert set(last.data["member_ids"]) == {cast.asha.id, cast.kenji.id, cast.leila.id}
    for user in (cast.asha, cast.kenji, cast.leila):
        with refused("ROOM_CLOSED"):
            membership_for(user, cast.room.code)


def test_only_the_owner_deletes(cast: Cast) -> None:
    with transaction():
        actions.transfer_host(cast.standing["asha"], cast.standing["kenji"])
    with refused("FORBIDDEN"), transaction():
        actions.delete_room(cast.standing["kenji"])
    with transaction():
        actions.delete_room(cast.standing["asha"])
    assert cast.room.end_reason == "deleted"


def test_an_accounts_role_follows_a_guest_who_becomes_one(cast: Cast) -> None:
    with transaction():
        actions.promote_guest(cast.leila)
    db.session.expire_all()
    assert db.session.get_one(Membership, cast.standing["leila"].id).role == "member"


@pytest.mark.parametrize("end", ["leaves", "hands over", "is unmade"])
def test_a_guest_who_hosted_is_a_guest_again(cast: Cast, end: str) -> None:
    asha, kenji, leila = (cast.standing[name] for name in ("asha", "kenji", "leila"))
    with transaction():
        if end == "hands over":
            actions.transfer_host(asha, leila)
        else:
            actions.make_cohost(asha, leila)
    with transaction():
        if end == "leaves":
            actions.leave_room(leila)
        elif end == "hands over":
            actions.transfer_host(leila, kenji)
        else:
            actions.unmake_cohost(asha, leila)
    assert leila.role == "guest"
