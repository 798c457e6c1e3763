"""Broadcasts, partials and envelopes, without a wire."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from flask import Flask
from jinja2 import UndefinedError
from markupsafe import Markup

from app.config import settings
from app.errors import Refusal
from app.realtime.audience import admit
from app.realtime.broadcast import Broadcast, HangUp, _joined
from app.realtime.frame import envelope, text_frame
from app.realtime.partial import _environment, hx_partial, partial
from app.realtime.throttle import Throttle


def test_an_envelope_is_compact_and_leaves_out_what_is_not_there() -> None:
    assert envelope("a:b", audience="room:1", data={"at": datetime(2026, 1, 2, tzinfo=UTC), "name": "Zoë"}) == (
        '{"event":"a:b","audience":"room:1","data":{"at":"2026-01-02T00:00:00+00:00","name":"Zoë"}}'.encode()
    )
    assert json.loads(envelope("half", data="\ud800"))["data"] == "?"


@pytest.mark.parametrize(("size", "head"), [(5, b"\x81\x05"), (126, b"\x81\x7e\x00\x7e"), (70_000, b"\x81\x7f")])
def test_a_frame_says_how_long_it_is(size: int, head: bytes) -> None:
    frame = text_frame("x" * size)
    assert frame.startswith(head)
    assert frame.endswith(b"x" * size)


def test_several_may_speak_for_one_event() -> None:
    joined = _joined(
        [
            Broadcast("one", content="<a>", hang_up=HangUp(4401)),
            Broadcast("two", data={"x": 1}, content="<b>", script=True, hang_up=(HangUp(4403), HangUp(4404))),
        ]
    )
    assert joined == Broadcast(
        "two", {"x": 1}, "<a><b>", script=True, hang_up=(HangUp(4401), HangUp(4403), HangUp(4404))
    )


def test_a_partial_knows_nobody(app: Flask) -> None:
    with app.test_request_context():
        environment = _environment(settings().root / "templates")
        assert environment.from_string("{{ name }}").render(name="<b>") == "&lt;b&gt;"
        for forbidden in ("request", "session", "current_user", "g", "url_for"):
            with pytest.raises(UndefinedError):
                environment.from_string("{{ " + forbidden + ".x }}").render()
    with pytest.raises(Exception, match=r"no/such\.html"):
        partial("no/such.html")


def test_a_target_is_an_id_however_it_is_written() -> None:
    drawn = Markup('<hx-partial hx-target="#list" hx-swap="beforeend"><li></hx-partial>')
    assert hx_partial("#list", Markup("<li>"), "beforeend") == hx_partial("list", "<li>", "beforeend") == drawn
    assert '"><' not in hx_partial('"><script>', "").split(" hx-swap", maxsplit=1)[0]


def test_nobody_hears_another_person() -> None:
    me = SimpleNamespace(id=3)
    assert admit(me, None, "user:me") == admit(me, None, "user:3") == "user:3"
    for name in ("user:4", "user:", "user", "participant:x", "nothing:1", ""):
        with pytest.raises(Refusal):
            admit(me, None, name)


def test_a_bucket_of_tokens() -> None:
    now = [0.0]
    throttle = Throttle(rate=2, burst=3, now=lambda: now[0])
    assert [throttle.take() for _ in range(4)] == [True, True, True, False]
    now[0] = 0.5
    assert [throttle.take() for _ in range(2)] == [True, False]
