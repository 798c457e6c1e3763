"""Who comes to be measured: clients with bearer tokens, and readers of pages with cookies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import requests

CSRF = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
PASSWORD = "correct horse battery"  # noqa: S105
SEATS = 10


@dataclass(frozen=True)
class Hall:
    """One room with everybody whom its seats allow: `tokens` one each, the owner's first."""

    code: str
    tokens: tuple[str, ...]


def open_hall(url: str, people: int = SEATS) -> Hall:
    """A new room with `people` guests in it (at most ten), who talk to the API."""
    made = _post(url, "/api/rooms", {"displayName": "Asha", "name": "The Hall", "maxUsers": SEATS})
    code = made["roomCode"]
    others = [join(url, code, f"Guest {number}")["token"] for number in range(1, people)]
    return Hall(code, (made["token"], *others))


def join(url: str, code: str, name: str) -> dict[str, Any]:
    """A new guest takes a seat; the API's answer."""
    return _post(url, f"/api/rooms/{code}/join", {"displayName": name})


def say(url: str, code: str, token: str, words: str) -> None:
    """Post one message."""
    _post(url, "/api/messages", {"roomId": code, "content": words}, token)


def account_token(url: str, username: str) -> str:
    """A token of the account that `Reader.register` made."""
    token: str = _post(url, "/api/sessions", {"login": username, "password": PASSWORD})["token"]
    return token


def create_room(url: str, token: str, name: str) -> str:
    """A room of the token's person; its code."""
    code: str = _post(url, "/api/rooms", {"name": name}, token)["roomCode"]
    return code


class Reader:
    """A browser without scripts: keeps cookies, fills in forms."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.session = requests.Session()
        self.session.headers["Accept"] = "text/html,application/xhtml+xml"

    @property
    def cookies(self) -> dict[str, str]:
        return dict(self.session.cookies.items())

    def get(self, path: str) -> requests.Response:
        """A page, which must be there."""
        answer = self.session.get(self.url + path, timeout=30)
        answer.raise_for_status()
        return answer

    def submit(self, page: str, action: str, **fields: str) -> None:
        """Fill in the form of `page` and send it to `action`."""
        found = CSRF.search(self.get(page).text)
        assert found, f"{page} has no form"
        self.session.post(self.url + action, data={"csrf_token": found[1], **fields}, timeout=30).raise_for_status()

    def register(self, username: str) -> None:
        """Become an account."""
        self.submit(
            "/register", "/register",
            display_name=username.title(), username=username, email=f"{username}@example.org", password=PASSWORD,
        )  # fmt: skip

    def sit_down(self, code: str, name: str = "") -> None:
        """Take a seat in the room; a visitor without an account needs a name."""
        self.submit(f"/room/{code}", f"/room/{code}/membership", display_name=name)


def _post(url: str, path: str, body: dict[str, Any], token: str = "") -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    answer = requests.post(url + path, json=body, headers=headers, timeout=30)
    assert answer.ok, f"{path}: {answer.status_code} {answer.text}"
    found: dict[str, Any] = answer.json()
    return found
