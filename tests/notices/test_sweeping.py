"""Once an hour what is of no more use is gone, and nothing else."""

from __future__ import annotations

import pytest

from app import clock as time
from app.accounts import actions as accounts
from app.accounts.models import Attempt, Session, User
from app.accounts.push import PushSubscription, subscribe
from app.clock import Clock
from app.db import db
from app.log import transaction
from app.notices.caretaker import tend
from app.rooms import actions as rooms
from app.rooms.models import Knock
from tests.conftest import Cast, make_account

pytestmark = pytest.mark.usefixtures("noise")


def knock(cast: Cast, name: str, answer: str | None = None) -> str:
    with transaction():
        mine = rooms.knock(cast.room, make_account(name))
        if answer is not None:
            rooms.answer_knock(cast.standing["asha"], mine.id, answer)
    return name


def names() -> set[str]:
    return {each.user.display_name for each in db.session.query(Knock)}


def test_old_knocks_are_forgotten(cast: Cast, clock: Clock) -> None:
    with transaction():
        cast.room.waiting_room, cast.room.is_saved, cast.room.expires_at = True, True, None
        db.session.add(Attempt(key="address:old", failures=3, last_at=time.now()))
    old = [knock(cast, "Uma", "admitted"), knock(cast, "Vera", "declined"), knock(cast, "Wim")]
    tend()
    assert names() == {*old}
    clock.tick(minutes=10)
    tend()
    clock.tick(hours=23, minutes=40)
    fresh = [knock(cast, "Xena", "declined"), knock(cast, "Yara")]
    clock.tick(minutes=11)
    with transaction():
        db.session.query(Knock).filter(Knock.user.has(User.display_name == "Yara")).one().seen_at = time.now()
    tend()
    # Wim was given up when his page fell silent, a day ago.
    assert names() == {*fresh}
    assert db.session.query(Attempt).count() == 0


def test_browsers_of_ended_sessions_are_forgotten(cast: Cast, clock: Clock) -> None:
    def device(user: User) -> int:
        with transaction():
            session, _ = accounts.start_session(user, "page", "", "")
            subscribe(user, session, f"https://push.example.net/{session.id}", "key", "secret")
        return session.id

    stays, gone = device(cast.asha), device(cast.asha)
    device(cast.kenji), device(cast.leila)
    with transaction():
        accounts.revoke_session(db.session.get_one(Session, gone))
        accounts.delete_account(cast.kenji)
        cast.leila.disabled_at = time.now()
    tend()
    assert [row.session_id for row in db.session.query(PushSubscription)] == [stays]
    clock.tick(days=31)
    tend()
    assert db.session.query(PushSubscription).count() == 0
