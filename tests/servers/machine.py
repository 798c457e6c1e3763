"""The machine that the workers of one run share: some tests need the whole of it."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from .processes import ROOT

# Locks lie on files that every checkout has.
DOOR, PLACE = ROOT / "Makefile", ROOT / "pyproject.toml"


@contextmanager
def share_of_machine(*, whole: bool) -> Iterator[None]:
    """Work beside the other workers, or once all of them have stopped, while they wait."""
    with DOOR.open() as door, PLACE.open() as place:
        # Who wants the whole machine stands in the door until it is theirs; nobody else gets past.
        fcntl.flock(door, fcntl.LOCK_EX)
        fcntl.flock(place, fcntl.LOCK_EX if whole else fcntl.LOCK_SH)
        fcntl.flock(door, fcntl.LOCK_UN)
        yield
