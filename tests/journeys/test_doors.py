"""The ways into a room: by password, by invitation, by a code however it is written, and with whatever devices."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.servers.browser import DEVICES, PERMISSION, launch
from tests.servers.guftagu import Guftagu

from .conftest import Arrive
from .people import Person

pytestmark = pytest.mark.xdist_group("journeys")


def test_a_room_with_a_password(arrive: Arrive) -> None:
    asha, leila = arrive("Asha Rao"), arrive("Leila Haddad")
    link = asha.register().create_room("Secret", password="open sesame")
    asha.enter(link, audio_only=True)
    page = leila.page
    page.goto(link)
    page.get_by_label("Your name in the room").fill(leila.name)
    page.get_by_label("Room password").fill("open barley")
    page.get_by_role("button", name="Join with audio only").click()
    expect(page.get_by_text("That is not the password of this room.")).to_be_visible()
    expect(page.get_by_label("Your name in the room")).to_have_value(leila.name)
    page.get_by_label("Room password").fill("open sesame")
    page.get_by_role("button", name="Join with audio only").click()
    leila.hears(asha)


def test_a_private_room_by_its_invitation(arrive: Arrive) -> None:
    asha, leila, kenji = arrive("Asha Rao"), arrive("Leila Haddad"), arrive("Kenji Mori")
    asha.enter(asha.register().create_room("Family", private=True), audio_only=True)
    asha.page.get_by_role("link", name="Invite", exact=True).click()
    dialog = asha.is_told("Invite People")
    expect(dialog.locator("copy-button:defined").last).to_be_visible()
    dialog.get_by_role("button", name="Copy Link").click()
    expect(asha.page.get_by_text("Copied").first).to_be_visible()
    link = asha.page.evaluate("navigator.clipboard.readText()")
    assert "/i/" in link
    kenji.page.goto(asha.page.url)
    expect(kenji.page.get_by_role("heading", name="Invite only")).to_be_visible()
    expect(kenji.page.get_by_role("main")).not_to_contain_text("Family")
    leila.enter(link, audio_only=True)
    assert "/i/" not in leila.page.url
    leila.hears(asha)


def test_a_code_however_it_is_written(arrive: Arrive) -> None:
    asha, leila = arrive("Asha Rao"), arrive("Leila Haddad")
    link = asha.register().create_room("Anyhow")
    code, page = link.rpartition("/")[2], leila.page
    asha.enter(link, audio_only=True)
    alone = asha.page.locator("[data-alone]")
    expect(alone.locator("copy-button:defined")).to_be_visible()
    alone.get_by_role("button", name="Copy Code").click()
    expect(asha.page.get_by_text("Room code copied")).to_be_visible()
    assert asha.page.evaluate("navigator.clipboard.readText()") == code
    for typed in (f"{code[:4]} {code[4:]}".lower(), link, f"Come in: {link}?a=b"):
        page.goto("/")
        box = page.get_by_role("textbox", name=re.compile("Room code"))
        button = page.get_by_role("main").get_by_role("button", name="Join Room")
        expect(button).to_be_disabled()
        box.fill(typed)
        expect(box).to_have_value(re.compile(code, re.IGNORECASE))
        button.click()
        expect(page.get_by_role("heading", name="Anyhow")).to_be_visible()
        assert page.url == link
    page.goto("/")
    page.get_by_role("textbox", name=re.compile("Room code")).fill("XYZ789ab")
    page.get_by_role("main").get_by_role("button", name="Join Room").click()
    expect(page.get_by_text("The room “XYZ789ab” doesn’t exist or has expired.")).to_be_visible()


def test_a_full_room(arrive: Arrive) -> None:
    asha, leila, kenji = arrive("Asha Rao"), arrive("Leila Haddad"), arrive("Kenji Mori")
    link = asha.register().create_room("For two", seats=2)
    for person in (asha, leila):
        person.enter(link, audio_only=True)
    expect(asha.page.locator("#room-count")).to_contain_text("2/2")
    page = kenji.page
    page.goto(link)
    page.get_by_label("Your name in the room").fill(kenji.name)
    page.get_by_role("button", name="Join Room").click()
    expect(page.get_by_role("heading", name="Room is Full")).to_be_visible()
    words = "This room has reached maximum capacity (2/2). You can create your own room instead."
    expect(page.get_by_text(words)).to_be_visible()
    expect(page.get_by_role("main").get_by_role("link", name="Cancel")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="Create Room").click()
    expect(page.get_by_role("heading", name="Create a New Room")).to_be_visible()


def test_a_guest_becomes_an_account(arrive: Arrive) -> None:
    asha, leila = arrive("Asha Rao"), arrive("Leila Haddad")
    link = asha.register().create_room("Growing up")
    for person in (asha, leila):
        person.enter(link, audio_only=True)
    leila.say("As a guest")
    asha.reads("As a guest")
    expect(asha.row(leila)).to_contain_text("Guest")
    page, before = leila.page, leila.user
    page.goto("/register")
    expect(page.get_by_label("Name", exact=True)).to_have_value(leila.name)
    leila.register()
    assert leila.user == before
    page.goto(link)
    join, room = page.get_by_role("button", name="Join with audio only"), page.locator(".room")
    expect(join.or_(room)).to_be_visible()
    if join.is_visible():  # the seat is kept for ten seconds only
        join.click()
    expect(room).to_be_visible()
    leila.reads("As a guest")
    expect(leila.page.get_by_role("log").get_by_text("Leila Haddad", exact=True).first).to_be_visible()
    expect(asha.row(leila)).to_contain_text("Leila Haddad")
    expect(asha.row(leila)).not_to_contain_text("Guest")
    asha.act_on(leila, "Add Friend")
    expect(asha.page.get_by_text(f"Friend request sent to {leila.username}")).to_be_visible()


class TestWithoutDevices:
    """A browser that has neither camera nor microphone."""

    @pytest.fixture
    def bare(self, playwright: Playwright) -> Iterator[Browser]:
        browser = launch(playwright, without=(DEVICES, PERMISSION))
        yield browser
        browser.close()

    def test_one_sees_and_hears_all_the_same(self, arrive: Arrive, house: Guftagu, bare: Browser) -> None:
        asha, leila = arrive("Asha Rao"), Person(bare, house.url, "Leila Haddad", permissions=[])
        link = asha.register().create_room("Listening")
        asha.enter(link)
        leila.enter(link)
        leila.sees(asha)
        leila.hears(asha)
        expect(asha.row(leila)).to_contain_text("Muted")
        expect(leila.control("Mic")).to_have_attribute("aria-pressed", "false")
        leila.say("I can only write")
        asha.reads("I can only write")
        assert leila.troubles == []
