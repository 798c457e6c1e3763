"""/doctor in a real browser: all is well, and everything is in the way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.servers.coturn import SECRET, Coturn
from tests.servers.guftagu import Guftagu, guftagu_server
from tests.servers.processes import HOST, free_port

from .conftest import Arrive

pytestmark = pytest.mark.xdist_group("journeys")


@pytest.fixture(scope="module")
def house(coturn: Coturn) -> Iterator[Guftagu]:
    with guftagu_server(coturn.settings) as server:
        yield server


def states(page: Page) -> list[tuple[str, str]]:
    return [
        (row["check"], row["state"])
        for row in page.locator("[data-check]").evaluate_all("rows => rows.map(row => ({...row.dataset}))")
    ]


def run(page: Page, answer: str) -> None:
    """From the start to the end; the last question is for the person's ears."""
    page.goto("/doctor")
    page.get_by_role("button", name="Start").click()
    page.get_by_role("button", name=answer).click(timeout=90_000)
    expect(page.get_by_role("button", name="Start again")).to_be_enabled()


def test_all_is_well(arrive: Arrive, coturn: Coturn) -> None:
    asha = arrive("Asha Rao")
    page = asha.page
    page.goto("/doctor")
    page.get_by_role("button", name="Start").click()
    expect(page.locator("[data-check=microphone]")).to_have_attribute("data-state", "running")
    shown = "() => document.querySelector('[data-stage] video').getVideoPlaybackQuality().totalVideoFrames > 5"
    page.wait_for_function(shown)
    page.get_by_role("button", name="I hear them").click()
    expect(page.get_by_role("status").filter(has_text="All is well")).to_be_visible()
    assert {state for _, state in states(page)} == {"ok"}
    assert [check for check, _ in states(page)].count("turn") == 2
    expect(page.get_by_text("Data goes through the relay and comes back in").last).to_be_visible()
    expect(page.locator("audio[data-echo]")).to_be_visible()
    page.wait_for_function("() => document.querySelector('audio').readyState > 0")
    page.get_by_role("button", name="Copy report").click()
    expect(page.get_by_text("Report copied")).to_be_visible()
    report = page.evaluate("navigator.clipboard.readText()")
    assert "[ok] Relay over UDP" in report
    assert "[ok] Relay (TURN)" in report
    assert SECRET not in report
    assert "doctor-" not in report


class TestBehindWalls:
    """Sockets are cut, devices are forbidden, the relay is not there and another one has another secret."""

    @pytest.fixture
    def house(self, coturn: Coturn) -> Iterator[Guftagu]:
        dead = free_port()
        urls = (
            f"turn:{HOST}:{dead}?transport=udp,turn:{HOST}:{coturn.port}?transport=udp,turn:{HOST}:{dead}?transport=tcp"
        )
        env = {"STUN_URLS": f"stun:{HOST}:{dead}", "TURN_URLS": urls, "TURN_SECRET": "quite another secret"}
        with guftagu_server(env) as server:
            yield server

    def test_each_hop_is_named_with_its_mend(self, arrive: Arrive, coturn: Coturn) -> None:
        asha = arrive("Asha Rao", permissions=[])
        page = asha.page
        page.add_init_script(FORBID)
        page.route_web_socket("**/ws**", lambda line: line.close(code=1011, reason="cut"))
        run(page, "I hear nothing")
        found = states(page)
        assert dict(found) | {"turn": "failed"} == {
            "browser": "ok", "camera": "failed", "microphone": "failed", "socket": "failed", "polling": "ok",
            "direct": "ok", "stun": "failed", "turn": "failed", "speaker": "failed",
        }  # fmt: skip
        assert [state for check, state in found if check == "turn"] == ["failed"] * 3
        camera = page.locator("[data-check=camera]")
        expect(camera).to_contain_text("forbids this page to use it")
        expect(camera).to_contain_text("Click the icon left of the address")
        expect(page.locator("[data-check=socket]")).to_contain_text("Sockets to this server are blocked")
        udp, other, tcp = page.locator("[data-check=turn]").all()
        expect(udp).to_contain_text(f"Nothing comes back from {HOST} over UDP port")
        expect(other).to_contain_text("refuses the credentials (401)")
        expect(other).to_contain_text("static-auth-secret must be the same")
        expect(tcp).to_contain_text(f"Nothing comes back from {HOST} over TCP port")
        found = page.get_by_role("status").filter(has_text="In the way: Camera, Microphone")
        expect(found).to_contain_text("Calls do not work from here.")


