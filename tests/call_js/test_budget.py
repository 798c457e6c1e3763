"""The data budget: everything counts, the call steps down in time, and the others read why a face is gone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from .browsers import until
from .conftest import Visitors
from .lines import TOLD
from .steps import Enter, connected, control, hears, tile
from .test_sharing import SCREEN

pytestmark = pytest.mark.xdist_group("call")

HD, SD, LOW, SPEAKER, STILLS, AUDIO = range(6)
MB = 1_000_000
HOUR = 3_600_000
SENDERS = """() => window.connections.filter((one) => one.connectionState === "connected").map((one) =>
  one.getTransceivers().map(({ sender }) => sender.getParameters().encodings[0]))"""
CARRIED = """async () => {
  let sum = 0;
  for (const one of window.connections)
    for (const [, stat] of await one.getStats())
      if (stat.type === "transport") sum += stat.bytesSent + stat.bytesReceived;
  return sum;
}"""

THINNEST = """() => {
  const [voice, camera, screen, sound] = window.connections.at(-1).getTransceivers().map(({ sender }) => sender.getParameters().encodings[0]);
  return voice.maxBitrate === 6000 && !camera.active && !screen.active && !sound.active;
}"""
KEEPS = """() => {
  const { sender } = window.connections.at(-1).getTransceivers()[2];
  return [sender.getParameters().degradationPreference, sender.track.contentHint];
}"""
NEARLY_SPENT = """
document.addEventListener("toast", ({ detail }) => (window.said ??= []).push(detail.text));
const book = { room: "GT7km2Pq", limit: 100_000_000, used: 99_990_000, since: Date.now() - 60_000, at: Date.now() };
sessionStorage.setItem("guftagu:data", JSON.stringify(book));
"""


@pytest.fixture
def page(visitors: Visitors, chromium: Browser) -> Page:
    return visitors.open(chromium, "/preview")


def ask(page: Page, name: str, *arguments: Any) -> Any:
    code = "async ([name, args]) => (await import('/static/js/call/budget.js'))[name](...args)"
    return page.evaluate(code, [name, list(arguments)])


def allowed(page: Page, limit: int | None, used: float = 0, others: int = 1, minutes: int = 0, before: int = 0) -> Any:
    book = {"limit": limit and limit * MB, "used": used * MB, "since": 0, "rate": 0}
    return ask(page, "allowed", book, others, minutes * 60_000, before)


def test_what_is_left_for_an_hour_decides_the_step(page: Page) -> None:
    assert allowed(page, None, 9999)["step"] == HD
    fresh = [allowed(page, limit)["step"] for limit in (50, 100, 250, 500)]
    assert fresh == sorted(fresh, reverse=True)
    assert fresh[0] >= SPEAKER
    assert fresh[-1] <= SD
    for others in range(1, 9):
        assert allowed(page, 250, others=others)["step"] <= allowed(page, 250, others=others + 1)["step"]
    # What the faces may take together, and the voices, lasts an hour.
    for limit in (100, 250, 500):
        allowance = allowed(page, limit)
        assert 2 * allowance["bitrate"] * 3600 / 8 <= limit * MB or allowance["step"] >= SPEAKER


def test_at_half_three_quarters_and_nine_tenths_it_steps_down_in_any_case(page: Page) -> None:
    """At the very end of the hour, when nothing but the shares speaks."""
    steps = [allowed(page, 500, used, minutes=59)["step"] for used in (0, 249, 250, 375, 450, 500, 600)]
    assert steps == [HD, HD, SD, SPEAKER, STILLS, AUDIO, AUDIO]
    spent = [allowed(page, 500, used)["spent"] for used in (499, 500)]
    assert spent == [False, True]


def test_a_step_up_needs_room_to_spare(page: Page) -> None:
    """What is just enough to stay is not enough to go up: no to and fro."""

    def step(limit: float, before: int) -> int:
        book = {"limit": limit * MB, "used": 0, "since": 0, "rate": 0}
        return ask(page, "allowed", book, 1, 0, before)["step"]

    edge = next(limit for limit in range(50, 600) if step(limit, SD) == SD)
    assert step(edge, LOW) == LOW
    assert step(edge * 1.3, LOW) == SD


def test_every_connection_counts(page: Page) -> None:
    book = {"limit": None, "used": 5, "since": 0, "rate": 0}
    readings = [{"carried": 1000, "up": 10, "down": 30}, {"carried": 500, "up": 1, "down": 3}]
    counted = ask(page, "counted", book, readings)
    assert (counted["used"], counted["rate"]) == (1505, 44)
    assert ask(page, "counted", counted, [])["rate"] < 44
    lasting = {"limit": 100 * MB, "used": 40 * MB, "since": 0, "rate": 8 * MB}
    assert ask(page, "lasts", lasting) == 60
    assert ask(page, "lasts", lasting | {"used": 101 * MB}) == 0


@pytest.mark.parametrize(
    "kept", [None, [], {"used": -1, "since": 0}, {"used": "9", "since": 0}, {"used": 1, "since": 9e99}]
)
def test_nonsense_in_the_store_is_no_book(page: Page, kept: Any) -> None:
    assert ask(page, "bookFrom", kept, 1000) is None


def test_a_limit_that_cannot_be_chosen_is_none(page: Page) -> None:
    assert ask(page, "bookFrom", {"used": 1, "since": 5, "limit": 3}, 1000)["limit"] is None
    assert ask(page, "bookFrom", {"used": 1, "since": 5, "limit": 50 * MB}, 1000)["limit"] == 50 * MB


def open_budget(page: Page) -> Locator:
    control(page, "More").click()
    page.get_by_role("dialog", name="More").get_by_role("button", name="Data budget").click()
    return page.get_by_role("dialog", name="Data budget")


def test_a_person_keeps_to_their_budget_and_everybody_reads_it(visitors: Visitors, chromium: Browser) -> None:
    asha = visitors.open(chromium, "/room?user=1&name=Asha Rao&role=owner", script=TOLD + SCREEN)
    leila = visitors.open(chromium, "/room?user=2&name=Leila Haddad&role=member", script=TOLD)
    connected(asha, 2)
    connected(leila, 1)
    dialog = open_budget(leila)
    expect(dialog.get_by_text("MB used so far")).to_be_visible()
    dialog.get_by_role("radio", name="100 MB").check()
    expect(dialog.get_by_text("of 100 MB used")).to_be_visible()
    dialog.get_by_role("button", name="Close").click()
    meter = leila.get_by_role("button", name="Data used")
    expect(meter).to_contain_text("0 / 100 MB")
    # Both directions become small at once: she sends less, and the other is asked to.
    until(leila, lambda: leila.evaluate(SENDERS)[0][1]["maxBitrate"] < 150_000)
    until(asha, lambda: asha.evaluate(SENDERS)[0][1]["maxBitrate"] < 150_000)
    stored = "JSON.parse(sessionStorage.getItem('guftagu:data'))"
    until(leila, lambda: leila.evaluate(stored)["used"] > 100_000)
    counted, carried = leila.evaluate(stored)["used"], leila.evaluate(CARRIED)
    assert counted < carried * 2
    control(asha, "Share").click()
    shared = leila.locator(".tile--share")
    expect(shared).to_be_visible()
    until(asha, lambda: asha.evaluate(SENDERS)[0][2]["maxFramerate"] <= 8)
    assert asha.evaluate(KEEPS) == ["maintain-resolution", "detail"]
    # Nearly all of it went through an earlier page of this sitting.
    leila.add_init_script(NEARLY_SPENT)
    leila.reload()
    expect(meter).to_contain_text("100 / 100 MB")
    expect(tile(asha, 2).locator(".tile__pause")).to_contain_text("Leila Haddad saves data: sound only")
    expect(tile(leila, 1).locator(".tile__pause")).to_contain_text("Paused to save your data")
    expect(shared.locator(".tile__pause")).to_contain_text("Paused to save your data")
    expect(tile(asha, 2).locator(".tile__unseen")).to_have_text("Leila Haddad saves data: they only hear you")
    until(
        leila, lambda: "Your 100 MB are used up: sound only, as thin as it gets" in leila.evaluate("window.said ?? []")
    )
    for page in (asha, leila):
        until(page, lambda page=page: page.evaluate(THINNEST))
        hears(page)
    # More is allowed: they see each other again.
    dialog = open_budget(leila)
    dialog.get_by_role("radio", name="No limit").check()
    expect(tile(asha, 2).locator(".tile__pause")).to_have_count(0)
    expect(tile(leila, 1).locator(".tile__pause")).to_have_count(0)
    expect(shared.locator(".tile__pause")).to_have_count(0)
    expect(meter).to_be_hidden()


VOICE = """async () => {
  const [connection] = window.connections.filter((one) => one.connectionState === "connected");
  const stats = [...(await connection.getStats()).values()];
  return stats.find(({ type, kind, mid }) => type === "outbound-rtp" && kind === "audio" && mid === "0").packetsSent;
}"""


def test_silence_costs_next_to_nothing(enter: Enter) -> None:
    asha, leila = enter(1), enter(2)
    connected(asha, 2)
    hears(asha)
    control(leila, "Mic").click()
    expect(control(leila, "Mic")).to_have_attribute("aria-pressed", "false")

    def packets_in_two_seconds() -> int:
        before = leila.evaluate(VOICE)
        leila.wait_for_timeout(2000)
        return int(leila.evaluate(VOICE)) - before

    # A voice is fifty packets a second; of silence the other side is told now and then.
    until(leila, lambda: packets_in_two_seconds() < 25)
    control(leila, "Mic").click()
    hears(asha)
