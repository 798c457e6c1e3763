"""What simple_websocket starts in place of a thread of its own: nothing, for whoever serves a socket reads it too."""

from __future__ import annotations

from typing import Any


class NoThread:
    """Takes what a thread would take, and never runs it."""

    name = ""

    def __init__(self, target: Any) -> None:
        pass

    def start(self) -> None:
        pass
