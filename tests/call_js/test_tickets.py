"""Whoever stays longer than the relays' credentials last gets fresh ones, and uses them when the network changes."""

from __future__ import annotations

import pytest

from .browsers import until
from .steps import Enter, connected, hears, sees
from .stub import Call

pytestmark = pytest.mark.xdist_group("call")

SERVERS = [{"urls": ["stun:127.0.0.1:9"]}]
MINUTE = 60_000
ASKS = """async (times) => {
  const { Tickets } = await import("/static/js/call/tickets.js");
  let now = 0;
  const asked = [];
  const mesh = Object.assign(new EventTarget(), {
    roster: { people: new Map([["somebody", {}]]) },
    peers: { all: new Map(), iceServers: [] },
    isCarried: false,
    send: (event) => asked.push([event, now]),
  });
  const tickets = new Tickets(mesh, () => now);
  for (const [time, happens] of times) {
    now = time;
    if (happens === "answer") tickets.take([]);
    else if (happens === "nonsense") tickets.take("stun:everything");
    else if (happens === "alone") mesh.roster.people.clear();
    else if (happens === "joined") mesh.dispatchEvent(new Event("joined"));
    tickets.check();
  }
  return asked;
}"""


def test_a_ticket_is_asked_for_when_it_is_old(enter: Enter) -> None:
    page = enter(1)

    def asks(*times: tuple[float, str]) -> list[float]:
        asked = page.evaluate(ASKS, [[minutes * MINUTE, what] for minutes, what in times])
        assert all(event == "call:ticket" for event, _ in asked)
        return [at / MINUTE for _, at in asked]

    assert asks((1, ""), (7.9, ""), (8, ""), (8.1, ""), (8.6, "")) == [8, 8.6]
    assert asks((9, ""), (9.1, "answer"), (17, ""), (17.2, "")) == [9, 17.2]
    assert asks((9, ""), (9.1, "nonsense"), (9.6, "")) == [9, 9.6]
    assert asks((7, "joined"), (9, ""), (14.9, ""), (15, "")) == [15]
    assert asks((9, "alone"), (60, "")) == []


def test_fresh_servers_are_used_by_the_lines_that_are_there(enter: Enter, call: Call) -> None:
    asha, leila = enter(1), enter(2)
    connected(asha, 2)
    connected(leila, 1)
    configured = "window.connections.at(-1).getConfiguration().iceServers.map(({ urls }) => [urls].flat())"
    assert asha.evaluate(configured) == []
    until(asha, lambda: asha.locator(".bars").count() > 0)
    call.say("call:ticket", {"ice_servers": SERVERS}, to=call.id_of(1))
    until(asha, lambda: asha.evaluate(configured) == [["stun:127.0.0.1:9"]])
    before = [event for event, _ in call.heard].count("call:offer")
    name = "window.connections.at(-1).localDescription.sdp.match(/a=ice-ufrag:(.*)/)[1]"
    ufrag = asha.evaluate(name)
    asha.evaluate("dispatchEvent(new Event('online'))")
    until(asha, lambda: asha.evaluate(name) != ufrag)
    assert [event for event, _ in call.heard].count("call:offer") > before
    assert asha.evaluate("window.connections.length") == 1, "the line was mended, not replaced"
    connected(asha, 2)
    sees(asha, 2)
    sees(leila, 1)
    hears(asha)
