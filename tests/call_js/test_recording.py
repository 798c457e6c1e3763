"""Who is in a recording, decided in the recorder's browser: nothing of anybody before they said yes."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from .browsers import until
from .conftest import NAMES, ROLES, Visitors
from .steps import Enter, connected, control
from .stub import Call
from .test_sharing import SCREEN, share

pytestmark = pytest.mark.xdist_group("call")
# Three people with a camera, a sound and a screen each; who is in it, after each thing that the server says.
CAST = """async said => {
  const { Consents } = await import("/static/js/call/recorder-consents.js");
  const { castOf } = await import("/static/js/room/recording/cast.js");
  const tracks = (kind) => {
    const canvas = document.createElement("canvas").captureStream().getVideoTracks();
    const sound = new AudioContext().createMediaStreamDestination().stream.getAudioTracks();
    return new MediaStream(kind === "all" ? [...canvas, ...sound] : canvas);
  };
  const face = (participant, name) => {
    const person = { participant, name, initials: name[0], tint: 1, camera: true, screen: true };
    return { person, stream: tracks("all"), display: tracks("all") };
  };
  const own = face("a", "Asha");
  const mesh = { roster: { participant: "a" }, faces: [face("b", "Leila"), face("c", "Kenji")] };
  const switches = { mic: true, camera: true, screen: true };
  const page = { room: { dataset: { name: "Asha", me: "1" } }, sitting: { mesh, media: own, display: own.display, switches } };
  const consents = new Consents();
  return said.map(([event, data]) => {
    consents.hear(event, data);
    return castOf(page, consents)
      .filter(({ isRecorded, camera, screen, sounds }) => isRecorded || camera || screen || sounds.length)
      .map(({ key, camera, screen, sounds }) => `${key}${camera ? 1 : 0}${screen ? 1 : 0}${sounds.length}`);
  });
}"""
PLACES = """async () => {
  const { placesOf } = await import("/static/js/call/recorder-grid.js");
  const frame = { x: 0, y: 0, width: 1280, height: 720 };
  return [0, 1, 2].flatMap((screens) => [1, 2, 3, 4, 5, 7, 10].map((people) => {
    const places = placesOf(screens, people, frame);
    return [...places.screens, ...places.people];
  }));
}"""
# Whether what a person sees in the middle of an element is the element itself.
SEEN = """element => {
  const { x, y, width, height } = element.getBoundingClientRect();
  const page = element.ownerDocument;
  return width > 0 && element.contains(page.elementFromPoint(x + width / 2, y + height / 2));
}"""
# Four seconds as this browser records them, written as the test says: in what parts, and to where.
FILM = """async ({ part, toFile }) => {
  if (toFile) window.showSaveFilePicker = async () =>
    (await navigator.storage.getDirectory()).getFileHandle("film", { create: true });
  else delete window.showSaveFilePicker;
  const { openSink } = await import("/static/js/call/recorder-file.js");
  const { Recorder, recordingType } = await import("/static/js/call/recorder.js");
  const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 180 });
  const brush = canvas.getContext("2d");
  let hue = 0;
  const timer = setInterval(() => { brush.fillStyle = `hsl(${hue++} 60% 60%)`; brush.fillRect(0, 0, 320, 180); }, 50);
  const sound = new AudioContext(), out = sound.createMediaStreamDestination();
  const tone = new OscillatorNode(sound);
  tone.connect(out);
  tone.start();
  const sink = await openSink("film", "webm");
  const cut = part ? { ...sink, write: async (blob) => {
    for (let at = 0; at < blob.size; at += part) await sink.write(blob.slice(at, at + part));
  } } : sink;
  const stream = new MediaStream([...canvas.captureStream(20).getVideoTracks(), ...out.stream.getAudioTracks()]);
  const recorder = new Recorder(stream, cut);
  recorder.start();
  const began = performance.now();
  await new Promise((done) => setTimeout(done, 5000));
  const blob = await recorder.finish();
  const lasted = (performance.now() - began) / 1000;
  clearInterval(timer);
  const file = blob ?? await (await (await navigator.storage.getDirectory()).getFileHandle("film")).getFile();
  const video = Object.assign(document.createElement("video"), { muted: true });
  video.src = URL.createObjectURL(file);
  await new Promise((done, fail) => { video.onloadedmetadata = done; video.onerror = () => fail(new Error(video.error.message)); });
  const { duration } = video;
  const seek = (time) => new Promise((done) => { video.onseeked = () => done(video.currentTime); video.currentTime = time; });
  const sought = [await seek(duration - 0.5), await seek(duration / 2)];
  const ended = new Promise((done) => (video.onended = done));
  video.playbackRate = 4;
  await video.play();
  await ended;
  return { type: recordingType(), duration: Number.isFinite(duration) ? duration : -1, lasted, sought };
}"""
ONLY_WEBM = """
const can = MediaRecorder.isTypeSupported;
MediaRecorder.isTypeSupported = (type) => type.startsWith("video/webm") && can(type);
"""
# The same in parts that end anywhere: what is written is what a whole file would be.
PARTS = """async (part) => {
  const { seekable } = await import("/static/js/call/recorder-webm.js");
  const written = async (bytes, part) => {
    const all = [];
    const sink = seekable({
      write: async (blob) => void all.push(...new Uint8Array(await blob.arrayBuffer())),
      patch: async (at, patch) => void all.splice(at, patch.length, ...patch),
      close: async () => null,
    });
    for (let at = 0; at < bytes.length; at += part) await sink.write(new Blob([bytes.slice(at, at + part)]));
    await sink.close("");
    return all.join();
  };
  const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 64 });
  const brush = canvas.getContext("2d");
  const timer = setInterval(() => { brush.fillStyle = `hsl(${Date.now() % 360} 60% 60%)`; brush.fillRect(0, 0, 64, 64); }, 50);
  const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: "video/webm", videoKeyFrameIntervalDuration: 300 });
  const data = new Promise((done) => (recorder.ondataavailable = ({ data }) => done(data)));
  recorder.start();
  await new Promise((done) => setTimeout(done, 1500));
  recorder.stop();
  const bytes = new Uint8Array(await (await data).arrayBuffer());
  clearInterval(timer);
  const whole = await written(bytes, bytes.length);
  return { isSame: whole === await written(bytes, part), foreign: await written(new Uint8Array([1, 2, 3, 4, 5]), 2) };
}"""
FRAME = "element => getComputedStyle(element, '::after').borderTopStyle"
PEOPLE = [{"participant": each, "agreed": None} for each in "abc"]


def joined(recorder: str | None, **agreed: bool) -> tuple[str, dict[str, Any]]:
    people = [face | {"agreed": agreed.get(str(face["participant"]))} for face in PEOPLE]
    return "call:joined", {"recording": {"allowed": True, "participant": recorder}, "people": people}


def test_nothing_of_anybody_is_recorded_before_they_agree(enter: Enter) -> None:
    page = enter(1)
    story: list[tuple[str, dict[str, Any], list[str]]] = [
        (*joined(None, b=True), []),
        ("call:recording-asked", {"participant": "a"}, ["a112"]),
        ("call:consent", {"participant": "b", "agreed": True}, ["a112", "b112"]),
        ("call:consent", {"participant": "c", "agreed": False}, ["a112", "b112"]),
        ("call:consent", {"participant": "b", "agreed": "yes"}, ["a112"]),
        ("call:consent", {"participant": "b", "agreed": True}, ["a112", "b112"]),
        ("room:participant-left", {"participant": "b"}, ["a112"]),
        ("room:participant-joined", {"participant": "b", "agreed": None}, ["a112"]),
        ("call:consent", {"participant": "c", "agreed": True}, ["a112", "c112"]),
        ("call:recording-ended", {"user_id": 1}, []),
        ("call:recording-asked", {"participant": "a"}, ["a112"]),
        (*joined("a", a=True, c=True), ["a112", "c112"]),
        (*joined(None), []),
    ]
    heard = page.evaluate(CAST, [[event, data] for event, data, _ in story])
    assert heard == [expected for _, _, expected in story]


def test_everybody_has_a_place_in_the_picture(enter: Enter) -> None:
    for places in enter(1).evaluate(PLACES):
        for number, one in enumerate(places):
            assert one["width"] > 40
            assert one["height"] > 40
            assert 0 <= one["x"] <= one["x"] + one["width"] <= 1280
            assert 0 <= one["y"] <= one["y"] + one["height"] <= 720
            for other in places[number + 1 :]:
                beside = one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
                below = one["y"] + one["height"] <= other["y"] or other["y"] + other["height"] <= one["y"]
                assert beside or below


@pytest.mark.parametrize(
    ("script", "film", "kind"),
    [
        ("", {"part": 0, "toFile": False}, "video/mp4"),
        ("", {"part": 0, "toFile": True}, "video/mp4"),
        (ONLY_WEBM, {"part": 0, "toFile": False}, "video/webm"),
        (ONLY_WEBM, {"part": 1000, "toFile": True}, "video/webm"),
    ],
)
def test_a_recording_says_how_long_it_is_and_can_be_sought_in(
    visitors: Visitors, chromium: Browser, script: str, film: dict[str, Any], kind: str
) -> None:
    made = come(visitors, chromium, 1, script).evaluate(FILM, film)
    assert made["type"].startswith(kind)
    assert 0 < made["duration"] <= made["lasted"] + 1
    assert made["duration"] > 2
    assert made["sought"] == pytest.approx([made["duration"] - 0.5, made["duration"] / 2], abs=0.1)


@pytest.mark.parametrize("part", [1, 7, 1000])
def test_it_does_not_matter_where_the_parts_of_a_recording_end(enter: Enter, part: int) -> None:
    made = enter(1).evaluate(PARTS, part)
    assert made == {"isSame": True, "foreign": "1,2,3,4,5"}


def come(visitors: Visitors, chromium: Browser, user: int, script: str = "") -> Page:
    return visitors.open(chromium, f"/room?user={user}&name={NAMES[user]}&role={ROLES[user]}", SCREEN + script)


def record(call: Call, user: int) -> None:
    call.say("call:recording-asked", {"participant": call.id_of(user)})


def test_that_it_is_recorded_is_seen_in_full_screen_and_in_a_window_of_its_own(
    visitors: Visitors, chromium: Browser, call: Call
) -> None:
    asha, leila = come(visitors, chromium, 1), come(visitors, chromium, 2)
    connected(leila, 1)
    connected(asha, 2)
    share(asha)
    full = leila.locator(".spot__main")
    full.hover()
    full.get_by_role("button", name="Full screen").click()
    expect(leila.locator(".spot__main:fullscreen")).to_be_visible()
    record(call, 1)
    badge = leila.get_by_role("status").filter(has_text="Recording · Asha Rao")
    ask = leila.get_by_role("alertdialog", name="Asha Rao asks to record this call")
    expect(badge).to_be_visible()
    until(leila, lambda: badge.evaluate(SEEN) and ask.evaluate(SEEN))
    assert full.evaluate(FRAME) == "solid"
    leila.evaluate("document.exitFullscreen()")
    until(leila, lambda: leila.evaluate("!document.fullscreenElement"))
    until(leila, lambda: badge.evaluate(SEEN) and ask.evaluate(SEEN))
    # The other way round: recorded first, and then filling the screen.
    full.get_by_role("button", name="Full screen").click()
    until(leila, lambda: leila.evaluate("Boolean(document.fullscreenElement)") and badge.evaluate(SEEN))
    leila.evaluate("document.exitFullscreen()")
    until(leila, lambda: leila.evaluate("!document.fullscreenElement"))
    control(leila, "More").click()
    with leila.context.expect_page() as opened:
        leila.get_by_role("button", name="Picture-in-picture").click()
    window = opened.value
    said = window.get_by_text("Recording · Asha Rao")
    expect(said).to_be_visible()
    until(window, lambda: window.locator("body").evaluate(FRAME) == "solid" and said.evaluate(SEEN))
    call.say("call:recording-ended", {"user_id": 1})
    expect(said).to_be_hidden()
    until(window, lambda: window.locator("body").evaluate(FRAME) == "none")
    record(call, 2)
    expect(window.get_by_text("Recording · you")).to_be_visible()
    # Whoever is put out of the call is left with no window of it.
    call.say("room:closed", {}, to=call.id_of(2))
    until(leila, lambda: window.is_closed())


def test_a_picture_alone_is_no_place_for_a_recorded_call(visitors: Visitors, chromium: Browser, call: Call) -> None:
    old = "delete window.documentPictureInPicture;"
    asha, leila = come(visitors, chromium, 1), come(visitors, chromium, 2, old)
    connected(asha, 2)
    connected(leila, 1)
    control(leila, "More").click()
    leila.get_by_role("button", name="Picture-in-picture").click()
    until(leila, lambda: leila.evaluate("Boolean(document.pictureInPictureElement)"))
    record(call, 1)
    until(leila, lambda: leila.evaluate("!document.pictureInPictureElement"))
    words = "The call is recorded: it stays in the page, where everybody sees that"
    until(leila, lambda: words in leila.evaluate("window.said"))
