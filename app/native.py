"""Hands slow native work (password hashing, image decoding) to real threads under gevent."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def offload(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """The result of `work(*args)`, without holding up the other greenlets of this process."""
    if not _is_gevent():
        return work(*args, **kwargs)
    from gevent import get_hub

    result: R = get_hub().threadpool.apply(work, args, kwargs)
    return result


def _is_gevent() -> bool:
    """Whether this process runs patched: looking at sys.modules imports nothing by itself."""
    monkey = sys.modules.get("gevent.monkey")
    return bool(monkey and monkey.is_module_patched("threading"))
