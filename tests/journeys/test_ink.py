"""People touch a shared screen together, and a frame of it with its ink goes into the chat by one key."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.call_js.browsers import until
from tests.call_js.test_ink import has_ink, stroke

from .conftest import Arrive

pytestmark = pytest.mark.xdist_group("journeys")
# In place of the question which screen: a wide blue one.
DISPLAY = """
navigator.mediaDevices.getDisplayMedia = async () => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1280, height: 720 });
  const brush = canvas.getContext("2d");
  setInterval(() => { brush.fillStyle = "#2040c0"; brush.fillRect(0, 0, 1280, 720); }, 50);
  return canvas.captureStream(15);
};
"""
# The colour at a part of the picture's width and height.
PIXEL = """(image, [x, y]) => {
  const sheet = new OffscreenCanvas(image.naturalWidth, image.naturalHeight).getContext("2d");
  sheet.drawImage(image, 0, 0);
  return [...sheet.getImageData(image.naturalWidth * x, image.naturalHeight * y, 1, 1).data];
}"""


def test_a_screen_is_touched_by_all_and_its_frame_put_into_the_chat(arrive: Arrive) -> None:
    asha, kenji = arrive("Asha Rao").sign_up(), arrive("Kenji Mori").sign_up()
    kenji.context.add_init_script(DISPLAY)
    link = asha.found_room("Gaming Night")
    for person in (asha, kenji):
        person.enter(link)
    asha.sees(kenji)
    kenji.control("Share").click()
    for person in (asha, kenji):
        expect(person.page.get_by_role("button", name="Draw")).to_be_visible()
        until(
            person.page,
            lambda page=person.page: page.evaluate("document.querySelector('[data-shared]').videoWidth > 0"),
        )
    asha.page.get_by_role("button", name="Draw").click()
    stroke(asha.page, (0.2, 0.3), (0.8, 0.3))
    for person in (asha, kenji):
        until(person.page, lambda page=person.page: has_ink(page, 0.5, 0.3))
    asha.page.keyboard.press("p")
    asha.reads("A frame of Kenji Mori’s screen")
    kenji.reads("A frame of Kenji Mori’s screen")
    picture = kenji.page.get_by_role("log").get_by_role("img", name="Open the picture")
    expect(picture).to_be_visible()
    until(kenji.page, lambda: picture.evaluate("image => image.complete && image.naturalWidth > 0"))
    red, green, blue, _ = picture.evaluate(PIXEL, (0.5, 0.3))
    assert abs(red - 0x20) + abs(green - 0x40) + abs(blue - 0xC0) > 60
    red, green, blue, _ = picture.evaluate(PIXEL, (0.5, 0.7))
    assert abs(red - 0x20) + abs(green - 0x40) + abs(blue - 0xC0) < 60
    # The one whose screen it is draws over their own preview, and is seen by the other.
    kenji.page.get_by_role("button", name="Draw").click()
    stroke(kenji.page, (0.3, 0.75), (0.7, 0.75))
    until(asha.page, lambda: has_ink(asha.page, 0.5, 0.75))
    kenji.control("Share").click()
    expect(asha.page.get_by_role("button", name="Draw")).to_have_count(0)
