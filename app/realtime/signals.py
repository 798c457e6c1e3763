"""What comes in from a socket: each event has one function, and a refusal is told, not fatal."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

from ..errors import Refusal
from .connection import Connection

logger = logging.getLogger(__name__)

Handler = Callable[[Connection, str, dict[str, Any]], None]
_handlers: dict[str, Handler] = {}


def signal(*names: str) -> Callable[[Handler], Handler]:
    """Call the decorated `fn(connection, audience, data)` with every frame whose event is one of `names`."""

    def register(handle: Handler) -> Handler:
        for name in names:
            if _handlers.setdefault(name, handle).__qualname__ != handle.__qualname__:
                raise TypeError(f"two functions handle {name!r}")
        return handle

    return register


def signals() -> dict[str, Handler]:
    """Every event that may come in, by its name."""
    return dict(_handlers)


def dispatch(connection: Connection, message: str) -> None:
    """Hand one frame to its function; every no goes back as `error:room {code, message, event}`."""
    event = None
    try:
        event, audience, data = _opened(message)
        if event not in _handlers:
            raise Refusal("UNKNOWN_EVENT", event=event)
        _handlers[event](connection, connection.names.get(audience, audience), data)
    except Refusal as refusal:
        refuse(connection, refusal, event)
    except Exception:
        logger.exception("signal %s failed", event)
        refuse(connection, Refusal("UNKNOWN_ERROR"), event)


def refuse(connection: Connection, refusal: Refusal, event: str | None = None, audience: str | None = None) -> None:
    """Tell this socket why not."""
    data = {"code": refusal.code, "message": refusal.words, "event": event, **refusal.facts}
    connection.send_envelope("error:room", audience=audience, data=data)


def _opened(message: str) -> tuple[str, str, dict[str, Any]]:
    try:
        envelope = json.loads(message)
        event, audience, data = envelope["event"], envelope.get("audience") or "", envelope.get("data") or {}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Refusal("UNKNOWN_EVENT", event="") from error
    if not isinstance(event, str) or not isinstance(audience, str) or not isinstance(data, dict):
        raise Refusal("UNKNOWN_EVENT", event=str(event)[:80])
    return event, audience, data
