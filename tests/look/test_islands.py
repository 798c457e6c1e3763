"""The small islands of the shell, in a real browser under the real policy."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from .render import serve


@pytest.fixture
def browser(chromium: Browser) -> Browser:
    return chromium


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    server = serve()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser: Browser, origin: str) -> Iterator[Page]:
    context = browser.new_context(base_url=origin, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert [error for error in errors if "422" not in error] == []


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("gt7k m2pq", "gt7km2pq"),
        ("GT7k-m2Pq", "GT7km2Pq"),
        ("https://guftagu.example/room/GT7km2Pq?x=1", "GT7km2Pq"),
        ("  GT7km2PqEXTRA", "GT7km2Pq"),
    ],
)
def test_a_code_may_be_pasted_as_it_comes(page: Page, typed: str, code: str) -> None:
    page.goto("/home")
    field, button = page.get_by_label("Room code, 8 characters"), page.get_by_role("button", name="Join Room")
    expect(button).to_be_disabled()
    field.focus()
    page.keyboard.insert_text(typed)
    expect(field).to_have_value(code)
    expect(button).to_be_enabled()


def test_an_icon_is_drawn_in_the_colour_of_its_words(page: Page) -> None:
    page.goto("/home")
    use = page.locator(".menu__item--danger .icon use")
    assert use.evaluate("use => getComputedStyle(use).stroke") == use.evaluate(
        "use => getComputedStyle(use.closest('button')).color"
    )
    page.locator("details.account > summary").click()
    box = page.locator(".menu__item--danger .icon use").evaluate("use => use.getBBox().width")
    assert box > 8


def opened(page: Page) -> tuple[Locator, Locator]:
    """A door on the page, and the dialog that it has opened."""
    page.goto("/home")
    opener = page.get_by_role("link", name="Create Room")
    opener.click()
    dialog = page.get_by_role("dialog", name="Create a New Room")
    expect(dialog).to_be_visible()
    return opener, dialog


def test_a_dialog_opens_over_the_page_and_gives_the_focus_back(page: Page) -> None:
    opener, dialog = opened(page)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(opener).to_be_focused()


def test_a_door_that_was_pressed_twice_opens_one_dialog_which_closes(page: Page) -> None:
    opener, dialog = opened(page)
    settled = "new Promise(done => document.addEventListener('htmx:after:settle', () => done(), { once: true }))"
    # As the second press of a double click, which the page takes before the dialog is there.
    opener.evaluate(f"async (link) => {{ const settled = {settled}; link.click(); await settled; }}")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog:modal")).to_have_count(0)


def test_what_was_typed_stays_when_a_form_comes_back(page: Page) -> None:
    page.goto("/home")
    page.get_by_role("link", name="Create Room").click()
    dialog = page.get_by_role("dialog", name="Create a New Room")
    dialog.get_by_label("Max Participants").fill("7")
    expect(dialog.locator("output")).to_have_text("7")
    dialog.get_by_label("Password Protection").click()
    dialog.get_by_role("button", name="Create Room").click()
    expect(dialog.get_by_text("Type a password, or switch it off.")).to_be_visible()
    expect(dialog.get_by_label("Room Name")).to_have_value("Gaming Night")
    expect(page.locator("dialog")).to_have_count(1)
    dialog.get_by_label("Password Protection").click()
    dialog.get_by_role("button", name="Create Room").click()
    created = page.get_by_role("dialog", name="Room Created Successfully!")
    expect(created).to_be_visible()
    created.get_by_role("button", name="Close").first.click()
    expect(page.get_by_role("link", name="Create Room")).to_be_focused()


def test_copying_is_said_even_over_a_dialog(page: Page) -> None:
    page.goto("/home")
    page.get_by_role("link", name="Create Room").click()
    page.get_by_role("dialog").get_by_role("button", name="Create Room").click()
    page.get_by_role("button", name="Copy Code").click()
    toast = page.get_by_text("Code copied")
    expect(toast).to_be_visible()
    on_top = toast.evaluate(
        "t => { const b = t.getBoundingClientRect(); return t.closest('toast-list').matches(':popover-open') && b.bottom <= innerHeight }"
    )
    assert on_top
    assert page.evaluate("navigator.clipboard.readText()") == "GT7km2Pq"


def test_the_menu_fetches_rooms_when_opened_and_closes_on_escape(page: Page) -> None:
    page.goto("/home")
    page.locator(".account > summary").click()
    page.get_by_text("Your Rooms", exact=True).click()
    expect(page.get_by_text("Created Rooms (2)")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("Created Rooms (2)")).to_be_hidden()


def test_a_question_is_asked_in_our_own_dialog(page: Page) -> None:
    page.goto("/home")
    page.evaluate("""() => {
      const button = document.createElement("button");
      button.setAttribute("hx-post", "/room/create");
      button.setAttribute("hx-target", "#dialogs");
      button.setAttribute("hx-confirm", "Kick Jonas? He can come back when you let him.");
      button.textContent = "Kick";
      document.querySelector("main").append(button);
      htmx.process(document.querySelector("main"), true);
    }""")
    page.get_by_role("button", name="Kick").click()
    question = page.get_by_role("alertdialog", name="Kick Jonas?")
    expect(question).to_be_visible()
    question.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Kick").click()
    question.get_by_role("button", name="Kick").click()
    expect(page.get_by_role("dialog", name="Room Created Successfully!")).to_be_visible()


def test_the_panel_remembers_and_is_told_to_the_controls(page: Page) -> None:
    page.goto("/room")
    chat = page.get_by_role("toolbar", name="Call controls").get_by_role("button", name="Chat")
    expect(chat).to_have_attribute("aria-expanded", "true")
    page.get_by_role("tab", name="People").click()
    expect(page.get_by_role("tabpanel", name="People")).to_be_visible()
    page.get_by_role("tab", name="People").press("ArrowRight")
    expect(page.get_by_role("tabpanel", name="Activity")).to_be_visible()
    page.reload()
    expect(page.get_by_role("tabpanel", name="Activity")).to_be_visible()
    page.get_by_role("button", name="Close panel").click()
    expect(page.locator("#panel")).to_be_hidden()


def test_an_island_in_a_closed_panel_is_fetched_when_it_is_opened(page: Page) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url.rsplit("/")[-1]))
    page.goto("/room")
    page.wait_for_load_state("networkidle")
    assert "relative-time.js" not in fetched
    page.get_by_role("tab", name="Activity").click()
    expect(page.get_by_role("tabpanel", name="Activity").locator("relative-time:defined").first).to_be_visible()


def test_times_are_in_words(page: Page) -> None:
    page.goto("/rooms")
    time = page.locator("relative-time time").first
    expect(time).not_to_contain_text("UTC")
    expect(time).to_have_attribute("title", re.compile(r"\d"))
