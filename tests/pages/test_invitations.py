"""The invitation dialog and the settings panel without scripts: what they show, to whom, and what they answer."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from app.db import db
from app.friends import actions as friends
from app.log import entries, transaction
from app.rooms import actions
from app.rooms.access import membership_for
from app.rooms.invitations import invitations_of, links_for
from app.rooms.models import Room
from app.rooms.passwords import prove_password
from app.rooms.wishes import RoomWishes
from app.rooms.words import names_of, sentence
from tests.conftest import Cast, csrf_of

LINK = re.compile(r'data-copy="([^"]*/i/[^"]+)"')


@pytest.fixture
def private(cast: Cast) -> Room:
    with transaction():
        return actions.create_room(cast.asha, RoomWishes(name="Tea & {Talk}", is_public=False))


def post(client: FlaskClient, path: str, **form: object) -> tuple[int, str]:
    """The status, and what the page says that one lands on."""
    form["csrf_token"] = csrf_of(client, "/rooms")
    answer = client.post(path, data=form)
    page = client.get(answer.headers["Location"]) if answer.status_code == 303 else answer
    return answer.status_code, unescape(page.get_data(as_text=True))


def link_on(page: str) -> str:
    found = LINK.search(page)
    assert found, "no invitation link on the page"
    return found.group(1)


def test_a_private_room_passes_on_one_invitation_by_every_way(cast: Cast, private: Room, client_of) -> None:
    asha, at = client_of(cast.asha), f"/room/{private.code}/invitations"
    page = unescape(asha.get(at).get_data(as_text=True))
    link = link_on(page)
    assert link_on(asha.get(at).get_data(as_text=True)) == link, "looking twice makes no second link"
    assert len(links_for(membership_for(cast.asha, private.code))) == 1
    ways = {
        urlsplit(way).scheme + urlsplit(way).netloc: way for way in re.findall(r'href="([^"]+)" target="_blank"', page)
    }
    assert set(ways) == {"httpswa.me", "mailto", "httpsx.com"}
    told = {name: parse_qs(urlsplit(way).query) for name, way in ways.items()}
    assert told["httpswa.me"]["text"] == [f"Join me in “Tea & {{Talk}}” on Guftagu: {link}"]
    assert told["httpsx.com"]["url"] == [link]
    assert told["mailto"]["body"][0].endswith(link)
    assert page.count('rel="noopener noreferrer"') == 3
    assert 'aria-label="QR code of the invitation link"' in page


def test_a_link_is_shown_once_listed_counted_and_taken_back(cast: Cast, private: Room, client_of) -> None:
    asha, leila, late = client_of(cast.asha), client_of(cast.leila), client_of(cast.stranger)
    at = f"/room/{private.code}/invitations"
    status, page = post(asha, f"{at}/links", lasts="day", uses="5")
    link = link_on(page)
    assert status == 303
    assert "It is shown this once" in page
    assert "Works for 1 day, for 5 people." in page
    assert link not in asha.get(at).get_data(as_text=True)
    path = urlsplit(link).path
    followed = leila.get(path)
    assert (followed.status_code, followed.headers["Referrer-Policy"]) == (303, "no-referrer")
    with transaction():
        actions.join_room(db.session.get_one(Room, private.id), cast.stranger, None, path.rpartition("/")[2])
    page = unescape(asha.get(at).get_data(as_text=True))
    assert "Made by Asha" in page
    assert '<span class="num">4 of 5</span> uses left · ends in 1 day' in page
    made = next(each for each in links_for(membership_for(cast.asha, private.code)) if each.uses)
    status, page = post(asha, f"{at}/{made.id}/revocation")
    assert (status, "of 5" in page) == (303, False)
    ended = late.get(path)
    assert (ended.status_code, ended.headers["Referrer-Policy"]) == (410, "no-referrer")
    assert "This invitation link was revoked." in ended.get_data(as_text=True)


def test_nonsense_makes_no_link(cast: Cast, private: Room, client_of) -> None:
    status, page = post(client_of(cast.asha), f"/room/{private.code}/invitations/links", lasts="ever", uses="2")
    assert (status, "Choose how long the link works" in page) == (422, True)
    assert links_for(membership_for(cast.asha, private.code)) == []


def test_the_dialog_opens_where_there_are_enough_links(cast: Cast, private: Room, client_of, monkeypatch) -> None:
    monkeypatch.setattr("app.rooms.actions.inviting.MOST_LINKS", 0)
    asha, at = client_of(cast.asha), f"/room/{private.code}/invitations"
    page = asha.get(at)
    assert (page.status_code, f"/room/{private.code}" in page.get_data(as_text=True)) == (200, True)
    status, page = post(asha, f"{at}/links", lasts="day", uses="5")
    assert (status, "Take one back first" in page) == (409, True)


def test_friends_who_are_asked_or_inside_cannot_be_ticked(cast: Cast, private: Room, client_of) -> None:
    with transaction():
        for friend in (cast.kenji, cast.stranger):
            friends.accept(friends.request_friend(cast.asha, friend))
    asha, at = client_of(cast.asha), f"/room/{private.code}/invitations"
    assert post(asha, at, friend=cast.kenji.id)[0] == 303
    page = asha.get(at).get_data(as_text=True)
    box = f'name="friend" value="{cast.kenji.id}"'
    assert f"{box} disabled" in page
    assert page.index(f'value="{cast.stranger.id}"') < page.index(box), "who can be asked stands on top"
    heard = len(entries(f"user:{cast.kenji.id}", 0))
    assert "asked or inside already" in post(asha, at, friend=cast.kenji.id)[1]
    assert len(entries(f"user:{cast.kenji.id}", 0)) == heard
    status, page = post(asha, at)
    assert (status, "Tick at least one friend." in page, box in page) == (422, True, True)


def test_who_was_asked_while_away_finds_the_invitation_at_home(cast: Cast, private: Room, client_of) -> None:
    standing, kenji = membership_for(cast.asha, private.code), client_of(cast.kenji)
    for _ in range(2):
        with transaction():
            actions.invite(standing, cast.kenji)
    page = kenji.get("/").get_data(as_text=True)
    assert page.count(f'href="/room/{private.code}">Join</a>') == 1, "however often one is asked"
    assert "Tea &amp; {Talk}" not in client_of(cast.leila).get("/").get_data(as_text=True)
    with transaction():
        room = db.session.get_one(Room, private.id)
        actions.join_room(room, cast.kenji, None)
    assert invitations_of(cast.kenji) == []
    with transaction():
        actions.invite(standing, cast.leila)
        actions.close_room(room, cast.asha)
    assert invitations_of(cast.leila) == []


def test_the_panel_changes_the_room_and_says_so(cast: Cast, client_of) -> None:
    asha, at = client_of(cast.asha), f"/room/{cast.room.code}/settings"
    assert "The room is called {Quiet} now" in post(asha, at, name="  {Quiet}  ")[1]
    post(asha, at, max_participants="2", quality="saver")
    post(asha, at, privacy="private")
    post(asha, at, switches="screen_share_enabled")
    assert "Newcomers are asked for" in post(asha, f"{at}/password", password_enabled="on", password="open sesame")[1]
    room = db.session.get_one(Room, cast.room.id)
    assert (room.name, room.max_participants, room.quality, room.is_public) == ("{Quiet}", 2, "saver", False)
    assert prove_password(room, "open sesame")
    post(asha, f"{at}/password", password="ignored")
    db.session.expire_all()
    assert not room.has_password
    told = [entry for entry in entries(f"room:{room.id}", 0) if entry.type == "room:settings-changed"]
    lines = [sentence(each.type, each.actor_id, each.data, names_of([cast.asha.id])) for each in told]
    assert lines == [
        "Asha named the room “{Quiet}”",
        "Asha set the room to 2 people at most and set the room’s quality to Data saver",
        "Asha made the room private",
        "Asha turned screen sharing off",
        "Asha set the room’s password",
        "Asha removed the room’s password",
    ]
    assert "sesame" not in str([entry.data for entry in told])


@pytest.mark.parametrize(
    ("path", "form", "words"),
    [
        ("", {"name": "  "}, "A room needs a name."),
        ("", {"name": "x" * 81}, "A room name has at most 80 characters"),
        ("", {"max_participants": "1"}, "Choose a number from 2 to 10."),
        ("", {"quality": "best"}, "Choose Auto, High or Data saver."),
        ("/password", {"password_enabled": "on"}, "Type a password, or switch it off."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(cast: Cast, client_of, path: str, form: dict, words: str) -> None:
    status, page = post(client_of(cast.asha), f"/room/{cast.room.code}/settings{path}", **form)
    assert status == 422
    assert words in page
    if "name" in form and form["name"].strip():
        assert form["name"] in page, "what was typed is lost"


def test_cohosts_set_switches_but_neither_name_nor_door(cast: Cast, client_of) -> None:
    with transaction():
        actions.make_cohost(cast.standing["asha"], cast.standing["kenji"])
    kenji, at = client_of(cast.kenji), f"/room/{cast.room.code}/settings"
    assert post(kenji, at, max_participants="4")[0] == 303
    for form in ({"name": "Mine"}, {"privacy": "private"}):
        assert post(kenji, at, **form)[0] == 403
    assert post(kenji, f"{at}/password", password_enabled="on", password="mine")[0] == 403
    room = db.session.get_one(Room, cast.room.id)
    assert (room.max_participants, room.name, room.is_public, room.has_password) == (4, "Gaming Night", True, False)


def test_a_link_waits_while_its_person_looks_into_another_room(cast: Cast, private: Room, client_of) -> None:
    """Coming in somewhere else, in another tab, is not coming in by it."""
    with transaction():
        token = actions.make_invitation_link(membership_for(cast.asha, private.code), 1)
    stranger = client_of(cast.stranger)
    assert stranger.get(f"/i/{token}").status_code == 303
    for room in (cast.room, private):
        assert post(stranger, f"/room/{room.code}/membership")[0] == 303
        assert membership_for(cast.stranger, room.code).is_current
