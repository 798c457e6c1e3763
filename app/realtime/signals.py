"""What comes in from a socket: each event has one function, and a refusal is told, not fatal."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from .. import limits
from ..db import insist
from ..errors import Refusal
from .connection import Connection
from .payload import is_shallow

logger = logging.getLogger(__name__)

Handler = Callable[[Connection, str, dict[str, Any]], None]
_handlers: dict[str, Handler] = {}
_limits: dict[str, limits.Limit] = {}


def signal(*names: str, limit: limits.Limit | None = None) -> Callable[[Handler], Handler]:
    """Call the decorated `fn(connection, audience, data)` with every frame whose event is one of `names`.

    `limit` counts per person: a socket's own throttle is no bound for who opens several.
    """

    def register(handle: Handler) -> Handler:
        for name in names:
            if limit is not None:
                _limits[name] = limit
            if _handlers.setdefault(name, handle).__qualname__ != handle.__qualname__:
                raise TypeError(f"two functions handle {name!r}")
        return handle

    return register


def signals() -> dict[str, Handler]:
    """Every event that may come in, by its name."""
    return dict(_handlers)


def limit_of(event: str) -> limits.Limit | None:
    """How often one person may send `event`."""
    return _limits.get(event)


def dispatch(connection: Connection, message: str) -> None:
    """Hand one frame to its function; every no goes back as `error:room {code, message, event}`."""
    event = None
    try:
        event, audience, data = _opened(message)
        if event not in _handlers:
            raise Refusal("UNKNOWN_EVENT", event=event)
        if event in _limits:
            limits.hit(*_limits[event], limits.of_user(connection.user_id))
        insist(_handlers[event], connection, connection.names.get(audience, audience), data)
    except Refusal as refusal:
        refuse(connection, refusal, event)
    except (OperationalError, PoolTimeout) as error:
        logger.warning("signal %s: the database did not answer: %s", event, error.__class__.__name__)
        refuse(connection, Refusal("UNAVAILABLE"), event)
    except Exception:
        logger.exception("signal %s failed", event)
        refuse(connection, Refusal("UNKNOWN_ERROR"), event)


def refuse(connection: Connection, refusal: Refusal, event: str | None = None, audience: str | None = None) -> None:
    """Tell this socket why not."""
    data = {"code": refusal.code, "message": refusal.words, "event": event, **refusal.facts}
    connection.send_envelope("error:room", audience=audience, data=data)


def _opened(message: str) -> tuple[str, str, dict[str, Any]]:
    try:
        envelope = json.loads(message, parse_constant=_refuse)
        event, audience, data = envelope["event"], envelope.get("audience") or "", envelope.get("data") or {}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Refusal("UNKNOWN_EVENT", event="") from error
    if (
        not isinstance(event, str)
        or not isinstance(audience, str)
        or not isinstance(data, dict)
        or not is_shallow(data)
    ):
        raise Refusal("UNKNOWN_EVENT", event=str(event)[:80])
    return event, audience, data


def _refuse(constant: str) -> None:
    """NaN and Infinity are Python's own: passed on, they would end every browser's reading."""
    raise ValueError(constant)
