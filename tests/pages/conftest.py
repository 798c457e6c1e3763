"""A browser without scripts, and one with htmx, as pages meet them; and what a polite no looks like in both."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.models import User
from tests.conftest import csrf_of

Visit = Callable[..., "Visitor"]
# The small one at the top, which every dialog has.
CROSS = 'class="btn btn--quiet btn--icon" type="button" data-close'
BUTTON = re.compile(r"<(?:a|button)[^>]*class=\"btn[^>]*>(.*?)</(?:a|button)>", re.DOTALL)


@dataclass(frozen=True)
class Told:
    """What a person reads of a refusal, and the ways on that they are given."""

    status: int
    title: str
    words: str
    buttons: tuple[str, ...]


@dataclass
class Visitor:
    """Somebody's browser; `htmx=True` asks as a script of the page does."""

    client: FlaskClient

    def get(self, path: str, *, htmx: bool = False, **headers: str) -> TestResponse:
        return self.client.get(path, headers=_headers(htmx) | headers)

    def post(self, path: str, *, htmx: bool = False, method: str = "POST", **fields: object) -> TestResponse:
        headers = _headers(htmx) | {"X-CSRFToken": csrf_of(self.client, "/room/join")}
        return self.client.open(path, method=method, data=fields, headers=headers)


@pytest.fixture
def visit(client_of: Callable[[User | None], FlaskClient]) -> Visit:
    """`visit(user)` is that person's browser, `visit()` nobody's."""
    return lambda user=None: Visitor(client_of(user))


def page(response: TestResponse) -> Told:
    """A refusal as a whole page, which must be one."""
    html = response.get_data(as_text=True)
    assert html.lstrip().startswith("<!doctype html>"), html[:200]
    return _told(response, html[html.index("<main") : html.index("</main>")])


def dialog(response: TestResponse) -> Told:
    """A refusal as a dialog, which leaves everything behind it as it was."""
    html = response.get_data(as_text=True)
    assert "<!doctype" not in html
    assert 'role="alertdialog"' in html
    assert (response.headers["HX-Retarget"], response.headers["HX-Reswap"]) == ("#dialogs", "innerHTML")
    return _told(response, html.replace(CROSS, ""))


def field_error(response: TestResponse, field: str) -> str:
    """The words beside the field with this id, which says that it is wrong."""
    html = response.get_data(as_text=True)
    assert re.search(rf'<input[^>]*id="{field}"[^>]*aria-invalid="true"', html), f"{field} is not marked"
    found = re.search(rf'id="{field}-error">(.*?)</p>', html)
    assert found, f"nothing beside {field}"
    return _plain(found.group(1))


def _told(response: TestResponse, html: str) -> Told:
    title = re.search(r"<h[12][^>]*>(.*?)</h[12]>", html, re.DOTALL)
    words = re.search(r"<p[^>]*>(.*?)</p>", html, re.DOTALL)
    assert title is not None
    buttons = tuple(_plain(found) for found in BUTTON.findall(html))
    return Told(response.status_code, _plain(title.group(1)), _plain(words.group(1)) if words else "", buttons)


def _plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<svg.*?</svg>|<[^>]+>", "", html, flags=re.DOTALL)).split())


def _headers(htmx: bool) -> dict[str, str]:
    return {"HX-Request": "true", "HX-Current-URL": "http://localhost/"} if htmx else {}
