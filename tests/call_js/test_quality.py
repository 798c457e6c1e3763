"""Thin links: what is read of a connection, which step follows from it, and that both sides are told in words."""

from __future__ import annotations

import itertools
import math
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from .browsers import until
from .conftest import Visitors
from .lines import TOLD
from .steps import connected, hears, tile
from .stub import Call

pytestmark = pytest.mark.xdist_group("call")

HD, SD, LOW, SPEAKER, STILLS, AUDIO = range(6)
GOOD = {"lossUp": 0, "lossDown": 0, "rtt": 0.05, "limit": "none", "available": 3_000_000}
ANYTHING = {"height": 1080, "fps": 30, "bitrate": 5_000_000, "screen": 2160, "screenFps": 30}
ANYTHING |= {"asked": False, "spent": False, "why": "size"}
SCENE = {
    "step": HD,
    "people": 2,
    "quality": "auto",
    "cap": 5_000_000,
    "isSpent": False,
    "isSpeaking": False,
    "isShared": False,
    "want": ANYTHING,
}
WALK = """async ([readings, asked]) => {
  const { FRESH, advance } = await import("/static/js/call/quality-line.js");
  let line = FRESH;
  return readings.map((reading, index) => {
    line = advance(line, { at: 2000 * index, ...reading }, asked);
    return { step: line.step, strength: line.strength, at: 2 * index };
  });
}"""
CAMERAS = """() => Promise.all(window.connections.filter((one) => one.connectionState === "connected").map(async (one) => {
  const stats = [...(await one.getStats()).values()];
  const camera = stats.find(({ type, kind, mid }) => type === "outbound-rtp" && kind === "video" && mid === "1");
  return { ...one.getTransceivers()[1].sender.getParameters().encodings[0], frameHeight: camera?.frameHeight };
}))"""


@pytest.fixture
def page(visitors: Visitors, chromium: Browser) -> Page:
    """A page from whose origin the modules can be fetched."""
    return visitors.open(chromium, "/preview")


def ask(page: Page, module: str, name: str, *arguments: Any) -> Any:
    code = "async ([path, name, args]) => (await import(path))[name](...args)"
    return page.evaluate(code, [f"/static/js/call/{module}.js", name, list(arguments)])


def walk(page: Page, readings: list[dict[str, Any]], asked: int = 1_500_000) -> list[dict[str, Any]]:
    """What the line to somebody does while these readings come in, one every two seconds."""
    return page.evaluate(WALK, [[GOOD | reading for reading in readings], asked])


def steps(page: Page, readings: list[dict[str, Any]], asked: int = 1_500_000) -> list[int]:
    return [line["step"] for line in walk(page, readings, asked)]


def test_a_line_goes_down_at_once_and_up_with_patience(page: Page) -> None:
    lossy, torn = {"lossUp": 0.12}, {"lossUp": 0.4}
    assert steps(page, [{}, lossy, lossy, lossy, lossy]) == [HD, SD, SD, LOW, LOW]
    assert steps(page, [{}, torn, torn, torn]) == [HD, LOW, LOW, STILLS]
    assert steps(page, [torn, torn, torn, torn, torn, torn, torn])[-1] == AUDIO
    recovery = steps(page, [lossy] + [{}] * 12)
    assert recovery[:5] == [SD] * 5, "not before it was good for ten seconds"
    assert recovery[7] == HD
    # A dirty reading in between starts the patience anew.
    assert steps(page, [lossy, {}, {}, {}, {"lossUp": 0.04}, {}, {}, {}, {}]) == [SD] * 9


def test_a_line_that_relapses_is_tried_ever_more_rarely(page: Page) -> None:
    """Good only while less is sent: each step up fails, and the next one waits twice as long."""
    path = page.evaluate(
        """async (good) => {
          const { FRESH, advance } = await import("/static/js/call/quality-line.js");
          let line = FRESH;
          const ups = [];
          for (let at = 0; at < 900_000; at += 2000) {
            const next = advance(line, { ...good, at, lossUp: line.step < 2 ? 0.15 : 0 }, 1_500_000);
            if (next.step < line.step) ups.push(at);
            line = next;
          }
          return ups;
        }""",
        GOOD,
    )
    waits = [later - before for before, later in itertools.pairwise(path)]
    assert waits == sorted(waits)
    assert waits[-1] >= 100_000
    assert len(path) < 15


