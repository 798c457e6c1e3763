"""How browsers are reached that have no page of ours open."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..environment import ConfigurationError, Reader

# Where browsers can be reached: Chrome, Firefox, Safari, Edge.
PUSH_SERVICES = (
    "fcm.googleapis.com",
    "*.push.services.mozilla.com",
    "*.push.apple.com",
    "*.notify.windows.com",
)
# SEC 2, 2.4.2: how many private keys there are.
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@dataclass(frozen=True)
class Push:
    """Push services learn by `vapid_subject` whom to write to."""

    vapid_private_key: str = field(default="", repr=False)
    vapid_subject: str = ""
    push_services: tuple[str, ...] = PUSH_SERVICES


def read_push(read: Reader, instance: Path) -> dict[str, Any]:
    return {
        "vapid_private_key": read.secret("VAPID_PRIVATE_KEY", instance, 32),
        "vapid_subject": read.text("VAPID_SUBJECT", ""),
        "push_services": read.words("PUSH_SERVICES") or PUSH_SERVICES,
    }


def check_push(push: Push) -> None:
    if push.vapid_private_key and not _is_private_key(push.vapid_private_key):
        raise ConfigurationError("VAPID_PRIVATE_KEY is no key: unset it, or use 32 random bytes in base64url.")


def _is_private_key(given: str) -> bool:
    """Whether these are the 43 characters of 32 bytes that stand for a private key of the curve P-256."""
    if not re.fullmatch(r"[\w-]{43}=?", given, re.ASCII):
        return False
    return 0 < int.from_bytes(base64.urlsafe_b64decode(given[:43] + "="), "big") < P256_ORDER
