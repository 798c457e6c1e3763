"""People who meet in a room become friends, see each other come and go, and ask each other in."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .conftest import Arrive

pytestmark = pytest.mark.xdist_group("journeys")


def test_friends(arrive: Arrive) -> None:
    asha, kenji, leila = arrive("Asha Rao").sign_up(), arrive("Kenji Mori").sign_up(), arrive("Leila Haddad")
    link = asha.found_room("Gaming Night")
    for person in (asha, kenji, leila):
        person.enter(link, audio_only=True)
    expect(asha.page.locator("#room-count")).to_contain_text("3/5")

    asha.row(leila).locator("summary").click()
    expect(asha.row(leila).get_by_role("button", name="Add Friend")).to_be_hidden()
    leila.row(kenji).locator("summary").click()
    expect(leila.row(kenji).get_by_role("button", name="Add Friend")).to_be_hidden()
    asha.row(leila).locator("summary").click()

    other = kenji.new_page()
    other.goto("/")
    asha.act_on(kenji, "Add Friend")
    expect(asha.page.get_by_text(f"Friend request sent to {kenji.username}")).to_be_visible()
    for page in (other, kenji.page):
        expect(page.get_by_text("Asha Rao wants to be your friend")).to_be_visible()
    expect(other.get_by_role("link", name="Notifications, 1 new")).to_be_visible()
    other.get_by_role("button", name="Accept the request of Asha Rao").click()
    expect(other.get_by_text(f"You and {asha.username} are friends now")).to_be_visible()
    expect(asha.page.get_by_text("Kenji Mori is your friend now")).to_be_visible()
    for page in (other, kenji.page):
        expect(page.get_by_text("Asha Rao wants to be your friend")).to_have_count(0)
    expect(other.get_by_role("link", name="Notifications, 1 new")).to_have_count(0)

    other.goto("/friends")
    expect(other.locator(f"#friend-{asha.user}")).to_contain_text("Online")
    there = asha.new_page()
    there.goto("/friends")
    expect(there.locator(f"#friend-{kenji.user}")).to_contain_text("Online")

    there.locator(f"#friend-{kenji.user}").get_by_role("button", name="Remove Kenji Mori").click()
    there.get_by_role("alertdialog").get_by_role("button", name="Remove").click()
    expect(there.locator(f"#friend-{kenji.user}")).to_have_count(0)
    expect(other.locator(f"#friend-{asha.user}")).to_have_count(0)


def test_an_invited_friend_comes_in(arrive: Arrive) -> None:
    asha, kenji = arrive("Asha Rao").sign_up(), arrive("Kenji Mori").sign_up()
    asha.page.goto("/")
    kenji.page.goto("/friends")
    kenji.page.get_by_label("Username").fill(asha.username)
    kenji.page.get_by_role("button", name="Add Friend").click()
    expect(kenji.page.get_by_text(f"Friend request sent to {asha.username}")).to_be_visible()
    expect(asha.page.get_by_text("Kenji Mori wants to be your friend")).to_be_visible()
    asha.page.goto("/friends")
    asha.page.get_by_role("main").get_by_role("button", name="Accept the request of Kenji Mori").click()
    expect(asha.page.locator(f"#friend-{kenji.user}")).to_contain_text("Online")
    expect(kenji.page.locator(f"#friend-{asha.user}")).to_contain_text("Online")

    kenji.page.goto("/")
    asha.enter(asha.found_room("Private Night", private=True), audio_only=True)
    asha.page.get_by_role("link", name="Invite", exact=True).click()
    dialog = asha.is_told("Invite People")
    dialog.get_by_label("Kenji Mori").check()
    dialog.get_by_role("button", name="Send Invites").click()
    expect(asha.page.get_by_text("Invitation sent to Kenji Mori")).to_be_visible()
    notice = kenji.page.get_by_role("listitem").filter(has_text="Asha Rao invites you to Private Night")
    expect(notice).to_be_visible()
    notice.get_by_role("link", name="Join").click()
    kenji.page.get_by_role("button", name="Join Room", exact=True).click()
    expect(kenji.page.locator(".room")).to_be_visible()
    kenji.hears(asha)

    asha_id = asha.user
    asha.go_away()
    watcher = kenji.new_page()
    watcher.goto("/friends")
    expect(watcher.locator(f"#friend-{asha_id}")).to_contain_text("Offline")
