"""Calls that Daily carries, in a real browser: its library, its frame, and our page around them."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import FrameLocator, Route, expect

from tests.call_js.browsers import until
from tests.servers.daily import KEY, LocalDaily, local_daily
from tests.servers.daily_state import Session
from tests.servers.guftagu import Guftagu, guftagu_server

from .conftest import Arrive
from .people import Person

pytestmark = pytest.mark.xdist_group("daily")


@pytest.fixture
def daily() -> Iterator[LocalDaily]:
    with local_daily() as daily:
        yield daily


@pytest.fixture
def house(daily: LocalDaily) -> Iterator[Guftagu]:
    """A house whose larger rooms use Daily."""
    with guftagu_server({"DAILY_API_KEY": KEY, "DAILY_API_URL": daily.url}) as server:
        yield server


# Devices that the page may use, and the frame may not.
REFUSING = """if (location.pathname.startsWith('/fake-daily/'))
  navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', 'NotAllowedError'); };"""


def inside(daily: LocalDaily) -> list[str]:
    """The names of those who are in a room at Daily."""
    rooms = daily.account.rooms.values()
    return sorted(session.user_name for room in rooms for session in room.sessions.values())


def frame(person: Person) -> FrameLocator:
    return person.page.frame_locator("iframe[title='Video call']")


def arrived(daily: LocalDaily, *people: Person) -> None:
    until(people[0].page, lambda: inside(daily) == sorted(person.name for person in people))


def two(arrive: Arrive, daily: LocalDaily) -> tuple[Person, Person, str]:
    asha, leila = arrive("Asha Rao"), arrive("Leila Haddad")
    link = asha.sign_up().found_room("Gaming Night", seats=6)
    asha.enter(link)
    leila.enter(link)
    arrived(daily, asha, leila)
    return asha, leila, link


def test_two_people_meet_in_the_frame_with_our_panel_beside_it(arrive: Arrive, daily: LocalDaily) -> None:
    asha, leila, link = two(arrive, daily)
    code = link.rsplit("/", 1)[1]
    room = daily.account.rooms[f"guftagu-{code}"]
    assert room.privacy == "private"
    expect(frame(asha).get_by_text("Leila Haddad")).to_be_visible()
    frame_size, stage_size = (asha.page.locator(each).bounding_box() for each in (".carrier iframe", ".carrier"))
    assert frame_size == stage_size
    # The frame has the camera, and our page has let go of it.
    playing = "() => document.querySelector('video').srcObject.getVideoTracks()[0]?.readyState"
    shown = asha.page.frame(url=re.compile("/fake-daily/"))
    assert shown
    assert shown.evaluate(playing) == "live"
    # Our panel mirrors what is switched, by our buttons and by others' frames alike.
    expect(leila.control("Mic")).to_have_attribute("aria-pressed", "true")
    leila.control("Camera").click()
    expect(asha.row(leila)).to_contain_text("Video off")
    leila.control("Mic").click()
    expect(leila.control("Mic")).to_have_attribute("aria-pressed", "false")
    expect(asha.row(leila)).to_contain_text("Muted")
    # A screen is shared from our button, reactions rise over the frame, and what is for our own tiles is not offered.
    leila.control("Share").click()
    expect(leila.control("Share")).to_have_attribute("aria-pressed", "true")
    expect(asha.row(leila)).to_contain_text("Sharing a screen")
    leila.control("React").click()
    leila.page.get_by_role("button", name="Clap").click()
    expect(asha.page.locator(".reaction")).to_contain_text("Leila Haddad")
    asha.control("More").click()
    expect(asha.is_told("More").get_by_role("button", name="Invite")).to_be_visible()
    expect(asha.page.get_by_role("button", name="Picture-in-picture")).to_be_hidden()
    asha.page.keyboard.press("Escape")
    leila.say("Our own chat stays")
    asha.reads("Our own chat stays")
    # Who takes another name has it in the frame too.
    profile = leila.new_page()
    profile.goto("/profile")
    profile.get_by_label("Name", exact=True).fill("Leila Nasser")
    profile.get_by_role("button", name="Save").click()
    expect(frame(asha).get_by_text("Leila Nasser")).to_be_visible()
    # Leaving takes the frame away and the person out of Daily's room.
    leila.page.get_by_role("link", name="Leave").first.click()
    leila.page.get_by_role("button", name=re.compile("^Leave")).last.click()
    leila.page.wait_for_url(f"{leila.url}/")
    arrived(daily, asha)
    expect(asha.page.locator("#room-count")).to_contain_text("1/6")


