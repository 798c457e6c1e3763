"""Pictures of every screen, phone and desktop, light and dark: python -m tests.look.shoot FOLDER [name …]."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from .render import serve
from .screens import SCREENS

SIZES = {"desktop": (1440, 900), "phone": (390, 844)}
# What is done on a screen before the picture; a name here stands beside the screens.
ACTS = {
    "home-menu": ("home", ["details.account > summary", "details.account details > summary"]),
    "home-create": ("home", [".door--lit .btn"]),
    "home-created": ("home", [".door--lit .btn", "#dialog-create .btn--primary"]),
}


def main(folder: str, *names: str) -> None:
    server = serve()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium")
        for name in names or [*(n for n in SCREENS if "/" not in n and "dialog" not in n), *ACTS]:
            for size in SIZES:
                for theme in ("light", "dark"):
                    shoot(browser, f"http://127.0.0.1:{server.server_port}", name, size, theme, Path(folder))
    server.shutdown()


def shoot(browser: Browser, origin: str, name: str, size: str, theme: str, folder: Path) -> None:
    screen, acts = ACTS.get(name, (name, []))
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=theme,  # type: ignore[arg-type]
        has_touch=size == "phone",
        is_mobile=size == "phone",
    )
    page = context.new_page()
    page.on("console", lambda message: complain(page, message))
    page.goto(f"{origin}/{screen}")
    for act in acts:
        page.click(act)
        page.wait_for_timeout(400)
    page.wait_for_timeout(500)
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}-{size}-{theme}.png")
    context.close()


def complain(page: Page, message: ConsoleMessage) -> None:
    if message.type in ("error", "warning"):
        print(page.url, message.text)


if __name__ == "__main__":
    main(*sys.argv[1:])
