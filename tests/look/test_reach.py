"""Nobody is kept out: axe finds nothing on any screen, light or dark."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(browser: Browser, origin: str, name: str, theme: Any) -> None:
    context = browser.new_context(color_scheme=theme, bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{origin}/{name}")
    page.wait_for_timeout(300)
    page.add_script_tag(path=AXE)
    found = page.evaluate(RUN)["violations"]
    context.close()
    told = [
        f"{each['id']}: {node['html'][:160]}: {node['failureSummary'][:200]}"
        for each in found
        for node in each["nodes"]
    ]
    assert told == []
