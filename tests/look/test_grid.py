"""How people are seated on the stage: one to ten of them, on a desk and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from app.assets import stylesheets
from app.config import ROOT

DESK, PHONE = (1440, 900), (390, 844)
SEATED = """count => {
  document.body.innerHTML = "<div class='room'><main class='stage'><ul class='tiles'></ul></main></div>";
  const tiles = document.querySelector(".tiles");
  tiles.dataset.count = count;
  tiles.innerHTML = "<li class='tile'></li>".repeat(count);
  const rows = new Map();
  for (const tile of tiles.children) {
    const top = Math.round(tile.offsetTop);
    rows.set(top, (rows.get(top) ?? 0) + 1);
  }
  return [...rows.values()];
}"""
FITS = """() => {
  const stage = document.querySelector(".stage").getBoundingClientRect();
  return [...document.querySelectorAll(".tile")].every((tile) => {
    const box = tile.getBoundingClientRect();
    return box.width > 40 && box.left >= stage.left - 1 && box.right <= stage.right + 1 &&
      box.top >= stage.top - 1 && box.bottom <= stage.bottom + 1;
  });
}"""
ON_A_DESK = {
    1: [1],
    2: [2],
    3: [3],
    4: [2, 2],
    5: [3, 2],
    6: [3, 3],
    7: [3, 3, 1],
    8: [3, 3, 2],
    9: [3, 3, 3],
    10: [4, 4, 2],
}


def stage(chromium: Browser, size: tuple[int, int]) -> Page:
    page = chromium.new_page(viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
    page.set_content("<!doctype html><body></body>")
    page.add_style_tag(content="\n".join((ROOT / "static" / "css" / name).read_text() for name in stylesheets()))
    return page


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_everybody_has_a_seat_in_sight(chromium: Browser, size: tuple[int, int]) -> None:
    page = stage(chromium, size)
    for count in range(1, 11):
        page.evaluate(SEATED, count)
        assert page.evaluate(FITS), f"{count} people do not fit"
    page.close()


def test_rows_on_a_desk(chromium: Browser) -> None:
    page = stage(chromium, DESK)
    assert {count: page.evaluate(SEATED, count) for count in ON_A_DESK} == ON_A_DESK
    page.close()


def test_at_most_two_beside_each_other_on_a_phone(chromium: Browser) -> None:
    page = stage(chromium, PHONE)
    for count in range(1, 11):
        assert max(page.evaluate(SEATED, count)) <= 2
    page.close()
