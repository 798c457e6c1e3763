"""Three people who are in a room together already."""

from __future__ import annotations

from playwright.sync_api import expect

from .conftest import Arrive
from .people import Person

Three = tuple[Person, Person, Person]


def gather(arrive: Arrive, *, guest: bool = True) -> Three:
    """Asha, whose room it is, then Leila (a guest, or not), then Kenji, who has an account."""
    asha, leila, kenji = arrive("Asha Rao"), arrive("Leila Haddad"), arrive("Kenji Mori").sign_up()
    if not guest:
        leila.sign_up()
    link = asha.sign_up().found_room("Gaming Night")
    for number, person in enumerate((asha, leila, kenji), 1):
        person.enter(link, audio_only=True)
        expect(asha.page.locator("#room-count")).to_contain_text(f"{number}/5")
    expect(leila.page.locator("#room-count")).to_contain_text("3/5")
    return asha, leila, kenji
