"""Which browsers are rung: those of known services, one for each session, and nobody else's."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts import actions as accounts
from app.accounts.models import Session, User
from app.accounts.push import PushSubscription, subscribe
from app.db import db
from app.errors import Refusal
from app.log import transaction
from app.notices.push_services import Unreachable, is_push_service, post
from tests.conftest import Cast, csrf_of, make_account
from tests.meeting import at_once
from tests.servers.push_service import PushService, SubscribedBrowser

Clients = Callable[[User | None], FlaskClient]


LOOKED = re.compile("(SELECT|INSERT).*push_subscriptions", re.DOTALL)


def test_two_tabs_that_subscribe_at_once_are_one_browser(postgres_app: Flask) -> None:
    with postgres_app.app_context(), transaction():
        asha = make_account("Asha")
        ids = asha.id, accounts.start_session(asha, "page", "", "")[0].id

    def give(auth: str) -> int:
        user, session = db.session.get_one(User, ids[0]), db.session.get_one(Session, ids[1])
        return subscribe(user, session, "https://push.example.net/one", "key", auth).id

    [left, right] = at_once(postgres_app, partial(give, "one"), partial(give, "two"), after=LOOKED)
    with postgres_app.app_context():
        [row] = db.session.query(PushSubscription)
        assert left == right == row.id
        assert (row.session_id, row.auth in ("one", "two")) == (ids[1], True)


class TestAddresses:
    @pytest.mark.parametrize(
        "endpoint",
        [
            "http://push.example.net/a",
            "https://push.example.net:8443/a",
            "https://push.example.net.evil.example/a",
            "https://evil.example/push.example.net",
            "https://push.example.net@evil.example/a",
            "https://localhost/a",
            "http://127.0.0.1:1/a",
            "file:///etc/passwd",
            "https://push.example.net\\@evil.example/a",
            "https://[::1]/a",
            "",
        ],
    )
    def test_nothing_but_known_services(self, app: object, host: FlaskClient, endpoint: str) -> None:
        assert not is_push_service(endpoint)
        with pytest.raises(Unreachable):
            post(endpoint, {}, b"")
        form = {"endpoint": endpoint, "p256dh": "x", "auth": "y", "csrf_token": csrf_of(host, "/settings")}
        assert host.post("/push/subscriptions", data=form).status_code == 422

    @pytest.mark.parametrize(
        "address",
        ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::"],
    )
    def test_a_known_name_that_leads_inside_is_not_called(
        self, app: object, address: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        found = [(2, 1, 6, "", (address, 443))]
        monkeypatch.setattr("app.notices.push_services.socket.getaddrinfo", lambda *_args, **_more: found)
        assert is_push_service("https://push.example.net/a")
        with pytest.raises(Unreachable, match="not a public address"):
            post("https://push.example.net/a", {}, b"")

    def test_keys_that_are_none_are_refused(self, host: FlaskClient, service: PushService) -> None:
        fields = SubscribedBrowser(service).fields | {"csrf_token": csrf_of(host, "/settings")}
        for name, wrong in (("p256dh", "AAAA"), ("auth", "AAAA"), ("p256dh", "é"), ("auth", "")):
            assert host.post("/push/subscriptions", data=fields | {name: wrong}).status_code == 422

    def test_a_browser_belongs_to_who_asked_last_and_nobody_else_removes_it(
        self, cast: Cast, host: FlaskClient, browser: SubscribedBrowser, client_of: Clients
    ) -> None:
        kenji, row = client_of(cast.kenji), db.session.query(PushSubscription).one()
        form = {"endpoint": browser.fields["endpoint"], "csrf_token": csrf_of(kenji, "/settings")}
        kenji.post("/push/subscriptions/removal", data=form)
        assert db.session.query(PushSubscription).count() == 1
        session = db.session.query(Session).filter_by(user_id=cast.kenji.id).one()
        with transaction():
            subscribe(cast.kenji, session, **browser.fields)
        db.session.refresh(row)
        assert row.user_id == cast.kenji.id
        kenji.post("/push/subscriptions/removal", data=form)
        assert db.session.query(PushSubscription).count() == 0


def test_a_session_is_one_browser_and_keeps_one_address(
    host: FlaskClient, browser: SubscribedBrowser, service: PushService
) -> None:
    """A browser that gives itself another address is not rung twice, and nobody has us call thousands for them."""
    form = {"csrf_token": csrf_of(host, "/settings")}
    for number in range(3):
        other = SubscribedBrowser(service, f"asha-{number}")
        assert host.post("/push/subscriptions", data=other.fields | form).status_code == 204
    assert [row.endpoint for row in db.session.query(PushSubscription)] == [other.fields["endpoint"]]


def test_the_worker_is_served_at_the_root(client_of: Clients) -> None:
    answer = client_of(None).get("/sw.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "notificationclick" in answer.get_data(as_text=True)
    assert Refusal("KNOCK_OVER", words="x").status == 409
