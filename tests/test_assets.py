"""Static files: their addresses, how long they are kept, and what is built from them."""

from __future__ import annotations

import errno
import gzip
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import assets


@pytest.fixture
def static(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small static/ of the test's own."""
    folder = tmp_path / "static"
    for path, text in {
        "css/order.txt": "# first to last\ntokens.css\n\nbutton.css\n",
        "css/tokens.css": "@layer tokens, base;\n/* colours */\n:root { --ink: #000; }\n",
        "css/button.css": ".button:is(a, b) {\n  & :hover { inline-size: calc(1px + 2px); }\n}\n",
        "js/app.js": "/** Says hello. */\n" + "".join(f"export const w{i} = 'bon  jour'; // {i}\n" for i in range(40)),
        "img/icons.svg": "<svg xmlns='http://www.w3.org/2000/svg'></svg>\n",
        "vendor/htmx.js": "/* htmx */\n",
        "vendor/daily.js": "/* daily */\n",
    }.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    monkeypatch.setattr(assets, "STATIC", folder)
    monkeypatch.setattr(assets, "_build_id", "")
    return folder


@pytest.fixture
def site(static: Path) -> FlaskClient:
    return serve()


def serve() -> FlaskClient:
    app = Flask(__name__, static_folder=None)
    assets.install(app)
    return app.test_client()


def test_an_address_of_this_build_is_good_for_ever(site: FlaskClient) -> None:
    answer = site.get(assets.asset("js/app.js"), buffered=True)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize(
    ("taken", "sent", "unpack"),
    [("gzip", "gzip", gzip.decompress), ("gzip, deflate, br, zstd", "br", brotli.decompress)],
)
def test_text_is_sent_compressed_to_those_who_take_it(
    site: FlaskClient, taken: str, sent: str, unpack: Callable[[bytes], bytes]
) -> None:
    answer = site.get(assets.asset("js/app.js"), headers={"Accept-Encoding": taken}, buffered=True)
    assert answer.headers["Content-Encoding"] == sent
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert unpack(answer.data).decode().startswith("export const w0='bon  jour';")


def test_scripts_stay_readable_to_those_who_take_no_compression(site: FlaskClient, static: Path) -> None:
    answer = site.get(assets.asset("js/app.js"), headers={"Accept-Encoding": ""}, buffered=True)
    assert "Content-Encoding" not in answer.headers
    assert answer.data == (static / "js/app.js").read_bytes()


@pytest.mark.parametrize("path", ["/static/0123456789ab/js/app.js", "/static/js/app.js"])
def test_any_other_address_gives_the_file_of_today_and_is_asked_again(site: FlaskClient, path: str) -> None:
    answer = site.get(path, buffered=True)
    assert answer.status_code == 200
    assert "immutable" not in answer.headers["Cache-Control"]
    assert "max-age=0" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["js/none.js", "../app/db.py", "%2e%2e/app/db.py", "vendor/", "js/app.js.br"])
def test_what_is_not_there_is_not_found(site: FlaskClient, path: str) -> None:
    assert site.get(assets.asset(path), buffered=True).status_code == 404


def test_the_stylesheet_is_all_of_them_in_order_and_small(site: FlaskClient, static: Path) -> None:
    css = (static / "vendor/guftagu.css").read_text()
    assert css.index("@layer tokens,base;") < css.index(":root") < css.index(".button")
    assert "colours" not in css
    assert "& :hover" in css
    assert "calc(1px + 2px)" in css


def test_a_changed_file_has_another_address_after_a_restart(site: FlaskClient, static: Path) -> None:
    before = assets.asset("js/app.js")
    (static / "js/app.js").write_text("export const words = 'salaam';\n")
    again = serve()
    assert assets.asset("js/app.js") != before
    answer = again.get(assets.asset("js/app.js"), headers={"Accept-Encoding": "gzip"}, buffered=True)
    body = gzip.decompress(answer.data) if answer.headers.get("Content-Encoding") else answer.data
    assert b"salaam" in body


def test_a_second_build_writes_nothing(site: FlaskClient, static: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in static.rglob("*")}
    identity = assets.identify()
    assets.build()
    assert {path: path.stat().st_mtime_ns for path in static.rglob("*")} == before
    assert assets.identify() == identity


def test_missing_packages_are_named_with_the_mend(static: Path, caplog: pytest.LogCaptureFixture) -> None:
    (static / "vendor/htmx.js").unlink()
    serve()
    assert "static/vendor/htmx.js is missing, pages will not work: run make setup" in caplog.text


def test_a_read_only_tree_is_served_as_it_was_built(static: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(assets, "_write", refuse)
    assert serve().get(assets.asset("js/app.js"), buffered=True).status_code == 200


def test_templates_have_asset(static: Path) -> None:
    app = Flask(__name__, static_folder=None)
    assets.install(app)
    assert app.jinja_env.from_string("{{ asset('img/icons.svg') }}").render() == assets.asset("img/icons.svg")
