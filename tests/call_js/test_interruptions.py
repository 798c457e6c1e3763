"""A call survives what networks and servers do to it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Playwright, expect

from tests.servers.browser import launch
from tests.servers.processes import PATIENCE

from .browsers import kill_network
from .steps import Enter, connected, control, hears, sees, tile
from .stub import Call

pytestmark = pytest.mark.xdist_group("call")


def test_the_conversation_goes_on_while_the_server_is_away(enter: Enter, call: Call) -> None:
    asha, leila = enter(1), enter(2)
    connected(asha, 2)
    call.grace = PATIENCE
    call.hang_up()
    sees(asha, 2)
    call.await_joins(4)
    connected(asha, 2)
    sees(leila, 1)
    assert [page.evaluate("connections.length") for page in (asha, leila)] == [1, 1], "they never parted"
    expect(asha.locator("#dialog-lost")).to_be_hidden()


def test_a_lost_line_is_told_and_taken_back(enter: Enter, call: Call) -> None:
    asha, _leila = enter(1), enter(2)
    connected(asha, 2)
    call.closed = True
    call.hang_up()
    lost = asha.get_by_role("alertdialog", name="Connection lost…")
    expect(lost).to_be_visible()
    expect(lost.get_by_role("button", name="Reconnect")).to_be_focused()
    # The others still hear: on a phone too the microphone stays under the thumb.
    asha.set_viewport_size({"width": 390, "height": 844})
    control(asha, "Mic").click()
    expect(control(asha, "Mic")).to_have_attribute("aria-pressed", "false")
    expect(asha.get_by_role("button", name="Reconnect")).to_be_visible()
    call.closed = False
    expect(lost).to_be_hidden()


def test_a_line_that_never_comes_is_told_and_nobody_is_said_to_be_alone(enter: Enter, call: Call) -> None:
    enter(2)
    call.await_join(2)
    call.closed = True
    asha = enter(1)
    lost = asha.get_by_role("alertdialog", name="No line to the call")
    expect(lost).to_be_visible()
    expect(lost.get_by_role("link", name="Find out what is in the way")).to_have_attribute("href", "/doctor")
    expect(asha.get_by_text("Connecting…")).to_be_visible()
    expect(asha.get_by_text("Waiting for participants…")).to_be_hidden()
    call.closed = False
    lost.get_by_role("button", name="Reconnect").click()
    connected(asha, 2)
    expect(lost).to_be_hidden()


def test_both_come_back_to_a_server_that_forgot_them(enter: Enter, call: Call) -> None:
    asha, leila = enter(1), enter(2)
    connected(asha, 2)
    call.forget()
    call.await_joins(4)
    connected(asha, 2)
    connected(leila, 1)
    sees(asha, 2)
    sees(leila, 1)


def test_who_was_left_out_while_away_is_met_anew(enter: Enter, call: Call) -> None:
    asha, leila = enter(1), enter(2)
    connected(asha, 2)
    call.leave(call.id_of(2), hang_up=True)
    expect(tile(asha, 2)).to_have_count(0)
    connected(asha, 2)
    sees(asha, 2)
    connected(leila, 1)
    sees(leila, 1)


def test_a_page_that_keeps_its_id_through_a_reload_is_met_anew(enter: Enter, call: Call) -> None:
    call.keeps_ids = True
    asha, leila = enter(1), enter(2)
    connected(asha, 2)
    leila.reload()
    connected(leila, 1)
    sees(leila, 1)
    sees(asha, 2)


def test_a_dead_network_is_replaced_by_an_ice_restart(enter: Enter, playwright: Playwright) -> None:
    """The browser's network process is killed: every socket of the page is gone for good."""
    browser = launch(playwright)
    try:
        asha, leila = enter(1), enter(2, browser)
        connected(asha, 2)
        sees(asha, 2)
        kill_network(browser)
        expect(tile(asha, 2)).to_have_attribute("data-state", "lost")
        expect(tile(asha, 2).get_by_text("Reconnecting…", exact=True)).to_be_visible()
        connected(asha, 2)
        connected(leila, 1)
        sees(asha, 2)
        sees(leila, 1)
        hears(asha)
    finally:
        browser.close()
