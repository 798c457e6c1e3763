"""Asking, answering and ending friendships, from both sides."""

from __future__ import annotations

import pytest

from app.accounts.actions import delete_account, disable_user
from app.clock import Clock
from app.db import db
from app.errors import Refusal
from app.friends import actions
from app.friends.access import are_friends, friends_of, request_from, request_to, requests_for, standing
from app.friends.models import FriendRequest
from app.log import entries, transaction
from tests.conftest import Cast, make_account


def ask(cast: Cast, sender: str = "asha", recipient: str = "kenji") -> FriendRequest:
    with transaction():
        return actions.request_friend(getattr(cast, sender), getattr(cast, recipient))


def befriend(cast: Cast, sender: str = "asha", recipient: str = "kenji") -> FriendRequest:
    request = ask(cast, sender, recipient)
    with transaction():
        actions.accept(request)
    return request


@pytest.fixture(autouse=True)
def others(cast: Cast) -> None:
    """Other friendships and requests, so that a forgotten `where` shows."""
    with transaction():
        one, two, three = (make_account(name) for name in ("Noa", "Nils", "Nora"))
        actions.accept(actions.request_friend(one, two))
        actions.request_friend(three, one)


def test_a_request_waits_on_both_sides(cast: Cast) -> None:
    request = ask(cast)
    assert requests_for(cast.kenji) == ([request], []) and requests_for(cast.asha) == ([], [request])
    assert friends_of(cast.asha) == [] and not are_friends(cast.asha, cast.kenji)
    assert standing(cast.asha, cast.kenji) == "sent" and standing(cast.kenji, cast.asha) == "received"


def test_an_accepted_request_is_a_friendship_of_both(cast: Cast) -> None:
    befriend(cast)
    assert friends_of(cast.asha) == [cast.kenji] and friends_of(cast.kenji) == [cast.asha]
    assert are_friends(cast.kenji, cast.asha) and requests_for(cast.kenji) == ([], [])
    assert friends_of(cast.stranger) == []


def test_asking_twice_is_asking_once(cast: Cast) -> None:
    first = ask(cast)
    assert ask(cast) is first
    assert [entry.type for entry in entries(f"user:{cast.kenji.id}", 0) if entry.type.startswith("friend:")] == [
        "friend:requested"
    ]


def test_asking_back_is_accepting(cast: Cast) -> None:
    ask(cast)
    assert ask(cast, "kenji", "asha").state == "accepted"
    assert are_friends(cast.asha, cast.kenji)


def test_asking_a_friend_changes_nothing(cast: Cast) -> None:
    befriend(cast)
    assert ask(cast, "kenji", "asha").state == "accepted"
    assert db.session.query(FriendRequest).filter_by(sender_id=cast.kenji.id).count() == 0


@pytest.mark.parametrize(
    ("sender", "recipient", "code"),
    [("asha", "asha", "YOURSELF"), ("leila", "asha", "FEATURE_DISABLED"), ("asha", "leila", "FEATURE_DISABLED")],
)
def test_what_cannot_be(cast: Cast, sender: str, recipient: str, code: str) -> None:
    with pytest.raises(Refusal, match=code):
        ask(cast, sender, recipient)


def test_a_disabled_account_cannot_be_asked_and_is_on_no_list(cast: Cast) -> None:
    befriend(cast)
    ask(cast, "kenji", "stranger")
    with transaction():
        disable_user(cast.kenji, cast.admin)
    assert friends_of(cast.asha) == [] and requests_for(cast.stranger) == ([], [])
    with pytest.raises(Refusal, match="NOT_FOUND"):
        ask(cast, "admin", "kenji")


def test_a_decline_holds_for_a_day(cast: Cast, clock: Clock) -> None:
    request = ask(cast)
    with transaction():
        actions.decline(request)
    clock.tick(hours=23)
    with pytest.raises(Refusal, match="INVALID") as no:
        ask(cast)
    assert "Kenji has declined" in no.value.words
    assert ask(cast, "kenji", "asha").state == "pending"
    with transaction():
        actions.cancel(requests_for(cast.kenji).sent[0])
    clock.tick(hours=2)
    assert ask(cast).state == "pending"


def test_what_was_taken_back_may_be_asked_again(cast: Cast) -> None:
    request = ask(cast)
    with transaction():
        actions.cancel(request)
    assert ask(cast).id != request.id


def test_a_removed_friend_is_a_friend_no_more_on_either_side(cast: Cast) -> None:
    friendship = befriend(cast)
    with transaction():
        actions.remove(friendship, cast.kenji)
    assert friends_of(cast.asha) == friends_of(cast.kenji) == []
    assert ask(cast).state == "pending"


def test_an_answer_is_given_once(cast: Cast) -> None:
    request = befriend(cast)
    with transaction():
        actions.accept(request)
    for again in (actions.decline, actions.cancel):
        with pytest.raises(Refusal, match="CONFLICT"), transaction():
            again(request)
    assert are_friends(cast.asha, cast.kenji)


def test_only_who_was_asked_answers_and_only_who_asked_takes_back(cast: Cast) -> None:
    request = ask(cast)
    assert request_to(cast.kenji, request.id) is request and request_from(cast.asha, request.id) is request
    for find, user in (
        (request_to, cast.asha),
        (request_to, cast.stranger),
        (request_from, cast.kenji),
        (request_from, cast.admin),
    ):
        with pytest.raises(Refusal, match="NOT_FOUND"):
            find(user, request.id)


def test_with_the_account_its_friendships_end(cast: Cast) -> None:
    befriend(cast)
    ask(cast, "stranger", "asha")
    with transaction():
        delete_account(cast.asha)
    assert friends_of(cast.kenji) == [] and requests_for(cast.stranger) == ([], [])
    states = {
        each.state for each in db.session.query(FriendRequest) if cast.asha.id in (each.sender_id, each.recipient_id)
    }
    assert states == {"removed"}
