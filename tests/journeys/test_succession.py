"""A host who vanishes: the others may take over at once, or the one who was there longest does after the grace."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.servers.guftagu import Guftagu, guftagu_server

from .conftest import Arrive
from .gatherings import gather

pytestmark = pytest.mark.xdist_group("journeys")

QUICK = {"SEAT_LEASE_SECONDS": "4", "DEPARTURE_GRACE_SECONDS": "1"}


class TestClaiming:
    @pytest.fixture
    def house(self) -> Iterator[Guftagu]:
        """The grace is long: nobody takes over who does not ask."""
        with guftagu_server(QUICK | {"HOST_GRACE_SECONDS": "600"}) as server:
            yield server

    def test_another_becomes_host_at_once(self, arrive: Arrive) -> None:
        asha, leila, kenji = gather(arrive)
        asha.go_away()
        for person in (leila, kenji):
            expect(person.is_told("Host Left")).to_contain_text("Do you want to continue the room?")
            person.hears_of("Asha Rao is gone. The room waits for them a little")
        leila.is_told("Host Left").get_by_role("button", name="Become Host").click()
        for person in (leila, kenji):
            expect(person.page.locator("#dialog-host-left")).to_be_hidden()
            expect(person.row(leila)).to_contain_text("Host")
            person.hears_of("Leila Haddad took over as host")
        leila.act_on(kenji, "Mute Kenji Mori")
        expect(kenji.page.get_by_text("The host muted you")).to_be_visible()

    def test_a_host_who_comes_back_in_time_stays_host(self, arrive: Arrive) -> None:
        asha, leila, kenji = gather(arrive)
        link = asha.page.url
        asha.page.goto("/")
        for person in (leila, kenji):
            person.is_told("Host Left")
        asha.enter(link, audio_only=True)
        for person in (leila, kenji):
            expect(person.page.locator("#dialog-host-left")).to_be_hidden()
            expect(person.row(asha)).to_contain_text("Host")
            person.hears_of("Asha Rao is back")


class TestSucceeding:
    @pytest.fixture
    def house(self) -> Iterator[Guftagu]:
        with guftagu_server(QUICK | {"HOST_GRACE_SECONDS": "3"}) as server:
            yield server

    def test_who_was_there_longest_takes_over(self, arrive: Arrive) -> None:
        asha, leila, kenji = gather(arrive, guest=False)
        asha.go_away()
        for person in (leila, kenji):
            person.hears_of("Leila Haddad is the host now")
            expect(person.page.locator("#dialog-host-left")).to_be_hidden()
            expect(person.row(leila)).to_contain_text("Host")
            expect(person.page.locator("#room-count")).to_contain_text("2/5")
        leila.act_on(kenji, "Kick Kenji Mori")
        leila.is_told("Remove Kenji Mori?")
