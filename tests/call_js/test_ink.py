"""Touching a shared screen: the same point on every page, gone again after a while, and nothing believed unseen."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from .browsers import until
from .steps import Enter, connected

pytestmark = pytest.mark.xdist_group("call")
# A shared screen of 640 by 360, as the stage shows it, with the ground that tells every ink apart.
STAGE = """on => {
  if (!document.querySelector("[data-shared]")) {
    const source = Object.assign(document.createElement("canvas"), { width: 640, height: 360 });
    const brush = source.getContext("2d");
    setInterval(() => { brush.fillStyle = "#101018"; brush.fillRect(0, 0, 640, 360); }, 100);
    const main = Object.assign(document.createElement("section"), { className: "spot__main" });
    main.innerHTML = `<video class="tile__media" data-shared autoplay muted playsinline></video>
      <div class="share-tools" role="toolbar" aria-label="Shared screen" data-share-tools></div>`;
    document.querySelector("main").replaceChildren(main);
    main.firstChild.srcObject = source.captureStream(10);
    main.style.blockSize = "100%";
    main.firstChild.style.cssText = "inline-size: 100%; block-size: 100%; min-block-size: 0; position: absolute";
  }
  const main = document.querySelector(".spot__main");
  const detail = { participant: on, user: 2, name: "Leila Haddad", video: main.firstChild, main };
  document.dispatchEvent(new CustomEvent("share:shown", { detail }));
}"""
BOX = """() => {
  const video = document.querySelector("[data-shared]"), { x, y, width, height } = video.getBoundingClientRect();
  const scale = Math.min(width / video.videoWidth, height / video.videoHeight);
  const [w, h] = [video.videoWidth * scale, video.videoHeight * scale];
  return { x: x + (width - w) / 2, y: y + (height - h) / 2, width: w, height: h };
}"""
# The colour of the ink at a point of the picture, as [red, green, blue, how opaque].
COLOUR = """([x, y]) => {
  const sheet = document.querySelector("canvas.ink"), { left, top } = sheet.getBoundingClientRect();
  const scale = sheet.width / sheet.clientWidth;
  return [...sheet.getContext("2d").getImageData((x - left) * scale, (y - top) * scale, 1, 1).data];
}"""
CHANNEL = """() => {
const send = RTCDataChannel.prototype.send;
RTCDataChannel.prototype.send = function (data) { window.channel = this; return send.call(this, data); }; }
"""
READ = """async messages => {
  const { readInk } = await import("/static/js/call/ink.js");
  return messages.map((message) => readInk(message));
}"""
PEN = {"ink": "pen", "on": "p2-1", "stroke": 1, "points": [1, 2]}
HOSTILE: list[Any] = [
    None,
    "pen",
    [],
    {},
    PEN | {"ink": "brush"},
    PEN | {"on": "x" * 65},
    PEN | {"on": {}},
    PEN | {"stroke": -1},
    PEN | {"stroke": 1.5},
    PEN | {"stroke": "1"},
    PEN | {"points": []},
    PEN | {"points": [1]},
    PEN | {"points": [1, "2"]},
    PEN | {"points": [1, 2.5]},
    PEN | {"points": {"length": 2}},
    PEN | {"points": [1, 2] * 65},
    PEN | {"ink": "away"},
]


def share(page: Page, on: str) -> None:
    """Put the screen of that participant on the stage; said again until somebody listens."""
    draw = page.get_by_role("button", name="Draw")
    until(page, lambda: (page.evaluate(STAGE, on), page.wait_for_timeout(100), draw.count())[-1])
    until(page, lambda: page.evaluate("document.querySelector('[data-shared]').videoWidth > 0"))
    until(page, lambda: page.evaluate("getComputedStyle(document.querySelector('canvas.ink')).zIndex === '1'"))


def at(page: Page, x: float, y: float) -> tuple[float, float]:
    """That part of the picture's width and height, on this page."""
    box = page.evaluate(BOX)
    return box["x"] + box["width"] * x, box["y"] + box["height"] * y


def has_ink(page: Page, x: float, y: float) -> bool:
    return bool(page.evaluate(COLOUR, at(page, x, y))[3] > 200)


def sheet(page: Page) -> Locator:
    return page.locator("canvas.ink")


def stroke(page: Page, *points: tuple[float, float]) -> None:
    page.mouse.move(*at(page, *points[0]))
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*at(page, *point), steps=8)
    page.mouse.up()


