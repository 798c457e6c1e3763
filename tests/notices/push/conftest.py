"""A push service of the tests' own, a host who asked for its pushes, and the browser that gets them."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app.accounts.models import User
from app.config import Settings
from app.log import transaction
from tests.conftest import Cast, csrf_of, make_settings
from tests.servers.push_service import PushService, SubscribedBrowser, push_service

Clients = Callable[[User | None], FlaskClient]


@pytest.fixture
def service() -> Iterator[PushService]:
    with push_service() as service:
        yield service


@pytest.fixture
def settings(tmp_path: Path, service: PushService) -> Settings:
    key = base64.urlsafe_b64encode(b"\x07" * 32).decode().rstrip("=")
    return make_settings(tmp_path, vapid_private_key=key, push_services=(service.origin, "push.example.net"))


@pytest.fixture
def host(client_of: Clients, cast: Cast) -> FlaskClient:
    with transaction():
        cast.room.waiting_room = True
    return client_of(cast.asha)


@pytest.fixture
def browser(service: PushService, host: FlaskClient) -> SubscribedBrowser:
    browser = SubscribedBrowser(service)
    answer = host.post("/push/subscriptions", data=browser.fields | {"csrf_token": csrf_of(host, "/settings")})
    assert answer.status_code == 204
    return browser
