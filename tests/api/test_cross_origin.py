"""Scripts of other sites: only those that the configuration names, and never with cookies."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from app.config import Settings
from tests.conftest import make_settings

FRIEND = "https://friend.example"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return make_settings(tmp_path, cors_origins=(FRIEND,))


@pytest.mark.parametrize("path", ["/api/rooms/nowhere1", "/api/me", "/api/nowhere", "/api/openapi.json"])
def test_a_named_origin_may_read_answers_and_refusals(app: Flask, path: str) -> None:
    answer = app.test_client().get(path, headers={"Origin": FRIEND})
    assert answer.headers["Access-Control-Allow-Origin"] == FRIEND
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "Origin" in answer.vary


@pytest.mark.parametrize("origin", ["https://other.example", "null", "https://friend.example.evil", ""])
def test_others_may_not(app: Flask, origin: str) -> None:
    answer = app.test_client().get("/api/rooms/nowhere1", headers={"Origin": origin})
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "Origin" in answer.vary


def test_a_preflight_is_answered(app: Flask) -> None:
    asked = {"Origin": FRIEND, "Access-Control-Request-Method": "PATCH", "Sec-Fetch-Site": "cross-site"}
    answer = app.test_client().options("/api/rooms/nowhere1", headers=asked)
    assert answer.status_code == 200
    assert "PATCH" in answer.headers["Access-Control-Allow-Methods"]
    assert "Authorization" in answer.headers["Access-Control-Allow-Headers"]


def test_pages_are_not_for_other_origins(app: Flask) -> None:
    answer = app.test_client().get("/health", headers={"Origin": FRIEND})
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_post_from_a_named_origin_needs_no_form_token(app: Flask) -> None:
    headers = {"Origin": FRIEND, "Sec-Fetch-Site": "cross-site"}
    answer = app.test_client().post("/api/rooms", json={"displayName": "Mina"}, headers=headers)
    assert answer.status_code == 201


def test_a_wrong_method_names_the_right_ones(app: Flask) -> None:
    answer = app.test_client().put("/api/rooms")
    assert (answer.status_code, answer.get_json(force=True)["code"]) == (405, "METHOD_NOT_ALLOWED")
    assert {"GET", "POST"} <= set(answer.headers["Allow"].split(", "))
    assert answer.mimetype == "application/problem+json"


def test_an_address_that_is_not_there_is_a_problem_too(app: Flask) -> None:
    answer = app.test_client().get("/api/nowhere")
    assert (answer.status_code, answer.get_json(force=True)["code"]) == (404, "NOT_FOUND")