def test_muting_and_removing_reach_daily(arrive: Arrive, daily: LocalDaily) -> None:
    asha, leila, link = two(arrive, daily)
    asha.act_on(leila, "Mute Leila Haddad")
    expect(leila.control("Mic")).to_have_attribute("aria-pressed", "false")
    until(asha.page, lambda: [each.on["audio"] for each in sessions(daily, leila)] == [False])
    asha.act_on(leila, "Kick Leila Haddad")
    asha.is_told("Remove Leila Haddad?").get_by_role("button", name="Kick").click()
    leila.is_told("You were removed from the room")
    arrived(daily, asha)
    expect(leila.page.locator("iframe")).to_have_count(0)
    until(asha.page, lambda: any(room.banned for room in daily.account.rooms.values()))
    # Daily takes no ban back; who is let back in comes in all the same.
    asha.page.get_by_role("button", name="Let back in").click()
    expect(asha.page.get_by_role("button", name="Let back in")).to_have_count(0)
    leila.enter(link)
    arrived(daily, asha, leila)


def sessions(daily: LocalDaily, person: Person) -> list[Session]:
    rooms = daily.account.rooms.values()
    return [each for room in rooms for each in room.sessions.values() if each.user_name == person.name]


def test_a_frame_that_never_says_goodbye_is_taken_away(arrive: Arrive, daily: LocalDaily) -> None:
    asha, _leila, link = two(arrive, daily)
    daily.account.hangs = True
    # Whom Daily refuses once hears why, and comes in with the next try.
    daily.fail("POST /meeting-tokens", 403, times=1)
    kenji = arrive("Kenji Mori").enter(link)
    card = kenji.page.get_by_role("alert").filter(has_text="You are not in the call yet")
    expect(card).to_contain_text("Daily cannot let you into the call just now")
    # At once, before it is tried again by itself and the button is gone.
    card.get_by_role("button", name="Try again").evaluate("button => button.click()")
    expect(card).to_be_hidden()
    until(kenji.page, lambda: "Kenji Mori" in inside(daily))
    asha.act_on(kenji, "Kick Kenji Mori")
    asha.is_told("Remove Kenji Mori?").get_by_role("button", name="Kick").click()
    kenji.is_told("You were removed from the room")
    expect(kenji.page.locator("iframe")).to_have_count(0)


def test_who_is_thrown_out_by_daily_itself_hears_it(arrive: Arrive, daily: LocalDaily) -> None:
    asha, leila, _link = two(arrive, daily)
    with daily.account.lock:
        for session in sessions(daily, leila):
            daily.account.leave(next(iter(daily.account.rooms)), session.id)
    leila.is_told("You were removed from the room")
    expect(frame(asha).get_by_text("Leila Haddad")).to_have_count(0)
    expect(asha.page.locator("#room-count")).to_contain_text("1/6")


def test_the_call_goes_on_among_browsers_when_daily_dies(arrive: Arrive, daily: LocalDaily) -> None:
    asha, leila, link = two(arrive, daily)
    leila.control("Mic").click()
    expect(asha.row(leila)).to_contain_text("Muted")
    # Kenji has his ticket to Daily, and is still fetching what it is for.
    kenji = arrive("Kenji Mori")
    held: list[Route] = []
    kenji.page.route("**/carried.js", lambda route: held.append(route))
    kenji.enter(link)
    until(kenji.page, lambda: bool(held))
    daily.stop()
    expect(asha.page.locator("iframe")).to_have_count(0)
    expect(asha.page.locator("#toasts")).to_contain_text("Daily cannot be reached")
    expect(leila.control("Mic")).to_have_attribute("aria-pressed", "false")
    leila.control("Mic").click()
    for person, other in ((asha, leila), (leila, asha)):
        person.sees(other)
        person.hears(other)
        expect(person.page.locator("iframe")).to_have_count(0)
    held.pop().continue_()
    kenji.sees(asha)
    expect(kenji.page.locator("iframe")).to_have_count(0)
    asha.open_tab("Activity")
    expect(asha.page.locator("#activity")).to_contain_text(re.compile("Daily", re.IGNORECASE))


def test_nothing_of_daily_is_fetched_in_a_small_room(arrive: Arrive, daily: LocalDaily) -> None:
    asha, leila = arrive("Asha Rao"), arrive("Leila Haddad")
    fetched: list[str] = []
    asha.page.on("request", lambda request: fetched.append(request.url))
    link = asha.sign_up().found_room("Tea for Two", seats=2)
    asha.enter(link)
    leila.enter(link)
    asha.sees(leila)
    # The hourly count of minutes is not about any room.
    assert [asked for asked, _ in daily.asked if asked != "GET /meetings"] == []
    assert [url for url in fetched if "daily" in url] == []


