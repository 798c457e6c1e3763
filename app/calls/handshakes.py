"""Descriptions and candidates of one browser for another: passed on only as far as they are what they should be."""

from __future__ import annotations

from typing import Any

from ..errors import Invalid

MOST_OF_DESCRIPTION = 48_000
MOST_OF_CANDIDATE = 2_000
PARTS: dict[str, type] = {"candidate": str, "sdpMid": str, "sdpMLineIndex": int, "usernameFragment": str}


def clean_description(given: Any, kind: str) -> dict[str, str]:
    """A session description of that kind (offer or answer); raises Invalid."""
    if not isinstance(given, dict) or given.get("type") != kind or not _is_text(given.get("sdp"), MOST_OF_DESCRIPTION):
        raise Invalid({"description": f"A session description of the type {kind} is missing, or too long."})
    return {"type": kind, "sdp": given["sdp"]}


def clean_candidate(given: Any) -> dict[str, Any] | None:
    """An RTCIceCandidateInit, or None at the end of them; raises Invalid."""
    if given is None:
        return None
    if not isinstance(given, dict) or not all(_is_part(given.get(name), kind) for name, kind in PARTS.items()):
        raise Invalid({"candidate": "A candidate is an object of short texts and a line number, or null at the end."})
    return {name: given[name] for name in PARTS if name in given}


def _is_part(value: Any, kind: type) -> bool:
    return value is None or (_is_text(value, MOST_OF_CANDIDATE) if kind is str else isinstance(value, int))


def _is_text(value: Any, most: int) -> bool:
    return isinstance(value, str) and len(value) <= most
