"""What hosts want changed in their room: read from any door, checked once, and told in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import Invalid
from .wishes import QUALITIES, read_name, read_password, read_privacy, read_seats

WORDS = {
    "video_enabled": "video",
    "audio_enabled": "audio",
    "screen_share_enabled": "screen sharing",
    "chat_enabled": "chat",
    "waiting_room": "the waiting room",
    "recording_enabled": "recording",
}


def read_changes(form: Mapping[str, Any]) -> dict[str, Any]:
    """Name, seats, privacy and quality as far as `form` gives them; raises Invalid naming what cannot be."""
    problems: dict[str, str] = {}
    changes: dict[str, Any] = {}
    if "name" in form:
        changes["name"] = read_name(form, problems)
        if not changes["name"]:
            problems["name"] = "A room needs a name."
    if "max_participants" in form:
        changes["max_participants"] = read_seats(form, problems)
    if "privacy" in form:
        changes["is_public"] = read_privacy(form, problems)
    if "quality" in form:
        changes["quality"] = form["quality"]
        if changes["quality"] not in QUALITIES:
            problems["quality"] = "Choose Auto, High or Data saver."
    if problems:
        raise Invalid(problems)
    return changes


def read_new_password(form: Mapping[str, Any]) -> str | None:
    """The password that newcomers are to be asked for, None for none; raises Invalid."""
    problems: dict[str, str] = {}
    password = read_password(form, problems, absent_is_off=True)
    if problems:
        raise Invalid(problems)
    return password


def what_changed(changes: Mapping[str, Any]) -> str:
    """`changes` as it goes on after a name: "turned screen sharing off and chat on"."""
    if not changes:
        return "changed the room’s settings"
    return " and ".join(_phrase(name, value) for name, value in changes.items())


def _phrase(name: str, value: Any) -> str:
    match name:
        case "max_participants":
            return f"set the room to {value} people at most"
        case "quality":
            return f"set the room’s quality to {QUALITIES.get(value, value)}"
        case "name":
            return f"named the room “{value}”"
        case "is_public":
            return "made the room public" if value else "made the room private"
        case "password":
            return f"{value} the room’s password"
        case _:
            return f"turned {WORDS.get(name, name)} {'on' if value else 'off'}"
