"""The measure itself: what Daily does not know is found, in what we send and in what the local Daily answers."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from tests.servers.daily import KEY, LocalDaily, local_daily
from tests.servers.daily_contract import TYPES, faults_in


@pytest.mark.parametrize(
    ("kind", "value", "fault"),
    [
        ("create_room_request", {"name": "a", "properties": {"enable_chatting": True}}, ".properties.enable_chatting"),
        ("create_room_request", {"properties": {"exp": "tomorrow"}}, ".properties.exp: 'tomorrow' is no Integer"),
        ("create_room_request", {"properties": {"exp": True}}, ".properties.exp: True is no Integer"),
        ("create_room_request", {"properties": {"exp": 1.5}}, ".properties.exp: 1.5 is no Integer"),
        ("create_token_request", {"properties": {"enable_recording": False}}, "False is no String"),
        ("create_token_request", {"properties": {"permissions": {"canSend": ["smell"]}}}, "is no PermissionsCanSend"),
        ("eject_request", {"user_ids": "u1"}, ".user_ids: 'u1' is no Array"),
        ("eject_request", {"user_ids": [1]}, ".user_ids[0]: 1 is no String"),
        ("update_permissions_request", {"data": {"*": {"canFly": True}}}, ".data[*].canFly"),
        ("meetings_answer", {"data": [{"participants": [{"duration": "long"}]}]}, ".duration: 'long' is no Float"),
    ],
)
def test_a_fault_is_found_however_deep(kind: str, value: dict[str, Any], fault: str) -> None:
    assert [fault in found for found in faults_in(value, kind)] == [True]


def test_what_daily_knows_is_no_fault() -> None:
    room = {"name": "a", "privacy": "private", "properties": {"exp": 1, "enable_chat": False}}
    assert list(faults_in(room, "create_room_request")) == []
    permissions = {"data": {"*": {"canSend": ["audio"], "canAdmin": ["participants"]}, "s": {"canSend": True}}}
    assert list(faults_in(permissions, "update_permissions_request")) == []
    assert {"room_properties", "token_properties", "webhook_participant_left_payload"} <= set(TYPES)


def test_a_test_that_sends_what_daily_does_not_know_fails() -> None:
    with pytest.raises(AssertionError, match="nickname"), local_daily() as daily:
        assert ask(daily, "POST", "/rooms", {"nickname": "a"}).status_code == 400


@pytest.mark.parametrize(
    ("method", "path", "body", "key", "status", "error"),
    [
        ("GET", "/rooms/a", None, "", 400, "authorization-header-error"),
        ("GET", "/rooms/a", None, "another", 401, "authentication-error"),
        ("GET", "/rooms/nowhere", None, KEY, 404, "not-found"),
        ("POST", "/rooms/nowhere/eject", {"user_ids": []}, KEY, 404, "not-found"),
        ("POST", "/rooms", {"name": "a"}, KEY, 400, "invalid-request-error"),
        ("POST", "/rooms", {"name": "a room"}, KEY, 400, "invalid-request-error"),
        ("POST", "/meeting-tokens", {"properties": {"user_id": "u" * 37}}, KEY, 400, "invalid-request-error"),
    ],
)
def test_the_local_daily_refuses_as_documented(
    daily: LocalDaily, method: str, path: str, body: dict[str, Any] | None, key: str, status: int, error: str
) -> None:
    assert ask(daily, "POST", "/rooms", {"name": "a", "privacy": "private"}).status_code == 200
    answer = ask(daily, method, path, body, key)
    assert (answer.status_code, answer.json()["error"]) == (status, error)


def test_an_expired_room_is_gone_and_says_so_when_it_is_deleted(daily: LocalDaily) -> None:
    ask(daily, "POST", "/rooms", {"name": "a", "properties": {"exp": 1}})
    assert ask(daily, "GET", "/rooms/a").status_code == 404
    gone = ask(daily, "DELETE", "/rooms/a")
    assert (gone.status_code, gone.json()["deleted"]) == (404, True)


def ask(daily: LocalDaily, method: str, path: str, body: Any = None, key: str = KEY) -> requests.Response:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    return requests.request(method, daily.url + path, json=body, headers=headers, timeout=60)
