"""Nobody is kept out: axe finds nothing on any screen, light or dark."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from .render import serve
from .screens import SCREENS

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PAGES = [name for name in SCREENS if "/" not in name and "dialog" not in name and name != "components"]
# The whole page is one policy away from running axe by itself: it is given to the browser, not to the page.
RUN = "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"


@pytest.fixture
def browser(chromium: Browser) -> Browser:
    return chromium


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    server = serve()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(browser: Browser, origin: str, name: str) -> None:
    page = browser.new_page(color_scheme="light", bypass_csp=True, reduced_motion="reduce")
    page.goto(f"{origin}/{name}")
    page.add_script_tag(path=AXE)
    found = page.evaluate(RUN)["violations"]
    page.emulate_media(color_scheme="dark")
    found += page.evaluate("axe.run(document, {runOnly: {type: 'rule', values: ['color-contrast']}})")["violations"]
    page.close()
    told = [f"{each['id']}: {node['html']}: {node['failureSummary']}" for each in found for node in each["nodes"]]
    assert told == []
