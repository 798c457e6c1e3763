"""What the tests of the call say again and again."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from .browsers import energy, frames, until

Enter = Callable[..., Page]


def tile(page: Page, user: int) -> Locator:
    return page.locator(f"li.tile[data-user='{user}']:not(.is-leaving)")


def control(page: Page, name: str) -> Locator:
    return page.get_by_role("toolbar").get_by_role("button", name=name)


def connected(page: Page, user: int) -> None:
    expect(tile(page, user)).to_have_attribute("data-state", "connected")


def hears(page: Page) -> None:
    before = energy(page)
    until(page, lambda: energy(page) > before + 0.01)


def sees(page: Page, user: int) -> None:
    before = frames(page, user)
    until(page, lambda: frames(page, user) > before + 5)
