"""What hosts do to a room and the people in it, as everybody sees and hears it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.call_js.browsers import loudness, until

from .conftest import Arrive
from .gatherings import Three, gather
from .people import Person

pytestmark = pytest.mark.xdist_group("journeys")

SENDS_SOUND = """() => window.connections.filter(c => c.connectionState === "connected")
  .flatMap(c => c.getSenders()).some(s => s.track?.kind === "audio" && s.track.readyState === "live" && s.track.enabled)"""


@pytest.fixture
def three(arrive: Arrive) -> Three:
    return gather(arrive)


def test_muting_and_asking_to_unmute(three: Three) -> None:
    asha, leila, kenji = three
    kenji.hears(leila)
    asha.act_on(leila, "Mute Leila Haddad")
    expect(leila.page.get_by_text("The host muted you")).to_be_visible()
    expect(leila.control("Mic")).to_have_attribute("aria-pressed", "false")
    assert not leila.page.evaluate(SENDS_SOUND), "the microphone is still sent"
    until(kenji.page, lambda: loudness(kenji.page, leila.user) < 0.01)
    for person in three:
        expect(person.row(leila)).to_contain_text("Muted")
        person.hears_of("Asha Rao muted Leila Haddad")
    asha.act_on(leila, "Ask to unmute Leila Haddad")
    question = leila.page.locator("[data-ask]").filter(has_text="The host asks you to unmute")
    expect(question).to_be_visible()
    assert not leila.page.evaluate(SENDS_SOUND), "asking is not doing"
    question.get_by_role("button", name="Unmute").click()
    expect(question).to_be_hidden()
    kenji.hears(leila)
    for person in (asha, kenji):
        expect(person.row(leila)).not_to_contain_text("Muted")


def test_removing_and_letting_back_in(three: Three) -> None:
    asha, leila, kenji = three
    asha.act_on(leila, "Kick Leila Haddad")
    question = asha.is_told("Remove Leila Haddad?")
    question.get_by_label("Reason").fill("Too loud")
    question.get_by_role("button", name="Kick").click()
    expect(leila.is_told("You were removed from the room")).to_contain_text("By Asha Rao. Reason given: “Too loud”")
    for person in (asha, kenji):
        expect(person.page.locator(f"li.tile[data-user='{leila.user}']")).to_have_count(0)
        expect(person.page.locator("#room-count")).to_contain_text("2/5")
        person.hears_of("Asha Rao removed Leila Haddad")
    asha.say("Now we are among ourselves")
    kenji.reads("Now we are among ourselves")
    assert leila.page.evaluate("window.connections.every(c => c.connectionState === 'closed')")
    expect(leila.page.get_by_role("log").get_by_text("among ourselves")).to_have_count(0)
    leila.page.reload()
    expect(leila.page.get_by_role("heading", name="You were removed from the room")).to_be_visible()
    expect(leila.page.get_by_role("main")).to_contain_text("Too loud")
    asha.open_tab("People")
    asha.page.locator(f"#removed-{leila.user}").get_by_role("button", name="Let back in").click()
    expect(asha.page.locator(f"#removed-{leila.user}")).to_have_count(0)
    leila.enter(leila.page.url, audio_only=True)
    kenji.hears(leila)
    leila.reads("Now we are among ourselves")


def test_locking(three: Three, arrive: Arrive) -> None:
    asha, _leila, kenji = three
    asha.open_tab("People")
    asha.page.get_by_role("switch", name="Lock room").check()
    for person in three:
        expect(person.page.locator("#room-locked")).to_be_visible()
        person.hears_of("Asha Rao locked the room")
    late = arrive("Tomás Vega")
    late.page.goto(asha.page.url)
    late.page.get_by_label("Your name in the room").fill(late.name)
    late.page.get_by_role("button", name="Join Room").click()
    expect(late.page.get_by_role("heading", name="Room is locked")).to_be_visible()
    link = kenji.page.url
    leave(kenji)
    expect(asha.page.locator("#room-count")).to_contain_text("2/5")
    kenji.enter(link, audio_only=True)
    expect(asha.page.locator("#room-count")).to_contain_text("3/5")
    asha.open_tab("People")
    asha.page.get_by_role("switch", name="Lock room").uncheck()
    for person in three:
        expect(person.page.locator("#room-locked")).to_be_hidden()
    # Their name is sent once more: they need not type it again.
    late.page.get_by_role("button", name="Try Again").click()
    expect(late.page.get_by_role("toolbar", name="Call controls")).to_be_visible()
    expect(asha.page.locator("#room-count")).to_contain_text("4/5")


def test_cohosts_and_a_new_host(three: Three) -> None:
    asha, leila, kenji = three
    expect(kenji.row(leila).get_by_role("button", name="Mute")).to_be_hidden()
    asha.act_on(kenji, "Make Co-Host")
    for person in three:
        expect(person.row(kenji)).to_contain_text("Co-host")
        person.hears_of("Kenji Mori is a co-host now")
    kenji.act_on(leila, "Mute Leila Haddad")
    expect(leila.page.get_by_text("The host muted you")).to_be_visible()
    asha.act_on(leila, "Make host")
    for person in three:
        expect(person.row(leila)).to_contain_text("Host")
        expect(person.row(asha)).to_contain_text("Owner")
        expect(person.tile(leila).locator("[data-badge=host]")).to_be_visible()
        expect(person.tile(asha).locator("[data-badge=host]")).to_be_hidden()
        person.hears_of("Asha Rao made Leila Haddad the host")
    leila.act_on(kenji, "Take co-host back")
    expect(asha.row(kenji)).not_to_contain_text("Co-host")
    expect(kenji.row(leila).get_by_role("button", name="Mute")).to_be_hidden()


def leave(person: Person) -> None:
    person.page.get_by_role("link", name="Leave").click()
    person.page.get_by_role("dialog").get_by_role("button", name="Leave Room").click()
    person.page.wait_for_url(f"{person.url}/")
