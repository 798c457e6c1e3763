"""The desk: there for administrators alone, complete by construction."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from app.accounts.models import User
from app.calls.actions import connect
from app.db import db
from app.log import transaction
from app.rooms.access import rooms_of
from app.rooms.models import Room
from tests.conftest import Cast, make_account

from .conftest import Post

Browser = Callable[[User | None], FlaskClient]
VALUES = {"user_id": 1, "report_id": 1, "act": "disable"}


def rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("admin.desk.")]


@pytest.mark.parametrize("who", ["nobody", "leila", "asha", "stranger"])
def test_to_everybody_else_the_desk_is_not_there(
    app: Flask, cast: Cast, client_of: Browser, post_as: Post, who: str
) -> None:
    user = None if who == "nobody" else getattr(cast, who)
    browser = client_of(user)
    urls = app.url_map.bind("localhost")
    assert len(rules(app)) >= 9
    for rule in rules(app):
        path = urls.build(rule.endpoint, {name: {**VALUES, "code": cast.room.code}[name] for name in rule.arguments})
        if "GET" in (rule.methods or ()):
            assert browser.get(path).status_code == 404, path
        else:
            assert post_as(user, path, resolution="x").status_code == 404, path


@pytest.mark.usefixtures("noise")
def test_the_overview_counts(cast: Cast, client_of: Browser) -> None:
    text = client_of(cast.admin).get("/admin").get_data(as_text=True)
    assert "<dt>Open rooms</dt><dd>4<" in text
    assert "<dt>Accounts</dt><dd>7<" in text
    assert "<dt>Guests</dt><dd>1<" in text


@pytest.mark.usefixtures("noise")
@pytest.mark.parametrize(
    ("query", "there", "absent"),
    [
        ("q=kenji", "Kenji", "Asha"),
        ("q=ASHA%40example", "Asha", "Kenji"),
        ("q=%25", "Nobody found", "Asha"),
        ("show=guests", "Leila", "Kenji"),
        ("show=administrators", "Admin", "Asha"),
        ("show=disabled", "Nobody found", "Kenji"),
    ],
)
def test_people_are_found(cast: Cast, client_of: Browser, query: str, there: str, absent: str) -> None:
    table = client_of(cast.admin).get(f"/admin/people?{query}").get_data(as_text=True).split("<h1>People</h1>")[1]
    assert there in table
    assert absent not in table


def test_long_lists_come_in_pages(cast: Cast, client_of: Browser) -> None:
    with transaction():
        for number in range(60):
            make_account(f"Person{number:02}")
    browser = client_of(cast.admin)
    first, second = (browser.get(f"/admin/people?page={page}").get_data(as_text=True) for page in (1, 2))
    assert first.count('<tr id="person-') == 50
    assert second.count('<tr id="person-') == 65 - 50
    assert "Page 2 of 2" in second
    assert browser.get("/admin/people?page=99").status_code == 200


def test_disabling_signs_out_everywhere(cast: Cast, client_of: Browser, post_as: Post) -> None:
    hers = client_of(cast.asha)
    assert "Asha" in hers.get("/").get_data(as_text=True)
    assert post_as(cast.admin, f"/admin/people/{cast.asha.id}/disable").status_code == 303
    assert "Asha" not in hers.get("/").get_data(as_text=True)
    assert db.session.get_one(User, cast.asha.id).disabled_at is not None
    assert post_as(cast.admin, f"/admin/people/{cast.asha.id}/enable").status_code == 303
    assert db.session.get_one(User, cast.asha.id).is_active


def test_administration_is_given_and_taken(cast: Cast, client_of: Browser, post_as: Post) -> None:
    kenji = client_of(cast.kenji)
    assert kenji.get("/admin").status_code == 404
    post_as(cast.admin, f"/admin/people/{cast.kenji.id}/make-administrator")
    assert kenji.get("/admin").status_code == 200
    post_as(cast.admin, f"/admin/people/{cast.kenji.id}/unmake-administrator")
    assert kenji.get("/admin").status_code == 404


@pytest.mark.parametrize("act", ["disable", "unmake-administrator"])
def test_nobody_acts_upon_themselves(cast: Cast, post_as: Post, act: str) -> None:
    assert post_as(cast.admin, f"/admin/people/{cast.admin.id}/{act}").status_code == 400
    assert db.session.get_one(User, cast.admin.id).is_administrator


def test_every_act_asks_first_in_a_dialog_or_on_a_page(cast: Cast, client_of: Browser) -> None:
    browser = client_of(cast.admin)
    paths = [f"/admin/people/{cast.asha.id}/{act}" for act in ("disable", "enable", "make-administrator")]
    for path in [*paths, f"/admin/rooms/{cast.room.code}/closure"]:
        dialog = browser.get(path, headers={"HX-Request": "true"}).get_data(as_text=True)
        assert "<dialog" in dialog
        assert "<html" not in dialog
        page = browser.get(path).get_data(as_text=True)
        assert "<html" in page
        assert f'action="{path}"' in page


@pytest.mark.usefixtures("noise")
def test_rooms_are_found_with_who_is_in(cast: Cast, client_of: Browser) -> None:
    with transaction():
        connect(db.session.merge(cast.standing["kenji"]), None, None, mic=True, camera=True)
    browser = client_of(cast.admin)
    active = browser.get("/admin/rooms?show=active").get_data(as_text=True)
    assert "Gaming Night" in active
    assert "Kenji" in active
    assert "1/5" in active
    assert "Elsewhere" not in active
    found = browser.get(f"/admin/rooms?q={cast.room.code[:4].lower()}").get_data(as_text=True)
    assert "Gaming Night" in found
    assert "Elsewhere 2" in browser.get("/admin/rooms?q=noise2").get_data(as_text=True)


def test_closing_a_room_ends_it_for_everybody(cast: Cast, client_of: Browser, post_as: Post) -> None:
    assert post_as(cast.admin, f"/admin/rooms/{cast.room.code}/closure").status_code == 303
    assert db.session.get_one(Room, cast.room.id).end_reason == "closed"
    assert db.session.scalars(rooms_of(cast.asha)).all() == []
    assert post_as(cast.admin, f"/admin/rooms/{cast.room.code}/closure").status_code == 404
