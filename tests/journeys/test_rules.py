"""What becomes of a room: who has it next, what is allowed in it, and its end."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from .conftest import Arrive
from .gatherings import Three, gather

pytestmark = pytest.mark.xdist_group("journeys")


@pytest.fixture
def three(arrive: Arrive) -> Three:
    return gather(arrive)


def test_leaving_with_an_heir(three: Three) -> None:
    asha, leila, kenji = three
    asha.page.get_by_role("link", name="Leave").click()
    question = asha.is_told("Leave Gaming Night?")
    question.get_by_label("Hand over to").select_option(label="Kenji Mori")
    question.get_by_role("button", name="Leave Room").click()
    asha.page.wait_for_url(f"{asha.url}/")
    for person in (leila, kenji):
        expect(person.row(kenji)).to_contain_text("Host")
        expect(person.page.locator("#room-count")).to_contain_text("2/5")
        person.hears_of("Asha Rao made Kenji Mori the host")
        person.hears_of("Asha Rao left")
        expect(person.page.locator("#dialog-host-left")).to_be_hidden()
    kenji.act_on(leila, "Kick Leila Haddad")
    kenji.is_told("Remove Leila Haddad?")


def test_ending_the_room_for_all(three: Three) -> None:
    asha, leila, kenji = three
    link = asha.page.url
    settings = asha.open_settings()
    settings.get_by_role("link", name="End Room for All").click()
    asha.is_told("End Room for All?").get_by_role("button", name="End Room for All").click()
    asha.page.wait_for_url(f"{asha.url}/")
    for person in (leila, kenji):
        ending = person.is_told("Room has been closed by host")
        assert person.page.evaluate("window.connections.every(c => c.connectionState === 'closed')")
        ending.get_by_role("link", name="Go home").click()
        person.page.wait_for_url(f"{person.url}/")
    leila.page.goto(link)
    expect(leila.page.get_by_role("heading", name="Room closed")).to_be_visible()
    expect(leila.page.get_by_role("main")).to_contain_text("Room has been closed by host.")


def test_switching_chat_off_and_on(three: Three) -> None:
    asha, leila, kenji = three
    leila.say("Before")
    kenji.reads("Before")
    settings = asha.open_settings()
    settings.get_by_role("switch", name="Enable Chat").uncheck()
    for person in (leila, kenji):
        expect(person.page.get_by_text("The host has switched chat off in this room.")).to_be_visible()
        expect(person.page.get_by_role("textbox", name=re.compile("Message"))).to_be_disabled()
    settings.get_by_role("switch", name="Enable Chat").check()
    settings.get_by_role("button", name="Done").click()
    leila.say("And after")
    kenji.reads("And after")
    kenji.reads("Before")


def test_switching_the_cameras_off(arrive: Arrive) -> None:
    asha, leila = arrive("Asha Rao"), arrive("Leila Haddad")
    link = asha.sign_up().found_room("Radio")
    for person in (asha, leila):
        person.enter(link)
    asha.sees(leila)
    settings = asha.open_settings()
    settings.get_by_role("switch", name="Enable Video").uncheck()
    settings.get_by_role("button", name="Done").click()
    for one, other in ((asha, leila), (leila, asha)):
        expect(one.control("Camera")).to_be_hidden()
        expect(one.tile(other).locator("video")).to_be_hidden()
        expect(one.row(other)).to_contain_text("Video off")
