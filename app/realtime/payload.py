"""JSON made by strangers: small, shallow and plain enough for every database to keep and every browser to read."""

from __future__ import annotations

import json
from typing import Any

CHARACTERS = 16_000
LEVELS = 32


def fault_in(value: Any) -> str | None:
    """Why `value` can be neither kept nor passed on; None where it can."""
    if not is_shallow(value):
        return f"At most {LEVELS} levels of objects and lists."
    try:
        text = json.dumps(value, allow_nan=False, ensure_ascii=False)
        text.encode()
    except ValueError:
        return "This holds NaN, Infinity or halves of characters."
    if len(text) > CHARACTERS or "\\u0000" in text:
        return f"At most {CHARACTERS:,} characters of JSON, without NUL."
    return None


def is_shallow(value: Any, levels: int = LEVELS) -> bool:
    """Whether nothing in `value` lies deeper than `levels`: what copies it goes one call deeper for each."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return levels > 0 and all(is_shallow(each, levels - 1) for each in inner)
