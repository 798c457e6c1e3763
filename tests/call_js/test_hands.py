"""Raised hands in their order, reactions over the person they are from, and the keys to both."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from .browsers import RISEN, until
from .conftest import NAMES, Visitors
from .steps import Enter, connected, control, tile
from .stub import Call

pytestmark = pytest.mark.xdist_group("call")
LISTEN = "document.addEventListener('toast', ({ detail }) => (window.said = [...(window.said ?? []), detail.text]))"


def hand(page: Page, user: int) -> Locator:
    return tile(page, user).locator("[data-badge=hand]")


def hears(page: Page, words: str) -> None:
    until(page, lambda: words in page.evaluate("window.said ?? []"))


def risen(page: Page) -> Any:
    """What has risen over whom, [user, emoji] each, since RISEN began to look."""
    return page.evaluate("window.risen")


def together(page: Page, user: int) -> None:
    """Connected to the user, and listening for what those who are together do."""
    connected(page, user)
    expect(page.locator("[data-said=reactions]")).to_be_attached()


def test_hands_stand_in_line_until_they_are_lowered(enter: Enter, call: Call) -> None:
    asha, leila, tomas = enter(1), enter(2), enter(3)
    for page, other in ((asha, 2), (asha, 3), (leila, 3), (tomas, 2)):
        together(page, other)
    asha.evaluate(LISTEN)
    leila.evaluate(LISTEN)
    leila.keyboard.press("h")
    expect(control(leila, "Hand")).to_have_attribute("aria-pressed", "true")
    expect(hand(asha, 2)).to_have_text("1: hand raised")
    hears(asha, "Leila Haddad raised a hand")
    control(tomas, "Hand").click()
    for page in (asha, leila, tomas):
        expect(hand(page, 2)).to_have_text("1: hand raised")
        expect(hand(page, 3)).to_have_text("2: hand raised")
    call.hand(call.id_of(2), raised=False, by=1)
    hears(leila, "The host lowered your hand")
    expect(control(leila, "Hand")).to_have_attribute("aria-pressed", "false")
    expect(hand(asha, 2)).to_have_count(0)
    expect(hand(asha, 3)).to_have_text("1: hand raised")
    call.say("error:room", {"event": "call:hand", "message": "That was too often."}, to=call.id_of(3))
    expect(control(tomas, "Hand")).to_have_attribute("aria-pressed", "true")
    control(tomas, "Hand").click()
    expect(hand(asha, 3)).to_have_count(0)


def test_reactions_rise_over_the_person_and_are_said_once(enter: Enter, call: Call) -> None:
    asha, leila = enter(1), enter(2)
    together(asha, 2)
    together(leila, 1)
    asha.evaluate(RISEN)
    leila.evaluate(RISEN)
    control(leila, "React").click()
    palette = leila.get_by_role("toolbar", name="Reactions")
    expect(palette.get_by_role("button", name="Thumbs up")).to_be_focused()
    leila.keyboard.press("ArrowRight")
    clap = palette.get_by_role("button", name="Clap")
    expect(clap).to_be_focused()
    leila.keyboard.press("Enter")
    until(asha, lambda: risen(asha) == [["2", "👏"]])
    until(leila, lambda: risen(leila) == [["2", "👏"]])
    clap.click()
    said = asha.get_by_role("status").filter(has_text="Leila Haddad: Clap")
    expect(said).to_have_text("Leila Haddad: Clap")
    expect(tile(asha, 2).locator(".reaction")).to_have_count(0)
    leila.keyboard.press("Escape")
    expect(palette).to_be_hidden()
    expect(control(leila, "React")).to_be_focused()


def test_what_is_told_before_the_page_has_fetched_who_listens_is_told_again(
    enter: Enter, visitors: Visitors, chromium: Browser, call: Call
) -> None:
    asha = visitors.open(chromium, f"/room?user=1&name={NAMES[1]}&role=owner", LISTEN)
    late: list[Route] = []
    asha.route("**/together.js", lambda route: late.append(route))
    asha.evaluate(RISEN)
    leila = enter(2)
    connected(asha, 2)
    until(asha, lambda: late)
    call.hand(call.id_of(2), raised=True)
    call.say("call:reaction", {"emoji": "👏", "participant": call.id_of(2), "user_id": 2})
    call.say("call:recording-asked", {"participant": call.id_of(2)})
    # The socket keeps the order: what was said before the role has been heard once that has changed.
    call.say("room:role-changed", {"user_id": 1, "role": "cohost"}, to=call.id_of(1))
    expect(asha.locator(".room")).to_have_attribute("data-role", "cohost")
    late[0].continue_()
    hears(asha, "Leila Haddad raised a hand")
    until(asha, lambda: risen(asha) == [["2", "👏"]])
    expect(asha.get_by_role("alertdialog", name="Leila Haddad asks to record this call")).to_be_visible()
    assert asha.evaluate("window.said.filter((words) => words.includes('hand')).length") == 1
    leila.close()


def test_what_is_no_reaction_is_not_shown(enter: Enter, call: Call) -> None:
    asha, leila = enter(1), enter(2)
    together(asha, 2)
    together(leila, 1)
    asha.evaluate(RISEN)
    for emoji, participant in (("<b>", call.id_of(2)), ("👏", "stranger"), ("🎉", call.id_of(2))):
        call.say("call:reaction", {"emoji": emoji, "participant": participant, "user_id": 2})
    until(asha, lambda: risen(asha) == [["2", "🎉"]])


def test_the_keys_are_listed_and_can_be_switched_off(enter: Enter) -> None:
    asha = enter(1)
    expect(control(asha, "Mic")).to_have_attribute("aria-pressed", "true")
    asha.keyboard.press("?")
    keys = asha.get_by_role("dialog", name="Keyboard shortcuts")
    for key in ("M", "V", "S", "C", "H", "?", "Esc"):
        expect(keys.get_by_text(key, exact=True)).to_be_visible()
    # A dialog that blocks everything else blocks the keys too; one that does not does not.
    asha.keyboard.press("m")
    asha.keyboard.press("?")
    keys.get_by_role("switch", name="Single-key shortcuts").uncheck()
    asha.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    for key in ("m", "?"):
        asha.keyboard.press(key)
    control(asha, "More").click()
    asha.get_by_role("button", name="Shortcuts").click()
    expect(control(asha, "Mic")).to_have_attribute("aria-pressed", "true")
    keys.get_by_role("switch", name="Single-key shortcuts").check()
    keys.get_by_role("button", name="Close").click()
    for chord in ("Control+m", "Alt+m", "Meta+m"):
        asha.keyboard.press(chord)
    expect(control(asha, "Mic")).to_have_attribute("aria-pressed", "true")
    asha.evaluate("document.getElementById('dialog-lost').show()")
    asha.keyboard.press("m")
    expect(control(asha, "Mic")).to_have_attribute("aria-pressed", "false")
