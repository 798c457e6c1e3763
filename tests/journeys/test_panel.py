"""The panel and the bar: put away by a finger or a key, and no press lost while scripts are on their way."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.call_js.browsers import until

from .conftest import Arrive

pytestmark = pytest.mark.xdist_group("journeys")
SWIPE = """(panel, [from, to, across, down]) => {
  const place = panel.querySelector(from);
  const { x, y } = place.getBoundingClientRect();
  const point = (type, by) => place.dispatchEvent(new PointerEvent(type, { bubbles: true, pointerId: 5,
    pointerType: "touch", isPrimary: true, clientX: x + 20 + by * across, clientY: y + 20 + by * down }));
  point("pointerdown", 0);
  point("pointermove", to / 2);
  point("pointermove", to);
  const pushed = panel.style.translate;
  point("pointerup", to);
  return pushed;
}"""
WIDTH = "document.querySelector('.stage').clientWidth"


def hold(page: Page, address: str) -> list[Route]:
    """What asks for that address waits."""
    held: list[Route] = []
    page.route(address, lambda route: held.append(route))
    return held


def test_on_a_lying_phone_the_panel_lies_over_the_stage_and_is_put_away(arrive: Arrive) -> None:
    asha = arrive("Asha Rao", viewport={"width": 844, "height": 390}, has_touch=True).sign_up()
    asha.enter(asha.found_room("Gaming Night"))
    page, panel, chat = asha.page, asha.page.locator("side-panel"), asha.control("Chat")
    expect(page.locator("li.tile--mirror")).to_be_visible()
    expect(panel).to_be_hidden()
    width = page.evaluate(WIDTH)
    chat.tap()
    expect(panel).to_be_visible()
    assert page.evaluate(WIDTH) == width
    page.evaluate("document.activeElement.blur()")
    # Whoever listens for it comes with the first touch.
    until(page, lambda: page.keyboard.press("Escape") or panel.is_hidden())
    for direction, way in (("ltr", 1), ("rtl", -1)):
        page.evaluate("direction => { document.documentElement.dir = direction; }", direction)
        chat.tap()
        expect(panel).to_be_visible()
        # Not far enough, the wrong way, and down a list that scrolls: it stays.
        for push in ([".panel__body", 40, way, 0], [".panel__body", 150, -way, 0], [".panel__body", 150, way, 1]):
            panel.evaluate(SWIPE, push)
            expect(panel).to_be_visible()
        assert panel.evaluate(SWIPE, [".panel__body", 150, way, 0]) == f"{150 * way}px"
        expect(panel).to_be_hidden()
        assert panel.evaluate("panel => panel.style.translate") == ""
    page.evaluate("document.documentElement.dir = 'ltr'")
    page.set_viewport_size({"width": 390, "height": 844})
    chat.tap()
    panel.evaluate(SWIPE, [".panel__body", 150, 0, 1])
    expect(panel).to_be_visible()
    panel.evaluate(SWIPE, [".panel__head", 150, 0, 1])
    expect(panel).to_be_hidden()
    chat.tap()
    page.get_by_role("button", name="Close panel").tap()
    expect(panel).to_be_hidden()


def test_a_press_before_the_scripts_have_come_is_honoured_or_visibly_not_taken(arrive: Arrive) -> None:
    asha = arrive("Asha Rao").sign_up()
    asha.enter(asha.found_room("Gaming Night"))
    page, bar = asha.page, asha.page.get_by_role("toolbar", name="Call controls")
    asha.control("Mic").click()
    expect(asha.control("Mic")).to_have_attribute("aria-pressed", "false")
    scripts = hold(page, "**/js/room.js")
    panels = hold(page, "**/elements/side-panel.js")
    page.reload(wait_until="commit")
    expect(bar).to_have_attribute("aria-disabled", "true")
    until(page, lambda: scripts)
    scripts[0].continue_()
    expect(bar).not_to_have_attribute("aria-disabled", "true")
    # From now on every press counts, also one on what is still being fetched.
    asha.control("Mic").click()
    expect(asha.control("Mic")).to_have_attribute("aria-pressed", "true")
    asha.control("People").click()
    until(page, lambda: panels)
    panels[0].continue_()
    expect(page.get_by_role("tab", name="People")).to_have_attribute("aria-selected", "true")
    expect(page.locator("#panel-people")).to_be_visible()
    mores = hold(page, "**/room/more.js")
    asha.control("More").click()
    until(page, lambda: mores)
    mores[0].continue_()
    asha.is_told("More")
    page.keyboard.press("Escape")
    hands = hold(page, "**/room/hands.js")
    asha.control("Hand").click()
    until(page, lambda: hands)
    hands[0].abort()
    expect(page.get_by_text("This could not be fetched. Look at your connection")).to_be_visible()
    asha.troubles.clear()
