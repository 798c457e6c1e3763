"""What is wished of a room, as any door reads it: what cannot be is said, nothing is guessed."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app.errors import Invalid
from app.rooms.changes import read_changes
from app.rooms.wishes import clean_line, read_wishes

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"max_participants": ""}, "max_participants"),
        ({"max_participants": "0"}, "max_participants"),
        ({"max_participants": "5.5"}, "max_participants"),
        ({"max_participants": "9" * 400}, "max_participants"),
        ({"privacy": "Private "}, "privacy"),
        ({"privacy": ""}, "privacy"),
        ({"name": "\u200d\u2060\u3164 \u3164"}, "name"),
        ({"quality": "best"}, "quality"),
    ],
)
def test_a_change_that_cannot_be_changes_nothing(form: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_changes(form)
    assert list(refusal.value.fields) == [field]


def test_a_room_that_should_be_private_is_never_public_by_mistake(app: Flask) -> None:
    with pytest.raises(Invalid) as refusal:
        read_wishes({"privacy": "secret"}, absent_is_off=True)
    assert list(refusal.value.fields) == ["privacy"]
    assert read_wishes({"privacy": "private"}, absent_is_off=True).is_public is False
    assert read_wishes({}, absent_is_off=True).is_public is True


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("👩\u200d👧 at home", "👩\u200d👧 at home"),
        ("a\u202eb\u2066c\0d\ue000", "abcd"),
        (" two\n lines\t", "two lines"),
    ],
)
def test_a_line_keeps_what_words_need_and_no_tricks(typed: str, kept: str) -> None:
    assert clean_line(typed) == kept
