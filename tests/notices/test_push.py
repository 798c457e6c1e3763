"""Ringing hosts who are away: only they are rung, only they can read it, and each answer is good once."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask
from flask.testing import FlaskClient

from app.accounts import actions as accounts
from app.accounts.models import Session, User
from app.accounts.push import PushSubscription, subscribe
from app.calls.actions import connect, take_seat
from app.config import Settings
from app.db import db
from app.errors import Refusal
from app.log import transaction
from app.notices import push
from app.notices.knock_tokens import answer_token
from app.notices.push_crypto import decoded, encoded, encrypt, public_key
from app.notices.push_services import Unreachable, is_push_service, post
from app.rooms import actions
from app.rooms.access import member_of, membership_for
from app.rooms.models import Knock
from tests.conftest import Cast, csrf_of, make_account, make_settings
from tests.meeting import at_once
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


def knock(cast: Cast, note: str = "") -> Knock:
    with transaction():
        return actions.knock(cast.room, cast.stranger, note)


def rung(service: PushService, browser: SubscribedBrowser) -> dict[str, Any]:
    push.run_all()
    return browser.open(service.pushed[-1])


def test_the_example_of_the_rfc() -> None:
    """RFC 8291, section 5 and appendix A, to the last bit."""
    key = ec.derive_private_key(
        int.from_bytes(decoded("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big"), ec.SECP256R1()
    )
    sealed = encrypt(
        b"When I grow up, I want to be a watermelon",
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "BTBZMqHH6r4Tts7J_aSIgg",
        key=key,
        salt=decoded("DGv6ra1nlYgDCS1FRnbzlw"),
    )
    assert encoded(sealed) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A"
        "_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


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


@pytest.mark.usefixtures("noise")
class TestRinging:
    def test_a_host_who_is_away_reads_who_knocks_and_nobody_else_can(
        self, cast: Cast, service: PushService, browser: SubscribedBrowser
    ) -> None:
        mine = knock(cast, "With the notes")
        assert service.pushed == [], "nothing is sent before the answer to who knocks"
        message = rung(service, browser)
        assert message["title"] == "Stranger is knocking"
        assert message["body"] == "“With the notes” at Gaming Night"
        assert message["url"] == f"/room/{cast.room.code}"
        [pushed] = service.pushed
        assert pushed.path == "/send/asha"
        assert b"Stranger" not in pushed.body
        assert pushed.headers["Topic"] == f"knock-{mine.id}"
        assert pushed.headers["Urgency"] == "high"
        assert 0 < int(pushed.headers["TTL"]) <= 600
        sender = service.sender_of(pushed)
        assert sender["key"] == public_key()
        assert sender["sub"].startswith("mailto:")
        with pytest.raises(InvalidTag):
            SubscribedBrowser(service).open(pushed)

    def test_who_is_in_the_room_is_not_rung(self, cast: Cast, service: PushService, browser: SubscribedBrowser) -> None:
        session = db.session.query(Session).filter_by(user_id=cast.asha.id).one()
        with transaction():
            connect(membership_for(cast.asha, cast.room.code), session.id, None, mic=True, camera=False)
        knock(cast)
        push.run_all()
        assert service.pushed == []

    def test_members_and_signed_out_devices_are_not_rung(
        self, cast: Cast, service: PushService, browser: SubscribedBrowser, host: FlaskClient, client_of: Clients
    ) -> None:
        kenji, theirs = client_of(cast.kenji), SubscribedBrowser(service, "kenji")
        kenji.post("/push/subscriptions", data=theirs.fields | {"csrf_token": csrf_of(kenji, "/settings")})
        host.post("/sign-out", data={"csrf_token": csrf_of(host, "/settings")})
        knock(cast)
        push.run_all()
        assert service.pushed == []

    @pytest.mark.parametrize("status", [404, 410])
    def test_a_browser_that_is_gone_is_forgotten(
        self, cast: Cast, service: PushService, browser: SubscribedBrowser, status: int
    ) -> None:
        service.statuses = [status]
        knock(cast)
        push.run_all()
        assert len(service.pushed) == 1
        assert db.session.query(PushSubscription).count() == 0

    def test_a_service_that_is_busy_is_asked_again_a_redirect_not_followed(
        self, cast: Cast, service: PushService, browser: SubscribedBrowser, clock: Any
    ) -> None:
        service.statuses = [503, 429, 307]
        knock(cast)
        for tries, wait in ((1, 2), (2, 10), (3, 60)):
            push.run_all()
            push.run_all()
            assert len(service.pushed) == tries
            clock.tick(seconds=wait)
        push.run_all()
        assert len(service.pushed) == 3

    def test_of_a_knock_that_is_over_nobody_is_told(
        self, cast: Cast, service: PushService, browser: SubscribedBrowser
    ) -> None:
        with transaction():
            actions.withdraw(actions.knock(cast.room, cast.stranger))
        push.run_all()
        assert service.pushed == []


@pytest.mark.usefixtures("noise")
class TestAnswering:
    def test_from_a_locked_screen_once(
        self, cast: Cast, service: PushService, browser: SubscribedBrowser, client_of: Clients
    ) -> None:
        mine = knock(cast)
        answers = rung(service, browser)["answers"]
        phone = client_of(None)
        reply = phone.post(
            "/knocks/answer", data={"token": answers["admitted"]}, headers={"Accept": "application/json"}
        )
        assert reply.get_json() == {"said": "Stranger is let in"}
        assert mine.state == "admitted"
        for answer in ("admitted", "declined"):
            again = phone.post("/knocks/answer", data={"token": answers[answer]})
            assert again.status_code == 409
        assert mine.state == "admitted"
        assert mine.answered_by_id == cast.asha.id

    def test_looking_changes_nothing_and_offers_both_answers(
        self, cast: Cast, service: PushService, browser: SubscribedBrowser, client_of: Clients
    ) -> None:
        mine, phone = knock(cast, "Hello"), client_of(None)
        page = phone.get("/knocks/answer", query_string={"token": rung(service, browser)["answers"]["admitted"]})
        assert page.headers["Referrer-Policy"] == "no-referrer"
        text = page.get_data(as_text=True)
        assert "Hello" in text
        assert mine.state == "waiting"
        tokens = re.findall(r'name="token" value="([^"]+)"', text)
        assert len(tokens) == 2
        assert phone.post("/knocks/answer", data={"token": tokens[1]}).status_code == 200
        assert mine.state == "declined"

    def test_not_for_another_knock_nor_forged_nor_late(
        self, cast: Cast, client_of: Clients, host: FlaskClient, clock: Any
    ) -> None:
        phone, mine = client_of(None), knock(cast)
        session = db.session.query(Session).filter_by(user_id=cast.asha.id).one()
        token = answer_token(mine.id, session.id, "admitted")
        for wrong in ("", "x", token[:-2] + "AA", token.replace(token[3], "_", 1)):
            assert phone.post("/knocks/answer", data={"token": wrong}).status_code == 404
        clock.tick(minutes=16)
        assert phone.post("/knocks/answer", data={"token": token}).status_code == 409
        assert mine.state == "waiting"

    def test_not_once_the_role_or_the_device_is_gone(self, cast: Cast, client_of: Clients, host: FlaskClient) -> None:
        phone, mine = client_of(None), knock(cast)
        client_of(cast.kenji)
        session = db.session.query(Session).filter_by(user_id=cast.kenji.id).one()
        with transaction():
            actions.make_cohost(cast.standing["asha"], cast.standing["kenji"])
        token = answer_token(mine.id, session.id, "admitted")
        assert phone.get("/knocks/answer", query_string={"token": token}).status_code == 200
        with transaction():
            actions.unmake_cohost(cast.standing["asha"], cast.standing["kenji"])
        assert phone.post("/knocks/answer", data={"token": token}).status_code == 403
        ashas = db.session.query(Session).filter_by(user_id=cast.asha.id).one()
        host.post("/sign-out", data={"csrf_token": csrf_of(host, "/settings")})
        signed_out = answer_token(mine.id, ashas.id, "admitted")
        assert phone.post("/knocks/answer", data={"token": signed_out}).status_code == 401
        assert mine.state == "waiting"

    def test_a_full_and_a_locked_room_are_told_in_words(
        self, cast: Cast, service: PushService, browser: SubscribedBrowser, client_of: Clients
    ) -> None:
        mine = knock(cast)
        token = rung(service, browser)["answers"]["admitted"]
        with transaction():
            actions.set_lock(cast.standing["asha"], True)
        locked = client_of(None).post("/knocks/answer", data={"token": token})
        assert locked.status_code == 423
        assert "Unlock it" in locked.get_data(as_text=True)
        with transaction():
            actions.set_lock(cast.standing["asha"], False)
            cast.room.max_participants = 1
            take_seat(member_of(cast.room, cast.kenji.id), None)
        full = client_of(None).post("/knocks/answer", data={"token": token})
        assert full.status_code == 409
        assert "seats are taken" in full.get_data(as_text=True)
        assert mine.state == "waiting"


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
