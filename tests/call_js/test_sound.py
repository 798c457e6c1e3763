"""Whom one hears and how loud, and what is said when nobody hears oneself."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from .browsers import until
from .conftest import Visitors
from .steps import Enter, connected, control, tile
from .test_sharing import SCREEN, share

pytestmark = pytest.mark.xdist_group("call")
# The microphone is a tone whose loudness the test turns: window.voice.gain.value.
VOICE = """
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (wanted) => {
  const stream = await ask(wanted);
  if (wanted.audio) {
    const context = new AudioContext();
    const out = context.createMediaStreamDestination();
    const tone = new OscillatorNode(context);
    window.voice = new GainNode(context, { gain: LOUD });
    tone.connect(window.voice).connect(out);
    tone.start();
    stream.getAudioTracks().forEach((track) => (stream.removeTrack(track), track.stop()));
    stream.addTrack(out.stream.getAudioTracks()[0]);
  }
  return stream;
};
"""
# What the page itself plays or makes louder.
NODES = """
window.notes = 0;
window.gains = [];
window.OscillatorNode = class extends OscillatorNode { constructor(...all) { super(...all); window.notes += 1; } };
window.GainNode = class extends GainNode { constructor(...all) { super(...all); window.gains.push(this); } };
"""
# What is left in the memory of an ear that looks twice a second, a while after a sound of 30 milliseconds.
BLIP = """async () => {
  const { Level, sound } = await import("/static/js/call/level.js");
  const { WINDOW } = await import("/static/js/room/sound/silence.js");
  const out = sound().createMediaStreamDestination();
  const level = new Level(out.stream, WINDOW);
  const tone = new OscillatorNode(sound());
  tone.connect(out);
  tone.start();
  tone.stop(sound().currentTime + 0.03);
  await new Promise((done) => (tone.onended = done));
  await new Promise((done) => setTimeout(done, 300));
  return level.now;
}"""
LOUDEST = """async () => {
  const boost = window.gains.at(-1);
  const ear = boost.context.createAnalyser();
  boost.connect(ear);
  const samples = new Float32Array(ear.fftSize);
  let loudest = 0;
  for (let round = 0; round < 20; round++) {
    await new Promise((done) => setTimeout(done, 100));
    ear.getFloatTimeDomainData(samples);
    loudest = Math.max(loudest, ...samples);
  }
  return loudest;
}"""
# There once a page has fetched what people who are together need.
LISTENING = "[data-said=reactions]"
SENT = """window.connections.flatMap((one) => one.getSenders())
  .some(({ track }) => track?.kind === "audio" && track.enabled)"""


def come_in(visitors: Visitors, browser: Browser, user: int, script: str) -> Page:
    return visitors.open(browser, f"/room?user={user}&name={('Asha Rao', 'Leila Haddad')[user - 1]}&role=owner", script)


def test_who_speaks_while_muted_is_told_and_nothing_is_sent(visitors: Visitors, chromium: Browser) -> None:
    asha = come_in(visitors, chromium, 1, VOICE.replace("LOUD", "0.5"))
    leila = come_in(visitors, chromium, 2, "")
    connected(asha, 2)
    connected(leila, 1)
    control(asha, "Mic").click()
    note = asha.get_by_role("status").filter(has_text="You are muted: nobody hears you")
    expect(note).to_be_visible()
    assert asha.evaluate(SENT) is False
    note.get_by_role("button", name="Unmute").click()
    expect(note).to_be_hidden()
    expect(control(asha, "Mic")).to_have_attribute("aria-pressed", "true")
    assert asha.evaluate(SENT) is True


def test_who_speaks_with_a_hand_up_is_asked_to_lower_it(visitors: Visitors, chromium: Browser) -> None:
    asha = come_in(visitors, chromium, 1, VOICE.replace("LOUD", "0"))
    leila = come_in(visitors, chromium, 2, "")
    connected(asha, 2)
    connected(leila, 1)
    asha.keyboard.press("h")
    expect(tile(leila, 1).locator("[data-badge=hand]")).to_be_visible()
    asha.evaluate("window.voice.gain.value = 0.5")
    note = asha.get_by_role("status").filter(has_text="You are speaking. Lower your hand?")
    expect(note).to_be_visible()
    note.get_by_role("button", name="Lower").click()
    expect(tile(leila, 1).locator("[data-badge=hand]")).to_have_count(0)
    expect(note).to_be_hidden()


def test_a_silent_microphone_is_noticed(visitors: Visitors, chromium: Browser) -> None:
    asha = come_in(visitors, chromium, 1, VOICE.replace("LOUD", "0"))
    come_in(visitors, chromium, 2, "")
    connected(asha, 2)
    note = asha.get_by_role("status").filter(has_text="We hear nothing from")
    expect(note).to_be_visible()
    note.get_by_role("button", name="Pick another").click()
    expect(asha.get_by_role("dialog", name="More").get_by_label("Microphone", exact=True)).to_be_visible()
    asha.keyboard.press("Escape")
    # Systems that cut away whatever is no voice leave short sounds between long silences: none is missed.
    assert asha.evaluate(BLIP) > 0.001
    asha.evaluate("window.voice.gain.value = 0.5")
    expect(note).to_be_hidden()


def test_each_person_has_a_volume_of_their_own(visitors: Visitors, chromium: Browser) -> None:
    asha = come_in(visitors, chromium, 1, NODES)
    leila = come_in(visitors, chromium, 2, VOICE.replace("LOUD", "0.5") + SCREEN)
    connected(asha, 2)
    connected(leila, 1)
    expect(asha.locator(LISTENING)).to_be_attached()
    video = tile(asha, 2).locator("video")
    volume = tile(asha, 2).get_by_role("slider", name="Volume for you")
    # There before anybody points at it, so that Tab comes by.
    expect(volume).to_be_attached()
    volume.fill("40")
    assert video.evaluate("video => [video.volume, video.muted]") == [0.4, False]
    volume.fill("180")
    until(asha, lambda: asha.evaluate(LOUDEST) > 0.1)
    assert asha.evaluate("window.gains.at(-1).gain.value") == pytest.approx(1.8)
    assert video.evaluate("video => [video.volume, video.muted]") == [1, True], "heard once, not twice"
    tile(asha, 2).get_by_role("button", name="Mute for me").click()
    assert video.evaluate("video => [video.volume, video.muted]") == [0, False]
    expect(tile(asha, 2).locator("[data-badge=hushed]")).to_have_text("Muted for you")
    asha.reload()
    connected(asha, 2)
    until(asha, lambda: video.evaluate("video => video.volume") == 0)
    expect(asha.locator(LISTENING)).to_be_attached()
    tile(asha, 2).hover()
    tile(asha, 2).get_by_role("button", name="Unmute for me").click()
    assert video.evaluate("video => video.volume") == 1
    # It is for all that comes from there: their shared screen's sound too.
    share(leila)
    screen = asha.locator("video[data-shared]")
    until(asha, lambda: screen.evaluate("video => video.volume") == 1)
    tile(asha, 2).hover()
    tile(asha, 2).get_by_role("button", name="Actions for Leila Haddad").click()
    asha.get_by_role("dialog", name="Actions for this person").get_by_role("slider").fill("30")
    until(asha, lambda: screen.evaluate("video => Math.round(video.volume * 100)") == 30)


def test_coming_and_going_are_heard_until_they_are_switched_off(visitors: Visitors, chromium: Browser) -> None:
    asha = come_in(visitors, chromium, 1, NODES)
    expect(asha.locator("[data-alone]")).to_be_visible()
    leila = come_in(visitors, chromium, 2, "")
    connected(asha, 2)
    until(asha, lambda: asha.evaluate("window.notes") == 2)
    control(asha, "More").click()
    asha.get_by_role("switch", name="Sounds when people come and go").uncheck()
    asha.keyboard.press("Escape")
    leila.close()
    expect(tile(asha, 2)).to_have_count(0)
    come_in(visitors, chromium, 2, "")
    connected(asha, 2)
    assert asha.evaluate("window.notes") == 2


def test_the_treatment_of_the_own_sound_can_be_chosen(enter: Enter) -> None:
    asha = enter(1)
    track = "document.querySelector('.tile--mirror video')?.srcObject?.getAudioTracks()[0]?.getSettings()"
    until(asha, lambda: asha.evaluate(f"{track}?.noiseSuppression") is True)
    control(asha, "More").click()
    asha.get_by_role("switch", name="Noise suppression").uncheck()
    until(asha, lambda: asha.evaluate(f"{track}?.noiseSuppression") is False)
    assert asha.evaluate(f"{track}.echoCancellation") is True
    asha.reload()
    until(asha, lambda: asha.evaluate(f"{track}?.noiseSuppression") is False)
