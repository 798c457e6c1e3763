"""What a message may be made of, before anything is asked of the database."""

from __future__ import annotations

import re
import unicodedata

from ..errors import Invalid
from .models import MOST_CHARACTERS

_CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")
_UNWANTED = ("Cc", "Cs")  # control characters; halves of pairs, which no database stores
_UNSEEN = ("Cf", "Zs", "Zl", "Zp")


def clean_body(given: object) -> str:
    """`given` as it will be kept: unix line ends, no control characters, no space around; or Invalid."""
    body = _tidy(given) if isinstance(given, str) else ""
    if not any(_is_seen(character) for character in body):
        raise Invalid({"body": "Write something first."})
    if len(body) > MOST_CHARACTERS:
        raise Invalid({"body": f"That is {len(body):,} characters. A message holds {MOST_CHARACTERS:,}."})
    return body


def clean_client_id(given: object) -> str:
    """The id that the sender chose for this message; Invalid unless it can stand in a page."""
    if not isinstance(given, str) or not _CLIENT_ID.match(given):
        raise Invalid({"client_id": "An id of up to 64 letters, digits, - and _ is needed."})
    return given


def _tidy(text: str) -> str:
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(c for c in unix if c in "\n\t" or unicodedata.category(c) not in _UNWANTED)
    return kept.strip("\n").rstrip()


def _is_seen(character: str) -> bool:
    return not character.isspace() and unicodedata.category(character) not in _UNSEEN
