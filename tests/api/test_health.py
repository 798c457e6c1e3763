"""Whether the installation says how it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from app.config import Settings
from app.db import db
from tests.api.conftest import Api
from tests.conftest import make_settings


def test_well_without_redis(api: Api) -> None:
    assert api.get("/health").get_json() == {"status": "ok", "checks": {"database": "ok", "redis": "none"}}
    assert api.get("/healthz").get_json() == api.get("/readyz").get_json() == {"status": "ok"}


def test_no_database_is_down(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise OperationalError("SELECT 1", {}, Exception("gone"))

    monkeypatch.setattr(db.session, "execute", fail)
    answer = api.get("/health")
    assert (answer.status_code, answer.get_json()["checks"]["database"]) == (503, "down")
    assert api.get("/readyz").status_code == 503
    assert api.get("/healthz").status_code == 200


def test_who_drains_wants_no_visitors(app: Flask, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.extensions["crowd"], "is_draining", True)
    answer = api.get("/readyz")
    assert (answer.status_code, answer.get_json()) == (503, {"status": "draining"})
    assert api.get("/healthz").status_code == 200


class TestRedisAway:
    @pytest.fixture
    def settings(self, tmp_path: Path) -> Settings:
        return make_settings(tmp_path, redis_url="redis://127.0.0.1:1/0")

    def test_is_degraded_and_not_down(self, api: Api) -> None:
        answer = api.get("/health")
        assert (answer.status_code, answer.get_json()["status"]) == (200, "degraded")
        assert answer.get_json()["checks"]["redis"] == "down"
        assert api.get("/readyz").status_code == 200
