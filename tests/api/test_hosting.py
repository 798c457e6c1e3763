"""What hosts do to people, and to whom they cannot."""

from __future__ import annotations

from typing import Any

import pytest

from app.log import entries
from tests.api.conftest import Api, TokenOf, code_of
from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("noise")


@pytest.mark.parametrize("name", ["targetUserId", "target_user_id", "kickUserId", "userId"])
def test_removing_a_person(api: Api, cast: Cast, token_of: TokenOf, name: str) -> None:
    path = f"/api/rooms/{cast.room.code}/kick"
    removed = api.post(path, {name: cast.kenji.id, "reason": "too \u202eloud"}, token_of(cast.asha))
    assert removed.get_json() == {"success": True}
    last = entries(f"user:{cast.kenji.id}", 0)[-1]
    assert (last.type, last.data["reason"]) == ("user:kicked", "too loud")
    again = api.post(path, {name: cast.kenji.id}, token_of(cast.asha))
    assert code_of(again) == (404, "MEMBER_NOT_FOUND")


def test_muting_a_person(api: Api, cast: Cast, token_of: TokenOf) -> None:
    path = f"/api/rooms/{cast.room.code}"
    muted = api.post(f"{path}/mute", {"target_user_id": cast.kenji.id}, token_of(cast.asha))
    assert muted.get_json() == {"success": True}
    people = api.get(path, token_of(cast.kenji)).get_json()["participants"]
    assert {person["name"] for person in people if person["isMuted"]} == {"Kenji"}


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("asha", (400, "CANNOT_KICK_SELF")),
        ("stranger", (404, "MEMBER_NOT_FOUND")),
        (None, (422, "INVALID")),
        ("him", (422, "INVALID")),
        (-1, (422, "INVALID")),
        (2**70, (422, "INVALID")),
        (True, (404, "MEMBER_NOT_FOUND")),
    ],
)
def test_whom_one_cannot_remove(
    api: Api, cast: Cast, token_of: TokenOf, target: Any, expected: tuple[int, str]
) -> None:
    whom = getattr(cast, target).id if target in ("asha", "stranger") else target
    if target is True:
        whom = 999_999
    answer = api.post(f"/api/rooms/{cast.room.code}/kick", {"targetUserId": whom}, token_of(cast.asha))
    assert code_of(answer) == expected


def test_nobody_acts_upon_who_stands_as_high(api: Api, cast: Cast, token_of: TokenOf) -> None:
    path = f"/api/rooms/{cast.room.code}"
    api("PATCH", path, {"hostId": cast.kenji.id}, token_of(cast.asha))
    for verb in ("kick", "mute"):
        refused = api.post(f"{path}/{verb}", {"targetUserId": cast.asha.id}, token_of(cast.kenji))
        assert code_of(refused) == (403, "TARGET_OUTRANKS")
