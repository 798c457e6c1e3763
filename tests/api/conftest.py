"""Clients of the API; every answer that they get is held against the API's own document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.accounts import actions as accounts
from app.accounts.models import User
from app.api import auth
from app.log import transaction
from app.rooms.models import Room
from tests.contract.openapi import Contract

TokenOf = Callable[..., str]


class Api:
    """Calls like a script would: JSON, a bearer token where one is given, never a cookie."""

    def __init__(self, app: Flask, contract: Contract) -> None:
        self.app = app
        self.contract = contract

    def __call__(
        self, method: str, path: str, json: Any = None, token: str | None = None, **headers: str
    ) -> TestResponse:
        if token:
            headers["Authorization"] = f"Bearer {token}"
        response = self.app.test_client(use_cookies=False).open(path, method=method, json=json, headers=headers)
        self.contract.check(method, path, response)
        return response

    def get(self, path: str, token: str | None = None, **headers: str) -> TestResponse:
        return self("GET", path, None, token, **headers)

    def post(self, path: str, json: Any = None, token: str | None = None, **headers: str) -> TestResponse:
        return self("POST", path, json, token, **headers)


@pytest.fixture
def api(app: Flask) -> Api:
    return Api(app, Contract(app))


@pytest.fixture
def token_of(app: Flask) -> TokenOf:
    return make_token


def make_token(user: User, room: Room | None = None) -> str:
    """A token of a new API session: for `room` alone, or for all that the person may."""
    with transaction():
        session, _ = accounts.start_session(user, "api", "pytest", "127.0.0.1")
    return auth.token_for(session, room)


def code_of(response: TestResponse) -> tuple[int, str]:
    """Status and code of a refusal."""
    problem = response.get_json(force=True)
    assert problem["status"] == response.status_code
    return response.status_code, problem["code"]
