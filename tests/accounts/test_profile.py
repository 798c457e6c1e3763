"""The profile, its picture, and the card that others see."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

import pytest
from PIL import Image

from app.accounts.avatars import folder, store_avatar
from app.accounts.drawing import Drawing, draw_anew
from app.accounts.models import User
from app.db import db
from app.errors import Invalid
from tests.conftest import Cast

from .conftest import Browser

BrowserOf = Callable[[User | None], Browser]


def picture(kind: str = "PNG", size: tuple[int, int] = (640, 400), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **options)
    return out.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """A few bytes that would be a huge picture."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 10_000))
        + chunk(b"IEND", b"")
    )


def test_name_username_and_bio_are_changed_together(cast: Cast, browser_of: BrowserOf) -> None:
    browser = browser_of(cast.asha)
    answer = browser.post("/profile", display_name="Asha Rao", username="asharao", bio="Hello.\nAnd again.")
    assert answer.status_code == 303
    assert (cast.asha.display_name, cast.asha.username, cast.asha.bio) == ("Asha Rao", "asharao", "Hello.\nAnd again.")
    assert cast.asha.username_key == "asharao"


def test_a_taken_username_is_said_at_the_field_and_nothing_is_saved(cast: Cast, browser_of: BrowserOf) -> None:
    answer = browser_of(cast.asha).post("/profile", display_name="New", username="Kenji", bio="mine")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and 'id="f-username-error"' in page and 'value="New"' in page and "mine" in page
    assert cast.asha.display_name == "Asha"


def test_one_keeps_ones_own_username_in_another_case(cast: Cast, browser_of: BrowserOf) -> None:
    assert browser_of(cast.asha).post("/profile", display_name="Asha", username="ASHA", bio="").status_code == 303
    assert cast.asha.username == "ASHA"


def test_guests_change_their_name_only(cast: Cast, browser_of: BrowserOf) -> None:
    browser = browser_of(cast.leila)
    upload = (io.BytesIO(picture()), "me.png")
    assert browser.post("/profile", display_name="Leila H", username="leila", picture=upload).status_code == 303
    assert cast.leila.display_name == "Leila H" and cast.leila.username is None and cast.leila.avatar is None


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_drawn_anew(cast: Cast, browser_of: BrowserOf, kind: str) -> None:
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    browser = browser_of(cast.asha)
    upload = (io.BytesIO(picture(kind, exif=exif)), "../../me.php")
    assert browser.post("/profile", display_name="Asha", username="asha", bio="", picture=upload).status_code == 303
    answer = browser.get(cast.asha.avatar_url or "")
    kept = Image.open(io.BytesIO(answer.data))
    answer.close()
    assert (kept.format, kept.size) == ("WEBP", (256, 256)) and not kept.getexif() and b"secret" not in answer.data
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert answer.mimetype == "image/webp" and "immutable" in answer.headers["Cache-Control"]


def test_the_database_is_not_held_while_a_picture_is_drawn(
    cast: Cast, browser_of: BrowserOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[bool] = []

    def draw(upload: bytes, shape: str) -> Drawing:
        held.append(db.session().in_transaction())
        return draw_anew(upload, shape)

    monkeypatch.setattr("app.accounts.avatars.draw_anew", draw)
    form = {"display_name": "Asha", "username": "asha", "bio": "", "picture": (io.BytesIO(picture()), "a.png")}
    assert browser_of(cast.asha).post("/profile", **form).status_code == 303
    assert held == [False]


def test_the_picture_before_is_forgotten(cast: Cast, browser_of: BrowserOf) -> None:
    browser = browser_of(cast.asha)
    form = {"display_name": "Asha", "username": "asha", "bio": ""}
    browser.post("/profile", **form, picture=(io.BytesIO(picture()), "a.png"))
    first = cast.asha.avatar_url or ""
    browser.post("/profile", **form, picture=(io.BytesIO(picture()), "a.png"))
    assert browser.get(first).status_code == 404 and len(list(folder().iterdir())) == 1
    browser.post("/profile", **form, remove_picture="on")
    assert cast.asha.avatar is None and list(folder().iterdir()) == []


@pytest.mark.parametrize(
    "upload",
    [
        b"",
        b"not a picture",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 100 100\n",
        b"GIF89a<html><script>alert(1)</script>",
        picture("GIF"),
        picture("BMP"),
        picture("PNG")[:200],
        png_that_claims(30_000, 30_000),
        png_that_claims(6001, 4000),
    ],
    ids=["empty", "text", "svg", "eps", "polyglot", "gif", "bmp", "torn", "900 megapixels", "just too many"],
)
def test_what_is_no_picture_is_refused_in_words(app: object, upload: bytes) -> None:
    with pytest.raises(Invalid) as no:
        store_avatar(upload)
    assert no.value.fields["picture"].endswith(".") and not folder().exists()


def test_what_hides_behind_a_picture_does_not_survive(cast: Cast, app: object) -> None:
    name = store_avatar(picture("JPEG") + b"<script>alert(1)</script>PK\x03\x04")
    assert b"script" not in (folder() / name).read_bytes()


def test_a_refused_picture_loses_nothing_typed(cast: Cast, browser_of: BrowserOf) -> None:
    upload = (io.BytesIO(b"no"), "a.png")
    answer = browser_of(cast.asha).post("/profile", display_name="Asha R", username="asha", bio="words", picture=upload)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and 'id="f-picture-error"' in page and 'value="Asha R"' in page and "words" in page


@pytest.mark.parametrize("name", ["nothing", "..%2f..%2fsecret_key", "a" * 22 + ".webp", "a" * 22 + ".html"])
def test_only_pictures_are_served(cast: Cast, visitor: Browser, name: str) -> None:
    assert visitor.get(f"/avatars/{name}").status_code == 404


def test_the_card_is_for_people_one_meets(cast: Cast, browser_of: BrowserOf) -> None:
    expected = {"asha": 200, "kenji": 200, "leila": 200, "stranger": 404, "admin": 404}
    for name, status in expected.items():
        answer = browser_of(getattr(cast, name)).get(f"/people/{cast.kenji.id}")
        assert answer.status_code == status, name
    assert browser_of(None).get(f"/people/{cast.kenji.id}").status_code == 303
    assert "kenji@example.org" not in browser_of(cast.asha).get(f"/people/{cast.kenji.id}").get_data(as_text=True)


def test_the_card_is_a_dialog_for_htmx(cast: Cast, browser_of: BrowserOf) -> None:
    page = browser_of(cast.asha).get(f"/people/{cast.kenji.id}", **{"HX-Request": "true"}).get_data(as_text=True)
    assert "<modal-dialog" in page and "<html" not in page and f"/friends/with/{cast.kenji.id}" in page
