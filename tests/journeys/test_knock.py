"""The waiting room as people meet it: who knocks, who lets in, and what each of them sees meanwhile."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.call_js.browsers import until
from tests.servers.guftagu import Guftagu, guftagu_server
from tests.servers.push_service import PushService, SubscribedBrowser, push_service

from .conftest import Arrive
from .people import Person

pytestmark = pytest.mark.xdist_group("journeys")

# No push service reaches a browser under test: it gives out keys of ours, and what came out of our service is handed
# to the worker as the browser would.
SUBSCRIBED = """(keys) => {
  let subscription = null;
  const { endpoint } = keys;
  const given = { endpoint, toJSON: () => ({ endpoint, keys }), unsubscribe: async () => (subscription = null) };
  PushManager.prototype.subscribe = async () => (subscription = given);
  PushManager.prototype.getSubscription = async () => subscription;
  Notification.requestPermission = async () => "granted";
  Object.defineProperty(Notification, "permission", { get: () => "default" });
}"""
PUSH = "message => self.dispatchEvent(new PushEvent('push', { data: JSON.stringify(message) }))"
PRESS = """async (action) => {
  const [notification] = await self.registration.getNotifications();
  self.dispatchEvent(new NotificationEvent("notificationclick", { notification, action }));
}"""


def knock(person: Person, link: str, note: str = "") -> None:
    person.page.goto(link)
    name = person.page.get_by_label("Your name in the room")
    if name.count():
        name.fill(person.name)
    person.page.get_by_label("A note to the host").fill(note)
    person.page.get_by_role("button", name="Ask to join", exact=True).click()
    expect(person.page.get_by_role("heading", name="Asking the host to let you in…")).to_be_visible()


def open_waiting_room(host: Person) -> None:
    dialog = host.open_settings()
    dialog.get_by_role("switch", name=re.compile("Waiting Room")).check()
    dialog.get_by_role("button", name="Done").click()
    expect(dialog).to_be_hidden()
    host.hears_of(f"{host.name} turned the waiting room on")


def waiting(host: Person) -> Locator:
    host.open_tab("People")
    return host.page.get_by_role("region", name=re.compile("^Waiting"))


def is_inside(person: Person) -> None:
    expect(person.page.locator(".room")).to_be_visible()


def test_a_host_lets_people_in(arrive: Arrive) -> None:
    asha, leila, kenji, tomas = (arrive(name) for name in ("Asha Rao", "Leila Haddad", "Kenji Mori", "Tomás Vega"))
    link = asha.sign_up().found_room("The Study")
    asha.enter(link, audio_only=True)
    open_waiting_room(asha)

    knock(tomas, link)
    expect(waiting(asha)).to_contain_text("Tomás Vega")
    knock(leila, link, "Yesterday’s notes are with me")
    leila.page.reload()
    tomas.page.goto("about:blank")
    expect(waiting(asha)).not_to_contain_text("Tomás Vega")
    card = asha.page.locator("#notices .knock").filter(has_text="Leila Haddad")
    expect(card).to_contain_text("Yesterday’s notes are with me")
    assert "Asha Rao" not in leila.page.locator("body").inner_text(), "who waits sees nobody"
    leila.page.get_by_label("A note to the host").fill("It is Leila, with the notes")
    leila.page.get_by_role("button", name="Send note").click()
    expect(waiting(asha)).to_contain_text("It is Leila, with the notes")
    expect(asha.page.get_by_role("tab", name=re.compile("People"))).to_have_text(re.compile(r"People\s*1\s*1"))
    asha.open_tab("Chat")
    card.get_by_role("button", name="Admit Leila Haddad").click()
    is_inside(leila)
    expect(card).to_have_count(0)
    expect(waiting(asha)).to_have_count(0)
    asha.hears(leila)
    for person in (asha, leila):
        person.hears_of("Asha Rao let Leila Haddad in")

    asha.act_on(leila, "Make Co-Host")
    expect(asha.page.locator(f"#person-{leila.user} summary")).to_be_focused()
    asha.page.keyboard.press("Tab")
    knock(kenji, link)
    tomas.page.goto(link)
    expect(tomas.page.get_by_role("heading", name="You are not waiting any more")).to_be_visible()
    tomas.page.get_by_role("button", name="Ask again").click()
    expect(waiting(leila).get_by_role("listitem")).to_have_count(2)
    elsewhere = asha.new_page()
    elsewhere.goto("/")
    at_the_door = elsewhere.get_by_role("link", name="2 at the door")
    expect(at_the_door).to_have_attribute("href", f"{link.removeprefix(asha.url)}/knocks")
    on_a_phone_the_door_is_answered_too(leila)
    waiting(leila).get_by_role("button", name="Decline Tomás Vega").click()
    expect(tomas.page.get_by_role("heading", name="Not this time")).to_be_visible()
    expect(tomas.page.get_by_role("button", name="Ask again in")).to_be_disabled()
    expect(elsewhere.get_by_role("link", name="1 at the door")).to_be_visible()
    elsewhere.close()
    expect(waiting(asha).get_by_role("listitem")).to_have_count(1)
    # Who answers by the keyboard goes on in the panel, and admits nobody else by the same key.
    fetched = "performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/room/focus.js'))"
    until(asha.page, lambda: asha.page.evaluate(fetched))
    waiting(asha).get_by_role("button", name="Admit Kenji Mori").press("Enter")
    expect(asha.page.locator(".knocks")).to_have_count(0)
    expect(asha.page.get_by_role("tab", name=re.compile("People"))).to_be_focused()
    is_inside(kenji)
    leila.hears(kenji)
    expect(kenji.page.locator("[id^=knock-count-]")).to_have_text("")


def on_a_phone_the_door_is_answered_too(host: Person) -> None:
    """Two wait: the answer to both and the people behind them are reached, and no card lies on the panel's tabs."""
    host.page.set_viewport_size({"width": 390, "height": 664})
    waiting(host).get_by_role("button", name="Decline all").click(trial=True)
    host.page.get_by_role("link", name="Invite More").click(trial=True)
    host.open_tab("Chat")
    expect(host.page.locator("#notices .knock").filter(visible=True)).to_have_count(1)
    host.open_tab("People")
    host.page.set_viewport_size({"width": 1280, "height": 800})


