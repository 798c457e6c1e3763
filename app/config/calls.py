"""How calls are carried: servers that help browsers to find each other, and Daily."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..environment import STUN, TURN, ConfigurationError, Reader

DAILY_API_URL = "https://api.daily.co/v1"


@dataclass(frozen=True)
class Calls:
    """Without `daily_api_key` every call is a mesh, with it those of up to `mesh_up_to` people are."""

    stun_urls: tuple[str, ...] = ()
    turn_urls: tuple[str, ...] = ()
    turn_secret: str = field(default="", repr=False)
    daily_api_key: str = field(default="", repr=False)
    daily_api_url: str = DAILY_API_URL
    daily_monthly_minutes: int = 10_000
    daily_webhook_secret: str = field(default="", repr=False)
    mesh_up_to: int = 4


def read_calls(read: Reader) -> dict[str, Any]:
    return {
        "stun_urls": read.servers("STUN_URLS", STUN),
        "turn_urls": read.servers("TURN_URLS", TURN),
        "turn_secret": read.text("TURN_SECRET", ""),
        "daily_api_key": read.text("DAILY_API_KEY", ""),
        "daily_api_url": read.address("DAILY_API_URL", DAILY_API_URL),
        "daily_monthly_minutes": read.whole("DAILY_MONTHLY_MINUTES", 10_000, 0, 10**9),
        "daily_webhook_secret": read.base64("DAILY_WEBHOOK_SECRET"),
        "mesh_up_to": read.whole("MESH_UP_TO", 4, 0, 100),
    }


def check_calls(calls: Calls) -> None:
    if calls.turn_secret and len(calls.turn_secret) < 16:
        raise ConfigurationError("TURN_SECRET is too short: one answer is enough to guess it. Use 16 or more.")
