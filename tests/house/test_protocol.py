"""docs/protocol.md names every event in both directions, and no other."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.realtime.signals import signals

ROOT = Path(__file__).parents[2]
TELLERS = {"Broadcast": 0, "Parcel": 1, "push": 1, "send_envelope": 0, "envelope": 0, "_told": 1}


@pytest.fixture(scope="module")
def document() -> str:
    return (ROOT / "docs" / "protocol.md").read_text()


def listed(document: str, heading: str) -> set[str]:
    """The names in the first column of the table under `heading`."""
    section = document.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return set(re.findall(r"^\| `([^`]+)`", section, re.MULTILINE))


def told() -> Iterator[str]:
    """Every literal event name that the code sends."""
    for path in (ROOT / "app").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                yield from _name_in(node)


def _name_in(call: ast.Call) -> Iterator[str]:
    function = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    place = TELLERS.get(function)
    if place is not None and len(call.args) > place:
        argument = call.args[place]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            yield argument.value


def test_every_event_from_the_server_is_listed(document: str) -> None:
    assert listed(document, "From the server") == set(told())


def test_every_event_to_the_server_is_listed(document: str, app: Flask) -> None:
    assert listed(document, "To the server") == set(signals()) | {"auth"}


def test_every_name_of_other_clients_is_mapped(document: str) -> None:
    """Names that clients of older protocols use, each with ours."""
    names = listed(document, "Names used elsewhere")
    assert {"join-room", "leave-room", "room-action", "room:toggle_lock", "room:transfer_host"} <= names
    assert {"room:host_updated", "room:lock_toggled", "user-joined", "user:connected", "room-state"} <= names
