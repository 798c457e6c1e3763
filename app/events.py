"""Facts: how one part of the house tells the others that something has happened."""

from __future__ import annotations

import dataclasses
import logging
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Event:
    """A fact: ids and values only, frozen, named in the past tense.

    `type` is its name on the wire and in the log. A durable event becomes one entry in the log of
    each of its `audiences`; an ephemeral one is only told.
    """

    type: ClassVar[str]
    durable: ClassVar[bool] = True
    actor_id: int | None = None

    @property
    def audiences(self) -> tuple[str, ...]:
        """Who listens: `("room:12", "user:3")`."""
        return ()

    def values(self) -> dict[str, Any]:
        """What the log keeps: every field but the actor, which has a column of its own."""
        fields = dataclasses.asdict(self)
        fields.pop("actor_id")
        return fields

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "type" in cls.__dict__:
            known = _types.setdefault(cls.type, cls)
            if known.__qualname__ != cls.__qualname__:
                raise TypeError(f"two events are called {cls.type!r}: {known} and {cls}")


_types: dict[str, type[Event]] = {}
_companions: dict[type[Event], list[Callable[[Any], None]]] = defaultdict(list)
_listeners: dict[type[Event], list[Callable[[Any], None]]] = defaultdict(list)
_gathered: ContextVar[list[Event] | None] = ContextVar("gathered", default=None)

L = TypeVar("L", bound=Callable[[Any], None])


def announce(event: Event) -> None:
    """Tell `event` to everybody once the present transaction has been committed."""
    gathered = _gathered.get()
    if gathered is None:
        raise RuntimeError(f"{event.type} was announced outside of a transaction")
    gathered.append(event)


def on(*kinds: type[Event]) -> Callable[[L], L]:
    """Call the decorated function with every event of these kinds, after commit."""
    return _registering(_listeners, kinds)


def along(*kinds: type[Event]) -> Callable[[L], L]:
    """Call the decorated function with every event of these kinds, inside their transaction and just before its commit.

    What it writes is kept or lost together with the change; if it fails, so does the change.
    """
    return _registering(_companions, kinds)


@contextmanager
def gathering() -> Iterator[list[Event]]:
    """Collect what is announced inside; a second one inside the first is a mistake."""
    if _gathered.get() is not None:
        raise RuntimeError("a transaction inside a transaction")
    token = _gathered.set([])
    try:
        yield _gathered.get()  # type: ignore[misc]
    finally:
        _gathered.reset(token)


def accompany(events: list[Event]) -> None:
    """Call what goes along with these events, and with those that are announced by it."""
    for event in events:
        for companion in _companions[type(event)]:
            companion(event)


def tell(event: Event) -> None:
    """Call the listeners of `event`; one that fails is logged and silences no other."""
    for listener in _listeners[type(event)]:
        try:
            listener(event)
        except Exception:
            logger.exception("%s failed on %s", listener.__qualname__, event.type)


def kind_of(type_name: str) -> type[Event] | None:
    """The class of the event called `type_name`, None for one this version does not know."""
    return _types.get(type_name)


def kinds() -> dict[str, type[Event]]:
    """Every event there is, by its name."""
    return dict(_types)


def _registering(
    register: dict[type[Event], list[Callable[[Any], None]]], kinds: tuple[type[Event], ...]
) -> Callable[[L], L]:
    def add(listener: L) -> L:
        for kind in kinds:
            register[kind].append(listener)
        return listener

    return add
