"""One feed under every order in which messages can come: what a listener hears is the log, once."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.realtime.feed import Feed
from app.realtime.parcel import HangUp, Parcel


class Listener:
    """Hears what a socket would have sent."""

    is_api = False
    session_id = 7

    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] = []
        self.ended: list[int] = []
        self.unfollowed: list[str] = []

    def write(self, frame: bytes) -> bool:
        at = {126: 4, 127: 10}.get(frame[1], 2)
        self.heard.append(json.loads(frame[at:]))
        return True

    def hang_up(self, code: int) -> None:
        self.ended.append(code)

    def unfollow(self, audience: str) -> None:
        self.unfollowed.append(audience)

    @property
    def seqs(self) -> list[int]:
        return [envelope["seq"] for envelope in self.heard if "seq" in envelope]


def entry(seq: int, *hang_ups: HangUp) -> Parcel:
    return Parcel("room:1", "said", seq, content=f"<p>{seq}", hang_ups=hang_ups)


def feed_at(head: int, *listeners: Any) -> Feed:
    feed = Feed("room:1")
    feed.begin(head)
    for listener in listeners:
        assert feed.attach(listener, None)
    return feed


@given(order=st.permutations(range(1, 21)), twice=st.lists(st.integers(1, 20)), lost=st.sets(st.integers(1, 20)))
def test_any_order_with_losses_and_doubles(order: list[int], twice: list[int], lost: set[int]) -> None:
    early, late = Listener(), Listener()
    feed = feed_at(0, early)
    for number, seq in enumerate([seq for seq in [*order, *twice] if seq not in lost]):
        feed.deliver(entry(seq))
        if number == 5:
            assert feed.attach(late, feed.last)  # type: ignore[arg-type]
            joined = feed.last or 0
    feed.mend([entry(seq) for seq in range((feed.last or 0) + 1, 21)])
    assert early.seqs == list(range(1, 21))
    if late.heard:
        assert late.seqs == list(range(joined + 1, 21))


@given(since=st.integers(0, 10), head=st.integers(0, 10))
def test_a_small_hole_is_filled_from_memory(since: int, head: int) -> None:
    feed = feed_at(0, Listener())
    for seq in range(1, head + 1):
        feed.deliver(entry(seq))
    late = Listener()
    assert feed.attach(late, since)  # type: ignore[arg-type]
    feed.deliver(entry(head + 1))
    assert [seq for seq in late.seqs if seq > since] == list(range(since + 1, head + 2))


def test_what_is_not_at_hand_is_not_skipped() -> None:
    feed = feed_at(50)
    late = Listener()
    assert not feed.attach(late, 40)  # type: ignore[arg-type]
    feed.remember([entry(seq) for seq in range(41, 51)])
    assert feed.attach(late, 40)  # type: ignore[arg-type]
    assert late.seqs == list(range(41, 51))


def test_messages_before_the_beginning_wait_for_it() -> None:
    feed = Feed("room:1")
    listener = Listener()
    feed.deliver(entry(8))
    feed.begin(7)
    assert feed.attach(listener, 7)  # type: ignore[arg-type]
    assert listener.seqs == [8]


def test_fleeting_messages_pass_at_once() -> None:
    listener = Listener()
    feed = feed_at(0, listener)
    feed.deliver(entry(2))
    feed.deliver(Parcel("room:1", "typing", data={"user": 3}))
    assert [envelope["event"] for envelope in listener.heard] == ["typing"]


def test_who_is_ended() -> None:
    before, after, other = Listener(), Listener(), Listener()
    other.session_id = 8
    feed = feed_at(0, before, other)
    assert feed.attach(after, 1)  # type: ignore[arg-type]
    feed.deliver(entry(1, HangUp(4401, session_id=7), HangUp(4403, audience="room:9")))
    assert (before.ended, before.unfollowed) == ([4401], ["room:9"])
    assert (other.ended, other.unfollowed) == ([], ["room:9"])
    assert (after.ended, after.unfollowed) == ([], []), "it was let in later, knowing of this"


def test_too_much_missing_is_said() -> None:
    listener = Listener()
    feed = feed_at(0, listener)
    feed.skip(5000)
    assert [envelope["event"] for envelope in listener.heard] == ["wire:reload"]
    feed.deliver(entry(5001))
    assert listener.seqs == [5001]


def test_the_same_bytes_for_all() -> None:
    parcel = Parcel("room:1", "said", 1, content="<p>x", data={"a": 1})
    assert parcel.frame(is_api=False) is parcel.frame(is_api=False)
    assert b"content" not in parcel.frame(is_api=True)
    assert b'"data"' not in parcel.frame(is_api=False)
    again = Parcel.unpack("room:1", entry(3, HangUp(4401, session_id=2)).pack())
    assert again == entry(3, HangUp(4401, session_id=2))
