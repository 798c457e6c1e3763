"""Six people in one room, each with a browser of their own: everybody sees and hears everybody."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.call_js.browsers import until
from tests.servers.processes import PATIENCE

from .conftest import Arrive
from .people import Person

pytestmark = pytest.mark.xdist_group("journeys")

NAMES = ("Asha Rao", "Leila Haddad", "Kenji Mori", "Tomás Vega", "Jonas Berg", "Mei Lin")
# Six browsers share two cores: small cameras, and sound as the microphones give it.
MODEST = """
const grant = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = ({ audio, video }) => grant({
  audio: audio && { ...audio, echoCancellation: false, noiseSuppression: false, autoGainControl: false },
  video: video && { ...video, width: 320, height: 180 },
});
"""
# By connection: pictures decoded, and the energy of the sound that has come.
RECEIVED = """async () => {
  const found = [];
  for (const connection of window.connections.filter((one) => one.connectionState === "connected")) {
    const stats = [...(await connection.getStats()).values()].filter((stat) => stat.type === "inbound-rtp");
    const sum = (kind, what) => stats.filter((stat) => stat.kind === kind).reduce((all, stat) => all + (stat[what] ?? 0), 0);
    found.push([sum("video", "framesDecoded"), sum("audio", "totalAudioEnergy")]);
  }
  return found;
}"""


@pytest.mark.whole_machine  # fifteen lines and thirty pictures on the cores there are
@pytest.mark.timeout(600)
def test_six_people_see_and_hear_each_other(arrive: Arrive) -> None:
    people = [arrive(name, viewport={"width": 640, "height": 480}) for name in NAMES]
    for person in people:
        person.context.add_init_script(MODEST)
    link = people[0].sign_up().found_room("Around the table", seats=6)
    for person in people:
        person.enter(link)
    for person in people:
        expect(person.page.locator("li.tile[data-state=connected]")).to_have_count(6, timeout=3 * PATIENCE * 1000)
    for person in people:
        receives_from_all(person)
    expect(people[0].page.locator(".tiles")).to_have_attribute("data-count", "6")
    # Whoever goes is gone for all, and the others stay.
    people.pop().go_away()
    for person in people:
        expect(person.page.locator("li.tile[data-user]:not(.is-leaving)")).to_have_count(5)
    receives_from_all(people[0], 4)


def receives_from_all(person: Person, others: int = 5) -> None:
    """From each of the others pictures and sound go on arriving."""
    before = until(person.page, lambda: found if len(found := person.page.evaluate(RECEIVED)) == others else None)

    def grown() -> bool:
        after = person.page.evaluate(RECEIVED)
        return len(after) == others and all(
            now[0] > then[0] and now[1] > then[1] for then, now in zip(before, after, strict=True)
        )

    until(person.page, grown)
