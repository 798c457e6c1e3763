"""How often things may be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..environment import Reader


@dataclass(frozen=True)
class Limits:
    """`throttle_*` are of the doors that have no limit of their own."""

    limits_enabled: bool = True
    rooms_per_hour: int = 5
    throttle_limit: int = 20
    throttle_ttl_ms: int = 60_000


def read_limits(read: Reader) -> dict[str, Any]:
    return {
        "limits_enabled": read.yes("LIMITS", default=True),
        "rooms_per_hour": read.whole("ROOMS_PER_HOUR", 5, 1, 10**6),
        "throttle_limit": read.whole("THROTTLE_LIMIT", 20, 1, 10**6),
        "throttle_ttl_ms": read.whole("THROTTLE_TTL_MS", 60_000, 1000, 10**9),
    }
