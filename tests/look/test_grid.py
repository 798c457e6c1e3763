"""How people are seated on the stage: one to ten of them, on a desk and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from app.assets import stylesheets
from app.config import ROOT

DESK, NARROW, PHONE, LYING = (1440, 900), (900, 800), (390, 844), (844, 390)
SEATED = """count => {
  document.body.innerHTML = "<div class='room'><main class='stage'><ul class='tiles'></ul></main></div>";
  const tiles = document.querySelector(".tiles");
  tiles.dataset.count = count;
  tiles.innerHTML = "<li class='tile'></li>".repeat(count);
  const rows = new Map();
  for (const tile of tiles.children) {
    const row = `${Math.floor(tile.offsetLeft / tiles.clientWidth)} ${Math.round(tile.offsetTop)}`;
    rows.set(row, (rows.get(row) ?? 0) + 1);
  }
  return [...rows.values()];
}"""
FITS = """() => {
  const stage = document.querySelector(".stage").getBoundingClientRect();
  const tiles = document.querySelector(".tiles");
  const isPaged = getComputedStyle(tiles).overflowX === "auto";
  return [...document.querySelectorAll(".tile")].every((tile, index) => {
    tiles.scrollLeft = isPaged ? Math.floor(index / 6) * tiles.clientWidth : 0;
    const box = tile.getBoundingClientRect();
    return box.width > 40 && box.left >= stage.left - 1 && box.right <= stage.right + 1 &&
      box.top >= stage.top - 1 && box.bottom <= stage.bottom + 1;
  });
}"""
MIDDLE = """() => {
  const boxes = [...document.querySelectorAll(".tile")].map((tile) => tile.getBoundingClientRect());
  const last = boxes.filter((box) => Math.abs(box.top - boxes.at(-1).top) < 1);
  return (last[0].left + last.at(-1).right) / 2;
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
    names = [*stylesheets(), "later/stage.css"]
    page.add_style_tag(content="\n".join((ROOT / "static" / "css" / name).read_text() for name in names))
    return page


@pytest.mark.parametrize("size", [DESK, PHONE, LYING], ids=["desk", "phone", "lying phone"])
def test_everybody_has_a_seat_in_sight(chromium: Browser, size: tuple[int, int]) -> None:
    page = stage(chromium, size)
    for count in range(1, 14):
        page.evaluate(SEATED, count)
        assert page.evaluate(FITS), f"{count} people do not fit"
    page.close()


def test_rows_on_a_desk(chromium: Browser) -> None:
    page = stage(chromium, DESK)
    assert {count: page.evaluate(SEATED, count) for count in ON_A_DESK} == ON_A_DESK
    page.close()


def test_three_stand_two_above_one_where_the_stage_is_narrow(chromium: Browser) -> None:
    page = stage(chromium, NARROW)
    assert page.evaluate(SEATED, 3) == [2, 1]
    assert page.evaluate(FITS)
    assert abs(page.evaluate(MIDDLE) - NARROW[0] / 2) < 1.5
    page.close()


def test_a_last_row_that_is_not_full_stands_in_the_middle(chromium: Browser) -> None:
    page = stage(chromium, DESK)
    for count in ON_A_DESK:
        page.evaluate(SEATED, count)
        assert abs(page.evaluate(MIDDLE) - DESK[0] / 2) < 1.5, f"{count} people"
    page.close()


def test_at_most_two_beside_each_other_on_a_phone(chromium: Browser) -> None:
    page = stage(chromium, PHONE)
    for count in range(1, 11):
        assert max(page.evaluate(SEATED, count)) <= 2
    page.close()
