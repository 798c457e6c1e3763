"""What is said to whom, and browsers that post as a page does."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.models import User

Post = Callable[..., TestResponse]


@pytest.fixture
def post_as(client_of: Callable[[User | None], FlaskClient]) -> Post:
    """`post_as(user, path, field=value)`: what that person's browser is answered; `hx` asks as htmx does."""

    def post(user: User | None, path: str, hx: bool = False, **fields: Any) -> TestResponse:
        client = client_of(user)
        page = client.get("/sessions" if user else "/sign-in", headers={"Accept": "text/html"}).get_data(as_text=True)
        found = re.search(r'"X-CSRFToken": "([^"]+)"', page)
        assert found
        headers = {"X-CSRFToken": found.group(1)} | ({"HX-Request": "true"} if hx else {})
        return client.post(path, data=fields, headers=headers)

    return post
