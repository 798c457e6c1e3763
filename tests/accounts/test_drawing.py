"""Pictures are drawn a few at a time, for each drawing may take a gigabyte."""

from __future__ import annotations

import subprocess
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Semaphore

import pytest

from app.accounts import drawing
from app.accounts.drawing import draw_anew
from app.errors import Refusal


def test_who_sends_pictures_together_takes_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, may_end = Semaphore(0), Event()

    def run(*_args: object, **_more: object) -> subprocess.CompletedProcess[bytes]:
        begun.release()
        may_end.wait(60)
        return subprocess.CompletedProcess([], 0, b"drawn", b"1x1")

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(drawing, "PATIENCE", 0.01)
    with ThreadPoolExecutor(drawing.AT_ONCE) as pool:
        first = [pool.submit(draw_anew, b"picture", "frame") for _ in range(drawing.AT_ONCE)]
        for _ in first:
            assert begun.acquire(timeout=60)
        with pytest.raises(Refusal) as refusal:
            draw_anew(b"picture", "frame")
        may_end.set()
        assert {each.result().data for each in first} == {b"drawn"}
    assert refusal.value.code == "UNAVAILABLE"
    assert draw_anew(b"picture", "frame").data == b"drawn"
