"""Carries finished messages between processes: in memory for one, over Redis for several.

The bus may lose messages and says so as far as it knows (`resync`); the log heals what it lost.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import closing
from typing import Any, Protocol

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)

Deliver = Callable[[str, bytes], None]
Resync = Callable[[set[str] | None], None]

TIME_OUT = 0.3
OPEN_SECONDS = 2.0
POLL_SECONDS = 0.05
PING_SECONDS = 5.0


class Bus(Protocol):
    """What the feeds need of a bus."""

    def publish(self, audience: str, message: bytes) -> None:
        """Tell every process that has subscribed; never raises and never waits long."""

    def subscribe(self, audience: str) -> None:
        """Hear `audience` from now on; `resync` is called when that is certain."""

    def unsubscribe(self, audience: str) -> None:
        """Hear it no more."""

    def start(self, deliver: Deliver, resync: Resync) -> None:
        """Begin to deliver; `resync` names audiences of which something may be missed (None: all)."""

    def stop(self) -> None:
        """End; nothing is delivered afterwards."""


def make_bus(redis_url: str | None) -> Bus:
    """The bus of this installation."""
    return RedisBus(redis_url) if redis_url else MemoryBus()


def connect(redis_url: str) -> Redis:
    """A client that gives up soon: the defaults of redis-py hold a caller for 14 s."""
    return Redis.from_url(
        redis_url,
        socket_timeout=TIME_OUT,
        socket_connect_timeout=TIME_OUT,
        retry=Retry(NoBackoff(), 0),
        protocol=2,
    )


class MemoryBus:
    """Delivers in the caller's thread, within one process."""

    def __init__(self) -> None:
        self._audiences: set[str] = set()
        self._deliver: Deliver | None = None

    def publish(self, audience: str, message: bytes) -> None:
        if self._deliver and audience in self._audiences:
            self._deliver(audience, message)

    def subscribe(self, audience: str) -> None:
        self._audiences.add(audience)

    def unsubscribe(self, audience: str) -> None:
        self._audiences.discard(audience)

    def start(self, deliver: Deliver, resync: Resync) -> None:
        self._deliver = deliver

    def stop(self) -> None:
        self._deliver = None


class RedisBus:
    """Pub/sub with one channel for each audience, heard by one thread of this process."""

    def __init__(self, redis_url: str) -> None:
        self._redis = connect(redis_url)
        # Channels do not belong to the numbered databases of Redis: the number goes into the name.
        self._prefix = f"guftagu:{self._redis.get_connection_kwargs().get('db', 0)}:"
        self._breaker = Breaker()
        self._wanted: set[str] = set()
        self._changed = threading.Event()
        self._stopped = threading.Event()
        self._deliver: Deliver = lambda audience, message: None
        self._resync: Resync = lambda audiences: None

    def publish(self, audience: str, message: bytes) -> None:
        if self._breaker.is_closed() and self._sent(audience, message):
            return
        # The other processes will notice by themselves; the people here need not wait for that.
        if audience in self._wanted:
            self._deliver(audience, message)

    def subscribe(self, audience: str) -> None:
        self._wanted.add(audience)
        self._changed.set()

    def unsubscribe(self, audience: str) -> None:
        self._wanted.discard(audience)
        self._changed.set()

    def start(self, deliver: Deliver, resync: Resync) -> None:
        self._deliver, self._resync = deliver, resync
        threading.Thread(target=self._run, name="bus", daemon=True).start()

    def stop(self) -> None:
        self._stopped.set()
        self._changed.set()

    def _sent(self, audience: str, message: bytes) -> bool:
        try:
            self._redis.publish(self._prefix + audience, message)
        except (RedisError, OSError) as error:
            self._breaker.trip()
            logger.warning("Redis does not take messages (%s): other processes hear them later", error)
            return False
        return True

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                with closing(self._redis.pubsub()) as pubsub:
                    self._listen(pubsub)
            except (RedisError, OSError) as error:
                logger.warning("Redis is not heard (%s): trying again", error)
                self._stopped.wait(0.5)

    def _listen(self, pubsub: Any) -> None:
        followed: set[str] = set()
        heard = asked = time.monotonic()
        self._changed.set()
        while not self._stopped.is_set():
            if self._changed.is_set():
                self._changed.clear()
                followed = self._follow(pubsub, followed)
            if not followed:
                self._changed.wait()
                heard = asked = time.monotonic()
                continue
            message = pubsub.get_message(timeout=POLL_SECONDS)
            now = time.monotonic()
            if message:
                heard = now
                self._hear(message)
            elif now - heard > 2 * PING_SECONDS:
                raise RedisError("no answer")  # a frozen server keeps its connections open
            if now - asked > PING_SECONDS:
                asked = now
                pubsub.ping()

    def _follow(self, pubsub: Any, followed: set[str]) -> set[str]:
        wanted = set(self._wanted)
        if wanted - followed:
            pubsub.subscribe(*(self._prefix + audience for audience in wanted - followed))
        if followed - wanted:
            pubsub.unsubscribe(*(self._prefix + audience for audience in followed - wanted))
        return wanted

    def _hear(self, message: dict[str, Any]) -> None:
        if message["type"] not in ("message", "subscribe"):
            return
        audience = message["channel"].decode().removeprefix(self._prefix)
        try:
            if message["type"] == "message":
                self._deliver(audience, message["data"])
            else:
                # redis-py subscribes again in silence after a break: only this says that one was.
                self._resync({audience})
        except Exception:
            logger.exception("a message for %s was not delivered", audience)


class Breaker:
    """Open for a while after a failure, so that nobody waits for what just failed."""

    def __init__(self, seconds: float = OPEN_SECONDS) -> None:
        self._seconds = seconds
        self._open_until = 0.0

    def is_closed(self) -> bool:
        """Whether a try is worth it."""
        return time.monotonic() >= self._open_until

    def trip(self) -> None:
        """It failed."""
        self._open_until = time.monotonic() + self._seconds
