"""A room of the stub's, and people who come into it with real browsers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.servers.processes import PATIENCE

from .browsers import SPY
from .stub import Call, serve

ROLES = {1: "owner", 2: "member", 3: "guest"}
NAMES = {1: "Asha Rao", 2: "Leila Haddad", 3: "Tomás Vega"}


@pytest.fixture
def call() -> Call:
    return Call()


@pytest.fixture
def address(call: Call) -> Iterator[str]:
    server = serve(call)
    yield f"http://localhost:{server.port}"
    server.shutdown()


@dataclass
class Visitors:
    """Opens pages, and remembers what went wrong in them."""

    address: str
    contexts: list[BrowserContext] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self, browser: Browser, path: str, script: str = "") -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        context.set_default_timeout(PATIENCE * 1000)
        self.contexts.append(context)
        page = context.new_page()
        page.add_init_script(SPY + script)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: self.errors.append(message.text) if "Policy" in message.text else None)
        page.goto(self.address + path)
        return page


@pytest.fixture
def visitors(address: str) -> Iterator[Visitors]:
    visitors = Visitors(address)
    yield visitors
    for context in visitors.contexts:
        context.close()
    assert visitors.errors == []


@pytest.fixture
def enter(visitors: Visitors, chromium: Browser) -> Callable[..., Page]:
    """Let user 1, 2 or 3 into the room, by default with the shared browser."""

    def come_in(user: int, browser: Browser | None = None) -> Page:
        path = f"/room?user={user}&name={NAMES[user]}&role={ROLES[user]}"
        return visitors.open(browser or chromium, path)

    return come_in
