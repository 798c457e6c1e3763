"""What people may call themselves: display names, usernames, addresses and the words about them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from ..config import settings
from ..errors import Invalid

USERNAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{2,29}")
EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
BIO_MAX = 500
# Persian and Indic words and joined emoji need these two; every other format character is a trick.
JOINERS = "\u200c\u200d"
# Letters and symbols by category, blank to the eye.
BLANKS = "\u115f\u1160\u2800\u3164\uffa0"


def gather(**readers: Callable[[], str]) -> dict[str, str]:
    """What every reader gives, by field; raises one Invalid that names all fields that cannot be."""
    values: dict[str, str] = {}
    problems: dict[str, str] = {}
    for field, read in readers.items():
        try:
            values[field] = read()
        except Invalid as problem:
            problems |= problem.fields
    if problems:
        raise Invalid(problems)
    return values


def clean_display_name(text: str) -> str:
    """The name that others see, of a length that the settings allow."""
    name = _one_line(text)
    least, most = settings().display_name_min, settings().display_name_max
    seen = sum(character not in JOINERS + BLANKS and not character.isspace() for character in name)
    if not seen:
        raise Invalid({"display_name": "Type a name that others will see."})
    if seen < least:
        raise Invalid({"display_name": f"A name has at least {least} characters."})
    if len(name) > most:
        raise Invalid({"display_name": f"A name has at most {most} characters; this one has {len(name)}."})
    return name


def clean_username(text: str) -> str:
    """The name that one signs in with and is found by; others are told apart without regard to case."""
    name = text.strip().removeprefix("@")
    if not 3 <= len(name) <= 30:
        raise Invalid({"username": "A username has 3 to 30 characters."})
    if not USERNAME.fullmatch(name):
        words = "A username is made of letters from a to z, digits, and _ . - after the first."
        raise Invalid({"username": words})
    return name


def username_key(name: str) -> str:
    """What a username is told apart by."""
    return name.strip().removeprefix("@").casefold()


def clean_email(text: str) -> str:
    """An address, lowercased. That it exists only a letter could tell."""
    email = _one_line(text).lower()
    if len(email) > 254 or not EMAIL.fullmatch(email):
        raise Invalid({"email": "That is not an email address. It looks like name@example.org."})
    return email


def clean_bio(text: str) -> str:
    """A few lines about oneself."""
    lines = [_one_line(line) for line in text.splitlines()]
    bio = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    if len(bio) > BIO_MAX:
        raise Invalid({"bio": f"At most {BIO_MAX} characters fit here; these are {len(bio)}."})
    return bio


def _one_line(text: str) -> str:
    """One line, NFC, spaces folded, without control characters and those that change direction."""
    spaced = "".join(" " if character.isspace() else character for character in text)
    kept = "".join(character for character in spaced if _may_stay(character))
    return " ".join(unicodedata.normalize("NFC", kept).split())


def _may_stay(character: str) -> bool:
    return character in JOINERS or unicodedata.category(character) not in ("Cc", "Cf", "Cn", "Co", "Cs")
