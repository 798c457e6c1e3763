"""Which worker holds whose socket: read from the kernel, because no page should know."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

from tests.servers.guftagu import Guftagu
from tests.servers.processes import eventually

ESTABLISHED = "01"


def sockets_by_worker(house: Guftagu, people: int) -> Counter[int]:
    """Connections by worker, once those of finished requests are gone and one remains for each person."""
    eventually(lambda: _count(house).total() == people, sorry="connections stay open")
    return _count(house)


def _count(house: Guftagu) -> Counter[int]:
    inodes = _connections(house.port)
    held: Counter[int] = Counter()
    for worker in house.workers():
        held[worker] = sum(1 for inode in _sockets_of(worker) if inode in inodes)
    return +held


def _connections(port: int) -> set[str]:
    """The inodes of established connections whose local port is `port` (see proc(5))."""
    found = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in Path(table).read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == ESTABLISHED and int(fields[1].rpartition(":")[2], 16) == port:
                found.add(fields[9])
    return found


def _sockets_of(pid: int) -> set[str]:
    found = set()
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        try:
            target = os.readlink(entry)
        except OSError:
            continue
        if target.startswith("socket:["):
            found.add(target[8:-1])
    return found
