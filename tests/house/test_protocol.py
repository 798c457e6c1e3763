"""docs/protocol.md names every event in both directions, and no other."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.events import kinds
from app.realtime.signals import signals

ROOT = Path(__file__).parents[2]
TELLERS = {
    "Broadcast": 0,
    "Parcel": 1,
    "push": 1,
    "send_envelope": 0,
    "envelope": 0,
    "_told": 1,
    "told": 1,
    "_describe": 3,
    "_forward": 3,
}


@pytest.fixture(scope="module")
def document() -> str:
    return (ROOT / "docs" / "protocol.md").read_text()


def listed(document: str, heading: str) -> set[str]:
    """The names in the first column of the table under `heading`."""
    section = document.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return set(re.findall(r"^\| `([^`]+)`", section, re.MULTILINE))


def told() -> Iterator[str]:
    """Every event name that the code sends: literal ones, and `event.type` by the type of `event`."""
    for path in (ROOT / "app").rglob("*.py"):
        tree = ast.parse(path.read_text())
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield from _literal(node)
            elif isinstance(node, ast.FunctionDef) and _sends_its_type(node):
                yield from _types_of(node)


def _argument(call: ast.Call) -> ast.expr | None:
    function = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    place = TELLERS.get(function)
    return call.args[place] if place is not None and len(call.args) > place else None


def _literal(call: ast.Call) -> Iterator[str]:
    argument = _argument(call)
    either = [argument.body, argument.orelse] if isinstance(argument, ast.IfExp) else [argument]
    yield from (each.value for each in either if isinstance(each, ast.Constant) and isinstance(each.value, str))


def _sends_its_type(function: ast.FunctionDef) -> bool:
    calls = (node for node in ast.walk(function) if isinstance(node, ast.Call))
    arguments = (_argument(call) for call in calls)
    return any(isinstance(argument, ast.Attribute) and argument.attr == "type" for argument in arguments)


def _types_of(function: ast.FunctionDef) -> Iterator[str]:
    """The types of the events that `function` is registered for, else of all that it may be given."""
    decorated = {node.id for each in function.decorator_list for node in ast.walk(each) if isinstance(node, ast.Name)}
    annotated = {node.id for node in ast.walk(function.args) if isinstance(node, ast.Name)}
    for names in (decorated, annotated):
        found = [kind.type for kind in kinds().values() if names & {base.__name__ for base in kind.__mro__}]
        if found:
            yield from found
            return


def test_every_event_from_the_server_is_listed(document: str, app: Flask) -> None:
    assert listed(document, "From the server") == set(told())


def test_every_event_to_the_server_is_listed(document: str, app: Flask) -> None:
    assert listed(document, "To the server") == set(signals()) | {"auth"}


def test_every_name_of_other_clients_is_mapped(document: str) -> None:
    """Names that clients of older protocols use, each with ours."""
    names = listed(document, "Names used elsewhere")
    assert {"join-room", "leave-room", "room-action", "room:toggle_lock", "room:transfer_host"} <= names
    assert {"room:host_updated", "room:lock_toggled", "user-joined", "user:connected", "room-state"} <= names
