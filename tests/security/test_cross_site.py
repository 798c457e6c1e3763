"""No other site acts in anybody's name: every door that changes something wants our token, and says so alike."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.accounts.models import Session, User
from app.config import Settings
from app.db import db
from app.log import Head, transaction
from tests.conftest import PASSWORD, Cast, Client, csrf_of, make_account, make_settings
from tests.house.world import routes

ClientOf = Callable[[User | None], FlaskClient]
SAFE = ("GET", "HEAD", "OPTIONS")
# What counts there is a signature, which no other site has; cookies say nothing.
SIGNED = (("POST", "/knocks/answer"), ("POST", "/webhooks/daily"))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return make_settings(tmp_path)


def writes(app: Flask, cast: Cast) -> list[tuple[str, str]]:
    """Every way to change something on the pages, with ids that are there."""
    values = {"code": cast.room.code, "int:user_id": str(cast.kenji.id)}
    found = (route.split(" ", 1) for route in sorted(routes(app)) if " /api/" not in route)
    return [
        (method, re.sub(r"<([^>]+)>", lambda name: values.get(name.group(1), _one_of(name.group(1))), rule))
        for method, rule in found
        if method not in SAFE
    ]


def _one_of(name: str) -> str:
    return "disable" if name.startswith("any(") else "1"


def log_heads() -> dict[str, int]:
    db.session.rollback()
    return {head.audience: head.head for head in db.session.query(Head)}


def test_no_write_without_our_token(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    client, before = client_of(cast.asha), log_heads()
    assert len(writes(app, cast)) > 40
    for method, path in writes(app, cast):
        if (method, path) in SIGNED:
            continue
        answer = client.open(path, method=method, data={"csrf_token": "made up"})
        assert (answer.status_code, "The page was open too long" in answer.text) == (400, True), (method, path)
    assert log_heads() == before


def test_no_write_for_another_site_even_with_it(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    client, before = client_of(cast.asha), log_heads()
    token = csrf_of(client, "/room/join")
    for method, path in writes(app, cast):
        for site in ("cross-site", "same-site"):
            answer = client.open(path, method=method, headers={"X-CSRFToken": token, "Sec-Fetch-Site": site})
            assert (answer.status_code, "another site" in answer.text) == (403, True), (method, path)
    assert log_heads() == before


def test_no_cookie_opens_the_api(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    client, before = client_of(cast.asha), log_heads()
    for method, path in (
        ("DELETE", f"/api/rooms/{cast.room.code}"),
        ("PATCH", f"/api/rooms/{cast.room.code}"),
        ("POST", f"/api/rooms/{cast.room.code}/kick"),
        ("POST", f"/api/rooms/{cast.room.code}/leave"),
        ("GET", f"/api/rooms/{cast.room.code}/events"),
        ("GET", f"/api/messages?roomId={cast.room.code}"),
        ("GET", "/api/me"),
        ("GET", "/api/user/rooms"),
    ):
        answer = client.open(path, method=method, json={"targetUserId": cast.kenji.id} if method != "GET" else None)
        assert answer.status_code == 401, (method, path)
    assert log_heads() == before


@pytest.mark.parametrize("public_url", ["", "https://meet.example"])
def test_cookies_are_for_us_alone_and_new_at_every_sign_in(tmp_path: Path, public_url: str) -> None:
    app = create_app(make_settings(tmp_path, public_url=public_url))
    app.test_client_class = Client
    with app.app_context():
        db.create_all()
        with transaction():
            make_account("Asha")
        base = public_url or "http://localhost"
        client = app.test_client()
        for _ in range(2):
            page = client.get("/sign-in", base_url=base)
            found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
            form = {"name": "asha", "password": PASSWORD, "csrf_token": found.group(1) if found else ""}
            answer = client.post("/sign-in", data=form, base_url=base, headers={"Referer": f"{base}/sign-in"})
            name = "__Host-guftagu-session" if public_url else "guftagu-session"
            assert answer.status_code == 303, answer.text[:3000]
            mine = [cookie for cookie in answer.headers.getlist("Set-Cookie") if cookie.startswith(name + "=")]
            assert len(mine) == 1
            for part in ("HttpOnly", "SameSite=Lax", "Path=/"):
                assert part in mine[0]
            assert ("Secure" in mine[0]) is bool(public_url)
            assert "Domain" not in mine[0]
            client.delete_cookie(name, domain=urlsplit(base).hostname or "")
        assert db.session.query(Session).count() == 2
        db.session.remove()
        db.engine.dispose()
