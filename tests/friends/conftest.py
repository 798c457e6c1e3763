"""What is said to whom, and browsers that post as a page does."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.models import User
from app.realtime.parcel import Parcel

Post = Callable[..., TestResponse]


@pytest.fixture
def told(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[Parcel]:
    """Everything that is said from here on, to whomever."""
    heard: list[Parcel] = []
    bus = app.extensions["bus"]
    publish = bus.publish

    def listen(audience: str, message: bytes) -> Any:
        heard.append(Parcel.unpack(audience, message))
        return publish(audience, message)

    monkeypatch.setattr(bus, "publish", listen)
    return heard


@pytest.fixture
def post_as(client_of: Callable[[User | None], FlaskClient]) -> Post:
    """`post_as(user, path, field=value)`: what that person's browser is answered; `hx` asks as htmx does."""

    def post(user: User | None, path: str, hx: bool = False, **fields: Any) -> TestResponse:
        client = client_of(user)
        page = client.get("/sessions" if user else "/sign-in", headers={"Accept": "text/html"}).get_data(as_text=True)
        found = re.search(r'"X-CSRFToken": "([^"]+)"', page)
        assert found
        headers = {"X-CSRFToken": found.group(1)} | ({"HX-Request": "true"} if hx else {})
        return client.post(path, data=fields, headers=headers)

    return post
