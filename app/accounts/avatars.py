"""Pictures of people: checked by a process of their own, drawn anew, kept as files with random names."""

from __future__ import annotations

import re
import secrets
from pathlib import Path

from ..config import settings
from .drawing import draw_anew

NAME = re.compile(r"[A-Za-z0-9_-]{22}\.webp")


def store_avatar(upload: bytes) -> str:
    """The name under which `upload` is kept, 256 pixels square and without anything but the picture.

    Raises Invalid for the field `picture`. Slow: to be called before the transaction.
    """
    drawn = draw_anew(upload, "square").data
    name = f"{secrets.token_urlsafe(16)}.webp"
    folder().mkdir(parents=True, exist_ok=True)
    (folder() / name).write_bytes(drawn)
    return name


def remove_avatar(name: str | None) -> None:
    """Forget the file; that it is gone already is no error."""
    if name and NAME.fullmatch(name):
        (folder() / name).unlink(missing_ok=True)


def folder() -> Path:
    return settings().instance / "avatars"