def test_what_limits_the_encoder_counts_only_when_it_stays(page: Page) -> None:
    thin = {"limit": "bandwidth", "available": 200_000}
    assert steps(page, [thin, thin, {}, thin, thin, {}]) == [HD] * 6, "the first seconds of every call look so"
    assert steps(page, [{}, thin, thin, thin]) == [HD, HD, HD, SD]
    assert steps(page, [thin | {"available": 1_400_000}] * 9) == [HD] * 9, "near enough to what is asked"
    assert steps(page, [thin] * 9, asked=0) == [HD] * 9, "nothing is sent that could be limited"
    slow = {"limit": "cpu"}
    assert steps(page, [slow] * 30)[-1] == LOW, "a slow machine is not struck blind"


def test_bars_follow_two_readings_in_a_row(page: Page) -> None:
    def bars(*readings: dict[str, Any]) -> list[str]:
        return [line["strength"] for line in walk(page, list(readings))]

    late = {"rtt": 0.4}
    assert bars({}, late, {}, late, {}) == ["good"] * 5
    assert bars(late, late, late) == ["good", "fair", "fair"]
    assert bars({"lossDown": 0.2}, {"lossDown": 0.2}) == ["good", "poor"]
    own = [
        ask(page, "quality-line", "ownStrength", one) for one in (["poor", "good", "good"], ["poor", "poor", "good"])
    ]
    assert own == ["good", "poor"], "one bad line of three is theirs, two are mine"


def test_more_people_lower_the_ceiling_for_everybody(page: Page) -> None:
    def faces(**changes: Any) -> list[dict[str, Any]]:
        return [ask(page, "quality", "faceFor", SCENE | {"people": people} | changes) for people in range(2, 11)]

    assert [face["height"] for face in faces()] == [540, 360, 360, 270, 270, 180, 180, 180, 180]
    assert faces()[0]["bitrate"] == 1_500_000
    for quality, uplink in (("high", 3_000_000), ("auto", 1_500_000), ("saver", 500_000)):
        sent = [face["bitrate"] * (people - 1) for people, face in enumerate(faces(quality=quality), 2)]
        assert max(sent) <= uplink * 1.01, quality
    assert faces(quality="high")[0]["height"] == 720
    assert faces(quality="saver")[0]["height"] == 360
    assert {face["height"] for face in faces(isShared=True)} == {180}, "faces make way for a shared screen"


def test_a_face_is_sent_as_far_as_step_and_tile_allow(page: Page) -> None:
    def face(**changes: Any) -> dict[str, Any]:
        return ask(page, "quality", "faceFor", SCENE | changes)

    assert [face(step=step)["height"] for step in (HD, SD, LOW)] == [540, 360, 180]
    assert [face(step=step)["active"] for step in range(6)] == [True, True, True, False, False, False]
    assert face(step=SPEAKER, isSpeaking=True)["active"]
    assert face(step=SPEAKER, want=ANYTHING | {"asked": True})["active"]
    assert face(step=STILLS, isSpeaking=True)["fps"] == 1
    assert not face(step=AUDIO, isSpeaking=True, want=ANYTHING | {"asked": True})["active"]
    small = face(want=ANYTHING | {"height": 180})
    assert (small["active"], small["height"]) == (True, 180)
    assert small["bitrate"] < 200_000
    assert not face(want=ANYTHING | {"height": 0})["active"]
    assert face(cap=90_000)["bitrate"] == 90_000
    assert face(want=ANYTHING | {"bitrate": 70_000})["bitrate"] == 70_000
    rates = [face(step=step, isSpeaking=True)["bitrate"] for step in range(5)]
    assert rates == sorted(rates, reverse=True)


# One of six, with a line that has just come to be: what the camera's sender is told before anything was measured.
ARRIVE = """async () => {
  const { Regulator } = await import("/static/js/call/quality-regulator.js");
  const told = [];
  const sender = (place) => ({
    track: null,
    getParameters: () => ({ encodings: [{}] }),
    setParameters: async ({ encodings: [encoding] }) => told.push([place, encoding]),
  });
  const peer = { state: "connected", transceiver: (place) => ({ sender: sender(place) }), beside: { say() {} } };
  const people = new Map([..."bcdef"].map((id) => [id, { screen: false }]));
  const peers = { all: new Map([["b", peer]]), tracks: { camera: null, screen: null } };
  const mesh = Object.assign(new EventTarget(), { roster: { people }, peers });
  new Regulator(mesh, new EventTarget(), () => ({ height: 180, screen: 0, asked: false }));
  mesh.dispatchEvent(new Event("state"));
  return told.find(([place]) => place === "camera")?.[1];
}"""


