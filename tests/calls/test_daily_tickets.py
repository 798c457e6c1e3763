"""Calls that Daily carries: the room there, a ticket for each participant, and what comes when Daily does not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.calls.models import DailyRoom, Participant
from app.calls.tickets import ticket_of
from app.config import Settings
from app.db import db
from app.rooms.models import Membership
from tests.calls.test_seats import enter
from tests.conftest import Cast, make_settings
from tests.servers.daily import KEY, LocalDaily


@pytest.fixture
def settings(tmp_path: Path, daily: LocalDaily) -> Settings:
    return make_settings(tmp_path, daily_api_key=KEY, daily_api_url=daily.url)


def ticket(standing: Membership) -> dict[str, Any]:
    seat_id = enter(standing).id
    return ticket_of(db.session.get_one(Participant, seat_id))


def test_the_first_ticket_makes_a_private_room_and_a_token(cast: Cast, noise: None, daily: LocalDaily) -> None:
    found = ticket(cast.standing["asha"])
    name = f"guftagu-{cast.room.code}"
    assert found == {
        "provider": "daily",
        "url": f"{daily.base}/fake-daily/{name}",
        "token": found["token"],
        "user_name": "Asha",
    }
    made = daily.account.rooms[name]
    assert made.privacy == "private"
    assert daily.account.enter(name, found["token"]).is_owner
    assert db.session.get_one(DailyRoom, cast.room.id).url == found["url"]