def test_a_ticket_that_leads_nowhere_or_has_run_out_is_asked_for_anew(arrive: Arrive, daily: LocalDaily) -> None:
    fresh = daily.account.token_for
    stale = iter([time.time() + 3600, time.time() - 60])

    def token_for(properties: dict[str, Any]) -> str:
        """The first ticket is for a room of another account, the second comes out of date."""
        return fresh(properties | {"exp": int(next(stale, properties["exp"]))})

    daily.account.token_for = token_for  # type: ignore[method-assign]
    asha = arrive("Asha Rao")
    link = asha.sign_up().found_room("Gaming Night", seats=6)
    until(asha.page, lambda: bool(daily.account.rooms))
    daily.account.become_another()
    asha.enter(link)
    arrived(daily, asha)
    assert daily.count("POST /meeting-tokens") >= 3
    # Of two more tabs at once the last has the call; the first hears it though its ticket is still on its way.
    asked, gate = daily.count("POST /meeting-tokens"), threading.Event()
    # No longer than Guftagu waits for Daily.
    daily.account.token_for = lambda properties: (gate.wait(4), fresh(properties))[1]  # type: ignore[method-assign]
    first, second = asha.new_page(), asha.new_page()
    first.goto(asha.page.url)
    until(first, lambda: daily.count("POST /meeting-tokens") > asked)
    second.goto(asha.page.url)
    for page in (first, asha.page):
        expect(page.get_by_role("heading", name="The call is open elsewhere")).to_be_visible()
    gate.set()
    expect(second.locator("iframe[title='Video call']")).to_be_visible()
    arrived(daily, asha)
    expect(first.locator("iframe")).to_have_count(0)


def test_who_finds_the_call_full_hears_it_and_is_let_in_when_it_is_not(arrive: Arrive, daily: LocalDaily) -> None:
    asha, leila, link = two(arrive, daily)
    with daily.account.lock:
        next(iter(daily.account.rooms.values())).properties["max_participants"] = 2
    kenji = arrive("Kenji Mori")
    kenji.context.add_init_script(REFUSING)
    kenji.enter(link)
    card = kenji.page.get_by_role("alert").filter(has_text="The call is full")
    expect(card).to_be_visible()
    kenji.say("I wait in the chat")
    asha.reads("I wait in the chat")
    leila.go_away()
    until(asha.page, lambda: inside(daily) == ["Asha Rao"])
    # Where the frame is refused the devices, our page says so, and its buttons show it.
    expect(kenji.page.locator("#toasts")).to_contain_text("blocks the camera or microphone")
    expect(card).to_be_hidden()
    arrived(daily, asha, kenji)
    expect(kenji.control("Camera")).to_have_attribute("aria-pressed", "false")
    expect(asha.row(kenji)).to_contain_text("Muted")


def test_who_cannot_load_the_call_sees_why_and_comes_in_when_they_can(arrive: Arrive, daily: LocalDaily) -> None:
    asha, leila, link = two(arrive, daily)
    kenji = arrive("Kenji Mori")
    said: list[str] = []
    kenji.page.on("console", lambda message: said.append(message.text))
    kenji.page.clock.install()
    page, door = re.compile("/fake-daily/[^/]*$"), "**/fake-daily/*/enter"
    for address in (page, door):
        kenji.page.route(address, lambda route: route.abort())
    kenji.enter(link)
    waits = kenji.page.locator(".carrier__wait")
    # Nothing lies over it, the browser's own word for a page that does not load least of all.
    waits.click(trial=True)
    expect(waits).to_have_text("Connecting…")
    expect(kenji.page.locator(".carrier iframe")).to_have_attribute("src", re.compile("/fake-daily/"))
    kenji.page.clock.fast_forward(13_000)
    expect(waits).to_contain_text("longer than usual")
    kenji.page.clock.fast_forward(26_000)
    until(kenji.page, lambda: any("Timed out attempting to load" in text for text in said))
    # The page is there again, and what is behind it is not yet; Asha and Leila are well, and so is Daily.
    kenji.page.unroute(page)
    card = kenji.page.get_by_role("alert").filter(has_text="The call cannot be reached")
    expect(card).to_contain_text("something between you and Daily is in the way")
    kenji.page.unroute(door)
    kenji.page.clock.fast_forward(61_000)
    arrived(daily, asha, leila, kenji)
    expect(waits).to_be_hidden()
    expect(kenji.page.locator(".carrier iframe")).to_have_count(1)
