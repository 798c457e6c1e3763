"""No page asks for anything that its Content-Security-Policy refuses."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from playwright.sync_api import Page

from tests.servers.guftagu import Guftagu

from .conftest import Arrive
from .people import PASSWORD

pytestmark = pytest.mark.xdist_group("journeys")

VIOLATIONS = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
});
"""
PAGES = "/ /rooms /room/create /room/join /friends /profile /settings /sessions /doctor /admin /admin/people /nowhere".split()
VISITORS = "/ /doctor /register /sign-in /room/create /room/join /nowhere".split()


def test_no_page_breaks_the_policy(arrive: Arrive, house: Guftagu) -> None:
    nobody, asha = arrive("Nobody"), arrive("Asha Rao")
    for person in (nobody, asha):
        person.context.add_init_script(VIOLATIONS)
    for path in VISITORS:
        look(nobody.page, path)
    name = f"admin{os.getpid()}"
    command = [sys.executable, "-m", "app.cli", "user", "create", name, "--admin", "--password-stdin"]
    env = {**house.process.env}
    subprocess.run(command, input=f"{PASSWORD}\n", text=True, check=True, env=env, capture_output=True)
    asha.page.goto("/sign-in")
    asha.page.get_by_label("Username or email").fill(name)
    asha.page.get_by_label("Password", exact=True).fill(PASSWORD)
    asha.page.get_by_role("main").get_by_role("button", name="Sign in").click()
    asha.page.wait_for_url(f"{asha.url}/")
    for path in PAGES:
        look(asha.page, path)
    link = asha.create_room("Strict")
    look(nobody.page, link)
    look(asha.page, link)
    asha.enter(link)
    asha.open_settings().get_by_role("button", name="Done").click()
    asha.page.get_by_role("link", name="Invite", exact=True).click()
    asha.is_told("Invite People")
    assert asha.page.evaluate("window.violations") == []


def look(page: Page, path: str) -> None:
    """The page is drawn, its scripts have run, and nothing in it was refused by its policy."""
    answer = page.goto(path)
    assert answer is not None and answer.headers["content-security-policy"].startswith("default-src 'none'")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.violations") == [], path
    assert page.evaluate("typeof htmx") == "object", path
