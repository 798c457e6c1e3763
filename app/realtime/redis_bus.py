"""The bus over Redis: pub/sub with one channel for each audience."""

from __future__ import annotations

import logging
import threading
import time
from contextlib import closing
from typing import Any

from redis.exceptions import RedisError

from .bus import NEVER, Bus, Deliver, MemoryBus, Resync
from .redis_line import Breaker, connect

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.05
PING_SECONDS = 5.0


def make_bus(redis_url: str | None) -> Bus:
    """The bus of this installation."""
    return RedisBus(redis_url) if redis_url else MemoryBus()


class RedisBus:
    """Published by whoever writes, heard by one thread of this process."""

    def __init__(self, redis_url: str) -> None:
        self._redis = connect(redis_url)
        # Channels do not belong to the numbered databases of Redis: the number goes into the name.
        self._prefix = f"guftagu:{self._redis.get_connection_kwargs().get('db', 0)}:"
        self._breaker = Breaker()
        self.troubled_at = NEVER
        self._wanted: set[str] = set()
        self._changed = threading.Event()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None
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
        self._thread = threading.Thread(target=self._run, name="bus", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._changed.set()
        if self._thread:
            self._thread.join(1.0)
        self._redis.close()

    def _sent(self, audience: str, message: bytes) -> bool:
        try:
            self._redis.publish(self._prefix + audience, message)
        except (RedisError, OSError) as error:
            self._breaker.trip()
            self.troubled_at = time.monotonic()
            logger.warning("Redis does not take messages (%s): other processes hear them later", error)
            return False
        return True

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                with closing(self._redis.pubsub()) as pubsub:  # type: ignore[no-untyped-call]
                    self._listen(pubsub)
            except (RedisError, OSError) as error:
                self.troubled_at = time.monotonic()
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
