"""The doors of friends, with htmx and without."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app.accounts.models import User
from app.config import Settings
from app.friends import actions
from app.friends.access import are_friends, requests_for
from app.log import transaction
from tests.conftest import Cast, make_settings

from .conftest import Post

ClientOf = Callable[[User | None], FlaskClient]


def pending(cast: Cast) -> int:
    with transaction():
        return actions.request_friend(cast.kenji, cast.asha).id


def test_a_request_from_a_tile_is_answered_by_a_toast(cast: Cast, post_as: Post) -> None:
    answer = post_as(cast.asha, "/friends/requests", hx=True, user_id=cast.kenji.id)
    assert answer.status_code == 204
    assert json.loads(answer.headers["HX-Trigger"]) == {"toast": {"text": "Friend request sent to kenji"}}
    assert len(requests_for(cast.kenji).received) == 1


def test_without_scripts_one_comes_back_to_the_list(cast: Cast, post_as: Post, client_of: ClientOf) -> None:
    answer = post_as(cast.asha, "/friends/requests", username="@KENJI")
    assert answer.status_code == 303 and answer.location == "/friends"
    page = client_of(cast.asha).get("/friends").get_data(as_text=True)
    assert "Requests by you" in page and "Kenji" in page and "Requests to you" not in page


def test_strangers_are_found_by_username_only(cast: Cast, post_as: Post) -> None:
    assert post_as(cast.asha, "/friends/requests", hx=True, user_id=cast.stranger.id).status_code == 404
    assert post_as(cast.asha, "/friends/requests", hx=True, username="stranger").status_code == 204


def test_an_unknown_username_is_said_at_the_field(cast: Cast, post_as: Post) -> None:
    answer = post_as(cast.asha, "/friends/requests", username="nobody")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and 'id="f-username-error"' in page and 'value="nobody"' in page
    assert post_as(cast.asha, "/friends/requests", hx=True, username="nobody").status_code == 422


@pytest.mark.parametrize(("target", "status"), [("asha", 400), ("leila", 403)])
def test_oneself_and_guests_cannot_be_asked(cast: Cast, post_as: Post, target: str, status: int) -> None:
    assert post_as(cast.asha, "/friends/requests", hx=True, user_id=getattr(cast, target).id).status_code == status


def test_guests_are_told_what_friends_need(cast: Cast, post_as: Post, client_of: ClientOf) -> None:
    assert post_as(cast.leila, "/friends/requests", hx=True, user_id=cast.asha.id).status_code == 403
    answer = client_of(cast.leila).get("/friends")
    assert answer.status_code == 303 and answer.location == "/register?next=%2Ffriends"
    assert client_of(None).get("/friends").location == "/sign-in?next=%2Ffriends"


def test_accept_decline_and_take_back(cast: Cast, post_as: Post) -> None:
    first = pending(cast)
    assert post_as(cast.kenji, f"/friends/requests/{first}/accept", hx=True).status_code == 404
    assert post_as(cast.asha, f"/friends/requests/{first}/cancel", hx=True).status_code == 404
    assert post_as(cast.kenji, f"/friends/requests/{first}/cancel", hx=True).status_code == 204
    assert post_as(cast.asha, f"/friends/requests/{first}/accept", hx=True).status_code == 409
    second = pending(cast)
    assert post_as(cast.asha, f"/friends/requests/{second}/decline").location == "/friends"
    with transaction():
        third = actions.request_friend(cast.stranger, cast.asha).id
    assert post_as(cast.asha, f"/friends/requests/{third}/accept").status_code == 303
    assert are_friends(cast.asha, cast.stranger)


def test_removing_is_for_friends(cast: Cast, post_as: Post) -> None:
    with transaction():
        actions.accept(actions.request_friend(cast.kenji, cast.asha))
    assert post_as(cast.stranger, f"/friends/{cast.asha.id}/remove", hx=True).status_code == 404
    assert post_as(cast.asha, f"/friends/{cast.kenji.id}/remove", hx=True).status_code == 204
    assert not are_friends(cast.asha, cast.kenji)


def test_forms_of_the_page_carry_its_token(cast: Cast, client_of: ClientOf) -> None:
    pending(cast)
    with transaction():
        actions.accept(actions.request_friend(cast.stranger, cast.asha))
    page = client_of(cast.asha).get("/friends").get_data(as_text=True)
    forms = page.split("<main")[1].split("</main>")[0].split("<form")[1:]
    assert len(forms) == 4 and all('name="csrf_token"' in form for form in forms)


def test_what_may_be_done_about_somebody(cast: Cast, client_of: ClientOf) -> None:
    def shown(user: User, other: User) -> str:
        return client_of(user).get(f"/friends/with/{other.id}", headers={"HX-Request": "true"}).get_data(as_text=True)

    assert "Add Friend" in shown(cast.asha, cast.kenji)
    assert "<form" not in shown(cast.asha, cast.leila) and "<form" not in shown(cast.leila, cast.asha)
    request_id = pending(cast)
    assert f"/friends/requests/{request_id}/accept" in shown(cast.asha, cast.kenji)
    assert f"/friends/requests/{request_id}/cancel" in shown(cast.kenji, cast.asha)
    with transaction():
        actions.request_friend(cast.asha, cast.kenji)
    assert f"/friends/{cast.kenji.id}/remove" in shown(cast.asha, cast.kenji)
    assert client_of(cast.stranger).get(f"/friends/with/{cast.asha.id}").status_code == 404


def test_who_asks_may_be_looked_at(cast: Cast, client_of: ClientOf) -> None:
    assert client_of(cast.asha).get(f"/people/{cast.stranger.id}").status_code == 404
    with transaction():
        actions.request_friend(cast.stranger, cast.asha)
    assert client_of(cast.asha).get(f"/people/{cast.stranger.id}").status_code == 200
    assert client_of(cast.stranger).get(f"/people/{cast.asha.id}").status_code == 404


class TestLimits:
    @pytest.fixture
    def settings(self, tmp_path: Path) -> Settings:
        return make_settings(tmp_path, limits_enabled=True)

    def test_requests_an_hour_have_an_end(self, cast: Cast, post_as: Post) -> None:
        answers = [post_as(cast.asha, "/friends/requests", hx=True, username="nobody") for _ in range(21)]
        assert [answer.status_code for answer in answers] == [422] * 20 + [429]
        assert int(answers[-1].headers["Retry-After"]) > 0
        assert post_as(cast.kenji, "/friends/requests", hx=True, username="nobody").status_code == 422
