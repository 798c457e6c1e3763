"""The load generator, a process of its own: many sockets in one room, some of which speak.

`python -m benchmarks.crowd` reads a line of JSON (host, port, path, headers: one mapping for each kind
of visitor, sockets, audience) and answers `{"open": n}`; each further line `{"rate", "seconds"}` makes
it speak and is answered by what was heard. It ends with its input.
"""

from __future__ import annotations

import json
import selectors
import sys
import time
from array import array
from itertools import cycle
from typing import Any

from .figures import quantile
from .line import Line

BATCH = 20
DRAIN_SECONDS = 5.0
# A socket may send 20 a second; this leaves room.
PER_SENDER = 10


class Crowd:
    """All sockets, and what they have heard since they were last asked."""

    def __init__(self, job: dict[str, Any]) -> None:
        self.lines: list[Line] = []
        self.audience = job["audience"]
        self.selector = selectors.DefaultSelector()
        self.delays = array("d")
        headers = cycle(job["headers"])
        while len(self.lines) < job["sockets"]:
            amount = min(BATCH, job["sockets"] - len(self.lines))
            self._come([Line(job["host"], job["port"], job["path"], next(headers)) for _ in range(amount)])

    def _come(self, lines: list[Line]) -> None:
        for line in lines:
            line.enter()
            self.selector.register(line.sock, selectors.EVENT_READ, line)
        self.lines += lines

    def hear(self, seconds: float) -> None:
        """Take what has come, waiting at most so long for the first of it."""
        for key, _ in self.selector.select(seconds):
            if isinstance(key.data, Line):
                key.data.hear(self.delays)
                if key.data.is_over:
                    self.selector.unregister(key.data.sock)

    def speak(self, rate: float, seconds: float) -> dict[str, Any]:
        """Say `rate` messages a second for so long, whatever the answers; wait for the last of them."""
        self.delays = array("d")
        began, busy = time.monotonic(), time.process_time()
        senders = cycle(self.lines[: max(1, round(rate / PER_SENDER))])
        amount, sent = round(rate * seconds), 0
        while sent < amount:
            wait = began + sent / rate - time.monotonic()
            if wait <= 0:
                next(senders).say(self.audience)
                sent += 1
            self.hear(max(0.0, wait))
        until = time.monotonic() + DRAIN_SECONDS
        while len(self.delays) < sent * len(self.lines) and time.monotonic() < until:
            self.hear(0.1)
        seconds = max(time.monotonic() - began, sent / rate)
        return self._heard(sent, seconds, time.process_time() - busy)

    def _heard(self, sent: int, seconds: float, busy: float) -> dict[str, Any]:
        return {
            "sent": sent,
            "heard": len(self.delays),
            "missing": sent * len(self.lines) - len(self.delays),
            "torn": sum(line.torn for line in self.lines),
            "closed": sum(line.is_over for line in self.lines),
            "seconds": seconds,
            "p50": quantile(self.delays, 0.5),
            "p99": quantile(self.delays, 0.99),
            "busy": busy / seconds,
        }


def main() -> None:
    """Serve the process that started this one."""
    crowd = Crowd(json.loads(sys.stdin.readline()))
    crowd.selector.register(sys.stdin, selectors.EVENT_READ)
    _answer({"open": len(crowd.lines)})
    while True:
        ready = {key.fileobj for key, _ in crowd.selector.select(1.0)}
        crowd.hear(0)
        if sys.stdin in ready:
            wish = sys.stdin.readline()
            if not wish:
                return
            crowd.selector.unregister(sys.stdin)
            _answer(crowd.speak(**json.loads(wish)))
            crowd.selector.register(sys.stdin, selectors.EVENT_READ)


def _answer(said: dict[str, Any]) -> None:
    print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main()
