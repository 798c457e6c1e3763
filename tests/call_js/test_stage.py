"""What is large on the stage: somebody pinned, whoever speaks, a page of people; and a window of the call's own."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from .browsers import until
from .conftest import NAMES, ROLES, Visitors
from .steps import Enter, connected, control, sees, tile

pytestmark = pytest.mark.xdist_group("call")

SPEAK = """([user, isSpeaking]) => {
  const tile = document.querySelector(`li[data-user="${user}"]`);
  const id = tile.matches(".tile--mirror") ? "" : tile.id.replace("participant-", "");
  document.querySelector("call-stage").setSpeaking(id, isSpeaking);
}"""
# Who had the floor, one after another.
SPEAKERS = """() => {
  window.speakers = [];
  document.addEventListener("speaker:changed", ({ detail: { user, isSelf } }) => window.speakers.push([user, isSelf]));
}"""
# More people than two cores could carry: drawn as the stage draws whoever is on the list.
CROWD = """async count => {
  const { NOBODY } = await import("/static/js/call/roster.js");
  const stage = document.querySelector("call-stage");
  const face = (number) => ({
    person: { ...NOBODY, participant: `crowd-${number}`, user: 100 + number, name: `Person ${number}`, initials: `P${number}` },
    state: "connected", stream: null, display: null,
  });
  const [self, ...others] = Array.from({ length: count }, (_, number) => face(number));
  stage.show(self, others);
}"""
SWIPE = """([from, to]) => {
  const stage = document.querySelector("call-stage");
  const point = (type, clientX) => stage.querySelector(".tiles").dispatchEvent(new PointerEvent(type, {
    bubbles: true, pointerId: 7, pointerType: "touch", isPrimary: true, clientX, clientY: 300 }));
  point("pointerdown", from);
  point("pointerup", to);
}"""


def large(page: Page) -> Locator:
    return page.locator(".spot__main")


def staged(page: Page) -> None:
    """All that the stage fetches for company is there."""
    expect(page.locator(".tiles.glides")).to_have_count(1)


def more(page: Page, name: str) -> None:
    control(page, "More").click()
    page.get_by_role("dialog", name="More").get_by_role("button", name=name).click()


def say(page: Page, user: int, *, is_speaking: bool = True) -> None:
    page.evaluate(SPEAK, [user, is_speaking])


def test_somebody_pinned_is_large_until_they_are_not(enter: Enter) -> None:
    asha, leila = enter(1), enter(2)
    connected(asha, 2)
    sees(asha, 2)
    staged(asha)
    tile(asha, 2).hover()
    tile(asha, 2).get_by_role("button", name="Pin").click()
    expect(large(asha)).to_have_attribute("data-user", "2")
    expect(tile(asha, 2).locator("[data-badge=pinned]")).to_be_visible()
    sees(asha, 2)
    tile(asha, 2).get_by_role("button", name="Unpin").click()
    expect(large(asha)).to_have_count(0)
    expect(asha.locator(".tiles")).to_have_attribute("data-count", "3")
    # By a double click; who leaves is not large any more.
    tile(asha, 2).dblclick()
    expect(large(asha)).to_have_attribute("data-user", "2")
    leila.get_by_role("button", name="Leave").click()
    expect(large(asha)).to_have_count(0)


def test_the_floor_goes_to_who_goes_on_speaking(enter: Enter) -> None:
    asha, leila, tomas = enter(1), enter(2), enter(3)
    connected(asha, 2)
    connected(asha, 3)
    # The made-up microphones beep all the time: from here on only the test speaks.
    for page in (asha, leila, tomas):
        control(page, "Mic").click()
    staged(asha)
    for user in (2, 3):
        expect(tile(asha, user)).to_have_attribute("data-mic", "off")
    expect(asha.locator("li.is-speaking")).to_have_count(0)
    asha.evaluate(SPEAKERS)
    more(asha, "Speaker view")
    expect(large(asha)).to_have_count(1)
    say(asha, 2)
    expect(large(asha)).to_have_attribute("data-user", "2")
    say(asha, 2, is_speaking=False)
    say(asha, 3)
    expect(large(asha)).to_have_attribute("data-user", "3")
    # A short word in between takes nothing away from who speaks on.
    say(asha, 2)
    say(asha, 2, is_speaking=False)
    say(asha, 1)
    asha.wait_for_timeout(200)
    expect(large(asha)).to_have_attribute("data-user", "3")
    # Everybody hears of it in one place; what oneself says is news, and leaves the others' faces where they are.
    say(asha, 3, is_speaking=False)
    until(asha, lambda: asha.evaluate("window.speakers.at(-1)") == [1, True])
    assert [user for user, _ in asha.evaluate("window.speakers")][-2:] == [3, 1]
    expect(large(asha)).to_have_attribute("data-user", "3")
    # With the one who had it, it goes to who speaks just now, else to nobody.
    say(asha, 3)
    until(asha, lambda: asha.evaluate("window.speakers.at(-1)[0]") in (1, 3))
    say(asha, 1, is_speaking=False)
    until(asha, lambda: asha.evaluate("window.speakers.at(-1)") == [3, False])
    tomas.get_by_role("button", name="Leave").click()
    until(asha, lambda: asha.evaluate("window.speakers.at(-1)") == [None, False])
    more(asha, "Grid view")
    expect(large(asha)).to_have_count(0)


def test_the_own_picture_may_be_out_of_ones_own_sight(enter: Enter) -> None:
    asha, leila = enter(1), enter(2)
    connected(asha, 2)
    more(asha, "Hide self view")
    expect(tile(asha, 1)).to_be_hidden()
    expect(asha.get_by_text("You are hidden to yourself")).to_be_visible()
    expect(asha.locator(".tiles")).to_have_attribute("data-count", "2")
    sees(leila, 1)
    asha.reload()
    connected(asha, 2)
    expect(tile(asha, 1)).to_be_hidden()
    leila.get_by_role("button", name="Leave").click()
    # Alone one sees oneself, whatever was chosen.
    expect(tile(asha, 1)).to_be_visible()
    enter(2)
    connected(asha, 2)
    asha.get_by_role("button", name="Show", exact=True).click()
    expect(tile(asha, 1)).to_be_visible()


def test_the_call_goes_on_in_a_window_of_its_own(enter: Enter) -> None:
    asha, _leila = enter(1), enter(2)
    connected(asha, 2)
    sees(asha, 2)
    control(asha, "More").click()
    with asha.context.expect_page() as opened:
        asha.get_by_role("button", name="Picture-in-picture").click()
    window = opened.value
    expect(window.get_by_text("Leila Haddad")).to_be_visible()
    shown = "document.querySelector('video').getVideoPlaybackQuality().totalVideoFrames"
    before = window.evaluate(shown)
    until(window, lambda: window.evaluate(shown) > before + 5)
    window.get_by_role("button", name="Mute").click()
    expect(control(asha, "Mic")).to_have_attribute("aria-pressed", "false")
    expect(window.get_by_role("button", name="Unmute")).to_be_visible()
    more(asha, "Back into the page")
    until(asha, lambda: window.is_closed())
    sees(asha, 2)
    control(asha, "More").click()
    expect(asha.get_by_role("button", name="Picture-in-picture")).to_be_visible()


def test_what_company_needs_is_fetched_again_when_it_could_not_be(enter: Enter) -> None:
    asha = enter(1)
    refused: list[str] = []
    asha.route("**/room/together.js", lambda route: route.abort() if not refused else route.continue_())
    asha.on("requestfailed", lambda request: refused.append(request.url))
    enter(2)
    connected(asha, 2)
    staged(asha)
    assert len(refused) == 1


def test_a_picture_that_stands_still_says_so(enter: Enter) -> None:
    asha, leila = enter(1), enter(2)
    connected(asha, 2)
    sees(asha, 2)
    staged(asha)
    leila.evaluate("""async () => {
      const senders = window.connections.flatMap((one) => one.getSenders());
      window.taken = senders.filter(({ track }) => track?.kind === "video").map((sender) => [sender, sender.track]);
      for (const [sender] of window.taken) await sender.replaceTrack(null);
    }""")
    expect(tile(asha, 2).get_by_text("Frozen")).to_be_visible()
    leila.evaluate("async () => { for (const [sender, track] of window.taken) await sender.replaceTrack(track); }")
    expect(tile(asha, 2).get_by_text("Frozen")).to_have_count(0)
    sees(asha, 2)
    # Who switches the camera off is not frozen.
    control(leila, "Camera").click()
    expect(tile(asha, 2)).to_have_attribute("data-camera", "off")
    expect(tile(asha, 2).get_by_text("Frozen")).to_have_count(0)


def test_a_tile_too_small_for_its_actions_keeps_the_name_and_leads_to_them(enter: Enter) -> None:
    asha = enter(1)
    enter(2)
    connected(asha, 2)
    staged(asha)
    asha.set_viewport_size({"width": 640, "height": 480})
    asha.evaluate(CROWD, 10)
    small = tile(asha, 105)
    small.hover()
    expect(small.locator(".tile__name")).to_have_css("opacity", "1")
    # By the keyboard, and for whoever hears the page.
    small.get_by_role("button", name="Actions for Person 5").press("Enter")
    sheet = asha.get_by_role("dialog", name="Actions for this person")
    expect(sheet.get_by_role("button", name="Pin")).to_be_visible()
    asha.keyboard.press("Escape")
    expect(small.get_by_role("button", name="Actions for Person 5")).to_be_focused()


@pytest.fixture
def phone(visitors: Visitors, chromium: Browser) -> Page:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    visitors.contexts.append(context)
    page = context.new_page()
    page.goto(f"{visitors.address}/room?user=1&name={NAMES[1]}&role={ROLES[1]}")
    return page


def test_on_a_phone_people_are_pages_to_turn_and_swiped_through(phone: Page, enter: Enter) -> None:
    other = enter(2)
    connected(phone, 2)
    staged(phone)
    # What a pointer finds over a tile a finger finds in a sheet; others fill its slots.
    phone.evaluate("""document.addEventListener("tile:open", ({ detail: { user, body } }) =>
      body.querySelector("[data-slot=volume]").append(`volume of ${user}`))""")
    tile(phone, 2).tap()
    sheet = phone.get_by_role("dialog", name="Actions for this person")
    expect(sheet).to_contain_text("volume of 2")
    # It goes on saying how things are.
    control(other, "Camera").click()
    expect(sheet).to_contain_text("Video: OFF")
    control(other, "Camera").click()
    expect(sheet).to_contain_text("Video: ON")
    sheet.get_by_role("button", name="Pin").click()
    expect(large(phone)).to_have_attribute("data-user", "2")
    phone.evaluate(SWIPE, [100, 300])
    expect(large(phone)).to_have_count(0)
    phone.evaluate(SWIPE, [300, 100])
    expect(large(phone)).to_have_attribute("data-user", "2")
    # There is nobody after the last.
    phone.evaluate(SWIPE, [300, 100])
    expect(large(phone)).to_have_attribute("data-user", "2")
    phone.evaluate(SWIPE, [100, 300])
    expect(large(phone)).to_have_count(0)
    tile(phone, 2).tap()
    expect(sheet).to_be_visible()
    dots = crowded(phone)
    # Who is gone is asked for nothing.
    expect(sheet).to_be_hidden()
    # "Add More" is on a page further on: the way to it floats, and nothing that floats lies on the dots.
    phone.evaluate("document.querySelector('.stage-cue').hidden = false")
    expect(phone.locator(".fab.narrow")).to_be_in_viewport(ratio=1)
    phone.locator(".fab.narrow").click(trial=True)
    dots.nth(1).click()
    expect(dots.nth(1)).to_have_attribute("aria-current", "true")
    expect(tile(phone, 108)).to_be_in_viewport()
    assert phone.evaluate("document.scrollingElement.scrollWidth") <= 390


def crowded(phone: Page) -> Locator:
    """The dots of two pages, on which nine more people have sat down; the list of them is the test's own."""
    phone.evaluate(CROWD, 9)
    dots = phone.get_by_role("group", name="Pages of people").get_by_role("button")
    expect(dots).to_have_count(2)
    rows = "[...document.querySelectorAll('.tiles > li:not([hidden], .is-leaving)')].map((tile) => Math.round(tile.offsetTop))"
    until(phone, lambda: len(set(phone.evaluate(rows))) == 3)
    return dots


