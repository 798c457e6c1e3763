"""What is said is kept once, whole and clean."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import log
from app.chat.access import message_in, page_of_messages
from app.chat.actions import post_message
from app.chat.models import Message
from app.db import db
from app.errors import Invalid, Refusal
from app.log import transaction
from app.rooms import actions as rooms
from app.rooms.models import Membership
from app.rooms.wishes import RoomWishes
from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("noise")


def say(standing: Membership, client_id: str, body: str) -> Message:
    with transaction():
        return post_message(standing, client_id, body)


def entries(cast: Cast) -> list[log.Entry]:
    return [entry for entry in log.entries(f"room:{cast.room.id}", 0) if entry.type == "message:new"]


def test_a_message_is_kept_and_logged(cast: Cast) -> None:
    message = say(cast.standing["kenji"], "client-id-1", "Blue goes first")
    assert (message.body, message.author_id, message.room_id) == ("Blue goes first", cast.kenji.id, cast.room.id)
    [entry] = entries(cast)
    assert entry.data == {"room_id": cast.room.id, "message_id": message.id}
    assert entry.actor_id == cast.kenji.id


def test_the_same_again_answers_with_the_first_and_tells_nobody(cast: Cast) -> None:
    first = say(cast.standing["kenji"], "client-id-1", "once").id
    assert say(cast.standing["kenji"], "client-id-1", "once \r\n").id == first
    assert len(entries(cast)) == 1


def test_other_words_under_the_same_id_are_refused(cast: Cast) -> None:
    say(cast.standing["kenji"], "client-id-1", "once")
    with pytest.raises(Refusal, match="CLIENT_ID_REUSED"):
        say(cast.standing["kenji"], "client-id-1", "twice")
    assert len(entries(cast)) == 1


def test_an_id_belongs_to_one_room(cast: Cast) -> None:
    say(cast.standing["asha"], "client-id-1", "once")
    with transaction():
        other = rooms.create_room(cast.asha, RoomWishes(name="Other"))
        standing = db.session.query(Membership).filter_by(room_id=other.id).one()
    with pytest.raises(Refusal, match="CLIENT_ID_REUSED"):
        say(standing, "client-id-1", "once")


def test_two_people_may_choose_the_same_id(cast: Cast) -> None:
    one = say(cast.standing["asha"], "client-id-1", "mine").id
    assert say(cast.standing["kenji"], "client-id-1", "mine too").id != one


def test_chat_that_is_off_takes_nothing_but_still_knows_what_it_took(cast: Cast) -> None:
    first = say(cast.standing["kenji"], "client-id-1", "just in time").id
    with transaction():
        cast.room.chat_enabled = False
    with pytest.raises(Refusal, match="CHAT_DISABLED"):
        say(cast.standing["kenji"], "client-id-2", "too late")
    assert say(cast.standing["kenji"], "client-id-1", "just in time").id == first


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  two\r\nlines  \n\n", "  two\nlines"),
        ("\n\n after", " after"),
        ("bell\x07, null\x00, tab\t.", "bell, null, tab\t."),
        ("half a pair \ud83d", "half a pair"),
        ("👩‍👧 عربي \u200f!", "👩‍👧 عربي \u200f!"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
        ("x" * 8000, "x" * 8000),
    ],
)
def test_bodies_are_cleaned_and_otherwise_kept(cast: Cast, given: str, kept: str) -> None:
    assert say(cast.standing["kenji"], "client-id-1", given).body == kept


@pytest.mark.parametrize("body", ["", "  \n\t ", "\u200b\u200d", "\x00", "x" * 8001, None, 7, ["x"]])
def test_nothing_and_too_much_are_refused(cast: Cast, body: object) -> None:
    with pytest.raises(Invalid) as refused:
        say(cast.standing["kenji"], "client-id-1", body)  # type: ignore[arg-type]
    assert "body" in refused.value.fields


@pytest.mark.parametrize("client_id", ["", "x" * 65, 'a"><script>', "with space", "line\nfeed-1", None, 12345678])
def test_ids_that_cannot_stand_in_a_page_are_refused(cast: Cast, client_id: object) -> None:
    with pytest.raises(Invalid) as refused:
        say(cast.standing["kenji"], client_id, "words")  # type: ignore[arg-type]
    assert "client_id" in refused.value.fields


def test_twenty_posts_of_one_id_at_once_make_one_message(app: Flask, cast: Cast) -> None:
    standing_id, start = cast.standing["kenji"].id, threading.Barrier(20)

    def post(_: int) -> int:
        with app.app_context():
            start.wait()
            with transaction():
                return post_message(db.session.get_one(Membership, standing_id), "client-id-1", "once").id

    with ThreadPoolExecutor(20) as pool:
        ids = list(pool.map(post, range(20)))
    db.session.rollback()  # this thread still sees what was there before
    assert (len(ids), len(set(ids))) == (20, 1)
    assert db.session.scalar(select(func.count(Message.id)).where(Message.client_id == "client-id-1")) == 1
    assert len(entries(cast)) == 1


def test_a_message_keeps_the_room_alive(cast: Cast, clock: object) -> None:
    end = cast.room.expires_at
    clock.tick(hours=1)  # type: ignore[attr-defined]
    say(cast.standing["kenji"], "client-id-1", "still here")
    assert cast.room.expires_at and end and cast.room.expires_at > end


def test_pages_hold_this_rooms_messages_in_order(cast: Cast) -> None:
    for number in range(7):
        say(cast.standing["kenji"], f"client-id-{number}", f"message {number}")
    newest, has_more = page_of_messages(cast.room, limit=3)
    assert ([message.body for message in newest], has_more) == (["message 4", "message 5", "message 6"], True)
    older, has_more = page_of_messages(cast.room, before=newest[0].id, limit=4)
    assert ([message.body for message in older], has_more) == ([f"message {number}" for number in range(4)], False)


def test_deleted_messages_and_those_of_other_rooms_are_not_found(cast: Cast) -> None:
    message = say(cast.standing["kenji"], "client-id-1", "gone soon")
    assert message_in(cast.room, message.id).body == "gone soon"
    elsewhere = db.session.scalar(select(Message.id).where(Message.room_id != cast.room.id))
    with pytest.raises(Refusal, match="NOT_FOUND"):
        message_in(cast.room, elsewhere or 0)
    with transaction():
        message.deleted_at = message.created_at
    assert page_of_messages(cast.room).messages == []
    with pytest.raises(Refusal, match="NOT_FOUND"):
        message_in(cast.room, message.id)