# The tests' browsers say yes to every question by themselves.
FORBID = """
navigator.mediaDevices.getUserMedia = async () => { throw new DOMException("no", "NotAllowedError"); };
"""


def test_without_scripts_it_says_what_would_be_tried(chromium: Browser, house: Guftagu) -> None:
    context = chromium.new_context(base_url=house.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/doctor")
    expect(page.get_by_text("Calls need JavaScript")).to_be_visible()
    expect(page.get_by_role("heading", name="Relay over TCP")).to_be_visible()
    expect(page.get_by_role("heading", name="What the server says")).to_be_visible()
    expect(page.get_by_role("button", name="Start")).to_have_count(0)
    context.close()


def tried(**states: str) -> list[dict[str, object]]:
    """Rows as they stand at the end: what was not named is OK."""
    names = ("browser", "camera", "microphone", "socket", "polling", "direct", "stun", "turn", "turn2", "speaker")
    rows = ((name.rstrip("2"), states.get(name, "ok")) for name in names)
    return [{"name": name, "title": name.title(), "result": {"state": state}} for name, state in rows]


def test_the_verdict_says_what_it_means_for_a_call(arrive: Arrive) -> None:
    page = arrive("Asha Rao").page
    page.goto("/doctor")
    asked = """async (all) => {
      const { verdictOn } = await import("/static/js/doctor/verdict.js");
      return all.map(verdictOn);
    }"""
    no, gone = "failed", "skipped"
    rows = [
        tried(),
        tried(turn=gone, turn2=gone),
        tried(camera=no, speaker=no),
        tried(turn=no, stun=no),
        tried(turn=no, turn2=no, microphone=no),
        tried(direct=no),
        tried(direct=no, turn=gone, turn2=gone),
    ]
    assert page.evaluate(asked, rows) == [
        "All is well: calls work from here.",
        "What was tried works. Behind strict firewalls calls may fail all the same: no relay was tried.",
        "Calls work from here, but nobody sees you and you hear nobody. In the way: Camera, Speaker.",
        "Calls work from here. In the way: Stun, Turn.",
        "Calls work with some networks and not with others, but nobody hears you. In the way: Microphone, Turn, Turn.",
        "Calls work from here. In the way: Direct.",
        "Calls do not work from here. In the way: Direct.",
    ]


# What each browser says of itself, and what its first step must name.
MAC, WINDOWS = "Macintosh; Intel Mac OS X 10_15_7", "Windows NT 10.0; Win64; x64"
CHROME, SAFARI = (
    "Chrome/140.0.0.0 Safari/537.36",
    "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15",
)
BROWSERS = [
    (f"Mozilla/5.0 ({WINDOWS}) {CHROME}", 0, "two sliders", "let desktop apps"),
    (f"Mozilla/5.0 ({WINDOWS}) {CHROME} Edg/140.0.0.0", 0, "Permissions for this site", "let desktop apps"),
    (
        "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0",
        0,
        "crossed-out",
        "allow it when Firefox",
    ),
    (f"Mozilla/5.0 ({MAC}) {SAFARI}", 0, "choose Safari", "System Settings"),
    (f"Mozilla/5.0 ({MAC}) {SAFARI}", 5, "Website Settings", "open Settings, then Apps"),
    (f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) {SAFARI}", 5, "Website Settings", "open Settings"),
    (f"Mozilla/5.0 (Linux; Android 15) {CHROME} Mobile", 5, "left of the address, then", "If they are grey"),
    ("Something else", 0, "Open the permissions", "Reload"),
]


def test_each_browser_is_mended_in_its_own_words(arrive: Arrive) -> None:
    page = arrive("Asha Rao").page
    page.goto("/doctor")
    asked = """async (browsers) => {
      const { stepsFor } = await import("/static/js/lib/mending.js");
      return browsers.map(([userAgent, maxTouchPoints]) => stepsFor("denied", "camera", { userAgent, maxTouchPoints }));
    }"""
    found = page.evaluate(asked, [list(browser) for browser in BROWSERS])
    for steps, (_, _, first, last) in zip(found, BROWSERS, strict=True):
        assert first in steps[0]
        assert last in steps[-1]
