"""`wire.js` in a real browser: order, breaks, restarts, blocked sockets."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute

from tests.realtime.processes import gunicorn
from tests.servers.processes import free_port

NOTED = """
window.noted = [];
for (const name of ["up", "down", "refused", "reload", "said", "forged", "test:pushed"]) {
  document.addEventListener("wire:" + name, (event) => {
    noted.push([name, event.detail?.seq ?? event.detail?.code ?? event.detail?.data?.x ?? null]);
    if (name === "reload") event.preventDefault();
  });
}
"""
DOUBT = "async () => (await import('/js/lib/wire.js')).wire.doubt()"
BLOCKED = "window.WebSocket = class extends WebSocket { constructor() { super('ws://127.0.0.1:1/'); } };"


@pytest.fixture
def browser(chromium: Browser) -> Browser:
    return chromium


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    with serving(tmp_path, free_port()) as port:
        yield port


def serving(folder: Path, port: int):  # type: ignore[no-untyped-def]
    return gunicorn("tests.realtime.wire_app:served()", "gthread", {"WIRE_FOLDER": str(folder)}, port=port)


@pytest.fixture
def page(browser: Browser, port: int) -> Iterator[Page]:
    context = browser.new_context()
    context.add_cookies([{"name": "user", "value": "1", "url": f"http://127.0.0.1:{port}"}])
    context.add_init_script(NOTED)
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{port}/page")
    yield page
    context.close()


def post(port: int, path: str) -> None:
    urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{port}{path}", method="POST")).close()


def until(page: Page, expression: str, timeout: float = 10_000) -> None:
    page.wait_for_function(expression, timeout=timeout)


def until_up(page: Page, times: int = 1) -> None:
    until(page, f"noted.filter(([name]) => name === 'up').length >= {times}")


def texts(page: Page) -> list[str]:
    return page.locator("#list li").all_text_contents()


def test_contents_are_swapped_and_scripts_told(page: Page, port: int) -> None:
    until_up(page)
    post(port, "/say/1/a")
    until(page, "noted.some(([name, seq]) => name === 'said' && seq === 1)")
    assert texts(page) == ["a"]
    sent = "async () => (await import('/js/lib/wire.js')).wire.send('test:push', {x: 5}, 'room:CODE1')"
    assert page.evaluate(sent) is True
    until(page, "noted.some(([name, x]) => name === 'test:pushed' && x === 5)")


def test_a_break_loses_and_doubles_nothing(page: Page, port: int) -> None:
    until_up(page)
    post(port, "/say/1/a")
    until(page, "document.querySelectorAll('#list li').length === 1")
    post(port, "/drop")
    post(port, "/say/1/b")
    until_up(page, 2)
    post(port, "/say/1/c")
    until(page, "document.querySelectorAll('#list li').length >= 3")
    assert texts(page) == ["a", "b", "c"]
    names = [name for name, _ in page.evaluate("noted") if name in ("up", "down")]
    assert names == ["up", "down", "up"]


def test_frames_out_of_turn(page: Page, port: int) -> None:
    until_up(page)
    post(port, "/say/1/a")
    until(page, "document.querySelectorAll('#list li').length === 1")
    post(port, "/forge/1")
    post(port, "/say/1/b")
    until(page, "document.querySelectorAll('#list li').length === 2")
    assert not page.evaluate("noted.some(([name]) => name === 'forged')"), "what was heard is not heard again"
    post(port, "/forge/9")
    until_up(page, 2)
    post(port, "/say/1/c")
    until(page, "document.querySelectorAll('#list li').length === 3")
    assert not page.evaluate("noted.some(([name]) => name === 'forged')"), "nothing is heard before its turn"


def test_a_server_that_restarts(browser: Browser, tmp_path: Path) -> None:
    port = free_port()
    context = browser.new_context()
    context.add_cookies([{"name": "user", "value": "1", "url": f"http://127.0.0.1:{port}"}])
    context.add_init_script(NOTED)
    page = context.new_page()
    with serving(tmp_path, port):
        page.goto(f"http://127.0.0.1:{port}/page")
        until_up(page)
        post(port, "/say/1/a")
    until(page, "noted.some(([name]) => name === 'down')")
    with serving(tmp_path, port):
        post(port, "/say/1/b")
        page.evaluate("dispatchEvent(new Event('online'))")
        until_up(page, 2)
        until(page, "document.querySelectorAll('#list li').length === 2")
        assert texts(page) == ["a", "b"]
    context.close()


def test_a_line_that_is_doubted_answers_or_is_given_up(page: Page, port: int) -> None:
    lines: list[WebSocketRoute] = []
    dead: list[WebSocketRoute] = []

    def tunnel(line: WebSocketRoute) -> None:
        lines.append(line)
        server = line.connect_to_server()
        line.on_message(lambda message: None if line in dead else server.send(message))
        server.on_message(lambda message: None if line in dead else line.send(message))

    page.route_web_socket("**/ws?*", tunnel)
    page.reload()
    until_up(page)
    page.evaluate("document.addEventListener('wire:heads', () => noted.push(['heads']))")
    page.evaluate(DOUBT)
    until(page, "noted.some(([name]) => name === 'heads')")
    dead.extend(lines)
    page.evaluate(DOUBT)
    until_up(page, 2)
    assert [name for name, *_ in page.evaluate("noted")] == ["up", "heads", "down", "up"]


def test_another_epoch_reloads(page: Page, port: int) -> None:
    until_up(page)
    post(port, "/restore")
    post(port, "/drop")
    until(page, "noted.some(([name]) => name === 'reload')")


def test_whoever_is_refused_stays_away(page: Page, port: int) -> None:
    until_up(page)
    post(port, "/remove?user_id=1")
    until(page, "noted.some(([name, code]) => name === 'refused' && code === 4403)")
    page.evaluate("dispatchEvent(new Event('online'))")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    page.wait_for_timeout(1500)
    assert [name for name, _ in page.evaluate("noted")].count("up") == 1


def test_back_from_the_back_button(page: Page) -> None:
    until_up(page)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    until_up(page, 2)


def test_where_sockets_are_blocked_the_page_asks(browser: Browser, port: int) -> None:
    context = browser.new_context()
    context.add_cookies([{"name": "user", "value": "1", "url": f"http://127.0.0.1:{port}"}])
    context.add_init_script(NOTED + BLOCKED)
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{port}/page")
    post(port, "/say/1/a")
    until(page, "document.querySelectorAll('#list li').length === 1", 20_000)
    post(port, "/say/1/b")
    until(page, "document.querySelectorAll('#list li').length === 2")
    assert texts(page) == ["a", "b"]
    assert page.evaluate("noted.filter(([name]) => name === 'said').length") == 2
    # Signed out is signed out by whatever line.
    page.evaluate("document.addEventListener('wire:refused', (event) => event.preventDefault())")
    context.clear_cookies()
    until(page, "noted.some(([name, code]) => name === 'refused' && code === 4401)")
    context.close()
