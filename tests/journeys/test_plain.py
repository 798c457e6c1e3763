"""Without JavaScript: plain pages and plain forms do all but the call."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from .conftest import Arrive
from .people import Person

pytestmark = pytest.mark.xdist_group("journeys")


def test_a_room_without_scripts(arrive: Arrive) -> None:
    asha, leila = (arrive(name, java_script_enabled=False) for name in ("Asha Rao", "Leila Haddad"))
    page = asha.register().page
    page.get_by_role("main").get_by_role("link", name="Create Room").click()
    page.get_by_label("Room Name").fill("Quiet Room")
    page.get_by_role("button", name="Create Room").click()
    expect(page.get_by_role("heading", name="Room Created Successfully!")).to_be_visible()
    page.get_by_role("link", name="Join Room Now").click()
    page.get_by_role("button", name="Join Room", exact=True).click()
    expect(page.get_by_role("heading", name="Quiet Room")).to_be_visible()
    expect(page.locator("noscript p")).to_be_visible()
    write(asha, "Hello <i>there</i>")

    code = page.url.split("/")[4]
    leila.page.goto("/")
    leila.page.get_by_role("textbox", name=re.compile("Room code")).fill(f"{code[:4]} {code[4:]}".lower())
    leila.page.get_by_role("button", name="Join Room").click()
    leila.page.get_by_label("Your name in the room").fill(leila.name)
    leila.page.get_by_role("button", name="Join Room", exact=True).click()
    expect(leila.page.get_by_role("log")).to_contain_text("Hello <i>there</i>")
    write(leila, "Good evening")

    page.get_by_role("link", name="Look again every 20 seconds").click()
    expect(page.get_by_role("log")).to_contain_text("Good evening")
    assert "refresh" in page.content() and page.get_by_role("textbox").count() == 0
    page.get_by_role("link", name="Write a message").click()
    assert "refresh" not in page.content()
    leila.page.get_by_role("link", name="Leave").click()
    leila.page.get_by_role("button", name="Leave Room").click()
    leila.page.wait_for_url(f"{leila.url}/")
    leila.page.goto(f"/room/{code}")
    expect(leila.page.get_by_role("button", name="Join Room", exact=True)).to_be_visible()
    write(asha, "Still here")
    expect(page.get_by_role("heading", name="Quiet Room")).to_be_visible()


def write(person: Person, text: str) -> None:
    person.page.get_by_role("textbox", name=re.compile("Message")).fill(text)
    person.page.get_by_role("button", name="Send").click()
    expect(person.page.get_by_role("log")).to_contain_text(text)
