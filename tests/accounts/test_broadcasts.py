"""What people's own pages hear about their account, and which sockets close."""

from __future__ import annotations

from app.accounts import actions
from app.log import entries, transaction
from app.realtime.broadcast import parcel_of
from app.realtime.parcel import HangUp, Parcel
from tests.conftest import Cast


def test_the_sockets_of_an_ended_session_close_and_no_others(cast: Cast, told: list[Parcel]) -> None:
    with transaction():
        first, _ = actions.start_session(cast.asha, "page", "", "")
        second, _ = actions.start_session(cast.asha, "page", "", "")
    with transaction():
        actions.revoke_session(first)
    assert [parcel.audience for parcel in told] == [f"user:{cast.asha.id}"]
    assert told[0].hang_ups == (HangUp(4401, session_id=first.id),)
    with transaction():
        actions.revoke_all_sessions(cast.asha)
    assert told[1].hang_ups == (HangUp(4401, session_id=second.id),)


def test_ending_twice_is_told_once(cast: Cast, told: list[Parcel]) -> None:
    with transaction():
        session, _ = actions.start_session(cast.asha, "page", "", "")
    for _ in range(2):
        with transaction():
            actions.revoke_session(session)
    assert len(told) == 1


def test_a_disabled_person_is_cut_off_whatever_the_session(cast: Cast, told: list[Parcel]) -> None:
    with transaction():
        actions.disable_user(cast.kenji, cast.admin)
    mine = [parcel for parcel in told if parcel.event == "user:disabled"]
    assert [parcel.audience for parcel in mine] == [f"user:{cast.kenji.id}"]
    assert mine[0].hang_ups == (HangUp(4401),)


def test_hearing_it_again_later_ends_nobody_who_may_be_here_again(cast: Cast) -> None:
    with transaction():
        actions.disable_user(cast.kenji, cast.admin)
    with transaction():
        actions.enable_user(cast.kenji, cast.admin)
    old = [parcel_of(entry, entry.event()) for entry in entries(f"user:{cast.kenji.id}", 0)]
    assert all(hang_up.session_id for parcel in old for hang_up in parcel.hang_ups)


def test_a_changed_profile_is_ones_own_news(cast: Cast, told: list[Parcel]) -> None:
    with transaction():
        actions.change_profile(cast.asha, "Asha Rao", bio="secret plans")
    assert [(parcel.audience, parcel.data["display_name"]) for parcel in told] == [(f"user:{cast.asha.id}", "Asha Rao")]
    assert "secret" not in str(told[0].data)
