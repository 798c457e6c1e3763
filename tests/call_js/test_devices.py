"""Trying out camera and microphone, and joining with whatever there is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.servers.browser import DEVICES, launch

from .browsers import until
from .conftest import Visitors
from .steps import Enter, connected, control, hears, tile
from .stub import Call

pytestmark = pytest.mark.xdist_group("call")


@pytest.fixture(scope="module")
def bare(playwright: Playwright) -> Iterator[Browser]:
    """A browser on a machine without camera and microphone."""
    browser = launch(playwright, without=[DEVICES])
    yield browser
    browser.close()


def said(page: Page) -> list[str]:
    """The toasts since the page was loaded, where PLUGGING gathers them."""
    return page.evaluate("window.said.map(({ text }) => text)")


def wishes(page: Page) -> dict[str, bool]:
    return json.loads(page.evaluate("sessionStorage.getItem('guftagu:devices')"))


def test_the_preview_shows_and_hears(visitors: Visitors, chromium: Browser) -> None:
    page = visitors.open(chromium, "/preview")
    video = page.locator("device-preview video")
    expect(video).to_be_visible()
    until(page, lambda: video.evaluate("video => video.getVideoPlaybackQuality().totalVideoFrames > 5"))
    expect(page.get_by_text("We hear you")).to_be_visible()
    until(page, lambda: page.locator(".meter i.on").count() > 0)
    assert page.get_by_label("Microphone", exact=True).locator("option").count() > 0
    assert page.get_by_label("Camera", exact=True).locator("option").count() > 0
    page.get_by_role("button", name="Test sound").click()


def test_what_is_chosen_in_the_preview_is_taken_along(visitors: Visitors, chromium: Browser) -> None:
    page = visitors.open(chromium, "/preview")
    camera = page.get_by_role("button", name="Camera")
    expect(camera).to_have_attribute("aria-pressed", "true")
    camera.click()
    expect(camera).to_have_attribute("aria-pressed", "false")
    expect(page.locator("device-preview video")).to_be_hidden()
    page.get_by_role("button", name="Join Room").click()
    page.wait_for_url("**/joined")
    assert wishes(page) == {"mic": True, "camera": False}
    page.goto(visitors.address + "/room?user=1&name=Asha Rao&role=owner")
    expect(control(page, "Mic")).to_have_attribute("aria-pressed", "true")
    expect(control(page, "Camera")).to_have_attribute("aria-pressed", "false")


def test_joining_with_audio_only_leaves_the_camera_off(visitors: Visitors, chromium: Browser) -> None:
    page = visitors.open(chromium, "/preview")
    page.get_by_role("button", name="Join with audio only").click()
    page.wait_for_url("**/joined")
    assert wishes(page) == {"mic": True, "camera": False}


def test_a_refusal_is_explained_and_can_be_taken_back(visitors: Visitors, chromium: Browser) -> None:
    page = visitors.open(chromium, "/preview", script=REFUSING)
    expect(page.get_by_role("heading", name="Permission Required")).to_be_visible()
    expect(page.locator("[data-steps]")).to_contain_text("Click the icon left of the address")
    expect(page.get_by_role("link", name="Check everything")).to_have_attribute("href", "/doctor")
    page.evaluate("window.isRefusing = false")
    page.get_by_role("button", name="Grant Permission").click()
    expect(page.locator("device-preview video")).to_be_visible()
    expect(page.get_by_role("heading", name="Permission Required")).to_be_hidden()


def test_a_refused_camera_leaves_the_microphone(visitors: Visitors, chromium: Browser) -> None:
    page = visitors.open(chromium, "/preview", script=REFUSING.replace("isRefusing = true", "isRefusing = 'video'"))
    expect(page.get_by_text(re.compile("blocks the camera for this page"))).to_be_visible()
    expect(page.get_by_role("button", name="Mic")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Join with Audio Only", exact=True).click()
    page.wait_for_url("**/joined")
    assert wishes(page)["camera"] is False


def test_without_any_device_one_still_joins_and_hears(enter: Enter, visitors: Visitors, bare: Browser) -> None:
    page = visitors.open(bare, "/preview")
    expect(page.get_by_role("heading", name="No camera or microphone found")).to_be_visible()
    # There is no sound to join with: what can be had is offered by its name.
    expect(page.get_by_role("button", name="Join with Audio Only", exact=True)).to_be_hidden()
    page.get_by_role("button", name="Join Only to Listen").click()
    page.wait_for_url("**/joined")
    assert wishes(page) == {"mic": False, "camera": False}
    asha, leila = enter(1), enter(2, bare)
    connected(leila, 1)
    hears(leila)
    expect(tile(asha, 2)).to_have_attribute("data-mic", "off")
    expect(tile(asha, 2)).to_have_attribute("data-camera", "off")
    control(leila, "Camera").click()
    expect(control(leila, "Camera")).to_have_attribute("aria-pressed", "false")


def test_a_browser_that_cannot_hold_calls_is_told_so_and_takes_no_seat(
    enter: Enter, visitors: Visitors, call: Call, chromium: Browser
) -> None:
    page = visitors.open(chromium, "/preview", script=UNABLE)
    words = page.get_by_role("heading", name="This browser cannot hold calls")
    expect(words).to_be_visible()
    expect(page.locator("[data-steps]")).to_contain_text("Open the same link in a current Chrome")
    expect(page.get_by_role("button", name="Join with Audio Only", exact=True)).to_be_hidden()
    page.goto(visitors.address + "/room?user=1&name=Asha Rao&role=owner")
    expect(words).to_be_visible()
    expect(page.get_by_role("link", name="Check everything")).to_have_attribute("href", "/doctor")
    expect(control(page, "Mic")).to_have_count(0)
    expect(control(page, "Chat")).to_be_visible()
    leila = enter(2)
    call.await_join(2)
    expect(tile(leila, 1)).to_have_count(0)
    assert len(call.people) == 1


UNABLE = "delete window.RTCPeerConnection;"


def test_another_microphone_can_be_taken_in_the_middle(enter: Enter) -> None:
    asha, leila = enter(1), enter(2)
    connected(leila, 1)
    label = "document.querySelector('.tile--mirror video').srcObject.getAudioTracks()[0]?.label"
    before = asha.evaluate(label)
    control(asha, "More").click()
    choice = asha.get_by_label("Microphone", exact=True)
    expect(choice.locator("option")).not_to_have_count(0)
    others = [option for option in choice.locator("option").all_inner_texts() if option != before]
    choice.select_option(label=others[-1])
    until(asha, lambda: asha.evaluate(label) == others[-1])
    hears(leila)


REFUSING = """
window.isRefusing = true;
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = (wanted) =>
  window.isRefusing === true || wanted[window.isRefusing]
    ? Promise.reject(new DOMException("no", "NotAllowedError"))
    : ask(wanted);
