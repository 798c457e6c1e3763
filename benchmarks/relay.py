"""Two people in networks with no way between them: how soon they see each other by the relay of deploy/coturn."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Playwright, sync_playwright

from tests.call_js.browsers import frames
from tests.journeys.people import Person
from tests.servers import programs
from tests.servers.coturn import coturn_server
from tests.servers.guftagu import Guftagu, guftagu_server
from tests.servers.processes import eventually

from .cable import Cable, cables, somebody
from .figures import show

NAMES = ("Asha Rao", "Leila Haddad")
HEAD = ("what their firewalls let through", "join to the other's picture, s", "the way it takes")
NOTED = """
const Direct = window.RTCPeerConnection;
window.made = [];
window.RTCPeerConnection = class extends Direct {
  constructor(given) { super(given); made.push(this); }
};
"""
WAY = """async () => {
  const stats = await made.at(-1).getStats();
  const transport = [...stats.values()].find(({ type }) => type === "transport");
  const { candidateType, relayProtocol } = stats.get(stats.get(transport.selectedCandidatePairId).localCandidateId);
  return `${candidateType} ${relayProtocol ?? ""}`;
}"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """None: there is one way to do this."""


def run(options: argparse.Namespace) -> None:
    """A row for walls that let UDP through to the relay, and one for walls that do not."""
    with (
        cables(len(NAMES)) as lines,
        sync_playwright() as playwright,
        coturn_server(f"--allowed-peer-ip={lines[0].here}", addresses=[lines[0].here]) as relay,
        guftagu_server({"HOST": "0.0.0.0", **relay.settings}) as server,  # noqa: S104 - both cables lead here
    ):
        server.url = f"http://{lines[0].here}:{server.port}"
        rows = [["UDP and TCP", *_call(playwright, server, lines)]]
        for line in lines:
            line.narrow()
        rows.append(["TCP", *_call(playwright, server, lines)])
    show("Calls between two networks that reach only the relay", HEAD, rows)


def _call(playwright: Playwright, server: Guftagu, lines: Sequence[Cable]) -> list[object]:
    """Seconds from Join to a decoded picture, and by which way it came."""
    with tempfile.TemporaryDirectory() as folder:
        chromium = programs.find("chromium")
        behind = zip((line.program(chromium, Path(folder)) for line in lines), NAMES, strict=True)
        asha, leila = (somebody(playwright, program, server, name) for program, name in behind)
        for person in (asha, leila):
            person.context.add_init_script(NOTED)
        link = asha.register().create_room("Behind walls")
        asha.enter(link)
        leila.page.goto(link)
        leila.page.get_by_label("Your name in the room").fill(leila.name)
        began = time.monotonic()
        leila.page.get_by_role("button", name="Join Room").click()
        leila.page.wait_for_url("**/room/*")
        eventually(lambda: _is_seen(leila, asha), 60)
        seconds = time.monotonic() - began
        way = leila.page.evaluate(WAY)
        for person in (asha, leila):
            browser = person.page.context.browser
            assert browser is not None
            browser.close()
    return [f"{seconds:.1f}", way]


def _is_seen(person: Person, other: Person) -> bool:
    """Whether a picture of the other was decoded."""
    return person.page.locator(".room").count() > 0 and frames(person.page, other.user) > 0
