"""What Daily can be asked, one function each; names and types are those of its REST API."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from .client import TRIES, Daily
from .trouble import Missing, Refused, Unreachable

PAGE = 100
WRONG = 400


def domain(daily: Daily) -> str:
    """The name of the account's domain: the key is good."""
    return str(daily.ask("GET", "/").get("domain_name"))


def find_room(daily: Daily, name: str) -> dict[str, Any] | None:
    """The room object, None where there is none or it has expired."""
    try:
        return _room(daily.ask("GET", f"/rooms/{name}"))
    except Missing:
        return None


def create_room(daily: Daily, name: str, properties: dict[str, Any]) -> dict[str, Any]:
    """The room object, new or the one that was there: an answer that got lost is looked for before asking again.

    An account that may not limit how many come in is asked without the limit, here and in `update_room`:
    seats are counted by us.
    """
    try:
        return _create(daily, name, properties)
    except (Unreachable, Refused) as trouble:
        found = find_room(daily, name)
        if found is not None:
            return update_room(daily, name, properties)
        if isinstance(trouble, Unreachable):
            return _create(daily, name, properties)
        if not _may_be_the_limit(trouble, properties):
            raise
    try:
        return _create(daily, name, _without_limit(properties))
    except Refused as trouble:
        if trouble.status != WRONG:
            raise
    # One that has expired is not shown any more, and may keep its name all the same.
    delete_room(daily, name)
    return _limited_or_not(partial(_create, daily, name), properties)


def update_room(daily: Daily, name: str, properties: dict[str, Any]) -> dict[str, Any]:
    """Set these properties, and that the room is private; the room object."""
    return _limited_or_not(partial(_update, daily, name), properties)


def delete_room(daily: Daily, name: str) -> None:
    """Do away with the room and everybody in it; nothing happens where it is gone already."""
    try:
        daily.ask("DELETE", f"/rooms/{name}")
    except Missing:
        return


def create_token(daily: Daily, properties: dict[str, Any]) -> str:
    """A meeting token."""
    token = daily.ask("POST", "/meeting-tokens", {"properties": properties}).get("token")
    if not isinstance(token, str):
        raise Unreachable("POST /meeting-tokens: an answer without a token")
    return token


def eject(daily: Daily, name: str, user_ids: list[str], ban: bool) -> None:
    """Put these people out; banned ones stay out while the meeting lasts.

    Others are asked for once only: a moment later they may be there again by right.
    """
    daily.ask("POST", f"/rooms/{name}/eject", {"user_ids": user_ids, "ban": ban}, tries=TRIES if ban else 1)


def grant(daily: Daily, name: str, permissions: dict[str, dict[str, Any]]) -> None:
    """Set what these sessions (`*`: all) may do; each field given replaces what was."""
    daily.ask("POST", f"/rooms/{name}/update-permissions", {"data": permissions})


def present_in(daily: Daily, name: str) -> list[dict[str, Any]]:
    """Who is in one room: rows of `id` (the session), `userId`, `userName`, `joinTime`, `duration`."""
    try:
        return _rows(daily.ask("GET", f"/rooms/{name}/presence").get("data"))
    except Missing:
        return []


def present(daily: Daily) -> dict[str, list[dict[str, Any]]]:
    """Who is where, by the name of the room; up to 15 seconds old."""
    found = daily.ask("GET", "/presence")
    return {name: _rows(rows) for name, rows in found.items()}


def meetings(daily: Daily, start: int, end: int) -> Iterator[dict[str, Any]]:
    """Every meeting that began between two moments (unix seconds), its participants with their `duration`."""
    query: dict[str, Any] = {"timeframe_start": start, "timeframe_end": end, "limit": PAGE}
    while True:
        rows = _rows(daily.ask("GET", "/meetings", **query).get("data"))
        yield from rows
        if len(rows) < PAGE:
            return
        query["starting_after"] = rows[-1]["id"]


def _limited_or_not(act: Callable[[dict[str, Any]], dict[str, Any]], properties: dict[str, Any]) -> dict[str, Any]:
    try:
        return act(properties)
    except Refused as trouble:
        if not _may_be_the_limit(trouble, properties):
            raise
    return act(_without_limit(properties))


def _create(daily: Daily, name: str, properties: dict[str, Any]) -> dict[str, Any]:
    body = {"name": name, "privacy": "private", "properties": properties}
    return _room(daily.ask("POST", "/rooms", body, once=True))


def _update(daily: Daily, name: str, properties: dict[str, Any]) -> dict[str, Any]:
    return _room(daily.ask("POST", f"/rooms/{name}", {"privacy": "private", "properties": properties}))


def _may_be_the_limit(trouble: Refused, properties: dict[str, Any]) -> bool:
    return trouble.status == WRONG and "max_participants" in properties


def _without_limit(properties: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in properties.items() if key != "max_participants"}


def _room(found: Any) -> dict[str, Any]:
    if not isinstance(found, dict) or not isinstance(found.get("url"), str):
        raise Unreachable("Daily told of a room without its address")
    return found


def _rows(found: Any) -> list[dict[str, Any]]:
    """The objects of a list, each with an id."""
    rows = found if isinstance(found, list) else []
    return [row for row in rows if isinstance(row, dict) and isinstance(row.get("id"), str)]
