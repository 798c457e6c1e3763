"""A browser that fills in forms as a person would."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.models import User


class Browser:
    """One browser: it keeps its cookies and sends the token of the page it looks at."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(path, headers={"Accept": "text/html"} | headers)

    def post(
        self, path: str, /, page: str = "/sign-in", headers: dict[str, str] | None = None, **fields: Any
    ) -> TestResponse:
        return self.client.post(path, data=fields | {"csrf_token": self.token(page)}, headers=headers or {})

    def token(self, page: str) -> str:
        found = re.search(r'"X-CSRFToken": "([^"]+)"', self.get(page).get_data(as_text=True))
        if found is None:
            found = re.search(r'"X-CSRFToken": "([^"]+)"', self.get("/").get_data(as_text=True))
        assert found, f"{page} has no token"
        return found.group(1)

    def is_signed_in(self) -> bool:
        return self.get("/sessions").status_code == 200

    @property
    def cookie(self) -> str | None:
        found = self.client.get_cookie("guftagu-session")
        return found.value if found else None


@pytest.fixture
def browser_of(client_of: Callable[[User | None], FlaskClient]) -> Callable[[User | None], Browser]:
    """`browser_of(user)`: that person's browser; None is a visitor's."""
    return lambda user=None: Browser(client_of(user))


@pytest.fixture
def visitor(app: Flask) -> Browser:
    return Browser(app.test_client())