def test_ink_lies_at_the_same_point_of_every_page_and_fades(enter: Enter) -> None:
    asha, leila = enter(1), enter(2)
    connected(asha, 2)
    connected(leila, 1)
    leila.set_viewport_size({"width": 500, "height": 900})
    leila.evaluate("document.documentElement.dir = 'rtl'")
    on = leila.evaluate("document.querySelector('.tile--mirror').id").removeprefix("participant-")
    share(asha, on)
    share(leila, "")
    asha.mouse.click(*at(asha, 0.5, 0.5))
    assert asha.evaluate("document.querySelector('canvas.ink').dataset.marks ?? '0'") == "0"
    asha.get_by_role("button", name="Draw").click()
    expect(asha.get_by_role("button", name="Draw")).to_have_attribute("aria-pressed", "true")
    stroke(asha, (0.2, 0.25), (0.8, 0.25), (0.8, 0.6))
    for page in (asha, leila):
        until(page, lambda page=page: has_ink(page, 0.5, 0.25) and has_ink(page, 0.8, 0.4))
        assert not has_ink(page, 0.2, 0.6)
    # Asha's name stands at the end of her line on the page of the other, not on her own.
    ground = at(leila, 0.8, 0.6)
    assert leila.evaluate(COLOUR, (ground[0] + 18, ground[1] + 14))[3] > 200
    for page in (asha, leila):
        expect(sheet(page)).to_have_attribute("data-marks", "0")
        assert not has_ink(page, 0.5, 0.25)
    asha.keyboard.press("Escape")
    expect(asha.get_by_role("button", name="Draw")).to_have_attribute("aria-pressed", "false")
    expect(sheet(asha)).to_have_css("pointer-events", "none")
    # Whose screen it is may draw on it too.
    leila.get_by_role("button", name="Draw").click()
    stroke(leila, (0.3, 0.8), (0.7, 0.8))
    until(asha, lambda: has_ink(asha, 0.5, 0.8))


def test_the_pointer_is_seen_while_it_points(enter: Enter) -> None:
    asha, leila = enter(1), enter(2)
    connected(asha, 2)
    share(asha, "p2-2")
    share(leila, "p2-2")
    asha.emulate_media(reduced_motion="reduce")
    leila.get_by_role("button", name="Pointer").click()
    leila.mouse.move(*at(leila, 0.4, 0.4))
    leila.mouse.move(*at(leila, 0.6, 0.5), steps=10)
    until(asha, lambda: has_ink(asha, 0.6, 0.5))
    assert not has_ink(asha, 0.5, 0.45)
    # It rests for longer than a spot is remembered, and is still there.
    asha.wait_for_timeout(3000)
    assert has_ink(asha, 0.6, 0.5)
    leila.mouse.move(1, 1)
    expect(sheet(asha)).to_have_attribute("data-marks", "0")
    expect(asha.get_by_text("Leila Haddad points at the shared screen")).to_have_count(1)
    # Without a mouse: the keys move it from where it was.
    for key in ("ArrowDown", "ArrowDown", "ArrowLeft"):
        leila.keyboard.press(f"Shift+{key}")
    until(asha, lambda: has_ink(asha, 0.55, 0.6))
    # It left: at once, and not when it was forgotten.
    leila.get_by_role("button", name="Pointer").click()
    expect(leila.get_by_role("button", name="Pointer")).to_have_attribute("aria-pressed", "false")
    for page in (asha, leila):
        page.evaluate("document.dispatchEvent(new CustomEvent('share:hidden'))")
        expect(sheet(page)).to_have_count(0)
        expect(page.get_by_role("button", name="Draw")).to_have_count(0)


def test_what_is_no_ink_is_not_drawn(enter: Enter) -> None:
    asha, leila = enter(1), enter(2)
    leila.evaluate(CHANNEL)
    connected(asha, 2)
    connected(leila, 1)
    assert asha.evaluate(READ, HOSTILE) == [None] * len(HOSTILE)
    far = asha.evaluate(READ, [PEN | {"points": [-5, 20_000], "more": "x"}])
    assert far == [{"kind": "pen", "on": "p2-1", "stroke": 1, "points": [0, 10_000]}]
    share(asha, "p2-2")
    share(leila, "p2-2")
    leila.get_by_role("button", name="Draw").click()
    stroke(leila, (0.5, 0.5), (0.6, 0.5))
    until(asha, lambda: has_ink(asha, 0.55, 0.5))
    flood = """() => {
      for (const said of ["{", "7", '{"ink":"pen"}', "x".repeat(60000)]) channel.send(said);
      for (let stroke = 100; stroke < 1100; stroke++)
        channel.send(JSON.stringify({ ink: "pen", on: "p2-2", stroke, points: [9000, 9000, 9500, 9500] }));
      for (let stroke = 1; stroke < 9; stroke++)
        channel.send(JSON.stringify({ ink: "pen", on: "p9-9", stroke, points: [1000, 1000, 1500, 1500] }));
    }"""
    leila.evaluate(flood)
    until(asha, lambda: has_ink(asha, 0.92, 0.92))
    assert int(sheet(asha).get_attribute("data-marks") or 0) <= 60
    assert not has_ink(asha, 0.125, 0.125)
    # Whoever said too much is heard again when they have calmed down.
    asha.wait_for_timeout(2000)
    stroke(leila, (0.3, 0.3), (0.4, 0.3))
    until(asha, lambda: has_ink(asha, 0.35, 0.3))
