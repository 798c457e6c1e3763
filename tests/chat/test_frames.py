"""Frames of a shared screen in the chat: only from members, only pictures, only for members, and gone with the room."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import delete
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from app import clock as time
from app.accounts.drawing import Drawing, draw_anew
from app.chat.models import Attachment, Message
from app.chat.pictures import folder_of
from app.config import Settings
from app.db import db
from app.log import Meta, transaction
from app.notices.caretaker import tend
from app.rooms import actions as rooms
from tests.conftest import Cast, csrf_of, make_settings

ClientOf = Callable[[object], FlaskClient]


def picture(size: tuple[int, int] = (640, 360), kind: str = "WEBP", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#336699").save(out, kind, **options)
    return out.getvalue()


def post(client: FlaskClient, code: str, upload: bytes | None, **fields: str) -> TestResponse:
    form: dict[str, object] = {"csrf_token": csrf_of(client, "/settings"), **fields}
    if upload is not None:
        form["picture"] = FileStorage(io.BytesIO(upload), "../../frame.svg")
    boundary, body = encode_multipart(form)
    return client.post(
        f"/room/{code}/frames",
        data=body,
        content_type=f"multipart/form-data; boundary={boundary}",
        headers={"Accept": "application/problem+json"},
    )


def files(cast: Cast) -> list[Path]:
    return sorted(folder_of(cast.room.id).glob("*"))


@pytest.mark.usefixtures("noise")
def test_a_frame_is_a_message_that_members_see(cast: Cast, client_of: ClientOf) -> None:
    kenji, leila, stranger = client_of(cast.kenji), client_of(cast.leila), client_of(cast.stranger)
    exif = Image.Exif()
    exif[0x010E] = "where this was taken"
    upload = picture((4000, 1000), "JPEG", exif=exif)
    assert post(kenji, cast.room.code, upload, client_id="one", of=str(cast.asha.id)).status_code == 204
    page = leila.get(f"/room/{cast.room.code}/messages").get_data(as_text=True)
    assert "A frame of Asha’s screen" in page
    found = re.search(r'<img src="(/room/[^"]+)" width="1920" height="480"', page)
    assert found
    with leila.get(found.group(1)) as answer:
        assert answer.mimetype == "image/webp"
        data = answer.data
    with Image.open(io.BytesIO(data)) as seen:
        assert (seen.format, seen.size, dict(seen.getexif())) == ("WEBP", (1920, 480), {})
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert set(answer.headers["Cache-Control"].split(", ")) == {"private", "no-cache"}
    copy = {"If-None-Match": answer.headers["ETag"]}
    with leila.get(found.group(1), headers=copy) as unchanged:
        assert unchanged.status_code == 304
    assert stranger.get(found.group(1)).status_code == 404
    with transaction():
        rooms.kick(cast.standing["asha"], cast.standing["leila"])
    assert leila.get(found.group(1)).status_code == leila.get(found.group(1), headers=copy).status_code == 403


def test_a_retry_is_no_second_message(cast: Cast, client_of: ClientOf) -> None:
    kenji = client_of(cast.kenji)
    for _ in range(2):
        assert post(kenji, cast.room.code, picture(), client_id="one").status_code == 204
    said = db.session.query(Message).filter_by(room_id=cast.room.id).all()
    assert [message.body for message in said] == ["A frame of a shared screen"]
    assert [path.name for path in files(cast)] == [each.name for each in said[0].attachments]


@pytest.mark.parametrize(
    "upload",
    [
        None,
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        b"<!doctype html><script>1</script>",
        b"%!PS-Adobe-3.0 EPSF-3.0\n",
        b"RIFF\x10\0\0\0WEBPVP8 <html>",
        picture((3, 3), "GIF"),
    ],
)
def test_what_is_no_picture_is_refused(cast: Cast, client_of: ClientOf, upload: bytes | None) -> None:
    answer = post(client_of(cast.kenji), cast.room.code, upload)
    assert (answer.status_code, answer.get_json()["code"]) == (422, "INVALID")
    assert files(cast) == []


def test_what_is_too_much_is_refused(cast: Cast, client_of: ClientOf) -> None:
    kenji = client_of(cast.kenji)
    assert post(kenji, cast.room.code, b"\0" * 2_000_001).get_json()["code"] == "PAYLOAD_TOO_LARGE"
    bomb = picture((6000, 4001), "PNG")
    assert len(bomb) < 2_000_000
    assert post(kenji, cast.room.code, bomb).get_json()["code"] == "INVALID"
    assert files(cast) == []


def test_a_polyglot_keeps_its_pixels_alone(cast: Cast, client_of: ClientOf) -> None:
    upload = picture(kind="PNG") + b"<script>alert(1)</script>"
    assert post(client_of(cast.kenji), cast.room.code, upload).status_code == 204
    assert b"script" not in files(cast)[0].read_bytes()


def test_where_chat_is_off_nothing_is_sent(cast: Cast, client_of: ClientOf) -> None:
    with transaction():
        rooms.change_settings(cast.standing["asha"], chat_enabled=False)
    assert post(client_of(cast.kenji), cast.room.code, picture()).get_json()["code"] == "CHAT_DISABLED"


def test_frames_end_with_their_room(cast: Cast, client_of: ClientOf) -> None:
    post(client_of(cast.kenji), cast.room.code, picture())
    assert len(files(cast)) == 1
    with transaction():
        rooms.close_room(cast.room, cast.asha)
    assert files(cast) == []
    assert db.session.query(Attachment).count() == 0


def test_a_room_holds_so_many_pictures_and_no_more(cast: Cast, client_of: ClientOf) -> None:
    kenji, most = client_of(cast.kenji), 100_000_000
    assert post(kenji, cast.room.code, picture(), client_id="one").status_code == 204
    kept = db.session.query(Attachment).one()
    with transaction():
        kept.size = most - 10
    assert post(kenji, cast.room.code, picture()).get_json()["code"] == "PICTURES_FULL"
    with transaction():
        kept.size = most
    refusal = post(kenji, cast.room.code, b"is not even looked at").get_json()
    assert (refusal["code"], refusal["status"]) == ("PICTURES_FULL", 409)
    assert "100 MB" in refusal["detail"]
    assert len(files(cast)) == 1


def test_frames_of_an_ended_room_are_swept_out_where_its_end_was_missed(cast: Cast, client_of: ClientOf) -> None:
    post(client_of(cast.kenji), cast.room.code, picture())
    tend()
    assert len(files(cast)) == 1
    with transaction():
        cast.room.closed_at, cast.room.end_reason = time.now(), "closed"
        db.session.execute(delete(Meta).where(Meta.key == "turn:sweep"))
    tend()
    assert files(cast) == []
    assert db.session.query(Attachment).count() == 0


class TestLimited:
    @pytest.fixture
    def settings(self, tmp_path: Path) -> Settings:
        return make_settings(tmp_path, limits_enabled=True)

    def test_frames_are_counted(self, cast: Cast, client_of: ClientOf) -> None:
        kenji = client_of(cast.kenji)
        answers = [post(kenji, cast.room.code, b"no").status_code for _ in range(13)]
        assert answers == [422] * 12 + [429]


def test_the_database_is_not_held_while_a_picture_is_drawn(
    cast: Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Drawing may take fifteen seconds: as many who do so together would leave nobody else a connection."""
    held: list[bool] = []

    def draw(upload: bytes, shape: str) -> Drawing:
        held.append(db.session().in_transaction())
        return draw_anew(upload, shape)

    monkeypatch.setattr("app.chat.pictures.draw_anew", draw)
    assert post(client_of(cast.kenji), cast.room.code, picture()).status_code == 204
    assert held == [False]
