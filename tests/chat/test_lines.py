"""Lines stand among the messages where they fall in time, and messages keep their own order."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from app.chat.lines import among


def at(minute: int) -> datetime:
    return datetime(2026, 5, 12, 19, minute, tzinfo=UTC)


def drawn(messages: str, lines: str, has_more: bool) -> str:
    """Letters are messages, said at the minute of their place in the alphabet; digits are lines ten minutes each."""
    said: Any = [SimpleNamespace(name=name, created_at=at(ord(name) - 96)) for name in messages]
    mixed = among(said, [{"id": name, "text": name, "at": at(int(name) * 10)} for name in lines], has_more)
    return "".join(item["id"] if isinstance(item, dict) else item.name for item in mixed)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("messages", "lines", "has_more", "expected"),
    [
        ("", "", False, ""),
        ("", "12", False, "12"),
        ("ab", "", True, "ab"),
        ("ak", "12", False, "a1k2"),
        ("ku", "12", False, "1k2u"),
        ("ku", "12", True, "k2u"),
        ("kba", "1", False, "1kba"),
    ],
)
def test_lines_among_messages(messages: str, lines: str, has_more: bool, expected: str) -> None:
    assert drawn(messages, lines, has_more) == expected
