"""In a real room: a screen is shared with everybody, marked among the people, and ended by the room's own switch."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.call_js.test_sharing import SAID, is_told, sees_screen

from .conftest import Arrive

pytestmark = pytest.mark.xdist_group("journeys")


def test_a_screen_is_shared_with_everybody_until_the_room_forbids_it(arrive: Arrive) -> None:
    asha, leila, kenji = (arrive(name) for name in ("Asha Rao", "Leila Haddad", "Kenji Mori"))
    for person in (asha, leila, kenji):
        person.context.add_init_script(SAID)
    link = asha.sign_up().found_room("River Map")
    asha.enter(link)
    leila.enter(link)
    asha.sees(leila)
    leila.control("Share").click()
    sees_screen(asha.page, "Leila Haddad is sharing a screen")
    expect(asha.row(leila)).to_contain_text("Sharing a screen")
    kenji.enter(link)
    sees_screen(kenji.page, "Leila Haddad is sharing a screen")
    asha.open_settings().get_by_role("switch", name=re.compile("Screen Share")).uncheck()
    for person in (asha, leila, kenji):
        expect(person.page.locator("[data-shared]")).to_have_count(0)
    is_told(leila.page, "The host switched screen sharing off: your screen is no longer shared")
    is_told(kenji.page, "The host switched screen sharing off: Leila Haddad’s screen is gone")
    expect(leila.control("Share")).to_be_hidden()
