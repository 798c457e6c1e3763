"""Two people whose networks let nothing through but the relay: a call by way of a real coturn."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.call_js.browsers import until
from tests.servers.coturn import SECRET, Coturn
from tests.servers.guftagu import Guftagu, guftagu_server
from tests.servers.processes import HOST, free_port

from .conftest import Arrive
from .people import Person

pytestmark = pytest.mark.xdist_group("journeys")

# Whatever else a browser could try is not there: so it is behind a firewall that knows only the relay.
ONLY_BY_RELAY = """
const Direct = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Direct {
  constructor(given = {}) { super({ ...given, iceTransportPolicy: "relay" }); }
};
"""
# Of the pair that carries the call: how each end of it was found.
WAY = """async () => {
  const found = [];
  for (const connection of window.connections.filter((one) => one.connectionState === "connected")) {
    const stats = await connection.getStats();
    const transport = [...stats.values()].find((stat) => stat.type === "transport");
    const pair = stats.get(transport.selectedCandidatePairId);
    found.push([stats.get(pair.localCandidateId).candidateType, stats.get(pair.remoteCandidateId).candidateType]);
  }
  return found;
}"""
USERS = """() => window.connections.filter((one) => one.connectionState === "connected")
  .map((one) => one.getConfiguration().iceServers.find((server) => server.username).username)"""


@pytest.fixture(scope="module")
def house(coturn: Coturn) -> Iterator[Guftagu]:
    with guftagu_server(coturn.settings) as server:
        yield server


def enter(arrive: Arrive, name: str) -> Person:
    person = arrive(name)
    person.context.add_init_script(ONLY_BY_RELAY)
    return person


def goes_by_relay(page: Page) -> bool:
    return bool(page.evaluate(WAY) == [["relay", "relay"]])


def test_a_call_goes_through_the_relay(arrive: Arrive, coturn: Coturn) -> None:
    asha, leila = enter(arrive, "Asha Rao"), enter(arrive, "Leila Haddad")
    link = asha.sign_up().found_room("Behind walls")
    asha.enter(link)
    leila.enter(link)
    for one, other in ((asha, leila), (leila, asha)):
        one.sees(other)
        one.hears(other)
        until(one.page, lambda one=one: goes_by_relay(one.page))
    renew(asha)
    asha.page.evaluate("window.connections.at(-1).restartIce()")
    until(asha.page, lambda: goes_by_relay(asha.page))
    asha.sees(leila)
    leila.sees(asha)


def renew(person: Person) -> None:
    """What the page does every few minutes: ask anew, and give every connection the new credentials."""
    [before] = person.page.evaluate(USERS)
    person.page.wait_for_timeout(1100)  # they name the second at which they end
    person.page.evaluate("document.dispatchEvent(new CustomEvent('wire:up'))")
    until(person.page, lambda: person.page.evaluate(USERS) not in ([before], []))


class TestWithoutTheRelay:
    """The same walls, and nobody answers where the relay should be."""

    @pytest.fixture
    def house(self) -> Iterator[Guftagu]:
        env = {"TURN_URLS": f"turn:{HOST}:{free_port()}?transport=udp", "TURN_SECRET": SECRET}
        with guftagu_server(env) as server:
            yield server

    def test_the_tile_says_why_nobody_is_there(self, arrive: Arrive) -> None:
        asha, leila = enter(arrive, "Asha Rao"), enter(arrive, "Leila Haddad")
        link = asha.sign_up().found_room("Behind walls")
        asha.enter(link)
        leila.enter(link)
        words = "No direct way to Leila Haddad, and your network blocks the relay."
        expect(asha.tile(leila).get_by_role("status").filter(has_text=words)).to_be_visible()
        with asha.context.expect_page() as opened:
            asha.tile(leila).get_by_role("link", name="Find out more").click()
        expect(opened.value.get_by_role("heading", name="Will a call work from here?")).to_be_visible()
        expect(asha.page.locator(".room")).to_be_visible()
        expect(asha.page.locator("#dialog-lost a[href='/doctor']")).to_be_attached()
        asha.control("More").click()
        expect(asha.is_told("More").get_by_role("link", name="Check connection")).to_be_visible()
