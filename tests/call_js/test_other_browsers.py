"""What other browsers lack or do otherwise, taken away from this one: the call goes on, and nothing throws."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from .browsers import RISEN, until
from .conftest import NAMES, Visitors
from .steps import connected, control, hears, sees, tile
from .stub import Call

pytestmark = pytest.mark.xdist_group("call")
# Clocks that count from elsewhere, speakers that cannot be chosen, volumes that stay as they are, errors that are none.
OTHER = """
const sources = RTCRtpReceiver.prototype.getSynchronizationSources;
RTCRtpReceiver.prototype.getSynchronizationSources = function () {
  return sources.call(this).map(({ timestamp, audioLevel, source }) => ({ timestamp: timestamp / 7 + 5e8, audioLevel, source }));
};
HTMLMediaElement.prototype.setSinkId = async () => { throw new DOMException("gone", "NotFoundError"); };
delete AudioContext.prototype.setSinkId;
Object.defineProperty(HTMLMediaElement.prototype, "volume", { get: () => 1, set: () => {} });
delete window.documentPictureInPicture;
delete HTMLVideoElement.prototype.requestVideoFrameCallback;
delete Element.prototype.checkVisibility;
delete Navigator.prototype.connection;
delete MediaStreamTrack.prototype.contentHint;
Permissions.prototype.query = async () => { throw new TypeError("camera"); };
const brush = HTMLCanvasElement.prototype.getContext, film = HTMLCanvasElement.prototype.captureStream;
HTMLCanvasElement.prototype.getContext = function (...all) { this.isBrushed = true; return brush.apply(this, all); };
HTMLCanvasElement.prototype.captureStream = function (...all) {
  if (!this.isBrushed) throw new DOMException("no context yet", "NS_ERROR_NOT_INITIALIZED");
  return film.apply(this, all);
};
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = (wanted) =>
  wanted.video?.deviceId ? Promise.reject({ name: "OverconstrainedError", constraint: "deviceId" }) : ask(wanted);
localStorage.setItem("guftagu:devices", JSON.stringify({ camera: "one that is not there" }));
window.addEventListener("unhandledrejection", ({ reason }) => { throw reason; });
window.gains = [];
window.GainNode = class extends GainNode { constructor(...all) { super(...all); window.gains.push(this); } };
"""
# While it is asleep, no AudioContext plays; and how many notes were ever made.
ASLEEP = """
window.asleep = true;
window.notes = 0;
const state = Object.getOwnPropertyDescriptor(BaseAudioContext.prototype, "state").get;
Object.defineProperty(AudioContext.prototype, "state", { get() { return window.asleep ? "suspended" : state.call(this); } });
const resume = AudioContext.prototype.resume;
AudioContext.prototype.resume = function () { return window.asleep ? new Promise(() => {}) : resume.call(this); };
window.OscillatorNode = class extends OscillatorNode { constructor(...all) { super(...all); window.notes += 1; } };
"""


def come(visitors: Visitors, chromium: Browser, user: int, script: str) -> Page:
    return visitors.open(chromium, f"/room?user={user}&name={NAMES[user]}&role=owner", script)


def test_a_browser_of_another_kind_takes_part(visitors: Visitors, chromium: Browser, call: Call) -> None:
    asha, leila = (come(visitors, chromium, user, OTHER) for user in (1, 2))
    connected(asha, 2)
    connected(leila, 1)
    sees(asha, 2)
    hears(asha)
    expect(asha.get_by_role("button", name="Turn on sound")).to_be_hidden()
    # Who speaks is seen by the clock of whatever browser it is.
    expect(tile(asha, 2)).to_have_class(re.compile("is-speaking"))
    expect(asha.locator("[data-said=reactions]")).to_be_attached()
    asha.evaluate(RISEN)
    call.say("call:reaction", {"emoji": "👏", "participant": call.id_of(2), "user_id": 2})
    until(asha, lambda: asha.evaluate("window.risen") == [["2", "👏"]])
    tile(asha, 2).hover()
    tile(asha, 2).get_by_label("Volume for you").fill("50")
    until(asha, lambda: asha.evaluate("window.gains.at(-1)?.gain.value") == 0.5)
    assert asha.evaluate("document.querySelector('[data-user=\"2\"] video').muted")
    asha.evaluate("import('/static/js/room/recording/picture.js').then(({ Picture }) => new Picture().stop())")
    control(asha, "More").click()
    expect(asha.get_by_role("dialog", name="More")).to_be_visible()


def test_what_could_not_be_heard_in_time_is_not_heard_later(visitors: Visitors, chromium: Browser) -> None:
    asha = come(visitors, chromium, 1, ASLEEP)
    come(visitors, chromium, 2, "")
    connected(asha, 2)
    # A crowd is heard once: somebody who comes later is heard anew.
    asha.wait_for_timeout(2500)
    asha.evaluate("window.asleep = false")
    come(visitors, chromium, 3, "")
    until(asha, lambda: asha.evaluate("window.notes"))
    assert asha.evaluate("window.notes") == 2
