"""A meeting in which people raise their hands: in line on the tiles and in the panel, and called on by the host."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.call_js.browsers import RISEN, until

from .conftest import Arrive
from .gatherings import Three, gather
from .people import Person

pytestmark = pytest.mark.xdist_group("journeys")


def place(person: Person, other: Person) -> Locator:
    """Where the other stands in line, as this person sees it on the stage."""
    return person.tile(other).locator("[data-badge=hand]")


def meet(arrive: Arrive) -> Three:
    """Three people whose pages listen for what those who are together do."""
    three = gather(arrive)
    for person in three:
        expect(person.page.locator("[data-said=reactions]")).to_be_attached()
    return three


def await_risen(person: Person, reactions: list[list[str]]) -> None:
    until(person.page, lambda: person.page.evaluate("window.risen") == reactions)


def test_raising_hands_and_being_called_on(arrive: Arrive) -> None:
    asha, leila, kenji = meet(arrive)
    for person in (leila, kenji):
        person.page.locator("body").press("h")
        expect(place(asha, person)).to_be_visible()
    for person in (asha, leila, kenji):
        expect(place(person, leila)).to_have_text("1: hand raised")
        expect(place(person, kenji)).to_have_text("2: hand raised")
    expect(asha.page.get_by_text("Leila Haddad raised a hand")).to_be_visible()
    asha.open_tab("People")
    rows = asha.page.locator("#people-list > li")
    expect(rows.first).to_have_id(f"person-{leila.user}")
    expect(rows.nth(1)).to_have_id(f"person-{kenji.user}")
    kenji.page.reload()
    expect(kenji.control("Hand")).to_have_attribute("aria-pressed", "true")
    expect(place(kenji, leila)).to_have_text("1: hand raised")
    expect(place(asha, kenji)).to_have_text("2: hand raised")
    expect(kenji.row(leila).get_by_role("button", name="Lower hand")).to_be_hidden()
    asha.act_on(leila, "Lower hand of Leila Haddad")
    expect(leila.page.get_by_text("The host lowered your hand")).to_be_visible()
    expect(leila.control("Hand")).to_have_attribute("aria-pressed", "false")
    expect(place(asha, leila)).to_have_count(0)
    expect(place(asha, kenji)).to_have_text("1: hand raised")
    leila.control("Hand").click()
    expect(place(asha, leila)).to_have_text("2: hand raised")
    asha.page.get_by_role("button", name="Lower all hands").click()
    for person in (leila, kenji):
        expect(person.control("Hand")).to_have_attribute("aria-pressed", "false")
        expect(asha.row(person)).not_to_contain_text("hand raised")


def test_a_reaction_reaches_everybody_from_a_phone(arrive: Arrive) -> None:
    asha, leila, kenji = meet(arrive)
    for person in (asha, leila, kenji):
        person.page.evaluate(RISEN)
    kenji.page.set_viewport_size({"width": 390, "height": 844})
    kenji.control("More").click()
    kenji.page.get_by_role("dialog", name="More").get_by_role("button", name="React").click()
    kenji.page.get_by_role("toolbar", name="Reactions").get_by_role("button", name="Celebrate").click()
    for person in (asha, leila, kenji):
        await_risen(person, [[str(kenji.user), "🎉"]])
    expect(asha.page.get_by_role("status").filter(has_text="Kenji Mori: Celebrate")).to_have_count(1)
