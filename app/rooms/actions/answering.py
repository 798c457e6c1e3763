"""What hosts answer to those who knock."""

from __future__ import annotations

from ... import clock
from ...errors import Refusal
from ...events import announce
from ..holding import hold
from ..knock_events import KnockAnswered
from ..knocks import knock_in, waiting_in
from ..models import Knock, Membership
from .knock_rows import fact_of, read_anew


def answer_knock(by: Membership, knock_id: int, answer: str) -> Knock:
    """`admitted` or `declined`. Of two hosts who answer at once one wins; the other hears KNOCK_OVER."""
    _refuse_others(by)
    hold(by.room_id)
    found = knock_in(by.room, knock_id)
    if found is None:
        raise Refusal("NOT_FOUND")
    read_anew(found)
    if found.state != "waiting":
        raise Refusal("KNOCK_OVER", words=_what_became_of(found))
    _answer(found, answer, by.user_id)
    return found


def answer_everybody(by: Membership, answer: str, most: int | None = None) -> list[Knock]:
    """The same for all who wait, at most `most`, who came first; those who were answered."""
    _refuse_others(by)
    hold(by.room_id)
    answered: list[Knock] = []
    for each in waiting_in(by.room)[:most]:
        read_anew(each)
        if each.state == "waiting":
            _answer(each, answer, by.user_id)
            answered.append(each)
    return answered


def dismiss_waiting(by: Membership) -> None:
    """The waiting room is switched off: whoever waits may come in, unless the room is private."""
    answer_everybody(by, "admitted" if by.room.is_public else "declined")


def _refuse_others(by: Membership) -> None:
    if not by.is_host:
        raise Refusal("NOT_HOST")


def _answer(knock: Knock, answer: str, by_id: int) -> None:
    knock.state, knock.answered_at, knock.answered_by_id = answer, clock.now(), by_id
    announce(fact_of(KnockAnswered, knock, by_id, answer=answer))


def _what_became_of(knock: Knock) -> str:
    name, by = knock.user.display_name, knock.answered_by.display_name if knock.answered_by else "Another host"
    if knock.state in ("admitted", "entered"):
        return f"{by} has let {name} in already."
    return f"{by} has said no already." if knock.state == "declined" else f"{name} does not wait any more."
