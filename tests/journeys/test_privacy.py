"""Two people compare the proof of privacy, and one of them counts their data."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from .conftest import Arrive
from .people import Person

pytestmark = pytest.mark.xdist_group("journeys")


def opened(person: Person, name: str) -> Locator:
    """One of the dialogs behind the More button."""
    person.control("More").click()
    person.page.get_by_role("dialog", name="More").get_by_role("button", name=name).click()
    return person.page.get_by_role("dialog", name=name)


def test_two_people_read_the_same_four_pictures(arrive: Arrive) -> None:
    asha, leila = arrive("Asha Rao"), arrive("Leila Haddad")
    link = asha.sign_up().found_room("Quiet Corner")
    for person in (asha, leila):
        person.enter(link)
    asha.sees(leila)
    leila.sees(asha)
    read = []
    for person in (asha, leila):
        proof = opened(person, "Proof of privacy")
        expect(proof.locator(".proof__signs li")).to_have_count(4)
        read.append(proof.locator(".proof__signs li").all_inner_texts())
        proof.get_by_role("button", name="They are the same").click()
        expect(proof.get_by_text("Compared: the same on both sides")).to_be_visible()
        proof.get_by_role("button", name="Close").click()
    assert read[0] == read[1]
    budget = opened(asha, "Data budget")
    budget.get_by_role("radio", name=re.compile("^50 MB")).check()
    budget.get_by_role("button", name="Close").click()
    meter = asha.page.get_by_role("button", name=re.compile("Data used"))
    expect(meter).to_contain_text("/ 50 MB")
    asha.page.reload()
    expect(meter).to_contain_text("/ 50 MB")
