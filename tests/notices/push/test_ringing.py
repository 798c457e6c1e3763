"""Ringing hosts who are away: only they are rung, only they can read it, and each answer is good once."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from flask.testing import FlaskClient

from app.accounts.models import Session, User
from app.accounts.push import PushSubscription
from app.calls.actions import connect, take_seat
from app.db import db
from app.log import transaction
from app.notices import push
from app.notices.knock_tokens import answer_token
from app.notices.push_crypto import decoded, encoded, encrypt, public_key
from app.rooms import actions
from app.rooms.access import member_of, membership_for
from app.rooms.models import Knock
from tests.conftest import Cast, csrf_of
from tests.servers.push_service import PushService, SubscribedBrowser

Clients = Callable[[User | None], FlaskClient]


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
