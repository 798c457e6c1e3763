"""What happened in a room, in words, among what was said there."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Any

from .models import Message

Line = dict[str, Any]


def among(messages: list[Message], lines: Iterable[Line], has_more: bool) -> list[Message | Line]:
    """Messages, with lines (`{id, text, at}`, oldest first) where they fall in time.

    Lines older than the messages of a page that `has_more` before it belong to an older page.
    """
    waiting = deque(lines)
    mixed: list[Message | Line] = []
    for message in messages:
        while waiting and waiting[0]["at"] < message.created_at:
            mixed.append(waiting.popleft())
        mixed.append(message)
    if messages and has_more:
        mixed = mixed[mixed.index(messages[0]) :]
    return [*mixed, *waiting]
