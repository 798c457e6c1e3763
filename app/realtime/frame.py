"""The bytes on the wire: RFC 6455 frames as a server sends them, and the JSON envelope inside."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

_TEXT, _CLOSE, _PING, _PONG = 0x1, 0x8, 0x9, 0xA
_FINAL = 0x80


def envelope(
    event: str,
    *,
    audience: str | None = None,
    seq: int | None = None,
    content: str | None = None,
    data: Any = None,
) -> bytes:
    """One message as compact JSON; what is None is left out."""
    fields = {"event": event, "audience": audience, "seq": seq, "content": content, "data": data}
    return dumps({name: value for name, value in fields.items() if value is not None})


def dumps(value: Any) -> bytes:
    """`value` as compact JSON in UTF-8; moments become ISO 8601."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain)
    # Half a surrogate pair is legal in JSON but not in UTF-8, and must not end the connection.
    return text.encode("utf-8", "replace")


def text_frame(payload: str | bytes) -> bytes:
    """`payload` as one whole text frame, unmasked, so that the same bytes serve every socket."""
    return _frame(_TEXT, payload.encode() if isinstance(payload, str) else payload)


def ping_frame() -> bytes:
    """A ping without a payload."""
    return _frame(_PING, b"")


def pong_frame(payload: bytes) -> bytes:
    """The answer to a ping, which repeats its payload."""
    return _frame(_PONG, payload)


def close_frame(code: int | None, reason: str = "") -> bytes:
    """The last frame of a connection; the reason is cut to the 123 bytes it may have."""
    if code is None:
        return _frame(_CLOSE, b"")
    words = reason.encode()[:123].decode(errors="ignore").encode()
    return _frame(_CLOSE, code.to_bytes(2, "big") + words)


def _frame(opcode: int, payload: bytes) -> bytes:
    size = len(payload)
    if size < 126:
        head = bytes((_FINAL | opcode, size))
    elif size < 65536:
        head = bytes((_FINAL | opcode, 126)) + size.to_bytes(2, "big")
    else:
        head = bytes((_FINAL | opcode, 127)) + size.to_bytes(8, "big")
    return head + payload


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in JSON")
