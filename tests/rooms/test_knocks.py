"""The waiting room: who has to knock, who hears of it, and what an answer opens."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask

from app.accounts import actions as accounts
from app.accounts.models import User
from app.db import db
from app.errors import Invalid, Refusal
from app.log import entries, transaction
from app.notices import caretaker
from app.realtime.audience import admit
from app.realtime.broadcast import render
from app.rooms import actions
from app.rooms.access import member_of, membership_for, must_knock, standing_in
from app.rooms.knocks import AWAY, PATIENCE, admission_for, last_knock, waiting_in
from app.rooms.models import Knock, Membership, Room
from app.rooms.passwords import hash_password
from app.rooms.wishes import RoomWishes
from tests.conftest import Cast, make_account
from tests.house.access_table import ROUTES
from tests.house.requests import form_of, path_of
from tests.house.world import PEOPLE, World

# Where who waits is expected: the preview, the way in, and their own knock.
OWN_DOORS = re.compile(r" /room/<code>(/membership|/knock(/\w+)?)?$")


def refused(code: str) -> pytest.RaisesExc[Refusal]:
    return pytest.RaisesExc(Refusal, check=lambda refusal: refusal.code == code)


def make_room(owner: User, **wishes: object) -> Room:
    with transaction():
        password = hash_password(wishes.get("password"))  # type: ignore[arg-type]
        return actions.create_room(owner, RoomWishes(waiting_room=True, **wishes), password)  # type: ignore[arg-type]


def join(room: Room, user: User, *args: object) -> Membership:
    with transaction():
        return actions.join_room(room, user, *args)  # type: ignore[arg-type]


def knock(room: Room, user: User, *args: object) -> Knock:
    with transaction():
        return actions.knock(room, user, *args)  # type: ignore[arg-type]


def answer(room: Room, by: User, knock: Knock, what: str = "admitted") -> None:
    with transaction():
        actions.answer_knock(membership_for(by, room.code), knock.id, what)


def heard(audience: str) -> list[str]:
    return [entry.type for entry in entries(audience, 0) if "knock" in entry.type]


@pytest.fixture
def room(cast: Cast) -> Room:
    return make_room(cast.asha, name="The Study")


@pytest.mark.usefixtures("noise")
class TestWhoKnocks:
    def test_a_stranger_waits_and_comes_in_once_let_in(self, cast: Cast, room: Room) -> None:
        with refused("WAITING"):
            join(room, cast.kenji)
        mine = knock(room, cast.kenji, "It is me")
        with refused("WAITING"):
            join(room, cast.kenji)
        answer(room, cast.asha, mine)
        assert join(room, cast.kenji).role == "member"
        assert last_knock(room, cast.kenji).state == "entered"  # type: ignore[union-attr]

    def test_who_was_inside_before_comes_back_who_was_removed_does_not(self, cast: Cast, room: Room) -> None:
        answer(room, cast.asha, knock(room, cast.kenji))
        standing = join(room, cast.kenji)
        with transaction():
            actions.leave_room(standing)
        assert join(room, cast.kenji).is_current
        with transaction():
            actions.kick(membership_for(cast.asha, room.code), standing)
        with refused("KICKED"):
            knock(room, cast.kenji)
        with refused("KICKED"):
            join(room, cast.kenji)

    def test_a_removed_guest_who_comes_as_another_knocks(self, cast: Cast, room: Room) -> None:
        answer(room, cast.asha, knock(room, cast.leila))
        join(room, cast.leila)
        with transaction():
            actions.kick(membership_for(cast.asha, room.code), member_of(room, cast.leila.id))
        with transaction():
            again = accounts.make_guest("Leila")
        with refused("WAITING"):
            join(room, again)

    def test_hosts_invite_past_the_waiting_room_members_and_links_do_not(self, cast: Cast, room: Room) -> None:
        asha = membership_for(cast.asha, room.code)
        with transaction():
            actions.invite(asha, cast.kenji)
            token = actions.make_invitation_link(asha)
        kenji = join(room, cast.kenji)
        with transaction():
            actions.invite(kenji, cast.stranger)
        for proof in ((), (None, token)):
            with refused("WAITING"):
                join(room, cast.stranger, *proof)

    def test_an_admission_ends_with_the_hour(self, cast: Cast, room: Room, clock) -> None:  # type: ignore[no-untyped-def]
        answer(room, cast.asha, knock(room, cast.kenji))
        clock.tick(minutes=61)
        assert admission_for(room, cast.kenji) is None
        with refused("WAITING"):
            join(room, cast.kenji)

    def test_locks_and_passwords_come_first(self, cast: Cast) -> None:
        room = make_room(cast.asha, password="open sesame")
        with refused("PASSWORD_REQUIRED"):
            knock(room, cast.kenji)
        mine = knock(room, cast.kenji, "", room.password_hash)
        answer(room, cast.asha, mine)
        assert join(room, cast.kenji).is_current
        with transaction():
            actions.set_lock(membership_for(cast.asha, room.code), True)
        with refused("ROOM_LOCKED"):
            knock(room, cast.stranger, "", room.password_hash)

    def test_a_private_room_may_be_knocked_at_where_its_host_allows_it(self, cast: Cast) -> None:
        room, closed = make_room(cast.asha, is_public=False, password="x"), make_room(cast.asha, is_public=False)
        with transaction():
            actions.change_settings(membership_for(cast.asha, closed.code), waiting_room=False)
        assert must_knock(room, cast.kenji)
        assert not must_knock(closed, cast.kenji)
        with refused("INVITE_ONLY"):
            join(closed, cast.kenji)
        answer(room, cast.asha, knock(room, cast.kenji))
        assert join(room, cast.kenji).role == "member"


@pytest.mark.usefixtures("noise")
class TestWhoHears:
    def test_hosts_and_who_knocks_and_the_room_only_of_who_is_let_in(self, cast: Cast, room: Room) -> None:
        answer(room, cast.asha, knock(room, cast.kenji))
        join(room, cast.kenji)
        knock(room, cast.leila, "Hello")
        assert heard(f"user:{cast.asha.id}") == ["room:knocked", "room:knock-answered", "room:knocked"]
        assert heard(f"user:{cast.leila.id}") == ["room:knocked"]
        assert heard(f"room:{room.id}") == ["room:knock-answered"]
        answer(room, cast.asha, last_knock(room, cast.leila), "declined")  # type: ignore[arg-type]
        assert heard(f"room:{room.id}") == ["room:knock-answered"]
        assert heard(f"user:{cast.kenji.id}") == ["room:knocked", "room:knock-answered"]
        assert heard(f"user:{cast.stranger.id}") == []

    def test_only_hosts_answer_and_only_at_their_own_door(self, cast: Cast, room: Room) -> None:
        answer(room, cast.asha, knock(room, cast.kenji))
        join(room, cast.kenji)
        mine = knock(room, cast.leila)
        with refused("NOT_HOST"):
            answer(room, cast.kenji, mine)
        with refused("NOT_FOUND"), transaction():
            actions.answer_knock(cast.standing["asha"], mine.id, "admitted")
        with transaction():
            actions.make_cohost(membership_for(cast.asha, room.code), member_of(room, cast.kenji.id))
        answer(room, cast.kenji, mine)
        with refused("KNOCK_OVER") as caught:
            answer(room, cast.asha, mine, "declined")
        assert caught.value.words == "Kenji has let Leila in already."


@pytest.mark.usefixtures("noise")
class TestWhatBecomesOfIt:
    def test_a_no_holds_for_a_minute(self, cast: Cast, room: Room, clock) -> None:  # type: ignore[no-untyped-def]
        answer(room, cast.asha, knock(room, cast.kenji), "declined")
        with refused("KNOCK_DECLINED"):
            knock(room, cast.kenji)
        clock.tick(seconds=61)
        assert knock(room, cast.kenji).state == "waiting"

    def test_notes_are_one_clean_line(self, cast: Cast, room: Room) -> None:
        mine = knock(room, cast.kenji, " Hello\n\u202ethere\x00 ")
        assert mine.note == "Hello there"
        with pytest.raises(Invalid), transaction():
            actions.leave_note(mine, "x" * 141)
        with transaction():
            actions.leave_note(last_knock(room, cast.kenji), "x" * 140)  # type: ignore[arg-type]
        assert heard(f"user:{cast.asha.id}")[-1] == "room:knock-note-changed"
        assert knock(room, cast.kenji).id == mine.id

    def test_withdrawn_and_given_up(self, cast: Cast, room: Room, clock) -> None:  # type: ignore[no-untyped-def]
        with transaction():
            actions.withdraw(actions.knock(room, cast.kenji))
        assert waiting_in(room) == []
        knock(room, cast.kenji)
        clock.tick(minutes=4)
        with transaction():
            actions.see(last_knock(room, cast.kenji))  # type: ignore[arg-type]
        clock.tick(minutes=2)
        caretaker.tend()
        assert len(waiting_in(room)) == 1
        clock.tick(seconds=PATIENCE.total_seconds())
        caretaker.tend()
        assert waiting_in(room) == []
        assert heard(f"user:{cast.kenji.id}")[-1] == "room:knock-ended"

    def test_closing_the_page_gives_up_and_loading_it_anew_does_not(self, cast: Cast, room: Room, clock) -> None:  # type: ignore[no-untyped-def]
        for user, comes_back in ((cast.kenji, False), (cast.leila, True)):
            mine = knock(room, user)
            with transaction():
                actions.step_away(mine)
            clock.tick(seconds=1)
            if comes_back:
                with transaction():
                    actions.see(mine)
        clock.tick(seconds=AWAY.total_seconds())
        caretaker.tend()
        assert [each.user_id for each in waiting_in(room)] == [cast.leila.id]
        answer(room, cast.asha, last_knock(room, cast.leila))  # type: ignore[arg-type]
        with transaction():
            actions.step_away(last_knock(room, cast.leila))  # type: ignore[arg-type]
        assert admission_for(room, cast.leila) is not None

    @pytest.mark.parametrize(("is_public", "state"), [(True, "admitted"), (False, "declined")])
    def test_switching_it_off_lets_everybody_in_but_into_a_private_room(
        self, cast: Cast, is_public: bool, state: str
    ) -> None:
        room = make_room(cast.asha, is_public=is_public)
        for user in (cast.kenji, cast.leila):
            knock(room, user)
        with transaction():
            actions.change_settings(membership_for(cast.asha, room.code), waiting_room=False)
        assert [last_knock(room, user).state for user in (cast.kenji, cast.leila)] == [state] * 2  # type: ignore[union-attr]

    def test_a_room_that_ends_leaves_nobody_waiting(self, cast: Cast, room: Room) -> None:
        knock(room, cast.kenji)
        with transaction():
            actions.close_room(room, cast.asha)
        assert waiting_in(room) == []
        assert entries(f"user:{cast.kenji.id}", 0)[-1].data["how"] == "closed"


def test_of_two_hosts_who_answer_at_once_one_wins(either_app: Flask) -> None:
    with either_app.app_context(), transaction():
        asha, kenji = make_account("Asha"), make_account("Kenji")
        room = actions.create_room(asha, RoomWishes())
        kenjis = actions.join_room(room, kenji)
        actions.make_cohost(standing_in(room, asha.id), kenjis)  # type: ignore[arg-type]
        room.waiting_room = True
        mine = actions.knock(room, accounts.make_guest("Leila"))
        code, knock_id, hosts = room.code, mine.id, (asha.id, kenji.id)
    start = Barrier(2)

    def say(host_id: int, what: str) -> str:
        with either_app.app_context():
            start.wait()
            try:
                with transaction():
                    host = db.session.get_one(User, host_id)
                    actions.answer_knock(membership_for(host, code), knock_id, what)
            except Refusal as refusal:
                return refusal.code
            finally:
                db.session.remove()
            return what

    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(say, hosts, ("admitted", "declined")))
    assert said.count("KNOCK_OVER") == 1
    with either_app.app_context():
        assert db.session.get_one(Knock, knock_id).state == next(each for each in said if each != "KNOCK_OVER")


def test_who_waits_finds_every_door_of_the_room_closed(tmp_path: Path) -> None:
    """A guest with a knock and nothing else is answered as somebody from another room, at all doors but the waiting one."""
    world = World(tmp_path)
    with world.app.app_context(), transaction():
        caller = db.session.get_one(Knock, world.knock).user
        _, world.tokens["caller"] = accounts.start_session(caller, "page", "pytest", "127.0.0.1")
    client, elsewhere = world.client("caller"), PEOPLE.index("elsewhere")
    doors = [route for route in ROUTES if "/room/<code>" in route and not OWN_DOORS.search(route)]
    assert len(doors) > 30
    for route in doors:
        method, rule = route.split(" ", 1)
        status = client.open(path_of(world, rule), method=method, data=form_of(world, route)).status_code
        assert status == int(ROUTES[route].split()[elsewhere]), route
    page = client.get(f"/room/{world.code}").get_data(as_text=True)
    assert "Asking the host" in page
    assert not re.search("Welcome|Owner|Target", page)
    with world.app.app_context():
        caller = db.session.get_one(Knock, world.knock).user
        with refused("ROOM_NOT_FOUND"):
            admit(caller, None, f"room:{world.code}")
        db.session.remove()
        db.engine.dispose()


def test_who_becomes_a_host_sees_who_waits_and_no_longer_once_they_are_none(cast: Cast) -> None:
    room = make_room(cast.asha)
    answer(room, cast.asha, knock(room, cast.kenji))
    kenji = join(room, cast.kenji)
    knock(room, cast.leila, "It is me")
    asha, shown = membership_for(cast.asha, room.code), []
    for change in (actions.make_cohost, actions.unmake_cohost):
        with transaction():
            change(asha, kenji)
        entry = entries(f"user:{cast.kenji.id}", 0)[-1]
        told = render(entry.event(), entry.audience)  # type: ignore[arg-type]
        assert told is not None and told.data["room_code"] == room.code
        shown.append("It is me" in (told.content or ""))
    assert shown == [True, False]
    mine = entries(f"user:{cast.leila.id}", 0)[-1]
    heard_by_her = render(mine.event(), mine.audience)  # type: ignore[arg-type]
    assert heard_by_her is not None and heard_by_her.content is None
