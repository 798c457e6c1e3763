"""Who hears of requests, answers and presence, and who must not."""

from __future__ import annotations

import pytest

from app.friends import actions
from app.friends.broadcasts import tell_friends
from app.friends.models import FriendRequest
from app.log import entries, transaction
from app.realtime.broadcast import parcel_of
from app.realtime.parcel import Parcel
from tests.conftest import Cast


def by_audience(told: list[Parcel]) -> dict[str, str]:
    return {parcel.audience: parcel.content or "" for parcel in told}


@pytest.fixture
def request_(cast: Cast) -> FriendRequest:
    with transaction():
        return actions.request_friend(cast.kenji, cast.asha)


def test_a_request_is_news_to_both_and_to_nobody_else(cast: Cast, told: list[Parcel]) -> None:
    with transaction():
        request = actions.request_friend(cast.kenji, cast.asha)
    kenji, asha = f"user:{cast.kenji.id}", f"user:{cast.asha.id}"
    assert {parcel.audience for parcel in told} == {kenji, asha}
    heard = by_audience(told)
    assert f'id="friend-notice-{request.id}"' in heard[asha] and f'id="friend-notice-{request.id}"' not in heard[kenji]
    assert f"/friends/requests/{request.id}/accept" in heard[asha] and "/accept" not in heard[kenji]
    assert f"/friends/requests/{request.id}/cancel" in heard[kenji] and "/cancel" not in heard[asha]
    assert "Notifications, 1 new" in heard[asha] and "1 new" not in heard[kenji]
    assert "csrf_token" not in heard[asha]


def test_the_data_face_has_no_secrets(cast: Cast, told: list[Parcel]) -> None:
    with transaction():
        actions.request_friend(cast.kenji, cast.asha)
    face = {"id": cast.kenji.id, "username": "kenji", "name": "Kenji", "avatar": None}
    assert told[0].data["sender"] == face and "example.org" not in str(told[0].data)


def test_an_acceptance_is_a_toast_for_who_asked(cast: Cast, request_: FriendRequest, told: list[Parcel]) -> None:
    with transaction():
        actions.accept(request_)
    heard = by_audience(told)
    assert "Asha is your friend now" in heard[f"user:{cast.kenji.id}"]
    assert "your friend now" not in heard[f"user:{cast.asha.id}"]
    assert f'#friend-notice-{request_.id}" hx-swap="delete"' in heard[f"user:{cast.asha.id}"]
    for audience in heard:
        assert 'hx-target="#friend-list"' in heard[audience]


def test_a_decline_makes_no_noise(cast: Cast, request_: FriendRequest, told: list[Parcel]) -> None:
    with transaction():
        actions.decline(request_)
    assert "toast" not in "".join(by_audience(told).values())


def test_an_old_request_read_again_puts_up_no_notice(cast: Cast, request_: FriendRequest) -> None:
    with transaction():
        actions.decline(request_)
    entry = entries(f"user:{cast.asha.id}", 0)[-2]
    assert entry.type == "friend:requested"
    assert f'id="friend-notice-{request_.id}"' not in (parcel_of(entry, entry.event()).content or "")


def test_only_friends_hear_who_is_online(cast: Cast, request_: FriendRequest, told: list[Parcel]) -> None:
    with transaction():
        actions.accept(actions.request_friend(cast.stranger, cast.asha))
    told.clear()
    tell_friends(cast.asha.id, True)
    tell_friends(cast.asha.id, False)
    assert {parcel.audience for parcel in told} == {f"user:{cast.stranger.id}"}
    assert [parcel.event for parcel in told] == ["user:online", "user:offline"]
    assert [parcel.seq for parcel in told] == [None, None]
    assert ">Online<" in (told[0].content or "") and f'hx-target="#presence-{cast.asha.id}"' in (told[0].content or "")
    assert told[0].data == {"user_id": cast.asha.id, "userId": cast.asha.id, "username": "asha"}


def test_guests_come_and_go_unheard(cast: Cast, told: list[Parcel]) -> None:
    tell_friends(cast.leila.id, True)
    tell_friends(999, True)
    assert told == []
