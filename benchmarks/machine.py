"""What the machine says of processes and of itself: memory, processor time, load (see proc(5))."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def memory(pids: Iterable[int]) -> int:
    """Bytes of memory that these processes hold, what they share counted once for each."""
    return sum(_resident(pid) for pid in pids)


def processor_seconds(pids: Iterable[int]) -> float:
    """Processor time these processes have taken since they began, the kernel's work for them included."""
    return sum(_ticks(pid) for pid in pids) / TICKS


def described() -> str:
    """One line: what it is, and how busy it is with other things right now."""
    load = os.getloadavg()[0]
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, load now {load:.1f}"


def _resident(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:"))


def _ticks(pid: int) -> int:
    # The name of the program, in brackets, may hold spaces: count from behind it.
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])
