"""A person in front of a browser: what they do in the words of the page, and what they see and hear."""

from __future__ import annotations

import itertools
import re
from urllib.parse import urljoin

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

from tests.call_js.browsers import SPY, frames, loudness, until
from tests.servers.processes import PATIENCE

PASSWORD = "correct horse battery"
# Daily's library would report its fatal errors elsewhere; our policy keeps it from doing so.
REPORTS = "ingest.sentry.io"
_numbers = itertools.count(1)
# What a browser says of a line that is cut on purpose, and of refusals that are the point of a test.
EXPECTED = ("WebSocket connection to", "Failed to load resource", "htmx: htmx:ws:error: [object Event]")


class Person:
    """`page` is theirs alone; `troubles` collects script errors and violations of the policy."""

    def __init__(self, browser: Browser, url: str, name: str, **options: object) -> None:
        self.url, self.name = url, name
        self.username = f"{name.split()[0].lower()}{next(_numbers)}"
        options.setdefault("permissions", ["camera", "microphone", "clipboard-read", "clipboard-write"])
        options.setdefault("viewport", {"width": 1280, "height": 800})
        self.context = browser.new_context(base_url=url, **options)  # type: ignore[arg-type]
        self.context.set_default_timeout(PATIENCE * 1000)
        self.context.add_init_script(SPY)
        self.troubles: list[str] = []
        self.page = self.new_page()

    def new_page(self) -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.troubles.append(f"{self.name}: {error}"))
        page.on("console", self._listen)
        return page

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(EXPECTED) and REPORTS not in message.text:
            self.troubles.append(f"{self.name}: {message.text}")

    def go_away(self) -> None:
        self.context.close()

    def register(self) -> Person:
        self.page.goto("/register")
        self.page.get_by_label("Name", exact=True).fill(self.name)
        self.page.get_by_label("Username").fill(self.username)
        self.page.get_by_label("Email").fill(f"{self.username}@example.org")
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.get_by_role("main").get_by_role("button", name=re.compile("Register|Create account")).click()
        self.page.wait_for_url(f"{self.url}/")
        return self

    def sign_up(self) -> Person:
        """An account by the same form, without looking at it: for journeys that are about something else."""
        fields = {"display_name": self.name, "username": self.username, "email": f"{self.username}@example.org"}
        self._send("/register", fields | {"password": PASSWORD})
        return self

    def found_room(self, name: str, *, private: bool = False, password: str = "", seats: int = 5) -> str:
        """As `create_room`, without looking at the dialog."""
        fields = {f"{feature}_enabled": "on" for feature in ("video", "audio", "screen_share", "chat")}
        fields |= {"name": name, "privacy": "private" if private else "public", "max_participants": str(seats)}
        if password:
            fields |= {"password_enabled": "on", "password": password}
        created = self._send("/room/create", fields)
        return re.sub("/created.*", "", created)

    def _send(self, path: str, fields: dict[str, str]) -> str:
        """Where the answer to this form leads to."""
        form = self.context.request.get(path).text()
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', form)
        assert token, f"{path} has no form"
        answer = self.context.request.post(path, form=fields | {"csrf_token": token[1]}, max_redirects=0)
        assert answer.status == 303, answer.text()[:500]
        return urljoin(self.url, answer.headers["location"])

    def create_room(self, name: str, *, private: bool = False, password: str = "", seats: int = 5) -> str:
        """Through the dialog; the link that Copy Link gives."""
        self.page.goto("/")
        self.page.get_by_role("link", name="Create Room").first.click()
        dialog = self.page.get_by_role("dialog", name="Create a New Room")
        dialog.get_by_label("Room Name").fill(name)
        dialog.get_by_label(re.compile("Max Participants")).fill(str(seats))
        if private:
            dialog.get_by_label(re.compile("Private")).check()
        if password:
            dialog.get_by_label(re.compile("Password Protection")).check()
            dialog.get_by_label("Room password").fill(password)
        dialog.get_by_role("button", name="Create Room").click()
        success = self.page.get_by_role("dialog", name=re.compile("Room Created Successfully!"))
        expect(success.locator("copy-button:defined").last).to_be_visible()
        success.get_by_role("button", name="Copy Link").click()
        expect(self.page.get_by_text("Link copied")).to_be_visible()
        return str(self.page.evaluate("navigator.clipboard.readText()"))

    def enter(self, link: str, *, audio_only: bool = False, password: str = "") -> Person:
        """From the link through the preview into the room."""
        self.page.goto(link)
        name = self.page.get_by_label("Your name in the room")
        if name.count():
            name.fill(self.name)
        if password:
            self.page.get_by_label("Room password").fill(password)
        self.page.get_by_role("button", name="Join with audio only" if audio_only else "Join Room").click()
        expect(self.page.locator(".room")).to_be_visible()
        return self

    @property
    def user(self) -> int:
        return int(self.page.locator("body").get_attribute("data-me") or 0)

    def tile(self, other: Person) -> Locator:
        return self.page.locator(f"li.tile[data-user='{other.user}']:not(.is-leaving)")

    def sees(self, other: Person) -> None:
        """Frames of the other's camera are decoded here, and go on being."""
        expect(self.tile(other)).to_have_attribute("data-state", "connected")
        before = frames(self.page, other.user)
        until(self.page, lambda: frames(self.page, other.user) > before + 5)

    def hears(self, other: Person) -> None:
        """What the other's tile plays is louder than silence."""
        expect(self.tile(other)).to_have_attribute("data-state", "connected")
        until(self.page, lambda: loudness(self.page, other.user) > 0.05)

    def open_tab(self, name: str) -> None:
        self.page.get_by_role("tab", name=re.compile(name)).click()

    def say(self, text: str) -> None:
        self.open_tab("Chat")
        box = self.page.get_by_role("textbox", name=re.compile("Message"))
        box.fill(text)
        box.press("Enter")

    def reads(self, text: str) -> None:
        self.open_tab("Chat")
        said = self.page.get_by_role("log").get_by_text(text, exact=True)
        expect(said).to_have_count(1)
        expect(said).to_be_visible()

    def control(self, name: str) -> Locator:
        return self.page.get_by_role("toolbar", name="Call controls").get_by_role("button", name=name)

    def row(self, other: Person) -> Locator:
        """The other's line in the People panel."""
        self.open_tab("People")
        return self.page.locator(f"#person-{other.user}")

    def act_on(self, other: Person, name: str) -> None:
        """A button of the other's line in the People panel, or of the menu there."""
        row = self.row(other)
        button = row.get_by_role("button", name=name)
        if not button.is_visible():
            row.locator("summary").click()
        button.click()

    def hears_of(self, words: str) -> None:
        """Something that happened in the room stands among its activity."""
        self.open_tab("Activity")
        expect(self.page.locator("#activity").get_by_text(words, exact=True).last).to_be_visible()

    def is_told(self, title: str) -> Locator:
        """A dialog that interrupts."""
        dialog = self.page.locator("dialog[open]").filter(has=self.page.get_by_role("heading", name=title))
        expect(dialog).to_be_visible()
        return dialog

    def open_settings(self) -> Locator:
        self.page.get_by_role("link", name="Settings").click()
        return self.is_told("Room Settings")
