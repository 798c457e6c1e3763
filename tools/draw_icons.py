"""Draws the PNG icons of the app from its mark: python tools/draw_icons.py (needs Playwright and Chromium)."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).parent.parent / "static" / "img"
PAPER = "#FBF8F3"

# name: pixels, how much of the square the mark fills, how round the square is
ICONS = {
    "icon-192.png": (192, 0.66, 0.22),
    "icon-512.png": (512, 0.66, 0.22),
    "icon-maskable-512.png": (512, 0.5, 0.0),
    "apple-touch-icon.png": (180, 0.62, 0.0),
}


def main() -> None:
    mark = (IMAGES / "favicon.svg").read_text()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium")
        for name, (size, fill, corner) in ICONS.items():
            page = browser.new_page(viewport={"width": size, "height": size})
            page.set_content(_page(mark, size, fill, corner))
            page.screenshot(path=IMAGES / name, omit_background=True)
            page.close()
        browser.close()


def _page(mark: str, size: int, fill: float, corner: float) -> str:
    return f"""
        <style>
          body {{ margin: 0; background: none; }}
          div {{ display: grid; place-items: center; width: {size}px; height: {size}px;
                 background: {PAPER}; border-radius: {size * corner}px; }}
          svg {{ width: {size * fill}px; }}
        </style>
        <div>{mark}</div>"""


if __name__ == "__main__":
    main()
