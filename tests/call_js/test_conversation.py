"""People in a call see and hear each other, whatever they switch off, and whoever comes and goes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from .browsers import energy, loudness, until
from .conftest import Visitors
from .steps import Enter, connected, control, hears, sees, tile
from .stub import Call

pytestmark = pytest.mark.xdist_group("call")


def test_two_people_see_and_hear_each_other(enter: Enter) -> None:
    asha = enter(1)
    expect(asha.get_by_role("heading", name="Waiting for participants…")).to_be_visible()
    leila = enter(2)
    for page, other in ((asha, 2), (leila, 1)):
        connected(page, other)
        sees(page, other)
        hears(page)
        assert loudness(page, other) > 0.05
    expect(asha.locator(".tiles")).to_have_attribute("data-count", "3")
    expect(asha.get_by_role("button", name="Add More")).to_contain_text("2/10")
    expect(tile(leila, 1).locator("[data-badge=host]")).to_be_visible()


def test_three_people_are_all_connected(enter: Enter) -> None:
    pages = {user: enter(user) for user in (1, 2, 3)}
    for user, page in pages.items():
        for other in pages.keys() - {user}:
            connected(page, other)
            sees(page, other)


def test_muting_silences_and_is_seen_and_nothing_is_negotiated(enter: Enter, call: Call) -> None:
    asha, leila = enter(1), enter(2)
    connected(leila, 1)
    hears(leila)
    offers = [event for event, _ in call.heard].count("call:offer")
    control(asha, "Mic").click()
    expect(control(asha, "Mic")).to_have_attribute("aria-pressed", "false")
    expect(tile(leila, 1)).to_have_attribute("data-mic", "off")

    def energy_in_a_second() -> float:
        before = energy(leila)
        leila.wait_for_timeout(1000)
        return energy(leila) - before

    # What was said before is on its way for a moment yet.
    until(leila, lambda: energy_in_a_second() < 0.001)
    asha.keyboard.press("m")
    expect(tile(leila, 1)).to_have_attribute("data-mic", "on")
    hears(leila)
    assert [event for event, _ in call.heard].count("call:offer") == offers


def test_a_camera_that_is_off_is_let_go_and_the_sound_stays(enter: Enter, call: Call) -> None:
    asha, leila = enter(1), enter(2)
    connected(leila, 1)
    sees(leila, 1)
    offers = [event for event, _ in call.heard].count("call:offer")
    control(asha, "Camera").click()
    expect(tile(leila, 1)).to_have_attribute("data-camera", "off")
    expect(tile(leila, 1).locator("video")).to_be_hidden()
    assert asha.evaluate("document.querySelector('.tile--mirror video').srcObject.getVideoTracks().length") == 0
    assert loudness(leila, 1) > 0.05
    control(asha, "Camera").click()
    expect(tile(leila, 1).locator("video")).to_be_visible()
    sees(leila, 1)
    assert [event for event, _ in call.heard].count("call:offer") == offers


def test_a_face_stands_in_the_tile_until_its_first_picture(visitors: Visitors, enter: Enter, chromium: Browser) -> None:
    asha, _ = visitors.open(chromium, "/room?user=1&name=Asha Rao&role=owner", SIGHTLESS), enter(2)
    connected(asha, 2)
    face = tile(asha, 2).locator(".avatar")
    expect(face).to_be_visible()
    middle = "face => [face.getBoundingClientRect(), face.closest('li').getBoundingClientRect()].map(({ x, width }) => x + width / 2)"
    assert len({round(place) for place in face.evaluate(middle)}) == 1
    asha.evaluate("isSighted = true")
    tile(asha, 2).locator("video").dispatch_event("resize")
    expect(face).to_be_hidden()


SIGHTLESS = """
window.isSighted = false;
const { get } = Object.getOwnPropertyDescriptor(HTMLVideoElement.prototype, "videoWidth");
Object.defineProperty(HTMLVideoElement.prototype, "videoWidth", { get() { return isSighted ? get.call(this) : 0; } });
"""


def test_who_comes_with_the_camera_off_is_heard(enter: Enter) -> None:
    asha = enter(1)
    control(asha, "Camera").click()
    leila = enter(2)
    connected(leila, 1)
    assert loudness(leila, 1) > 0.05
    control(asha, "Camera").click()
    sees(leila, 1)


def test_who_leaves_is_gone_at_once(enter: Enter) -> None:
    asha, leila = enter(1), enter(2)
    connected(asha, 2)
    leila.get_by_role("button", name="Leave").first.click()
    expect(tile(asha, 2)).to_have_count(0)
    expect(asha.get_by_role("button", name="Invite Friends")).to_be_visible()


def test_who_reloads_is_back_with_the_same_switches(enter: Enter) -> None:
    asha, leila = enter(1), enter(2)
    connected(asha, 2)
    control(leila, "Mic").click()
    expect(tile(asha, 2)).to_have_attribute("data-mic", "off")
    leila.reload()
    connected(leila, 1)
    expect(control(leila, "Mic")).to_have_attribute("aria-pressed", "false")
    expect(tile(asha, 2)).to_have_count(1)
    connected(asha, 2)
    sees(asha, 2)
    sees(leila, 1)