def test_from_right_to_left_pages_turn_the_other_way(phone: Page, enter: Enter) -> None:
    phone.evaluate("document.documentElement.dir = 'rtl'")
    enter(2)
    connected(phone, 2)
    staged(phone)
    phone.evaluate(SWIPE, [100, 300])
    expect(large(phone)).to_have_attribute("data-user", "2")
    phone.evaluate(SWIPE, [300, 100])
    expect(large(phone)).to_have_count(0)
    dots = crowded(phone)
    # Reading begins on the right, once the tiles have glided there.
    left = "document.querySelector('.tiles > li:not([hidden])').getBoundingClientRect().left"
    until(phone, lambda: phone.evaluate(left) > 390 / 2 - 10)
    # The finger itself, as a browser turns what scrolls: to the right, for what comes next stands on the left.
    drag(phone, 60, 330)
    expect(dots.nth(1)).to_have_attribute("aria-current", "true")
    expect(tile(phone, 108)).to_be_in_viewport(ratio=0.9)
    drag(phone, 330, 60)
    expect(dots.nth(0)).to_have_attribute("aria-current", "true")
    expect(tile(phone, 105)).to_be_in_viewport(ratio=0.9)
    until(phone, lambda: abs(phone.evaluate("document.querySelector('.tiles').scrollLeft")) < 1)
    dots.nth(1).click()
    expect(dots.nth(1)).to_have_attribute("aria-current", "true")
    expect(tile(phone, 108)).to_be_in_viewport(ratio=0.9)
    assert phone.evaluate("document.scrollingElement.scrollWidth") <= 390
    # Nobody was made large by turning pages.
    expect(large(phone)).to_have_count(0)


def drag(page: Page, start: int, end: int) -> None:
    """A finger over the tiles, as the touch screen tells of it."""
    session = page.context.new_cdp_session(page)
    steps = range(9)
    points = [{"x": start + (end - start) * step / 8, "y": 300} for step in steps]
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points[:1]})
    for point in points[1:]:
        session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
        page.wait_for_timeout(16)
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    session.detach()
