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

    def register(listener: L) -> L:
        for kind in kinds:
            _listeners[kind].append(listener)
        return listener

    return register


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
