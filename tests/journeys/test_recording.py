"""A call recorded in the browser of who asks: those who agreed are in the file, and nobody else."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.call_js.browsers import until

from .conftest import Arrive
from .people import Person

pytestmark = pytest.mark.xdist_group("journeys")
# In place of the camera and the microphone: one colour, and one tone.
DEVICES = """
delete window.showSaveFilePicker;
navigator.mediaDevices.getUserMedia = async ({ audio, video }) => {
  const stream = new MediaStream();
  if (audio) {
    const context = new AudioContext(), out = context.createMediaStreamDestination();
    const tone = new OscillatorNode(context, { frequency: TONE });
    tone.connect(new GainNode(context, { gain: 0.3 })).connect(out);
    tone.start();
    stream.addTrack(out.stream.getAudioTracks()[0]);
  }
  if (video) {
    const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 180 });
    const brush = canvas.getContext("2d");
    setInterval(() => { brush.fillStyle = "COLOUR"; brush.fillRect(0, 0, 320, 180); }, 100);
    stream.addTrack(canvas.captureStream(10).getVideoTracks()[0]);
  }
  return stream;
};
"""
TONES = {"asha": 440, "leila": 1000, "kenji": 2500}
COLOURS = {"asha": "#0000ff", "leila": "#00ff00", "kenji": "#ff00ff"}
# Plays the file to its end; per half second how strong each tone is, and which colours were ever seen.
PLAY = """async ({ file, tones }) => {
  const bytes = Uint8Array.from(atob(file), (letter) => letter.charCodeAt(0));
  const sound = await new AudioContext().decodeAudioData(bytes.slice().buffer);
  const samples = sound.getChannelData(0), size = sound.sampleRate / 2;
  const strength = (from, tone) => {
    let [real, imaginary] = [0, 0];
    for (let each = 0; each < size; each++) {
      const turn = (2 * Math.PI * tone * each) / sound.sampleRate;
      real += samples[from + each] * Math.cos(turn);
      imaginary += samples[from + each] * Math.sin(turn);
    }
    return (2 * Math.hypot(real, imaginary)) / size;
  };
  const heard = [];
  for (let from = 0; from + size <= samples.length; from += size) heard.push(tones.map((tone) => strength(from, tone)));
  const video = Object.assign(document.createElement("video"), { muted: true });
  video.src = URL.createObjectURL(new Blob([bytes], { type: "video/mp4" }));
  const sheet = new OffscreenCanvas(320, 180).getContext("2d", { willReadFrequently: true });
  const seen = { blue: 0, green: 0, magenta: 0 };
  await new Promise((done, fail) => {
    const look = () => {
      sheet.drawImage(video, 0, 0, 320, 180);
      const { data } = sheet.getImageData(0, 0, 320, 180);
      const found = { blue: 0, green: 0, magenta: 0 };
      for (let each = 0; each < data.length; each += 4) {
        const [red, green, blue] = [data[each] > 120, data[each + 1] > 120, data[each + 2] > 120];
        if (blue && !red && !green) found.blue++;
        if (green && !red && !blue) found.green++;
        if (red && blue && !green) found.magenta++;
      }
      for (const name in found) seen[name] = Math.max(seen[name], found[name]);
      video.requestVideoFrameCallback(look);
    };
    video.requestVideoFrameCallback(look);
    video.onended = done;
    video.onerror = () => fail(new Error(video.error.message));
    video.playbackRate = 2;
    video.play();
  });
  const { totalVideoFrames: frames } = video.getVideoPlaybackQuality();
  return { heard, seen, frames, duration: Number.isFinite(video.duration) ? video.duration : -1, width: video.videoWidth, height: video.videoHeight };
}"""


def come(arrive: Arrive, name: str, key: str) -> Person:
    person = arrive(name)
    script = DEVICES.replace("TONE", str(TONES[key])).replace("COLOUR", COLOURS[key])
    person.context.add_init_script(script)
    return person.sign_up()


def question(person: Person) -> Locator:
    return person.page.get_by_role("alertdialog", name="Asha Rao asks to record this call")


def record_button(person: Person) -> Locator:
    person.control("More").click()
    return person.is_told("More").get_by_role("button", name="Record the call")


def who_is_recorded(person: Person) -> Locator:
    person.page.get_by_role("button", name="Who is recorded").click()
    return person.is_told("Who is recorded")


def asks_to_leave(person: Person) -> Locator:
    person.page.get_by_role("link", name="Leave").click()
    dialog = person.is_told("Leave Gaming Night?")
    expect(dialog.get_by_text("You are recording")).to_be_visible()
    return dialog


def listen_for(person: Person, seconds: float) -> None:
    """Time goes by in the recording."""
    person.page.wait_for_timeout(seconds * 1000)


def test_only_who_agreed_is_in_the_recording(arrive: Arrive) -> None:
    asha, leila, kenji = (
        come(arrive, name, key)
        for name, key in (("Asha Rao", "asha"), ("Leila Haddad", "leila"), ("Kenji Mori", "kenji"))
    )
    link = asha.found_room("Gaming Night")
    for person in (asha, leila, kenji):
        person.enter(link)
    for person, others in ((asha, (leila, kenji)), (leila, (asha, kenji)), (kenji, (asha, leila))):
        for other in others:
            person.sees(other)
    expect(record_button(asha)).to_be_hidden()
    asha.page.keyboard.press("Escape")
    asha.open_settings().get_by_label("Recording").check()
    asha.page.keyboard.press("Escape")
    asha.hears_of("Asha Rao turned recording on")
    expect(record_button(leila)).to_be_hidden()
    leila.page.keyboard.press("Escape")
    record_button(asha).click()
    asha.is_told("Record this call?").get_by_role("button", name="Start recording").click()
    asha.hears_of("Asha Rao asks to record")
    for person in (leila, kenji):
        expect(question(person)).to_be_visible()
        expect(person.page.get_by_role("status").filter(has_text="Recording · Asha Rao")).to_be_visible()
        expect(person.page.locator(".room[data-recording]")).to_have_count(1)
    # The question blocks nothing: whoever is asked goes on muting and writing.
    leila.control("Mic").click()
    leila.control("Mic").click()
    leila.page.keyboard.press("Escape")
    expect(question(leila)).to_be_visible()
    question(leila).get_by_role("button", name="Agree").click()
    question(kenji).get_by_role("button", name="Decline").click()
    expect(question(leila)).to_have_count(0)
    expect(question(kenji)).to_have_count(0)
    rows = who_is_recorded(asha).get_by_role("listitem")
    expect(rows.filter(has_text="Leila Haddad")).to_contain_text("Recorded")
    expect(rows.filter(has_text="Kenji Mori")).to_contain_text("Not recorded")
    asha.page.keyboard.press("Escape")
    listen_for(asha, 4)
    who_is_recorded(leila).get_by_role("button", name="Do not record me").click()
    expect(asha.page.locator(".room")).to_have_attribute("data-records", "true")
    listen_for(asha, 3)
    # Who comes back is asked anew, and not recorded before they answer.
    kenji.page.reload()
    expect(question(kenji)).to_be_visible()
    # Who is told what becomes of the recording and stays has not gone: who goes has the file first.
    asks_to_leave(asha).get_by_role("button", name="Cancel").click()
    kenji.sees(asha)
    expect(asha.page.locator(".room")).to_have_attribute("data-records", "true")
    with asha.page.expect_download() as downloading:
        asks_to_leave(asha).get_by_role("button", name="Leave Room").click()
    asha.page.wait_for_url(f"{asha.url}/")
    for person in (leila, kenji):
        expect(person.page.locator(".room[data-recording]")).to_have_count(0)
    expect(question(kenji)).to_have_count(0)
    leila.hears_of("Asha Rao does not record any more")
    assert downloading.value.suggested_filename.endswith(".mp4")
    check(asha, downloading.value.path().read_bytes())


def check(person: Person, file: bytes) -> None:
    page = person.context.new_page()
    page.goto(person.url + "/")
    asked = {"file": base64.b64encode(file).decode(), "tones": list(TONES.values())}
    played: dict[str, Any] = page.evaluate(PLAY, asked)
    assert (played["width"], played["height"]) == (1280, 720)
    assert played["frames"] > 40
    assert played["duration"] > 5
    asha, leila, kenji = zip(*played["heard"], strict=True)
    assert len(asha) > 10
    assert sorted(asha)[len(asha) // 2] > 0.05
    assert max(leila) > 0.05
    # Withdrawn is withdrawn: the last seconds are without her.
    assert max(leila[-3:]) < 0.005
    assert max(kenji) < 0.005
    assert played["seen"]["blue"] > 1000
    assert played["seen"]["green"] > 1000
    # Where two colours meet, coding mixes some dots of any; a tile has more than ten thousand.
    assert played["seen"]["magenta"] < 300


def test_a_file_grows_on_the_device_and_a_demotion_ends_it(arrive: Arrive) -> None:
    asha, kenji = come(arrive, "Asha Rao", "asha"), come(arrive, "Kenji Mori", "kenji")
    opened = """window.showSaveFilePicker = async () =>
      (await navigator.storage.getDirectory()).getFileHandle("recording.webm", { create: true });"""
    kenji.context.add_init_script(opened)
    link = asha.found_room("Gaming Night")
    asha.enter(link)
    kenji.enter(link)
    asha.sees(kenji)
    kenji.sees(asha)
    asha.open_settings().get_by_label("Recording").check()
    asha.page.keyboard.press("Escape")
    asha.act_on(kenji, "Make Co-Host")
    expect(kenji.page.locator(".room")).to_have_attribute("data-role", "cohost")
    kenji.hears_of("Asha Rao turned recording on")
    asked = asha.page.get_by_role("alertdialog", name="Kenji Mori asks to record this call")
    record_button(kenji).click()
    kenji.is_told("Record this call?").get_by_role("button", name="Start recording").click()
    expect(asked).to_be_visible()
    kenji.page.get_by_role("button", name="Stop recording").click()
    expect(asked).to_have_count(0)
    record_button(kenji).click()
    kenji.is_told("Record this call?").get_by_role("button", name="Start recording").click()
    expect(asked).to_be_visible()
    listen_for(kenji, 2)
    asha.act_on(kenji, "Take co-host back")
    expect(kenji.page.locator(".room[data-recording]")).to_have_count(0)
    expect(asked).to_have_count(0)
    size = """async () => {
      const folder = await navigator.storage.getDirectory();
      return (await (await folder.getFileHandle("recording.webm")).getFile()).size;
    }"""
    until(kenji.page, lambda: kenji.page.evaluate(size) > 10_000)
