"""What hosts, the server and other tabs may do to a call."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .steps import Enter, connected, control, sees, tile
from .stub import Call

pytestmark = pytest.mark.xdist_group("call")


def test_a_muted_person_is_really_muted_and_told(enter: Enter, call: Call) -> None:
    asha, leila = enter(1), enter(2)
    connected(asha, 2)
    leila.evaluate("document.addEventListener('toast', (event) => (window.said = event.detail.text))")
    call.say("room:host-action", {"action": "mute", "target_user_id": 2})
    expect(control(leila, "Mic")).to_have_attribute("aria-pressed", "false")
    expect(control(asha, "Mic")).to_have_attribute("aria-pressed", "true")
    expect(tile(asha, 2)).to_have_attribute("data-mic", "off")
    assert leila.evaluate("window.said") == "The host muted you"
    track = "document.querySelector('.tile--mirror video').srcObject.getAudioTracks()[0].enabled"
    assert leila.evaluate(track) is False


def test_unmuting_is_asked_for_never_done(enter: Enter, call: Call) -> None:
    asha, leila = enter(1), enter(2)
    connected(asha, 2)
    control(leila, "Mic").click()
    call.say("room:host-action", {"action": "unmute-request", "target_user_id": 2})
    expect(control(leila, "Mic")).to_have_attribute("aria-pressed", "false")
    leila.get_by_role("button", name="Unmute", exact=True).click()
    expect(control(leila, "Mic")).to_have_attribute("aria-pressed", "true")
    expect(leila.get_by_text("The host asks you to unmute")).to_be_hidden()


def test_who_is_removed_hears_and_is_heard_no_more(enter: Enter, call: Call) -> None:
    asha, leila = enter(1), enter(2)
    connected(asha, 2)
    call.say("user:kicked", {"room_code": "another"})
    expect(leila.get_by_text("You were removed from the room")).to_be_hidden()
    call.say("user:kicked", {"room_code": "GT7km2Pq"}, to=call.id_of(2))
    expect(leila.get_by_text("You were removed from the room")).to_be_visible()
    expect(tile(leila, 1)).to_have_count(0)
    expect(leila.locator(".tile--mirror video")).to_be_hidden()
    leila.keyboard.press("Escape")
    expect(leila.get_by_text("You were removed from the room")).to_be_visible()


def test_a_closed_room_says_so(enter: Enter, call: Call) -> None:
    asha = enter(1)
    call.await_join(1)
    call.say("room:closed", {"reason": "closed"})
    expect(asha.get_by_text("Room has been closed by host")).to_be_visible()


def test_the_badge_goes_where_the_host_goes(enter: Enter, call: Call) -> None:
    asha, leila = enter(1), enter(2)
    connected(asha, 2)
    expect(tile(leila, 1).locator("[data-badge=host]")).to_be_visible()
    call.say("room:host-updated", {"host_id": 2})
    expect(tile(asha, 2).locator("[data-badge=host]")).to_be_visible()
    expect(tile(leila, 2).locator("[data-badge=host]")).to_be_visible()
    expect(tile(leila, 1).locator("[data-badge=host]")).to_be_hidden()
    expect(leila.locator(".room")).to_have_attribute("data-role", "host")


def test_a_host_who_is_gone_is_asked_about_until_there_is_one(enter: Enter, call: Call) -> None:
    leila = enter(2)
    call.await_join(2)
    call.say("room:host-left", {"host_id": 1, "name": "Asha Rao"})
    expect(leila.get_by_text("Do you want to continue the room?")).to_be_visible()
    call.say("room:host-returned", {"host_id": 1})
    expect(leila.get_by_text("Do you want to continue the room?")).to_be_hidden()


def test_another_tab_takes_the_call_and_gives_it_back(enter: Enter) -> None:
    asha, first = enter(1), enter(2)
    connected(asha, 2)
    second = enter(2)
    expect(first.get_by_role("alertdialog", name="The call is open elsewhere")).to_be_visible()
    connected(second, 1)
    expect(first.locator(".tile--mirror video")).to_be_hidden()
    first.get_by_role("button", name="Use here").click()
    expect(second.get_by_role("alertdialog", name="The call is open elsewhere")).to_be_visible()
    connected(first, 1)
    sees(asha, 2)


def test_guests_and_oneself_cannot_be_befriended(enter: Enter) -> None:
    asha, _leila, _tomas = enter(1), enter(2), enter(3)
    connected(asha, 2)
    connected(asha, 3)
    befriend = "[data-act=befriend]"
    assert tile(asha, 2).locator(befriend).get_attribute("hidden") is None
    assert tile(asha, 3).locator(befriend).get_attribute("hidden") is not None
    expect(tile(asha, 1).locator(befriend)).to_have_count(0)
    mute = tile(asha, 2).locator("[data-act=mute]")
    expect(mute).to_have_attribute("hx-post", "/room/GT7km2Pq/people/2/mute")
    tile(asha, 2).hover()
    expect(tile(asha, 2).get_by_text("Audio: ON")).to_be_visible()
