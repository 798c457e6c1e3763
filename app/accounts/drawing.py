"""Uploaded pictures drawn anew: decoders have holes, so they work in a process of their own."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore
from typing import NamedTuple

from ..errors import Invalid, Refusal

DRAWER = Path(__file__).with_name("picture.py")
SECONDS = 15
AT_ONCE = 2
PATIENCE = 20.0  # until it is one's turn
REFUSALS = {
    2: "This is not a picture that can be read. Choose a PNG, JPEG or WebP.",
    3: "This picture is too large: it may have 24 million pixels, about 6000 by 4000.",
}

_turns = BoundedSemaphore(AT_ONCE)


class Drawing(NamedTuple):
    """A WebP without anything but the picture, and its size in pixels."""

    data: bytes
    width: int
    height: int


def draw_anew(upload: bytes, shape: str) -> Drawing:
    """`upload` as a `square` (of a face) or a `frame` (of a screen).

    The process has none of our secrets, little memory and little time. Raises Invalid for the field
    `picture`, UNAVAILABLE while too many wait. Slow: to be called before the transaction.
    """
    if not upload:
        raise Invalid({"picture": "This file is empty. Choose a PNG, JPEG or WebP."})
    child = _draw(upload, shape)
    size = re.search(rb"^(\d{1,5})x(\d{1,5})\Z", child.stderr, re.MULTILINE)
    if child.returncode != 0 or not child.stdout or size is None:
        raise Invalid({"picture": REFUSALS.get(child.returncode, REFUSALS[2])})
    return Drawing(child.stdout, int(size[1]), int(size[2]))


def _draw(upload: bytes, shape: str) -> subprocess.CompletedProcess[bytes]:
    """In its turn: as many at once as people send together would take all the memory there is."""
    if not _turns.acquire(timeout=PATIENCE):
        raise Refusal("UNAVAILABLE")
    try:
        return subprocess.run(  # noqa: S603
            [sys.executable, "-I", str(DRAWER), shape],
            input=upload,
            capture_output=True,
            timeout=SECONDS,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Invalid({"picture": REFUSALS[3]}) from error
    finally:
        _turns.release()
