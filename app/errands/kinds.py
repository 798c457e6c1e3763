"""The kinds of errands there are: what each does, in which lane, and how long it is worth doing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

HOUR = 3600.0
Act = Callable[..., None]
A = TypeVar("A", bound=Act)


class NotNow(Exception):
    """The other side cannot be helped just now: the errand is tried again later. The text is for our own log."""


@dataclass(frozen=True)
class Kind:
    """`name` is kept in the database; errands of one `lane` wait for each other, and for nobody else."""

    name: str
    lane: str
    act: Act
    lasts: timedelta


_by_name: dict[str, Kind] = {}
_by_act: dict[Act, Kind] = {}


def errand(lane: str, lasts: float = HOUR) -> Callable[[A], A]:
    """The decorated function may be left as an errand; after `lasts` seconds it is of no more use.

    It is called outside of any transaction, perhaps twice, and perhaps late: it looks anew at what is
    to be done. Whatever it raises, it is called again after a while.
    """

    def register(act: A) -> A:
        kind = Kind(f"{lane}:{act.__name__}", lane, act, timedelta(seconds=lasts))
        if _by_name.setdefault(kind.name, kind).act is not act:
            raise TypeError(f"two errands are called {kind.name!r}")
        _by_act[act] = kind
        return act

    return register


def kind_of(act: Act) -> Kind:
    return _by_act[act]


def kind_called(name: str) -> Kind | None:
    """None for one that this version does not know (any more)."""
    return _by_name.get(name)


def lanes() -> set[str]:
    return {kind.lane for kind in _by_name.values()}
