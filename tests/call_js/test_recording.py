"""Who is in a recording, decided in the recorder's browser: nothing of anybody before they said yes."""

from __future__ import annotations

from typing import Any

import pytest

from .steps import Enter

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
