"""Two who speak first at the same time, or again and again: one call comes of it, and every track finds its place."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from .conftest import Visitors

pytestmark = pytest.mark.xdist_group("call")

# Two sides in one page. The second opens its end just when the first one's offer is on the way, as after a
# restart; `delays` is how long each side's signals take; of the ways to `hidden` the other side hears nothing.
MEET = """async ([first, second, delays, hidden]) => {
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
      const { to, ...said } = structuredClone(data);
      if (me === hidden && said.candidate) return;
      if (me === hidden) said.description.sdp = said.description.sdp.replace(/^a=candidate.*\\r\\n/gm, "");
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
    assert page.evaluate(MEET, [*ids, list(delays), ""]) == [[["connected", 4, 1]], [["connected", 4, 1]]]


@pytest.mark.parametrize("ids", [("a", "b"), ("b", "a")], ids=["polite first", "polite second"])
def test_who_pays_no_heed_to_an_offer_heeds_the_ways_that_come_with_the_answer(
    visitors: Visitors, chromium: Browser, ids: tuple[str, str]
) -> None:
    page = visitors.open(chromium, "/preview?user=1&name=Asha&role=owner")
    assert page.evaluate(MEET, [*ids, [0, 0], "b"]) == [[["connected", 4, 1]], [["connected", 4, 1]]]


# The first one starts afresh while the second knows nobody yet: it is still in a frame of Daily's, perhaps.
WAIT = """async ([early, late]) => {
  const { Peers } = await import("/static/js/call/peers.js");
  const offers = [];
  const sides = {};
  const side = (me) => {
    const send = (event, { to, ...said }) => {
      if (me === early && said.description?.type === "offer") offers.push(said);
      setTimeout(() => sides[to].hear({ ...said, from: me }));
    };
    sides[me] = new Peers({ people: new Map(), participant: me }, send, () => {});
  };
  const until = async (isSo) => {
    for (let round = 0; round < 100 && !isSo(); round++) await new Promise((done) => setTimeout(done, 100));
  };
  [early, late].forEach(side);
  sides[early].roster.people.set(late, {});
  for (const number of [1, 2, 3]) {
    sides[early].closeAll();
    sides[early].match(true);
    await until(() => offers.length === number);
  }
  sides[late].roster.people.set(early, {});
  sides[late].match(true);
  const states = () => Object.values(sides).flatMap(({ all }) => [...all.values()].map(({ state }) => state));
  await until(() => states().every((state) => state === "connected"));
  return states();
}"""


@pytest.mark.parametrize("ids", [("a", "b"), ("b", "a")], ids=["polite waits", "polite comes late"])
def test_who_comes_late_answers_what_was_said_last(visitors: Visitors, chromium: Browser, ids: tuple[str, str]) -> None:
    page = visitors.open(chromium, "/preview?user=1&name=Asha&role=owner")
    assert page.evaluate(WAIT, list(ids)) == ["connected", "connected"]


# Clocks that run ten times as fast, and signals that take longer than either side's patience at first.
SLOW = """async (ids) => {
  const { Peers } = await import("/static/js/call/peers.js");
  const later = window.setTimeout.bind(window);
  window.setTimeout = (act, time = 0) => later(act, time / 10);
  const sides = {};
  for (const me of ids) {
    const other = ids.find((id) => id !== me);
    const send = (event, { to, ...said }) => later(() => sides[to].hear({ ...said, from: me }), 1300);
    sides[me] = new Peers({ people: new Map([[other, {}]]), participant: me }, send, () => {});
  }
  sides[ids[0]].match(true);
  sides[ids[1]].match(false);
  const states = () => Object.values(sides).flatMap(({ all }) => [...all.values()].map(({ state }) => state));
  for (let round = 0; round < 300 && states().some((state) => state !== "connected"); round++) {
    await new Promise((done) => later(done, 100));
  }
  return states();
}"""


@pytest.mark.parametrize("ids", [("a", "b"), ("b", "a")], ids=["polite first", "polite second"])
def test_slow_machines_are_given_the_time_they_need(
    visitors: Visitors, chromium: Browser, ids: tuple[str, str]
) -> None:
    page = visitors.open(chromium, "/preview?user=1&name=Asha&role=owner")
    assert page.evaluate(SLOW, list(ids)) == ["connected", "connected"]


# How long is waited for a connection that never held before: at first, and once every way was tried in vain.
IN_VAIN = """async (failures) => {
  const { Restarts } = await import("/static/js/call/restarts.js");
  const waits = [];
  window.setTimeout = (_, time) => void waits.push(time);
  const connection = Object.assign(new EventTarget(), { iceConnectionState: "new" });
  new Restarts(connection, { patience: 1, failures, restart() {}, giveUp() {} });
  connection.iceConnectionState = "failed";
  connection.dispatchEvent(new Event("iceconnectionstatechange"));
  return waits;
}"""


@pytest.mark.parametrize(
    ("failures", "waits"), [(0, [12_000, 2_000]), (1, [24_000, 4_000]), (9, [96_000, 16_000])], ids=str
)
def test_who_cannot_be_reached_is_tried_again_soon(
    visitors: Visitors, chromium: Browser, failures: int, waits: list[int]
) -> None:
    page = visitors.open(chromium, "/preview?user=1&name=Asha&role=owner")
    assert page.evaluate(IN_VAIN, failures) == waits


# The answer to a connection that was given up meanwhile comes late, and then that to the one after it.
STALE = """async () => {
  const { Peers } = await import("/static/js/call/peers.js");
  const said = { early: [], late: [] };
  const until = async (kind, who, amount) => {
    const all = () => said[who].filter(({ description }) => description?.type === kind);
    while (all().length < amount) await new Promise((done) => setTimeout(done, 20));
    return { ...all()[amount - 1], from: who };
  };
  const side = (me, other) =>
    new Peers({ people: new Map([[other, {}]]), participant: me }, (_, what) => said[me].push(structuredClone(what)), () => {});
  const early = side("early", "late"), late = side("late", "early");
  const taken = [];
  const take = async (answer) => {
    const { negotiation, connection } = early.all.get("late");
    await negotiation.hear(answer);
    taken.push(connection.signalingState);
  };
  early.match(true);
  late.match(false);
  late.hear(await until("offer", "early", 1));
  const stale = await until("answer", "late", 1);
  early.closeAll();
  early.match(true);
  const offer = await until("offer", "early", 2);
  await take(stale);
  late.hear(offer);
  await take(await until("answer", "late", 2));
  return taken;
}"""


def test_a_late_answer_does_not_spoil_the_next_connection(visitors: Visitors, chromium: Browser) -> None:
    page = visitors.open(chromium, "/preview?user=1&name=Asha&role=owner")
    assert page.evaluate(STALE) == ["have-local-offer", "stable"]