def test_a_new_line_gets_no_more_than_fits_from_the_first_moment(page: Page) -> None:
    told = page.evaluate(ARRIVE)
    assert (told["active"], told["maxBitrate"], told["maxFramerate"]) == (True, 300_000, 20)


def test_a_shared_screen_keeps_its_size_and_gives_up_its_pace(page: Page) -> None:
    screens = [ask(page, "quality", "screenFor", SCENE | {"step": step}) for step in range(6)]
    assert all(screen["active"] and screen["height"] == math.inf for screen in screens), "never scaled"
    assert [screen["fps"] for screen in screens] == [15, 10, 8, 5, 1, 1]
    none = ask(page, "quality", "screenFor", SCENE | {"want": ANYTHING | {"screen": 0}})
    assert not none["active"]
    assert not ask(page, "quality", "screenFor", SCENE | {"isSpent": True})["active"]


@pytest.mark.parametrize("said", [None, 7, "want", [], {"height": "540"}, {"height": None}, {"fps": {"a": 1}}])
def test_nonsense_asks_for_nothing_less(page: Page, said: Any) -> None:
    assert ask(page, "quality-talk", "wantFrom", said) == ANYTHING


def test_what_others_ask_for_is_kept_within_bounds(page: Page) -> None:
    wild = {"height": -5, "fps": 1e9, "screen": 12.6, "asked": "yes", "spent": 1, "why": "<b>"}
    expected = ANYTHING | {"height": 0, "screen": 13}
    assert ask(page, "quality-talk", "wantFrom", wild) == expected
    assert ask(page, "quality-talk", "reasonFrom", "<img>") is None
    assert ask(page, "quality-talk", "reasonFrom", "thin") == "thin"
    tiles = [(120, 160), (640, 360), (1400, 900), (0, 0)]
    picture = {"width": 960, "height": 540}
    heights = [
        ask(page, "quality-talk", "heightFor", {"width": width, "height": height}, picture) for width, height in tiles
    ]
    assert heights == [180, 360, 1080, 0]


PAIR = {"type": "candidate-pair", "id": "P", "nominated": True, "state": "succeeded", "currentRoundTripTime": 0.1}
PAIR |= {"localCandidateId": "L", "remoteCandidateId": "R", "availableOutgoingBitrate": 500_000}
REST = [
    {"type": "local-candidate", "id": "L", "candidateType": "host"},
    {"type": "remote-candidate", "id": "R", "candidateType": "relay"},
    {"type": "remote-inbound-rtp", "id": "A", "kind": "audio", "fractionLost": 0.02},
    {"type": "remote-inbound-rtp", "id": "V", "kind": "video", "fractionLost": 0.09},
    {"type": "outbound-rtp", "id": "S", "kind": "video", "mid": "2", "framesPerSecond": 1, "frameHeight": 1080},
    {"type": "outbound-rtp", "id": "C", "kind": "video", "mid": "1", "framesPerSecond": 24, "frameHeight": 270}
    | {"qualityLimitationReason": "cpu"},
]


def report(at: int, sent: int, received: int, packets: int, lost: int) -> list[dict[str, Any]]:
    counts = {"timestamp": at, "bytesSent": sent, "bytesReceived": received}
    pair = PAIR | counts | {"packetsSent": packets, "packetsReceived": packets}
    heard = {"type": "inbound-rtp", "id": "I", "kind": "audio", "packetsReceived": packets, "packetsLost": lost}
    return [pair, heard | {"jitter": 0.01}, *REST]


def test_a_reading_says_what_the_line_carries(page: Page) -> None:
    first = ask(page, "stats", "readingOf", report(1000, 10_000, 20_000, 100, 0), None)
    assert (first["sent"], first["received"]) == (12_800, 22_800), "each packet has its envelope of 28 bytes"
    assert (first["up"], first["down"], first["lossDown"]) == (0, 0, 0)
    second = ask(page, "stats", "readingOf", report(3000, 20_000, 60_000, 190, 10), first)
    assert second["up"] == (10_000 + 90 * 28) * 4
    assert second["down"] == (40_000 + 90 * 28) * 4
    assert second["carried"] == second["sent"] + second["received"] - first["sent"] - first["received"]
    assert (second["lossUp"], second["lossDown"]) == (0.09, 0.1)
    assert (second["rtt"], second["jitter"], second["available"]) == (0.1, 0.01, 500_000)
    assert (second["limit"], second["fps"], second["height"]) == ("cpu", 24, 270), "the camera's, not the screen's"
    assert second["route"] == {"local": "host", "remote": "relay"}
    # After an ICE restart the browser has forgotten the pair before: what was carried stays carried.
    third = ask(page, "stats", "readingOf", report(5000, 1_000, 1_000, 10, 10), second)
    assert third["sent"] == second["sent"] + 1_280
    assert third["received"] == second["received"] + 1_280
    assert ask(page, "stats", "readingOf", REST, None) is None


