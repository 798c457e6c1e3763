"""Pictures of people: checked by a process of their own, drawn anew, kept as files with random names."""

from __future__ import annotations

import re
import secrets
import subprocess
import sys
from pathlib import Path

from ..config import settings
from ..errors import Invalid

DRAWER = Path(__file__).with_name("picture.py")
NAME = re.compile(r"[A-Za-z0-9_-]{22}\.webp")
SECONDS = 15
REFUSALS = {
    2: "This is not a picture that can be read. Choose a PNG, JPEG or WebP.",
    3: "This picture is too large: it may have 24 million pixels, about 6000 by 4000.",
}


def store_avatar(upload: bytes) -> str:
    """The name under which `upload` is kept, 256 pixels square and without anything but the picture.

    Raises Invalid for the field `picture`. Slow: to be called before the transaction.
    """
    drawn = _drawn(upload)
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


def _drawn(upload: bytes) -> bytes:
    """Decoders have holes: they work in a process without our secrets, with little memory and time."""
    if not upload:
        raise Invalid({"picture": "This file is empty. Choose a PNG, JPEG or WebP."})
    try:
        child = subprocess.run(  # noqa: S603
            [sys.executable, "-I", str(DRAWER)],
            input=upload,
            capture_output=True,
            timeout=SECONDS,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Invalid({"picture": REFUSALS[3]}) from error
    if child.returncode != 0 or not child.stdout:
        raise Invalid({"picture": REFUSALS.get(child.returncode, REFUSALS[2])})
    return child.stdout
