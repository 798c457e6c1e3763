"""The main job: somebody opens a room, somebody else comes with the link, and they talk."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.servers.guftagu import Guftagu

from .conftest import Arrive
from .people import Person
from .workers import sockets_by_worker

pytestmark = pytest.mark.xdist_group("journeys")


def talk(asha: Person, leila: Person) -> None:
    """Both see and hear each other, write to each other, and see each other come and go."""
    link = asha.register().create_room("Gaming Night")
    asha.enter(link)
    expect(asha.page.get_by_role("heading", name="Waiting for participants…")).to_be_visible()
    leila.enter(link)
    expect(asha.page.get_by_text("Leila Haddad joined").first).to_be_visible()
    for one, other in ((asha, leila), (leila, asha)):
        one.sees(other)
        one.hears(other)
        expect(one.page.locator("#room-count")).to_contain_text("2/5")
    asha.say("Hello Leila, <b>can</b> you hear me?")
    leila.reads("Hello Leila, <b>can</b> you hear me?")
    leila.say("Loud and clear")
    asha.reads("Loud and clear")
    expect(asha.row(leila)).to_contain_text("Guest")
    expect(asha.row(asha)).to_contain_text("Host")


def see_leaving(asha: Person, leila: Person) -> None:
    leila.page.get_by_role("link", name="Leave").click()
    leila.page.get_by_role("dialog").get_by_role("button", name="Leave Room").click()
    leila.page.wait_for_url(f"{leila.url}/")
    expect(asha.page.get_by_text("Leila Haddad left").first).to_be_attached()
    expect(asha.page.locator("#room-count")).to_contain_text("1/5")
    expect(asha.page.get_by_role("heading", name="Waiting for participants…")).to_be_visible()


def test_two_people_talk(arrive: Arrive) -> None:
    asha, leila = arrive("Asha Rao"), arrive("Leila Haddad")
    talk(asha, leila)
    see_leaving(asha, leila)


def test_the_conversation_survives_a_reload(arrive: Arrive) -> None:
    asha, leila = arrive("Asha Rao"), arrive("Leila Haddad")
    talk(asha, leila)
    leila.page.reload()
    leila.reads("Hello Leila, <b>can</b> you hear me?")
    leila.reads("Loud and clear")
    for one, other in ((leila, asha), (asha, leila)):
        one.sees(other)
    expect(asha.page.locator("#room-count")).to_contain_text("2/5")
    expect(asha.page.get_by_text("Leila Haddad left")).to_have_count(0)


def test_three_people_talk(arrive: Arrive) -> None:
    asha, leila, kenji = arrive("Asha Rao"), arrive("Leila Haddad"), arrive("Kenji Mori")
    link = asha.register().create_room("Three")
    for person in (asha, leila, kenji):
        person.enter(link)
    for one in (asha, leila, kenji):
        for other in {asha, leila, kenji} - {one}:
            one.sees(other)
        expect(one.page.locator(".tiles")).to_have_attribute("data-count", "4")
    kenji.say("All three")
    for one in (asha, leila):
        one.reads("All three")


class TestOnTwoWorkers:
    """The same with Redis, PostgreSQL and two workers, the two people on different ones."""

    @pytest.fixture
    def house(self, large_house: Guftagu) -> Guftagu:
        return large_house

    def test_two_people_talk(self, arrive: Arrive, house: Guftagu) -> None:
        asha, leila = arrive("Asha Rao"), arrive("Leila Haddad")
        talk(asha, leila)
        for _ in range(20):
            if len(sockets_by_worker(house, people=2)) == 2:
                break
            leila.page.reload()
            expect(leila.page.locator(".room")).to_be_visible()
        assert len(sockets_by_worker(house, people=2)) == 2, "both stayed on one worker"
        asha.say("Across the workers")
        leila.reads("Across the workers")
        leila.say("And back")
        asha.reads("And back")
        leila.sees(asha)
        see_leaving(asha, leila)
