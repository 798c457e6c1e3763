"""Writers, a process of their own: each posts through the JSON API, one message after the other.

`python -m benchmarks.writers` reads a line of JSON (host, port, code, tokens, seconds) and answers with what
became of the messages, and how long somebody waited who asked for nothing but GET /healthz meanwhile.
"""

from __future__ import annotations

import http.client
import json
import sys
import threading
import time
from collections import Counter
from typing import Any

from .figures import quantile

PROBE_SECONDS = 0.05


class Run:
    """What all writers share; `delays` of accepted messages and `probes` of bystanders are in seconds."""

    def __init__(self, job: dict[str, Any]) -> None:
        self.job = job
        self.until = time.monotonic() + job["seconds"]
        self.delays: list[float] = []
        self.probes: list[float] = []
        self.statuses: Counter[int] = Counter()
        self.accepted = Counter(dict.fromkeys(job["tokens"], 0))

    def write(self, token: str) -> None:
        """Post until time is up."""
        line = http.client.HTTPConnection(self.job["host"], self.job["port"], timeout=30)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        number = 0
        while (began := time.monotonic()) < self.until:
            number += 1
            body = json.dumps({"roomId": self.job["code"], "content": f"Message {number}, as people write them"})
            line.request("POST", "/api/messages", body, headers)
            answer = line.getresponse()
            answer.read()
            self.statuses[answer.status] += 1
            if answer.status == 201:
                self.accepted[token] += 1
                self.delays.append(time.monotonic() - began)

    def probe(self) -> None:
        """Ask whether the server is alive, again and again: what it does for others must not show."""
        line = http.client.HTTPConnection(self.job["host"], self.job["port"], timeout=30)
        while (began := time.monotonic()) < self.until:
            line.request("GET", "/healthz")
            line.getresponse().read()
            self.probes.append(time.monotonic() - began)
            time.sleep(PROBE_SECONDS)

    def summary(self) -> dict[str, Any]:
        """What is answered."""
        return {
            "accepted": self.statuses.pop(201, 0),
            "each": sorted(self.accepted.values()),
            "refused": dict(self.statuses),
            "p50": quantile(self.delays, 0.5),
            "p99": quantile(self.delays, 0.99),
            "bystander": quantile(self.probes, 0.95),
        }


def main() -> None:
    """Serve the process that started this one."""
    run = Run(json.loads(sys.stdin.readline()))
    threads = [threading.Thread(target=run.write, args=(token,)) for token in run.job["tokens"]]
    threads.append(threading.Thread(target=run.probe))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps(run.summary()))


if __name__ == "__main__":
    main()
