"""A call between browsers of two makers: what one says in its own way, the other must understand."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.call_js.browsers import SPY, frames, loudness, until
from tests.servers.firefox import Firefox, firefox
from tests.servers.guftagu import Guftagu

from .conftest import Arrive
from .people import Person

pytestmark = pytest.mark.xdist_group("journeys")

# What has come from the others so far: pictures, and the energy of the sound.
RECEIVED = """async () => {
  const received = { pictures: 0, energy: 0 };
  for (const connection of connections.filter((one) => one.connectionState === "connected"))
    for (const stat of (await connection.getStats()).values())
      if (stat.type === "inbound-rtp") {
        received.pictures += stat.framesDecoded ?? 0;
        received.energy += stat.totalAudioEnergy ?? 0;
      }
  return received;
}"""
PICTURES = "[...document.querySelectorAll('.proof__signs li')].map((one) => one.innerText)"
MET = "document.querySelector('li.tile[data-user=\"{user}\"]')?.dataset.state === 'connected'"


def until_so(beside: Person, page: Firefox, expression: str) -> None:
    until(beside.page, lambda: page.run(expression))


def press(beside: Person, page: Firefox, name: str) -> None:
    """The visible button or link of this name."""
    find = f"""[...document.querySelectorAll("button, a")].find((one) => one.checkVisibility()
      && (one.getAttribute("aria-label") ?? one.textContent).trim() === "{name}")"""
    until_so(beside, page, f"Boolean({find})")
    page.run(f"{find}.click()")


def test_a_call_between_two_makers_browsers(arrive: Arrive, house: Guftagu) -> None:
    asha = arrive("Asha Rao")
    link = asha.sign_up().found_room("Two makers")
    asha.enter(link)
    with firefox() as leila:
        leila.before_each_page(SPY)
        leila.goto(link)
        leila.run("document.querySelector('[name=display_name]').value = 'Leila Haddad'")
        press(asha, leila, "Join Room")
        theirs = asha.page.locator("li.tile").filter(has_text="Leila Haddad")
        expect(theirs).to_have_attribute("data-state", "connected")
        user = int(theirs.get_attribute("data-user") or 0)
        meets(asha, leila, user)
        proves(asha, leila, user)
        leila.reload()
        until(asha.page, lambda: asha.page.evaluate("connections.length") > 1)
        meets(asha, leila, user)


def meets(asha: Person, leila: Firefox, user: int) -> None:
    """Each sees and hears the other."""
    expect(asha.page.locator(f"li.tile[data-user='{user}']:not(.is-leaving)")).to_have_attribute(
        "data-state", "connected"
    )
    before = frames(asha.page, user)
    until(asha.page, lambda: frames(asha.page, user) > before + 5)
    until(asha.page, lambda: loudness(asha.page, user) > 0.05)
    until_so(asha, leila, MET.format(user=asha.user))
    first = leila.run(RECEIVED)
    until(asha.page, lambda: leila.run(RECEIVED)["pictures"] > first["pictures"] + 5)
    until(asha.page, lambda: leila.run(RECEIVED)["energy"] > first["energy"])


def proves(asha: Person, leila: Firefox, user: int) -> None:
    """Both read the same four pictures."""
    asha.control("More").click()
    asha.is_told("More").get_by_role("button", name="Proof of privacy").click()
    mine = asha.is_told("Proof of privacy").locator(".proof__signs li")
    expect(mine).to_have_count(4)
    press(asha, leila, "More")
    press(asha, leila, "Proof of privacy")
    until_so(asha, leila, f"{PICTURES}.length === 4")
    assert leila.run(PICTURES) == mine.all_inner_texts()
    asha.page.keyboard.press("Escape")
