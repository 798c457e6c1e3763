"""What is switched off, left or put aside is let go: no light burns, and nothing late switches it on again."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from .browsers import until
from .conftest import Visitors
from .steps import Enter, connected, control, hears

pytestmark = pytest.mark.xdist_group("call")

ROOM = "/room?user=1&name=Asha Rao&role=owner"
# Every track that the page was ever given; what is asked for is given only after window.give().
TRACKS = """
window.tracks = [];
window.held = null;
const grant = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (wanted) => {
  await window.held;
  const stream = await grant(wanted);
  window.tracks.push(...stream.getTracks());
  return stream;
};
const copy = MediaStreamTrack.prototype.clone;
MediaStreamTrack.prototype.clone = function () {
  const track = copy.call(this);
  window.tracks.push(track);
  return track;
};
window.hold = () => { window.held = new Promise((done) => { window.give = () => { window.held = null; done(); }; }); };
"""
LIVE = "window.tracks.filter(({ readyState }) => readyState === 'live').map(({ kind }) => kind).sort().join()"


def come(visitors: Visitors, chromium: Browser, script: str = "") -> Page:
    return visitors.open(chromium, ROOM, script=TRACKS + script)


def lives(page: Page, kinds: str) -> None:
    until(page, lambda: page.evaluate(LIVE) == kinds)


def given(page: Page, count: int) -> None:
    """So many tracks have come by now, and whoever asked for them knows."""
    until(page, lambda: page.evaluate("window.tracks.length") == count)
    page.evaluate("new Promise((done) => setTimeout(done))")


def test_what_the_browser_gives_late_is_not_wanted_any_more(visitors: Visitors, chromium: Browser) -> None:
    page = come(visitors, chromium)
    lives(page, "audio,video")
    camera = control(page, "Camera")
    camera.click()
    lives(page, "audio")
    # On, and off again while the browser still asks.
    page.evaluate("window.hold()")
    camera.click()
    page.evaluate(
        "document.querySelector('call-controls').dispatchEvent(new CustomEvent('switch', { detail: { kind: 'camera', on: false } }))"
    )
    page.evaluate("window.give()")
    given(page, 3)
    expect(camera).to_have_attribute("aria-pressed", "false")
    lives(page, "audio")


def test_a_muted_microphone_that_comes_late_stays_off(visitors: Visitors, chromium: Browser) -> None:
    page = visitors.open(chromium, ROOM, script=TRACKS + "window.hold();")
    expect(page.locator("li.tile--mirror")).to_be_visible()
    page.evaluate(
        "document.dispatchEvent(new CustomEvent('wire:room:host-action', { detail: { data: { action: 'mute', target_user_id: 1 } } }))"
    )
    page.evaluate("window.give()")
    given(page, 2)
    expect(control(page, "Camera")).to_have_attribute("aria-pressed", "true")
    expect(control(page, "Mic")).to_have_attribute("aria-pressed", "false")
    control(page, "Mic").click()
    expect(control(page, "Mic")).to_have_attribute("aria-pressed", "true")


def test_who_was_removed_while_the_browser_asked_is_not_seen(visitors: Visitors, chromium: Browser) -> None:
    page = come(visitors, chromium)
    lives(page, "audio,video")
    control(page, "Camera").click()
    lives(page, "audio")
    page.evaluate("window.hold()")
    control(page, "Camera").click()
    page.evaluate("document.dispatchEvent(new CustomEvent('wire:room:closed', { detail: { data: {} } }))")
    expect(page.get_by_text("Room has been closed by host")).to_be_visible()
    page.evaluate("window.give()")
    given(page, 3)
    lives(page, "")
    # Nor does a device that is replaced, or a key, open anything again.
    page.keyboard.press("v")
    page.evaluate("navigator.mediaDevices.dispatchEvent(new Event('devicechange'))")
    lives(page, "")


def test_no_copy_of_a_microphone_outlives_it(visitors: Visitors, chromium: Browser, enter: Enter) -> None:
    page, leila = come(visitors, chromium), enter(2)
    connected(page, 2)
    connected(leila, 1)
    control(page, "Mic").click()
    # Whoever is muted is listened to by a copy, so that they can be told when they speak.
    lives(page, "audio,audio,video")
    control(page, "More").click()
    choice = page.get_by_label("Microphone", exact=True)
    expect(choice.locator("option")).not_to_have_count(0)
    before = page.evaluate("window.tracks.length")
    choice.select_option(label="Fake Audio Input 2")
    given(page, before + 2)
    lives(page, "audio,audio,video")
    labels = "window.tracks.filter(({ kind, readyState }) => kind === 'audio' && readyState === 'live').map(({ label }) => label)"
    assert set(page.evaluate(labels)) == {"Fake Audio Input 2"}
    page.keyboard.press("Escape")
    control(page, "Mic").click()
    lives(page, "audio,video")
    hears(leila)


def test_a_page_that_is_put_aside_lets_go_and_comes_back_anew(visitors: Visitors, chromium: Browser) -> None:
    page = come(visitors, chromium)
    lives(page, "audio,video")
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    lives(page, "")
    with page.expect_navigation():
        page.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    lives(page, "audio,video")
    expect(control(page, "Mic")).to_have_attribute("aria-pressed", "true")
