"""A screen that is shared is seen and heard by everybody, whoever comes later, and ends for a reason that is said."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from .browsers import until
from .conftest import NAMES, ROLES, Visitors
from .steps import connected, control, sees, tile
from .stub import Call

pytestmark = pytest.mark.xdist_group("call")

SAID = """
window.said = [];
document.addEventListener("toast", ({ detail }) => window.said.push(detail.text));
"""
# What is shared is a canvas that changes and a tone, so that a test may end or refuse it; both are real media.
SCREEN = (
    SAID
    + """
window.spots = [];
for (const type of ["share:shown", "share:hidden"])
  document.addEventListener(type, ({ detail }) => window.spots.push([type, detail.name]));
navigator.mediaDevices.getDisplayMedia = async (wanted) => {
  window.wanted = wanted;
  if (window.refusal) throw new DOMException(window.refusal[1], window.refusal[0]);
  const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 400 });
  const context = canvas.getContext("2d");
  let hue = 0;
  setInterval(() => {
    context.fillStyle = `hsl(${hue++ % 360} 60% 60%)`;
    context.fillRect(0, 0, 640, 400);
  }, 50);
  const stream = canvas.captureStream(15);
  const audio = new AudioContext();
  const [tone, out] = [audio.createOscillator(), audio.createMediaStreamDestination()];
  tone.connect(out);
  tone.start();
  stream.addTrack(out.stream.getAudioTracks()[0]);
  window.shared = stream;
  return stream;
};
"""
)
# Whether the large screen has shown some more pictures since the question was first asked: of this very player.
PLAYS = """question => {
  const video = document.querySelector(".spot__main [data-shared]");
  const frames = video?.getVideoPlaybackQuality().totalVideoFrames ?? 0;
  if (video && video.question !== question) Object.assign(video, { question, before: frames });
  return video ? frames > video.before + 5 : false;
}"""
SOUNDS = """async () => {
  const video = document.querySelector(".spot__main [data-shared]");
  const [track] = video.srcObject.getAudioTracks();
  const context = new AudioContext();
  await context.resume();
  const analyser = new AnalyserNode(context);
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  await new Promise((done) => setTimeout(done, 500));
  const samples = new Float32Array(analyser.fftSize);
  analyser.getFloatTimeDomainData(samples);
  await context.close();
  return video.muted || video.paused ? 0 : Math.max(...samples);
}"""

questions = itertools.count(1)
Come = Callable[[int], Page]


@pytest.fixture
def come(visitors: Visitors, chromium: Browser) -> Come:
    return lambda user: visitors.open(chromium, f"/room?user={user}&name={NAMES[user]}&role={ROLES[user]}", SCREEN)


def share(page: Page) -> None:
    control(page, "Share").click()
    expect(control(page, "Share")).to_have_attribute("aria-pressed", "true")


def sees_screen(page: Page, words: str) -> None:
    """A shared screen is large, says whose it is, and its picture changes."""
    expect(page.locator(".spot__main .share-tag")).to_have_text(words)
    question = next(questions)
    until(page, lambda: page.evaluate(PLAYS, question))


def is_told(page: Page, words: str) -> None:
    until(page, lambda: words in page.evaluate("window.said"))


def test_a_shared_screen_takes_the_stage_and_gives_it_back(come: Come, call: Call) -> None:
    asha, leila = come(1), come(2)
    connected(leila, 1)
    sees(leila, 1)
    leila.evaluate("window.player = document.querySelector(\"[data-user='1'] video\")")
    share(asha)
    sees_screen(leila, "Asha Rao is sharing a screen")
    is_told(leila, "Asha Rao is sharing a screen")
    assert asha.evaluate("window.wanted.video.frameRate.max") == 30
    until(leila, lambda: leila.evaluate(SOUNDS) > 0.1)
    # The people stand beside it, and their pictures went on all the while.
    stage, main, beside = (
        leila.locator(where).bounding_box() for where in (".stage", ".spot__main", "li.tile[data-user='1']")
    )
    assert stage
    assert main
    assert beside
    assert main["width"] > stage["width"] * 0.7
    assert beside["x"] >= main["x"] + main["width"]
    assert leila.evaluate("player.isConnected && !player.paused && player.currentTime > 0")
    sees(leila, 1)
    # Who shares is told so, and is not shown a hall of mirrors.
    expect(asha.get_by_role("heading", name="You are sharing your screen")).to_be_visible()
    expect(asha.locator(".spot__main [data-shared]")).not_to_be_visible()
    asha.get_by_text("Smooth video").click()
    assert asha.evaluate("window.shared.getVideoTracks()[0].contentHint") == "motion"
    # Somebody who comes later sees it too, and so does everybody after the line was down.
    tomas = come(3)
    sees_screen(tomas, "Asha Rao is sharing a screen")
    call.forget()
    sees_screen(tomas, "Asha Rao is sharing a screen")
    sees_screen(leila, "Asha Rao is sharing a screen")
    asha.get_by_role("button", name="Stop sharing").click()
    for page in (asha, leila, tomas):
        expect(page.locator(".spot__main, [data-shared]")).to_have_count(0)
    is_told(leila, "Asha Rao stopped sharing")
    assert leila.evaluate("window.spots[0]") == ["share:shown", "Asha Rao"]
    assert leila.evaluate("window.spots.at(-1)[0]") == "share:hidden"
    assert asha.evaluate("window.shared.getTracks().every((track) => track.readyState === 'ended')")
    sees(leila, 1)


def test_of_two_screens_the_newest_is_large_and_the_other_one_click_away(come: Come) -> None:
    asha, leila, tomas = come(1), come(2), come(3)
    for page, other in ((tomas, 1), (tomas, 2), (asha, 2)):
        connected(page, other)
    share(asha)
    sees_screen(tomas, "Asha Rao is sharing a screen")
    share(leila)
    sees_screen(tomas, "Leila Haddad is sharing a screen")
    tomas.get_by_role("button", name="Show Asha Rao’s screen").click()
    sees_screen(tomas, "Asha Rao is sharing a screen")
    # In the strip there is room for a few of somebody's actions, and a button that opens them all.
    tile(tomas, 2).hover()
    tile(tomas, 2).get_by_role("button", name="Actions for Leila Haddad").click()
    expect(tomas.get_by_role("dialog", name="Actions for this person").get_by_role("slider")).to_be_visible()
    tomas.keyboard.press("Escape")
    # A pinned person comes before both; a screen that begins after that comes first again.
    tile(tomas, 2).dblclick()
    expect(tile(tomas, 2)).to_have_class("tile spot__main")
    control(leila, "Share").click()
    expect(tomas.locator(".tile--share")).to_have_count(1)
    expect(tile(tomas, 2)).to_have_class("tile spot__main")
    share(leila)
    sees_screen(tomas, "Leila Haddad is sharing a screen")


def test_a_share_that_ends_says_why(come: Come, call: Call) -> None:
    asha, leila = come(1), come(2)
    connected(leila, 1)
    connected(asha, 2)
    share(leila)
    sees_screen(asha, "Leila Haddad is sharing a screen")
    call.say("room:settings-changed", {"screen_share_enabled": False})
    is_told(leila, "The host switched screen sharing off: your screen is no longer shared")
    is_told(asha, "The host switched screen sharing off: Leila Haddad’s screen is gone")
    expect(asha.locator("[data-shared]")).to_have_count(0)
    expect(control(leila, "Share")).to_be_hidden()
    call.say("room:settings-changed", {"screen_share_enabled": True})
    share(leila)
    sees_screen(asha, "Leila Haddad is sharing a screen")
    # The browser's own button ends it without a word to the page but this.
    leila.evaluate("window.shared.getTracks().forEach((t) => { t.stop(); t.onended?.(new Event('ended')); })")
    is_told(asha, "Leila Haddad stopped sharing")
    share(leila)
    sees_screen(asha, "Leila Haddad is sharing a screen")
    leila.get_by_role("button", name="Leave").click()
    is_told(asha, "Leila Haddad left: their screen is no longer shared")
    expect(asha.locator(".spot__main")).to_have_count(0)
    # Who is out themselves is not told that the others left.
    tomas = come(3)
    connected(asha, 3)
    share(tomas)
    sees_screen(asha, "Tomás Vega is sharing a screen")
    call.say("room:closed", {"reason": "closed"})
    expect(asha.get_by_role("alertdialog", name="Room has been closed by host")).to_be_visible()
    expect(asha.locator("[data-shared]")).to_have_count(0)
    assert not [words for words in asha.evaluate("window.said") if words.startswith("Tomás Vega left")]


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (["NotAllowedError", "Permission denied"], None),
        (["NotAllowedError", "Permission denied by system"], "Your system does not let the browser record the screen"),
        (["NotReadableError", "Could not start"], "Your system gives this screen to nobody"),
    ],
    ids=["cancelled", "system", "unreadable"],
)
def test_a_share_that_does_not_begin_says_why_unless_it_was_called_off(
    come: Come, call: Call, refusal: list[str], words: str | None
) -> None:
    asha = come(1)
    call.await_join(1)
    asha.evaluate("refusal => (window.refusal = refusal)", refusal)
    control(asha, "Share").click()
    until(asha, lambda: asha.evaluate("'wanted' in window"))
    if words:
        until(asha, lambda: any(words in said for said in asha.evaluate("window.said")))
    asha.evaluate("window.refusal = null")
    share(asha)
    expect(asha.get_by_role("heading", name="You are sharing your screen")).to_be_visible()
    assert (asha.evaluate("window.said") == []) is (words is None)


def test_a_browser_that_cannot_share_says_so(come: Come, call: Call) -> None:
    asha = come(1)
    call.await_join(1)
    asha.evaluate("delete navigator.mediaDevices.getDisplayMedia; delete MediaDevices.prototype.getDisplayMedia")
    control(asha, "Share").click()
    is_told(asha, "This browser cannot share a screen. Browsers on a computer can")
    come(2)
    expect(control(asha, "Share")).to_have_attribute("aria-disabled", "true")
