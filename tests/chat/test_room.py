"""Two people talk in a real room, served as it is served to people."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.chat.harness import say
from tests.servers.guftagu import Guftagu, guftagu_server

Enter = Callable[..., Page]
LINES = "#messages > li"


@pytest.fixture(scope="module")
def guftagu() -> Iterator[Guftagu]:
    with guftagu_server() as server:
        yield server


@pytest.fixture
def asha(chromium: Browser, guftagu: Guftagu) -> Iterator[Page]:
    """Asha in the room that she has made."""
    context = opened(chromium)
    page = context.new_page()
    page.goto(f"{guftagu.url}/room/create")
    page.get_by_label("Your name").fill("Asha")
    page.get_by_label("Room Name").fill("Gaming Night")
    page.get_by_role("button", name="Create Room").click()
    page.get_by_role("link", name="Join Room Now").click()
    page.get_by_role("button", name="Join Room", exact=True).click()
    expect(page.get_by_role("textbox", name="Message to Gaming Night")).to_be_visible()
    yield page
    context.close()


@pytest.fixture
def kenji(chromium: Browser, asha: Page) -> Iterator[Page]:
    """A guest who followed the link."""
    context = opened(chromium)
    page = context.new_page()
    page.goto(asha.url)
    page.get_by_label("Your name in the room").fill("Kenji")
    page.get_by_role("button", name="Join Room", exact=True).click()
    expect(page.get_by_role("textbox", name="Message to Gaming Night")).to_be_visible()
    yield page
    context.close()


def opened(chromium: Browser, **options: object) -> BrowserContext:
    return chromium.new_context(permissions=["camera", "microphone"], **options)  # type: ignore[arg-type]


def ids(page: Page) -> list[str]:
    return page.locator(LINES).evaluate_all("lines => lines.map(line => line.id).filter(Boolean)")


def test_two_people_talk_through_a_tunnel_and_a_reload(asha: Page, kenji: Page) -> None:
    say(asha, "Hello Kenji")
    expect(kenji.locator(".msg .msg__body")).to_have_text(["Hello Kenji"])
    expect(asha.locator(f"{LINES}.event", has_text="Kenji joined")).to_have_count(1)
    kenji.context.set_offline(True)
    say(kenji, "from the tunnel")
    expect(kenji.get_by_text("Not sent yet. Trying again…")).to_be_visible()
    say(asha, "<b>are you there?</b>")
    expect(asha.locator(".msg:not(.msg--pending) .msg__body")).to_have_text(["Hello Kenji", "<b>are you there?</b>"])
    kenji.context.set_offline(False)
    for page in (asha, kenji):
        expect(page.locator(".msg .msg__body")).to_have_text(
            ["Hello Kenji", "<b>are you there?</b>", "from the tunnel"]
        )
        expect(page.locator(".msg--pending")).to_have_count(0)
    expect(kenji.locator(".msg--mine")).to_have_count(1)
    pushed = ids(asha)
    asha.reload()
    expect(asha.locator("chat-log[data-unread]")).to_be_attached()
    assert ids(asha) == pushed


def test_a_plain_form_reaches_everybody(chromium: Browser, asha: Page, kenji: Page) -> None:
    context = opened(chromium, java_script_enabled=False, storage_state=asha.context.storage_state())
    plain = context.new_page()
    plain.goto(asha.url)
    plain.get_by_role("textbox", name="Message to Gaming Night").fill("from a plain form")
    plain.get_by_role("button", name="Send").click()
    expect(plain).to_have_url(re.compile("#end$"))
    expect(plain.locator(".msg .msg__body")).to_have_text(["from a plain form"])
    for page in (asha, kenji):
        expect(page.locator(".msg .msg__body")).to_have_text(["from a plain form"])
    context.close()
