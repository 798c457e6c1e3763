"""Facts: told after commit, in order, and never by a rollback."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pytest
from flask import Flask

from app import events
from app.events import Event, announce, on
from app.log import Entry, entries, head, heads, transaction


@dataclass(frozen=True, kw_only=True)
class LampLit(Event):
    type = "test:lamp-lit"
    lamp: int

    @property
    def audiences(self) -> tuple[str, ...]:
        return ("test:lamps",)


@dataclass(frozen=True, kw_only=True)
class LampFlickered(Event):
    type = "test:lamp-flickered"
    durable: ClassVar[bool] = False


@pytest.fixture
def heard() -> list[Event]:
    """What the listeners below have heard in this test."""
    _heard.clear()
    return _heard


_heard: list[Event] = []


@on(LampLit)
def fail(event: LampLit) -> None:
    if event.lamp == 13:
        raise RuntimeError("an unlucky lamp")


@on(LampLit, LampFlickered)
def hear(event: Event) -> None:
    _heard.append(event)


def test_what_is_committed_is_logged_and_told_in_order(app: Flask, heard: list[Event]) -> None:
    with transaction():
        announce(LampLit(lamp=1, actor_id=7))
        announce(LampFlickered())
        announce(LampLit(lamp=2))
        assert heard == []
    assert heard == [LampLit(lamp=1, actor_id=7), LampFlickered(), LampLit(lamp=2)]
    assert [(entry.seq, entry.type, entry.actor_id, entry.data) for entry in entries("test:lamps", 0)] == [
        (1, "test:lamp-lit", 7, {"lamp": 1}),
        (2, "test:lamp-lit", None, {"lamp": 2}),
    ]
    assert heads(["test:lamps", "test:dark"]) == {"test:lamps": 2, "test:dark": 0}


def test_an_entry_read_back_is_the_same_event(app: Flask) -> None:
    with transaction():
        announce(LampLit(lamp=3, actor_id=1))
    assert entries("test:lamps", 0)[0].event() == LampLit(lamp=3, actor_id=1)
    assert Entry(type="from:the-future", data={}).event() is None


def test_a_rollback_logs_nothing_and_tells_nobody(app: Flask, heard: list[Event]) -> None:
    def light_and_break() -> None:
        with transaction():
            announce(LampLit(lamp=1))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        light_and_break()
    assert heard == []
    assert head("test:lamps") == 0


def test_a_failing_listener_silences_no_other(app: Flask, heard: list[Event], caplog: pytest.LogCaptureFixture) -> None:
    with transaction():
        announce(LampLit(lamp=13))
    assert heard == [LampLit(lamp=13)]
    assert "an unlucky lamp" in caplog.text


def test_facts_are_announced_inside_one_transaction_only(app: Flask) -> None:
    with pytest.raises(RuntimeError, match="outside"):
        announce(LampFlickered())
    with pytest.raises(RuntimeError, match="inside a transaction"), transaction(), transaction():
        pass


def test_a_listener_may_open_a_transaction_of_its_own(app: Flask, heard: list[Event]) -> None:
    @on(LampFlickered)
    def light_it(event: LampFlickered) -> None:
        with transaction():
            announce(LampLit(lamp=9))

    try:
        with transaction():
            announce(LampFlickered())
        assert heard == [LampFlickered(), LampLit(lamp=9)]
    finally:
        events._listeners[LampFlickered].remove(light_it)


def test_two_events_cannot_share_a_name() -> None:
    with pytest.raises(TypeError, match="two events"):

        @dataclass(frozen=True, kw_only=True)
        class Impostor(Event):
            type = "test:lamp-lit"
