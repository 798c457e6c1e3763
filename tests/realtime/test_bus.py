"""The bus, in memory and over a real Redis that is killed, frozen and emptied."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator

import pytest

from app.realtime.bus import NEVER, Bus, MemoryBus
from app.realtime.redis_bus import RedisBus, make_bus
from tests.realtime.processes import redis_server
from tests.servers.processes import eventually, free_port


class Ears:
    """Remembers what a bus delivers."""

    def __init__(self, bus: Bus) -> None:
        self.bus = bus
        self.heard: list[tuple[str, bytes]] = []
        self.resynced: list[str] = []
        bus.start(self._deliver, self._resync)

    def follow(self, *audiences: str) -> None:
        for audience in audiences:
            self.bus.subscribe(audience)
        eventually(lambda: set(audiences) <= set(self.resynced))

    def _deliver(self, audience: str, message: bytes) -> None:
        self.heard.append((audience, message))

    def _resync(self, audiences: set[str] | None) -> None:
        self.resynced += audiences or {"all"}


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def pair(port: int) -> Iterator[tuple[Ears, Ears]]:
    """The buses of two processes; the test starts Redis by itself."""
    url = f"redis://127.0.0.1:{port}/0"
    ears = Ears(RedisBus(url)), Ears(RedisBus(url))
    yield ears
    for each in ears:
        each.bus.stop()


def test_the_setting_decides() -> None:
    assert isinstance(make_bus(""), MemoryBus)
    assert isinstance(make_bus("redis://127.0.0.1:1/0"), RedisBus)


def test_memory_delivers_what_is_followed() -> None:
    ears = Ears(MemoryBus())
    ears.bus.subscribe("room:1")
    ears.bus.publish("room:1", b"a")
    ears.bus.publish("room:2", b"b")
    ears.bus.unsubscribe("room:1")
    ears.bus.publish("room:1", b"c")
    assert ears.heard == [("room:1", b"a")]


def test_redis_carries_between_processes(port: int, pair: tuple[Ears, Ears]) -> None:
    here, there = pair
    with redis_server(port):
        here.follow("room:1")
        there.follow("room:1", "room:2")
        for number in range(50):
            here.bus.publish("room:1", b"%d" % number)
        there.bus.publish("room:2", b"only there")
        expected = [("room:1", b"%d" % number) for number in range(50)]
        eventually(lambda: here.heard == expected)
        eventually(lambda: there.heard == [*expected, ("room:2", b"only there")])


def test_a_restart_is_noticed_and_says_so(port: int, pair: tuple[Ears, Ears]) -> None:
    here, there = pair
    with redis_server(port):
        here.follow("room:1")
        there.follow("room:1", "user:3")
        assert here.bus.troubled_at == there.bus.troubled_at == NEVER
    there.resynced.clear()
    here.bus.publish("room:1", b"while it is down")
    assert here.bus.troubled_at > NEVER
    eventually(lambda: there.bus.troubled_at > NEVER)
    assert here.heard == [("room:1", b"while it is down")], "the people of this process need not wait"
    with redis_server(port):
        eventually(lambda: {"room:1", "user:3"} <= set(there.resynced))
        eventually(lambda: _reaches(here, there))
    assert ("room:1", b"while it is down") not in there.heard, "the log heals this, not the bus"


def _reaches(here: Ears, there: Ears) -> bool:
    here.bus.publish("room:1", b"again")
    return ("room:1", b"again") in there.heard


def test_a_frozen_redis_holds_nobody(port: int, pair: tuple[Ears, Ears]) -> None:
    here, _ = pair
    with redis_server(port) as (_, process):
        here.follow("room:1")
        process.send_signal(signal.SIGSTOP)

        def publish() -> None:
            for _ in range(20):
                here.bus.publish("room:1", b"x")

        publisher = threading.Thread(target=publish, daemon=True)
        publisher.start()
        publisher.join(30)
        assert not publisher.is_alive(), "redis-py by itself waits 14 s for each of them"
        assert len(here.heard) == 20
        process.send_signal(signal.SIGCONT)


def test_without_redis_nothing_raises(pair: tuple[Ears, Ears]) -> None:
    here, _ = pair
    here.bus.subscribe("room:1")
    here.bus.publish("room:1", b"x")
    assert here.heard == [("room:1", b"x")]
