"""Links that count, and a room that is set while people are in it, as everybody sees it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from .conftest import Arrive
from .people import Person

pytestmark = pytest.mark.xdist_group("journeys")


def open_invite(person: Person) -> Locator:
    person.page.get_by_role("link", name="Invite", exact=True).click()
    dialog = person.is_told("Invite People")
    expect(dialog.locator("copy-button:defined").last).to_be_visible()
    return dialog


def set_seats(settings: Locator, number: int) -> None:
    settings.get_by_role("slider", name=re.compile("Participants")).fill(str(number))


def test_friends_are_asked_by_name(arrive: Arrive) -> None:
    asha, leila = arrive("Asha Rao").sign_up(), arrive("Leila Haddad").sign_up()
    link = asha.found_room("Tea")
    for person in (asha, leila):
        person.enter(link, audio_only=True)
    asha.act_on(leila, "Add Friend")
    leila.page.goto("/friends")
    leila.page.get_by_role("main").get_by_role("button", name=re.compile("Accept")).click()
    leila.page.goto("/")
    asha.enter(asha.found_room("Family", private=True), audio_only=True)
    dialog = open_invite(asha)
    dialog.get_by_role("button", name="Send Invites").click()
    expect(dialog.get_by_text("Tick at least one friend.")).to_be_visible()
    dialog.get_by_role("checkbox", name=re.compile("Leila Haddad")).check()
    dialog.get_by_role("button", name="Send Invites").click()
    expect(dialog).to_be_hidden()
    expect(leila.page.locator("#notices")).to_contain_text("Asha Rao invites you to Family")
    leila.page.reload()
    leila.page.get_by_role("region", name="Invitations").get_by_role("link", name="Join").click()
    leila.page.get_by_role("button", name="Join with audio only").click()
    leila.hears(asha)


def test_a_link_for_one_person(arrive: Arrive) -> None:
    asha, leila, kenji = arrive("Asha Rao"), arrive("Leila Haddad"), arrive("Kenji Mori")
    asha.enter(asha.sign_up().found_room("Family", private=True), audio_only=True)
    dialog = open_invite(asha)
    dialog.get_by_label("Number of uses").select_option("1 use")
    dialog.get_by_label("Ends after").select_option("1 hour")
    dialog.get_by_role("button", name="Create Link").click()
    fresh = asha.page.get_by_role("region", name="Your new invitation link")
    expect(fresh).to_contain_text("Works for 1 hour, for one person.")
    expect(fresh.locator("copy-button:defined")).to_be_visible()
    fresh.get_by_role("button", name="Copy Link").click()
    expect(asha.page.get_by_text("Link copied")).to_be_visible()
    link = str(asha.page.evaluate("navigator.clipboard.readText()"))
    small = fresh.locator("svg.qr").bounding_box()
    fresh.get_by_role("img", name="QR code of the invitation link").click()
    large = fresh.locator("svg.qr").bounding_box()
    assert small and large and large["width"] > 2 * small["width"]
    # Whoever looks at the links that are out sees them come and go, by whosever hand.
    made = asha.is_told("Invite People").get_by_role("list", name="Links that work now").get_by_role("listitem")
    expect(made).to_have_count(2)
    leila.enter(link, audio_only=True)
    expect(made).to_have_count(1)
    leila.hears(asha)
    kenji.page.goto(link)
    expect(kenji.page.get_by_role("heading", name="This invitation has ended")).to_be_visible()
    expect(kenji.page.get_by_role("main")).to_contain_text("used as often as it may be")
    elsewhere = asha.new_page()
    elsewhere.goto(asha.page.url + "/invitations")
    elsewhere.get_by_label("Number of uses").select_option("25 uses")
    elsewhere.get_by_role("button", name="Create Link").click()
    expect(made.filter(has_text="25 of 25")).to_have_count(1)
    expect(asha.page.get_by_role("region", name="Your new invitation link")).to_contain_text("for one person")
    elsewhere.get_by_role("listitem").filter(has_text="25 of 25").get_by_role("button").click()
    expect(made).to_have_count(1)
    made.get_by_role("button", name=re.compile("Revoke")).click()
    expect(made).to_have_count(0)
    expect(asha.page.get_by_text("The link is revoked")).to_be_visible()


def test_the_room_is_set_while_people_are_in_it(arrive: Arrive) -> None:
    asha, leila, kenji = arrive("Asha Rao"), arrive("Leila Haddad"), arrive("Kenji Mori")
    link = asha.sign_up().found_room("Gaming Night")
    for person in (asha, leila, kenji):
        person.enter(link, audio_only=True)
    expect(asha.page.locator("#room-count")).to_contain_text("3/5")
    settings = asha.open_settings()
    settings.get_by_role("switch", name="Password Protection").check()
    settings.get_by_role("button", name="Save Password").click()
    expect(settings.get_by_text("Type a password, or switch it off.")).to_be_visible()
    settings.get_by_role("switch", name="Password Protection").uncheck()
    settings.get_by_label("Room Name").fill("Quiet <Night>")
    settings.get_by_role("button", name="Rename").click()
    expect(asha.page.get_by_text("The room is called Quiet <Night> now")).to_be_visible()
    settings.get_by_label("Room Quality").select_option("Data saver")
    expect(leila.page.locator(".room")).to_have_attribute("data-quality", "saver")
    settings.get_by_role("switch", name="Enable Screen Share").uncheck()
    set_seats(settings, 4)
    for person in (asha, leila, kenji):
        expect(person.page.locator("#room-name")).to_have_text("Quiet <Night>")
        expect(person.page).to_have_title("Quiet <Night> · Guftagu")
        expect(person.control("Share")).to_be_hidden()
        expect(person.page.locator("#room-count")).to_contain_text("3/4")
        expect(person.page.locator("[data-add] small")).to_have_text("3/4")
    set_seats(settings, 2)
    expect(asha.page.get_by_text("3 people are inside and stay.")).to_be_visible()
    expect(leila.page.locator("#room-count")).to_contain_text("3/2")
    settings.get_by_role("radio", name=re.compile("Private")).check()
    expect(leila.page.locator("#activity")).to_contain_text("Asha Rao made the room private")
    settings.get_by_role("button", name="Done").click()
    for line in ("named the room “Quiet <Night>”", "turned screen sharing off", "set the room to 2 people at most"):
        leila.hears_of(f"Asha Rao {line}")
    late = arrive("Tomás Vega")
    late.page.goto(link)
    expect(late.page.get_by_role("heading", name="Invite only")).to_be_visible()
