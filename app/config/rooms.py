"""What rooms and the people in them may be, and how long they are waited for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..environment import ConfigurationError, Reader

CODE_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789"
ROOM_CREATION = ("anyone", "accounts", "admins")


@dataclass(frozen=True)
class Rooms:
    """Times are in seconds."""

    room_creation: str = "anyone"
    room_code_alphabet: str = CODE_ALPHABET
    room_code_length: int = 8
    room_max_users: int = 10
    room_ttl_seconds: int = 24 * 3600
    saved_rooms_per_user: int = 10
    room_pictures_mb: int = 100
    host_grace_seconds: int = 60
    seat_lease_seconds: int = 45
    departure_grace_seconds: int = 10
    display_name_min: int = 1
    display_name_max: int = 40


def read_rooms(read: Reader) -> dict[str, Any]:
    return {
        "room_creation": read.choice("ROOM_CREATION", "anyone", ROOM_CREATION),
        "room_code_alphabet": _alphabet(read.text("ROOM_CODE_ALPHABET", CODE_ALPHABET)),
        "room_code_length": read.whole("ROOM_CODE_LENGTH", 8, 6, 32),
        "room_max_users": read.whole("ROOM_MAX_USERS", 10, 2, 100),
        "room_ttl_seconds": read.whole("ROOM_TTL_SECONDS", 24 * 3600, 60, 10**9),
        "saved_rooms_per_user": read.whole("SAVED_ROOMS_PER_USER", 10, 0, 10**6),
        "room_pictures_mb": read.whole("ROOM_PICTURES_MB", 100, 1, 10**6),
        "host_grace_seconds": read.whole("HOST_GRACE_SECONDS", 60, 1, 3600),
        "seat_lease_seconds": read.whole("SEAT_LEASE_SECONDS", 45, 2, 3600),
        "departure_grace_seconds": read.whole("DEPARTURE_GRACE_SECONDS", 10, 0, 600),
        "display_name_min": read.whole("USER_DISPLAY_NAME_MIN_LENGTH", 1, 1, 40),
        "display_name_max": read.whole("USER_DISPLAY_NAME_MAX_LENGTH", 40, 2, 80),
    }


def check_rooms(rooms: Rooms) -> None:
    if rooms.display_name_min > rooms.display_name_max:
        raise ConfigurationError("USER_DISPLAY_NAME_MIN_LENGTH is above USER_DISPLAY_NAME_MAX_LENGTH.")


def _alphabet(given: str) -> str:
    """Codes are told apart without regard to case: twenty letters and digits must remain."""
    if len({character.casefold() for character in given}) < 20 or not given.isascii() or not given.isalnum():
        raise ConfigurationError("ROOM_CODE_ALPHABET needs 20 or more different ASCII letters and digits.")
    return given