"""


def test_what_is_unplugged_is_replaced_and_what_is_plugged_in_is_offered(
    enter: Enter, visitors: Visitors, chromium: Browser
) -> None:
    asha = visitors.open(chromium, "/room?user=1&name=Asha Rao&role=owner", script=PLUGGING)
    leila = enter(2)
    connected(leila, 1)
    expect(asha.locator("[data-said=reactions]")).to_be_attached()
    label = "document.querySelector('.tile--mirror video').srcObject.getAudioTracks()[0]?.label"
    control(asha, "More").click()
    choice = asha.get_by_label("Microphone", exact=True)
    choice.select_option(label="Fake Audio Input 1")
    until(asha, lambda: asha.evaluate(label) == "Fake Audio Input 1")
    asha.evaluate(f"{label.removesuffix('?.label')}.dispatchEvent(new Event('ended'))")
    until(asha, lambda: any(text.startswith("Fake Audio Input 1 is gone. ") for text in said(asha)))
    hears(leila)
    asha.evaluate("window.plug('WH-1000XM4 Hands-Free AG Audio (Bluetooth)')")
    until(asha, lambda: said(asha)[-1] == "WH-1000XM4 (Bluetooth) is plugged in")
    asha.evaluate("window.said.at(-1).action.act()")
    until(asha, lambda: asha.evaluate(label) == "Fake Audio Input 2")
    hears(leila)


def test_a_device_that_cannot_be_had_leaves_the_one_from_before(visitors: Visitors, chromium: Browser) -> None:
    page = visitors.open(chromium, "/room?user=1&name=Asha Rao&role=owner", script=PLUGGING + BUSY)
    label = "document.querySelector('.tile--mirror video')?.srcObject?.getAudioTracks()[0]?.label"
    until(page, lambda: page.evaluate(label))
    before = page.evaluate(label)
    control(page, "More").click()
    choice = page.get_by_label("Microphone", exact=True)
    expect(choice.locator("option")).not_to_have_count(0)
    choice.select_option(label="Fake Audio Input 1")
    until(page, lambda: any(text.startswith("The microphone is used by another program") for text in said(page)))
    until(page, lambda: page.evaluate(label) == before)
    expect(choice.locator("option:checked")).to_have_text(before.removeprefix("Default - "))
    expect(control(page, "Mic")).to_have_attribute("aria-pressed", "true")


def test_permission_that_is_taken_back_in_the_middle_is_explained(visitors: Visitors, chromium: Browser) -> None:
    script = PLUGGING + REFUSING.replace("isRefusing = true", "isRefusing = false")
    page = visitors.open(chromium, "/room?user=1&name=Asha Rao&role=owner", script=script)
    expect(control(page, "Camera")).to_have_attribute("aria-pressed", "true")
    page.evaluate("window.isRefusing = true")
    page.evaluate("document.querySelector('video').srcObject.getVideoTracks()[0].dispatchEvent(new Event('ended'))")
    until(page, lambda: any(text.startswith("Your browser blocks the camera") for text in said(page)))
    expect(control(page, "Camera")).to_have_attribute("aria-pressed", "false")
    expect(control(page, "Mic")).to_have_attribute("aria-pressed", "true")


# Whoever asks for a certain microphone other than the system's choice does not get it.
BUSY = """
const give = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = (wanted) =>
  (wanted.audio?.deviceId?.exact ?? "default") === "default"
    ? give(wanted)
    : Promise.reject(new DOMException("busy", "NotReadableError"));
"""
# Toasts are gathered in window.said; one device is there only after window.plug(), and then by another name.
PLUGGING = """
window.said = [];
document.addEventListener("toast", ({ detail }) => window.said.push(detail));
const list = navigator.mediaDevices.enumerateDevices.bind(navigator.mediaDevices);
const named = "Fake Audio Input 2";
let label = "";
navigator.mediaDevices.enumerateDevices = async () =>
  (await list()).filter((one) => one.label !== named || label).map((one) =>
    one.label === named ? { deviceId: one.deviceId, groupId: one.groupId, kind: one.kind, label } : one);
window.plug = (name) => {
  label = name;
  navigator.mediaDevices.dispatchEvent(new Event("devicechange"));
};
"""
