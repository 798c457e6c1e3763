"""Reports carry what was there to see, reach only administrators, and are answered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import User
from app.admin.actions import file_report, resolve_report
from app.admin.models import Report
from app.calls.actions import connect
from app.chat.actions import post_message
from app.chat.models import Message
from app.config import Settings
from app.db import db
from app.errors import Invalid, Refusal
from app.log import entries, transaction
from app.realtime.broadcast import parcel_of
from app.rooms.actions import close_room, kick
from app.rooms.models import Membership
from tests.conftest import Cast, make_settings

from .conftest import Post


def say(cast: Cast, who: str, *lines: str) -> list[int]:
    with transaction():
        standing = db.session.get_one(Membership, cast.standing[who].id)
        return [post_message(standing, str(uuid4()), line).id for line in lines]


def file(cast: Cast, kind: str, subject_id: int, reason: str = "Not kind.", who: str = "asha") -> Report:
    with transaction():
        return file_report(getattr(cast, who), kind, subject_id, cast.room, reason)


@pytest.mark.usefixtures("noise")
def test_a_reported_message_brings_those_around_it(cast: Cast) -> None:
    say(cast, "asha", *(f"before {number}" for number in range(12)))
    (bad,) = say(cast, "kenji", "something bad")
    say(cast, "asha", *(f"after {number}" for number in range(8)))
    kept = [message["body"] for message in file(cast, "message", bad).context["messages"]]
    wanted = [f"before {number}" for number in range(2, 12)]
    assert kept == [*wanted, "something bad", *(f"after {number}" for number in range(5))]


def test_a_reported_person_brings_their_words_and_who_was_inside(cast: Cast) -> None:
    say(cast, "kenji", "long ago")
    say(cast, "asha", *(f"line {number}" for number in range(25)))
    with transaction():
        connect(db.session.get_one(Membership, cast.standing["leila"].id), None, None, mic=False, camera=False)
    context = file(cast, "person", cast.kenji.id).context
    bodies = [message["body"] for message in context["messages"]]
    assert bodies == ["long ago", *(f"line {number}" for number in range(5, 25))]
    assert context["subject"] == {
        "id": cast.kenji.id, "name": "Kenji", "username": "kenji", "kind": "account", "role": "member",
    }  # fmt: skip
    assert [person["name"] for person in context["inside"]] == ["Leila"]
    assert context["room"]["name"] == "Gaming Night"


def test_the_context_outlives_what_it_shows(cast: Cast, client_of: Callable[[User], FlaskClient]) -> None:
    (bad,) = say(cast, "kenji", "something <b>bad</b>")
    report = file(cast, "message", bad)
    with transaction():
        db.session.delete(db.session.get_one(Message, bad))
        close_room(cast.room, cast.asha)
    page = client_of(cast.admin).get(f"/admin/reports/{report.id}").get_data(as_text=True)
    assert "something &lt;b&gt;bad&lt;/b&gt;" in page
    assert "Not kind." in page


def test_who_was_removed_can_still_be_reported(cast: Cast) -> None:
    with transaction():
        standing = {name: db.session.get_one(Membership, each.id) for name, each in cast.standing.items()}
        kick(standing["asha"], standing["kenji"])
    assert file(cast, "person", cast.kenji.id).context["subject"]["name"] == "Kenji"


@pytest.mark.usefixtures("noise")
def test_only_what_is_of_this_room_can_be_reported(cast: Cast) -> None:
    elsewhere = db.session.scalar(select(Message).where(Message.room_id != cast.room.id))
    assert elsewhere is not None
    with pytest.raises(Refusal, match="NOT_FOUND"):
        file(cast, "message", elsewhere.id)
    with pytest.raises(Refusal, match="MEMBER_NOT_FOUND"):
        file(cast, "person", cast.stranger.id)
    with pytest.raises(Refusal, match="YOURSELF"):
        file(cast, "person", cast.asha.id)
    assert db.session.scalars(select(Report)).all() == []


@pytest.mark.parametrize(("kind", "reason"), [("person", "  \n"), ("person", "x" * 2001), ("weather", "wet")])
def test_a_report_needs_a_kind_and_a_reason(cast: Cast, kind: str, reason: str) -> None:
    with pytest.raises(Invalid):
        file(cast, kind, cast.kenji.id, reason)


@pytest.mark.parametrize(("who", "status"), [("asha", 303), ("leila", 303), ("stranger", 404)])
def test_members_and_guests_report_through_the_page(cast: Cast, post_as: Post, who: str, status: int) -> None:
    fields = {"kind": "person", "subject_id": cast.kenji.id, "room": cast.room.code, "reason": "Not kind."}
    assert post_as(getattr(cast, who), "/reports", **fields).status_code == status
    assert len(db.session.scalars(select(Report)).all()) == (1 if status == 303 else 0)


def test_htmx_is_thanked_by_a_toast(cast: Cast, post_as: Post) -> None:
    answer = post_as(cast.asha, "/reports", hx=True, kind="room", room=cast.room.code, reason="Loud.")
    assert "Thank you" in answer.headers["HX-Trigger"]
    assert db.session.scalars(select(Report.subject_id)).all() == [cast.room.id]


def test_nothing_typed_is_lost(cast: Cast, post_as: Post) -> None:
    answer = post_as(cast.asha, "/reports", hx=True, kind="room", room=cast.room.code, reason="x" * 2001)
    assert answer.status_code == 422
    assert "x" * 2001 in answer.get_data(as_text=True)


def test_the_form_is_a_dialog_or_a_page(cast: Cast, client_of: Callable[[User], FlaskClient]) -> None:
    path = f"/reports/new?kind=person&subject={cast.kenji.id}&room={cast.room.code}"
    assert "<dialog" in client_of(cast.asha).get(path, headers={"HX-Request": "true"}).get_data(as_text=True)
    assert "<html" in client_of(cast.asha).get(path).get_data(as_text=True)
    assert client_of(cast.stranger).get(path).status_code == 404


def test_resolving_answers_the_reporter_and_nobody_else(cast: Cast, post_as: Post) -> None:
    report = file(cast, "person", cast.kenji.id)
    assert post_as(cast.admin, f"/admin/reports/{report.id}/resolution", resolution="").status_code == 422
    assert post_as(cast.admin, f"/admin/reports/{report.id}/resolution", resolution="Spoke to them.").status_code == 303
    heard = entries(f"user:{cast.asha.id}", 0)
    assert [entry.type for entry in heard[-2:]] == ["report:filed", "report:resolved"]
    told = parcel_of(heard[-1], heard[-1].event())
    assert "“Spoke to them.”" in (told.content or "")
    assert told.data == {"report_id": report.id, "resolution": "Spoke to them."}
    for other in (f"user:{cast.kenji.id}", f"room:{cast.room.id}"):
        assert not [entry for entry in entries(other, 0) if entry.type.startswith("report:")]
    with transaction(), pytest.raises(Refusal, match="CONFLICT"):
        resolve_report(db.session.get_one(Report, report.id), cast.admin, "Again.")


def test_lists_show_open_and_resolved(cast: Cast, client_of: Callable[[User], FlaskClient], post_as: Post) -> None:
    report = file(cast, "person", cast.kenji.id)
    browser = client_of(cast.admin)
    assert f'id="report-{report.id}"' in browser.get("/admin/reports").get_data(as_text=True)
    post_as(cast.admin, f"/admin/reports/{report.id}/resolution", resolution="Spoke to them.")
    assert f'id="report-{report.id}"' not in browser.get("/admin/reports").get_data(as_text=True)
    assert f'id="report-{report.id}"' in browser.get("/admin/reports?show=resolved").get_data(as_text=True)
    assert "Spoke to them." in browser.get(f"/admin/reports/{report.id}").get_data(as_text=True)


class TestLimits:
    """Ten an hour."""

    @pytest.fixture
    def settings(self, tmp_path: Path) -> Settings:
        return make_settings(tmp_path, limits_enabled=True)

    def test_the_eleventh_report_within_an_hour_waits(self, app: Flask, cast: Cast, post_as: Post) -> None:
        answers = [
            post_as(cast.asha, "/reports", kind="room", room=cast.room.code, reason=f"{number}").status_code
            for number in range(11)
        ]
        assert answers == [303] * 10 + [429]
