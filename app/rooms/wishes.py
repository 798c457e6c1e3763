"""What somebody wants a room to be like: read from any door, checked once."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..accounts.names import BLANKS, JOINERS
from ..config import settings
from ..errors import Invalid

DEFAULT_SEATS = 5
FEATURES = ("video", "audio", "screen_share", "chat")
PRIVACIES = ("public", "private")
QUALITIES = {"auto": "Auto", "high": "High", "saver": "Data saver"}
FALSE = {"", "off", "false", "0", "no", "none"}


@dataclass(frozen=True)
class RoomWishes:
    """A room as wished for; `name` may be empty, `password` is None where there shall be none.

    `meta` is whatever an API client wants to find with the room again.
    """

    name: str = ""
    max_participants: int = DEFAULT_SEATS
    is_public: bool = True
    password: str | None = None
    video: bool = True
    audio: bool = True
    screen_share: bool = True
    chat: bool = True
    waiting_room: bool = False
    meta: dict[str, Any] = field(default_factory=dict)


def read_wishes(form: Mapping[str, Any], *, absent_is_off: bool) -> RoomWishes:
    """The wishes in `form`; raises Invalid naming every field that cannot be.

    Unticked boxes are absent from an HTML form (`absent_is_off`), left to their default in JSON.
    """
    problems: dict[str, str] = {}
    on = {name: _flag(form, f"{name}_enabled", absent=not absent_is_off) for name in FEATURES}
    wishes = RoomWishes(
        name=read_name(form, problems),
        max_participants=read_seats(form, problems) if form.get("max_participants") else DEFAULT_SEATS,
        is_public=_is_public(form, problems),
        password=read_password(form, problems, absent_is_off=absent_is_off),
        video=on["video"],
        audio=on["audio"],
        screen_share=on["screen_share"],
        chat=on["chat"],
        waiting_room=_flag(form, "waiting_room", absent=False),
    )
    if problems:
        raise Invalid(problems)
    return wishes


def clean_line(text: str) -> str:
    """One line without control, format and direction-changing characters, spaces folded, NFC; "" where nothing is seen."""
    kept = "".join(" " if c.isspace() else c for c in unicodedata.normalize("NFC", text))
    line = " ".join("".join(c for c in kept if _may_stay(c)).split())
    return line if line.strip(JOINERS + BLANKS + " ") else ""


def read_name(form: Mapping[str, Any], problems: dict[str, str]) -> str:
    name = clean_line(str(form.get("name") or ""))
    if len(name) > 80:
        problems["name"] = f"A room name has at most 80 characters; this one has {len(name)}."
    return name


def read_seats(form: Mapping[str, Any], problems: dict[str, str]) -> int:
    given = str(form.get("max_participants", DEFAULT_SEATS))
    most = settings().room_max_users
    if not (given.isdecimal() and len(given) < 16) or not 2 <= int(given) <= most:
        problems["max_participants"] = f"Choose a number from 2 to {most}."
        return DEFAULT_SEATS
    return int(given)


def read_privacy(form: Mapping[str, Any], problems: dict[str, str]) -> bool:
    """Whether anyone may come in. A word that is neither opens no room to everybody."""
    given = str(form.get("privacy", "public"))
    if given not in PRIVACIES:
        problems["privacy"] = "Choose public or private."
    return given == "public"


def _may_stay(character: str) -> bool:
    return character in JOINERS or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co")


def _is_public(form: Mapping[str, Any], problems: dict[str, str]) -> bool:
    return _flag(form, "is_public", absent=True) if "is_public" in form else read_privacy(form, problems)


def read_password(form: Mapping[str, Any], problems: dict[str, str], *, absent_is_off: bool) -> str | None:
    wanted = _flag(form, "password_enabled", absent=False) if absent_is_off else bool(form.get("password"))
    if not wanted:
        return None
    password = str(form.get("password") or "")
    if not password:
        problems["password"] = "Type a password, or switch it off."  # noqa: S105
    elif len(password.encode()) > 72:
        problems["password"] = "A room password has at most 72 bytes. Choose a shorter one."  # noqa: S105
    return password


def _flag(form: Mapping[str, Any], name: str, *, absent: bool) -> bool:
    if name not in form:
        return absent
    value = form[name]
    return value if isinstance(value, bool) else str(value).strip().lower() not in FALSE
