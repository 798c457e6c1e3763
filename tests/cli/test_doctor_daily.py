"""What `guftagu doctor` and the administrators' desk say of Daily."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app.accounts.models import User
from app.calls.models import DailyMonth
from app.config import Settings
from app.db import db
from app.log import transaction
from tests.conftest import Cast, make_settings
from tests.servers.daily import KEY, LocalDaily

from .conftest import Run


def test_the_doctor_asks_daily_whether_the_key_is_good(run: Run, daily: LocalDaily) -> None:
    assert "Daily" not in run("doctor").output
    run("migrate")
    well = run("doctor", DAILY_API_KEY=KEY, DAILY_API_URL=f"{daily.url}/").output
    assert "ok  Daily answers for the domain tests" in well
    assert "ok  Daily minutes: 0 of 10,000 this month" in well
    ill = run("doctor", DAILY_API_KEY="another key", DAILY_API_URL=daily.url)
    assert ill.exit_code == 1
    assert "DAILY_API_KEY is not the key of a Daily account" in ill.output
    assert "another key" not in ill.output


class TestDesk:
    @pytest.fixture
    def settings(self, tmp_path: Path) -> Settings:
        return make_settings(tmp_path, daily_api_key=KEY, daily_api_url="http://localhost:1/v1")

    def test_the_desk_shows_what_is_used(self, cast: Cast, client_of: Callable[[User | None], FlaskClient]) -> None:
        with transaction():
            month = f"{cast.room.created_at:%Y-%m}"
            db.session.add(DailyMonth(month=month, seconds=1234 * 60 - 30))
        text = client_of(cast.admin).get("/admin").get_data(as_text=True)
        assert "Daily minutes: 1,234 of 10,000 this month" in text
        assert "used up:" not in text.lower()
        with transaction():
            db.session.get_one(DailyMonth, month).seconds = 9_000 * 60
        assert "Nearly used up" in client_of(cast.admin).get("/admin").get_data(as_text=True)
        with transaction():
            db.session.get_one(DailyMonth, month).seconds = 600_000
        assert "Used up" in client_of(cast.admin).get("/admin").get_data(as_text=True)
