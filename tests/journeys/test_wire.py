"""The line of a real page: one socket, kept through sleep, Back and restarts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.call_js.browsers import until
from tests.servers.guftagu import Guftagu, guftagu_server

from .conftest import Arrive
from .people import PASSWORD, Person

pytestmark = pytest.mark.xdist_group("journeys")

SOCKETS = """
window.sockets = [];
window.WebSocket = class extends WebSocket { constructor(...all) { super(...all); window.sockets.push(this); } };
window.ups = 0;
document.addEventListener("wire:up", () => { window.ups += 1; });
"""
OPEN = "window.sockets.filter((socket) => socket.readyState === WebSocket.OPEN).length"
HIDE = """(isHidden) => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => isHidden });
  Object.defineProperty(document, "visibilityState", { configurable: true, get: () => isHidden ? "hidden" : "visible" });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def test_one_socket_kept_through_sleep_and_back(arrive: Arrive) -> None:
    asha, leila = arrive("Asha Rao"), arrive("Leila Haddad")
    leila.context.add_init_script(SOCKETS)
    link = asha.sign_up().found_room("One line")
    asha.enter(link, audio_only=True)
    leila.enter(link, audio_only=True)
    page = leila.page
    wait(page, "window.ups === 1")
    assert page.evaluate("window.sockets.length") == 1, "a socket too many"

    page.evaluate("sockets[0].dispatchEvent(new MessageEvent('message', { data: '<p id=stray>stray</p>' }))")
    page.evaluate("""sockets[0].dispatchEvent(new MessageEvent('message', { data: '{"content": "<p>stray</p>"}' }))""")
    asha.say("After what was not ours")
    leila.reads("After what was not ours")
    assert "stray" not in page.content()

    page.evaluate(HIDE, True)
    asha.say("While you looked away")
    leila.reads("While you looked away")
    page.evaluate(HIDE, False)
    assert page.evaluate("[window.sockets.length, window.ups]") == [1, 1], "the socket was given up"

    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    asha.say("While you were put aside")
    with page.expect_navigation():
        page.evaluate("setTimeout(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })))")
    wait(page, "window.ups === 1")
    leila.reads("While you were put aside")
    assert page.evaluate(OPEN) == 1
    assert page.evaluate("history.state") is None


def test_back_leads_to_a_living_page(arrive: Arrive) -> None:
    asha = arrive("Asha Rao")
    asha.context.add_init_script(SOCKETS)
    page = asha.register().page
    wait(page, "window.ups === 1")
    page.goto("/friends")
    wait(page, "window.ups === 1")
    page.go_back()
    wait(page, f"window.ups >= 1 && {OPEN} === 1")
    leila = arrive("Leila Haddad").sign_up()
    leila.page.goto("/friends")
    leila.page.get_by_label("Username").fill(asha.username)
    leila.page.get_by_role("button", name="Add Friend").click()
    expect(page.get_by_text("Leila Haddad wants to be your friend")).to_be_visible()


def test_who_signs_out_in_another_tab_is_told_and_led_back(arrive: Arrive) -> None:
    asha = arrive("Asha Rao").sign_up()
    asha.enter(asha.found_room("The Study"), audio_only=True)
    asha.page.get_by_role("textbox", name="Message").fill("Half a sen")
    other = asha.new_page()
    other.goto("/friends")
    other.locator(".account > summary").click()
    other.get_by_role("button", name="Logout", exact=True).click()
    told = asha.is_told("You signed out")
    asha.page.keyboard.press("Escape")
    expect(told).to_contain_text("in another tab")
    told.get_by_role("link", name="Sign in").click()
    asha.page.get_by_label("Username or email").fill(asha.username)
    asha.page.get_by_label("Password").fill(PASSWORD)
    asha.page.get_by_role("main").get_by_role("button", name="Sign in").click()
    asha.page.get_by_role("button", name="Join Room").click()
    expect(asha.page.get_by_role("textbox", name="Message")).to_have_value("Half a sen")


class TestRestarts:
    @pytest.fixture
    def house(self) -> Iterator[Guftagu]:
        with guftagu_server() as server:
            yield server

    def test_a_call_outlives_its_server(self, arrive: Arrive, house: Guftagu) -> None:
        asha, leila = arrive("Asha Rao"), arrive("Leila Haddad")
        asha.context.add_init_script(SOCKETS)
        link = asha.sign_up().found_room("Steady")
        for person in (asha, leila):
            person.enter(link)
        asha.sees(leila)
        asha.say("Before")
        leila.reads("Before")

        house.kill_worker()
        self.go_on(asha, leila, house, "killed")

        house.stop()
        asha.say("While nobody listened")
        leila.sees(asha)
        house.start()
        wait(asha.page, f"{OPEN} === 1")
        leila.reads("While nobody listened")
        self.go_on(asha, leila, house, "restarted")
        for person in (asha, leila):
            for text in ("Before", "While nobody listened", "killed, says Asha", "restarted, says Leila"):
                person.reads(text)
            person.open_tab("Activity")
            expect(person.page.locator("#activity").get_by_text("joined")).to_have_count(2)
            expect(person.page.locator("#activity").get_by_text("left", exact=False)).to_have_count(0)
            expect(person.page.locator("#room-count")).to_contain_text("2/5")
            expect(person.page.locator("dialog[open]")).to_have_count(0)

    def go_on(self, asha: Person, leila: Person, house: Guftagu, event: str) -> None:
        """Media never stopped, and words come through on both sides, once each."""
        asha.sees(leila)
        leila.sees(asha)
        for one, other in ((asha, leila), (leila, asha)):
            one.say(f"{event}, says {one.name.split()[0]}")
            other.reads(f"{event}, says {one.name.split()[0]}")
            one.reads(f"{event}, says {one.name.split()[0]}")


def wait(page: Page, expression: str) -> None:
    """Until `expression` is true in the page, asked from outside: its policy lets no string be run inside."""
    until(page, lambda: page.evaluate(expression))