def test_two_pages_keep_each_other_informed(visitors: Visitors, chromium: Browser, call: Call) -> None:
    asha = visitors.open(chromium, "/room?user=1&name=Asha Rao&role=owner", script=TOLD)
    leila = visitors.open(chromium, "/room?user=2&name=Leila Haddad&role=member", script=TOLD)
    connected(asha, 2)
    connected(leila, 1)
    for one, other in ((asha, 2), (leila, 1)):
        expect(tile(one, other).locator(".bars")).to_have_attribute("data-strength", "good")
        expect(tile(one, other).locator(".tile__name")).to_contain_text(", line good")
    # A page that shows a small tile is not sent a large picture.
    until(asha, lambda: asha.evaluate(CAMERAS)[0]["maxBitrate"])
    call.say("room:settings-changed", {"quality": "saver"})
    until(asha, lambda: asha.evaluate(CAMERAS)[0]["maxFramerate"] == 20)
    leila.set_viewport_size({"width": 390, "height": 360})
    until(asha, lambda: asha.evaluate(CAMERAS)[0]["scaleResolutionDownBy"] >= 3)
    until(asha, lambda: asha.evaluate(CAMERAS)[0]["frameHeight"] <= 180)
    # With nobody else to share the line with, the camera gives what the room asks for.
    captured = "window.connections.at(-1).getTransceivers()[1].sender.track.getSettings().height"
    assert asha.evaluate(captured) == 540
    call.say("room:settings-changed", {"quality": "high"})
    until(asha, lambda: asha.evaluate(captured) == 720)
    call.say("room:settings-changed", {"quality": "auto"})
    until(asha, lambda: asha.evaluate(captured) == 540)


def test_a_thin_line_steps_down_to_sound_and_both_sides_read_why(visitors: Visitors, chromium: Browser) -> None:
    """One page is told by its browser that half of what it sends is lost."""
    asha = visitors.open(chromium, "/room?user=1&name=Asha Rao&role=owner", script=TOLD)
    leila = visitors.open(chromium, "/room?user=2&name=Leila Haddad&role=member", script=TOLD)
    connected(asha, 2)
    connected(leila, 1)
    asha.evaluate("document.addEventListener('toast', ({ detail }) => (window.said ??= []).push(detail.text))")
    asha.evaluate("window.lossy = true")
    pause = tile(leila, 1).locator(".tile__pause")
    expect(pause).to_have_text("ARAsha Rao’s line is thin: sound only")
    expect(tile(asha, 2).locator(".tile__unseen")).to_have_text("The line to Leila Haddad is thin: they only hear you")
    expect(tile(asha, 2).locator(".bars")).to_have_attribute("data-strength", "poor")
    expect(pause.locator("..").locator(".bars")).to_have_attribute("data-strength", "poor")
    until(asha, lambda: asha.evaluate(CAMERAS)[0]["active"] is False)
    assert leila.evaluate(CAMERAS)[0]["active"] is True, "the other direction is not thin"
    hears(leila)
    assert asha.evaluate("window.said") == ["Your line is thin: pictures step down so that the sound stays"]
    asha.evaluate("window.lossy = false")
    expect(pause).to_have_count(0)
    until(leila, lambda: asha.evaluate(CAMERAS)[0]["active"])


# A page that is none of ours says ten thousand things at once, again a second later, and then a whole book.
FLOOD = """async () => {
  const { Beside } = await import("/static/js/call/beside.js");
  let heard = 0;
  const channel = {}, counts = [], saying = ["{}", "{}", JSON.stringify("x".repeat(100_000)), "{}"];
  const clock = performance.now();
  performance.now = () => clock + 1000 * counts.length;
  new Beside(() => { heard += 1; }).open({ createDataChannel: () => channel });
  for (const data of saying) {
    for (let each = 0; each < (counts.length < 2 ? 10_000 : 1); each++) channel.onmessage({ data });
    counts.push(heard);
  }
  return counts;
}"""


def test_of_a_flood_from_another_page_only_so_much_is_read(page: Page) -> None:
    assert page.evaluate(FLOOD) == [200, 300, 300, 301]
