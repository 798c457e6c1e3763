"""Two who speak first at the same time: one call comes of it, and every track finds its place."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from .conftest import Visitors

pytestmark = pytest.mark.xdist_group("call")

# Two sides in one page. The second opens its end just when the first one's offer is on the way, as after a
# restart; `delays` is how long each side's signals take.
MEET = """async ([first, second, delays]) => {
  const { Peers } = await import("/static/js/call/peers.js");
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");
  setInterval(() => context.fillRect(0, 0, Math.random() * 99, 9), 40);
  const sides = {};
  const side = (me, other) => {
    const people = new Map([[other, { camera: true, screen: false }]]);
    const send = (event, data) => {
      opened ||= me === first;
      if (opened === true) { opened = "yes"; sides[second].match(true); }
      const { to, ...said } = data;
      setTimeout(() => sides[to].hear({ ...said, from: me }), delays[me === first ? 0 : 1]);
    };
    const peers = new Peers({ people, participant: me }, send, () => {});
    peers.tracks.camera = canvas.captureStream(25).getVideoTracks()[0];
    sides[me] = peers;
  };
  let opened = false;
  side(first, second);
  side(second, first);
  sides[first].match(true);
  const met = () => Object.values(sides).every(({ all }) => [...all.values()].every((peer) =>
    peer.state === "connected" && peer.reception.stream.getVideoTracks().length === 1));
  for (let round = 0; round < 100 && !met(); round++) await new Promise((done) => setTimeout(done, 100));
  return Object.values(sides).map(({ all }) => [...all.values()].map((peer) => [
    peer.state, peer.connection.getTransceivers().length, peer.reception.stream.getVideoTracks().length]));
}"""


@pytest.mark.parametrize("ids", [("a", "b"), ("b", "a")], ids=["polite first", "polite second"])
@pytest.mark.parametrize("delays", [(0, 0), (0, 60), (60, 0)], ids=str)
def test_both_speak_first(visitors: Visitors, chromium: Browser, ids: tuple[str, str], delays: tuple[int, int]) -> None:
    page = visitors.open(chromium, "/preview?user=1&name=Asha&role=owner")
    assert page.evaluate(MEET, [*ids, list(delays)]) == [[["connected", 4, 1]], [["connected", 4, 1]]]
