"""Pictures that come with messages: drawn anew, kept as files in a folder of their room."""

from __future__ import annotations

import re
import secrets
import shutil
from pathlib import Path
from typing import NamedTuple

from ..accounts.drawing import draw_anew
from ..config import settings
from ..errors import Refusal

NAME = re.compile(r"[A-Za-z0-9_-]{22}\.webp")
MOST_BYTES = 2_000_000


class Picture(NamedTuple):
    """A stored picture, before it belongs to a message."""

    name: str
    size: int
    width: int
    height: int


def store_picture(room_id: int, upload: bytes) -> Picture:
    """Keep the picture in `upload`. Raises Invalid, PAYLOAD_TOO_LARGE. Slow: to be called before the transaction."""
    if len(upload) > MOST_BYTES:
        raise Refusal("PAYLOAD_TOO_LARGE")
    drawing = draw_anew(upload, "frame")
    name = f"{secrets.token_urlsafe(16)}.webp"
    folder_of(room_id).mkdir(parents=True, exist_ok=True)
    (folder_of(room_id) / name).write_bytes(drawing.data)
    return Picture(name, len(drawing.data), drawing.width, drawing.height)


def remove_picture(room_id: int, name: str) -> None:
    (folder_of(room_id) / name).unlink(missing_ok=True)


def remove_pictures_of(room_id: int) -> None:
    """That they are gone already is no error."""
    shutil.rmtree(folder_of(room_id), ignore_errors=True)


def folder_of(room_id: int) -> Path:
    return settings().instance / "attachments" / str(room_id)
