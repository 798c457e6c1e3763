"""What audiences are told: each event is drawn once, by the process that wrote it, after commit.

The same functions draw an entry again when somebody missed it, so they work from ids.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from flask import current_app

from ..events import Event, on
from ..log import Entry, on_entry
from .bus import Bus
from .parcel import HangUp, Parcel

__all__ = ["Broadcast", "HangUp", "broadcast", "current_entry", "parcel_of", "push", "render"]

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Broadcast:
    """`content` is for pages (`<hx-partial>`s), `data` for API clients.

    Pages get `data` too when `script` says so or there is no content. `hang_up` ends sockets that
    have heard it.
    """

    event: str
    data: Any = None
    content: str | None = None
    script: bool = False
    hang_up: HangUp | tuple[HangUp, ...] | None = None

    @property
    def hang_ups(self) -> tuple[HangUp, ...]:
        """All of them, where there may be one, several or none."""
        if isinstance(self.hang_up, HangUp):
            return (self.hang_up,)
        return self.hang_up or ()


Teller = Callable[[Any, str], Broadcast | None]
_entry: ContextVar[Entry | None] = ContextVar("entry", default=None)
_tellers: dict[type[Event], list[Teller]] = defaultdict(list)


def broadcast(*kinds: type[Event]) -> Callable[[Teller], Teller]:
    """Let the decorated `fn(event, audience) -> Broadcast | None` say what audiences are told.

    Several functions may speak for one event: their partials are joined, and the first that has
    data gives it.
    """

    def register(tell: Teller) -> Teller:
        for kind in kinds:
            if not kind.durable and kind not in _tellers:
                on(kind)(_tell_now)
            _tellers[kind].append(tell)
        return tell

    return register


def render(event: Event, audience: str) -> Broadcast | None:
    """What `audience` is told about `event`; None when nothing."""
    told = [tell(event, audience) for tell in _tellers[type(event)]]
    return _joined([each for each in told if each is not None])


def current_entry() -> Entry | None:
    """The log entry that is being drawn right now, for tellers that show its number or time."""
    return _entry.get()


def push(audience: str, event: str, data: Any = None, content: str | None = None) -> None:
    """Tell `audience` something fleeting: it is not kept, and whoever is not there misses it."""
    _bus().publish(audience, Parcel(audience, event, content=content, data=data, script=True).pack())


def parcel_of(entry: Entry, event: Event | None) -> Parcel:
    """The message for one entry. Even an entry of which nobody is told keeps its place in line."""
    told = None
    token = _entry.set(entry)
    try:
        told = render(event, entry.audience) if event else None
    except Exception:
        logger.exception("%s %s could not be drawn", entry.audience, entry.seq)
    finally:
        _entry.reset(token)
    if told is None:
        return Parcel(entry.audience, "wire:nothing", entry.seq)
    return _parcel(told, entry.audience, entry.seq)


@on_entry
def _publish(entry: Entry, event: Event) -> None:
    _bus().publish(entry.audience, parcel_of(entry, event).pack())


def _tell_now(event: Event) -> None:
    for audience in event.audiences:
        told = render(event, audience)
        if told:
            _bus().publish(audience, _parcel(told, audience, None).pack())


def _parcel(told: Broadcast, audience: str, seq: int | None) -> Parcel:
    return Parcel(audience, told.event, seq, told.content, told.data, told.script, told.hang_ups)


def _joined(told: list[Broadcast]) -> Broadcast | None:
    if len(told) < 2:
        return told[0] if told else None
    data = next((each for each in told if each.data is not None), told[0])
    return Broadcast(
        data.event,
        data=data.data,
        content="".join(each.content or "" for each in told) or None,
        script=any(each.script for each in told),
        hang_up=tuple(hang_up for each in told for hang_up in each.hang_ups),
    )


def _bus() -> Bus:
    bus: Bus = current_app.extensions["bus"]
    return bus