def test_a_private_room_may_be_asked_and_tells_nothing(arrive: Arrive) -> None:
    asha, leila = arrive("Asha Rao"), arrive("Leila Haddad")
    asha.enter(asha.sign_up().found_room("Her Secret", private=True), audio_only=True)
    is_inside(asha)
    open_waiting_room(asha)
    leila.page.goto(asha.page.url)
    expect(leila.page.get_by_role("heading", name="Invite only")).to_be_visible()
    leila.page.get_by_role("link", name="Ask to join").click()
    knock(leila, leila.page.url, "May I?")
    assert not re.search("Her Secret|Asha", leila.page.content())
    leila.page.get_by_role("button", name="Cancel").click()
    leila.page.wait_for_url(f"{leila.url}/")
    expect(waiting(asha)).to_have_count(0)
    knock(leila, f"{asha.page.url}/knock", "Please")
    waiting(asha).get_by_role("button", name="Admit Leila Haddad").click()
    is_inside(leila)
    asha.hears(leila)


@pytest.fixture
def ringing() -> Iterator[tuple[Guftagu, PushService]]:
    with push_service() as service, guftagu_server({"PUSH_SERVICES": service.origin}) as house:
        yield house, service


def test_a_host_who_is_away_answers_from_the_notification(
    chromium: Browser, ringing: tuple[Guftagu, PushService]
) -> None:
    house, service = ringing
    asha, leila = Person(chromium, house.url, "Asha Rao").sign_up(), Person(chromium, house.url, "Leila Haddad")
    link = asha.found_room("The Study")
    asha.enter(link, audio_only=True)
    open_waiting_room(asha)
    asha.page.get_by_role("link", name="Leave").click()
    asha.page.get_by_role("dialog").get_by_role("button", name="Leave Room").click()
    asha.page.wait_for_url(f"{house.url}/")
    phone = SubscribedBrowser(service)
    asha.context.add_init_script(f"({SUBSCRIBED})({json.dumps(phone.fields)})")
    asha.page.goto("/settings")
    asha.page.get_by_role("button", name="Ring me when somebody knocks").click()
    expect(asha.page.get_by_role("button", name="Stop ringing here")).to_be_visible()

    knock(leila, link, "With the notes")
    until(leila.page, lambda: bool(service.pushed))
    message = phone.open(service.pushed[0])
    assert message["title"] == "Leila Haddad is knocking"
    worker = asha.page.evaluate_handle("navigator.serviceWorker.ready")
    asha.context.grant_permissions(["notifications"])
    shown = "r => r.getNotifications().then(all => all[0]?.title)"
    scope = asha.context.service_workers[0]

    def is_shown(words: str) -> bool:
        return words in (worker.evaluate(shown) or "")

    def rings() -> bool:
        # What comes before the browser has heard of the permission is not shown, and not kept either.
        scope.evaluate(PUSH, message)
        return is_shown(message["title"])

    until(asha.page, rings)
    scope.evaluate(PRESS, "admitted")
    is_inside(leila)
    until(asha.page, lambda: is_shown("Leila Haddad is let in"))
    until(asha.page, rings)
    scope.evaluate(PRESS, "declined")
    until(asha.page, lambda: is_shown("answered already"))
    for person in (asha, leila):
        assert person.troubles == []
        person.go_away()
