"""The chat in a real browser: the log and the composer, with lines dropped and words that bite."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from .harness import ASHA, KENJI, ChatServer

PUSH = "html => document.querySelector('#messages').insertAdjacentHTML('beforeend', html)"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def server() -> Iterator[ChatServer]:
    server = ChatServer()
    yield server
    server.stop()


@pytest.fixture
def page(browser: Browser, server: ChatServer) -> Iterator[Page]:
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(8000)
    complaints: list[str] = []
    page.on("console", lambda line: complaints.append(line.text) if _is_complaint(line.text) else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert not complaints


def _is_complaint(text: str) -> bool:
    return "Content Security Policy" in text


def opened(page: Page, server: ChatServer) -> Page:
    page.goto(server.url)
    expect(page.locator("chat-log[data-unread]")).to_be_attached()
    return page


def push(page: Page, server: ChatServer, message: object) -> None:
    page.evaluate(PUSH, server.drawn(message))


def say(page: Page, words: str) -> None:
    page.get_by_role("textbox", name="Message to Gaming Night").fill(words)
    page.keyboard.press("Enter")


def test_a_pending_copy_is_replaced_by_the_pushed_message(page: Page, server: ChatServer) -> None:
    opened(page, server)
    expect(page.get_by_text("No messages yet")).to_be_visible()
    say(page, "Hello there")
    expect(page.locator(".msg")).to_have_count(1)
    expect(page.locator(".msg__body")).to_have_text("Hello there")
    expect(page.locator("#message-1")).to_be_attached()
    push(page, server, server.messages[0])
    push(page, server, server.messages[0])
    expect(page.locator(".msg")).to_have_count(1)
    expect(page.locator(".msg--pending")).to_have_count(0)
    expect(page.locator("#message-1.msg--mine")).to_have_count(1)
    expect(page.get_by_text("No messages yet")).to_be_hidden()
    expect(page.get_by_role("textbox")).to_be_focused()
    assert page.evaluate("localStorage.length") == 0


def test_enter_sends_shift_enter_breaks_the_line_and_blank_is_not_sent(page: Page, server: ChatServer) -> None:
    opened(page, server)
    field, send = page.get_by_role("textbox"), page.get_by_role("button", name="Send")
    expect(send).to_be_disabled()
    field.fill("   \n ")
    expect(send).to_be_disabled()
    field.press("Enter")
    field.fill("one")
    expect(send).to_be_enabled()
    field.press("Shift+Enter")
    field.press_sequentially("two")
    field.press("Enter")
    expect(page.locator("#message-1 .msg__body p")).to_have_text("one\ntwo", use_inner_text=True)
    assert [message.body for message in server.messages] == ["one\ntwo"]


def test_an_enter_that_composes_a_character_does_not_send(page: Page, server: ChatServer) -> None:
    opened(page, server)
    page.get_by_role("textbox").fill("ni")
    page.evaluate(
        "document.querySelector('textarea').dispatchEvent("
        "new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true, cancelable: true}))"
    )
    page.wait_for_timeout(100)
    assert server.posts == []
    expect(page.get_by_role("textbox")).to_have_value("ni")


def test_a_failed_message_shows_as_unsent_and_a_retry_does_not_double_it(page: Page, server: ChatServer) -> None:
    opened(page, server)
    server.swallow_answers = 1
    say(page, "Only once")
    expect(page.get_by_text("Not sent yet. Trying again…")).to_be_visible()
    page.evaluate("document.dispatchEvent(new CustomEvent('wire:up'))")
    expect(page.locator("#message-1")).to_be_attached()
    expect(page.locator(".msg--pending")).to_have_count(0)
    assert len(server.messages) == 1
    assert len(server.posts) == 2
    assert len(set(server.posts)) == 1


def test_unsent_messages_survive_a_reload_in_their_order(page: Page, server: ChatServer) -> None:
    opened(page, server)
    server.failing = [503] * 100
    say(page, "first")
    say(page, "second")
    expect(page.locator(".msg--pending")).to_have_count(2)
    expect(page.get_by_text("Not sent yet. Trying again…")).to_have_count(1)
    opened(page, server)
    expect(page.locator(".msg--pending .msg__body")).to_have_text(["first", "second"])
    server.failing = []
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator(".msg--pending")).to_have_count(0)
    assert [message.body for message in server.messages] == ["first", "second"]
    opened(page, server)
    expect(page.locator(".msg .msg__body")).to_have_text(["first", "second"])


def test_what_arrived_although_its_answer_was_lost_is_not_sent_again_after_a_reload(
    page: Page, server: ChatServer
) -> None:
    opened(page, server)
    server.swallow_answers = 1
    say(page, "It got there")
    expect(page.get_by_text("Not sent yet. Trying again…")).to_be_visible()
    opened(page, server)
    expect(page.locator(".msg")).to_have_count(1)
    assert len(server.posts) == 1
    assert page.evaluate("localStorage.length") == 0


def test_a_refused_message_says_why_and_waits_for_retry_or_delete(page: Page, server: ChatServer) -> None:
    opened(page, server)
    server.failing = [403, 403]
    say(page, "one")
    say(page, "two")
    expect(page.get_by_text("Not sent. The host has switched chat off.")).to_have_count(2)
    opened(page, server)
    expect(page.get_by_text("Not sent. The host has switched chat off.")).to_have_count(2)
    page.locator(".msg", has_text="one").get_by_role("button", name="Delete").click()
    page.locator(".msg", has_text="two").get_by_role("button", name="Retry").click()
    expect(page.locator(".msg .msg__body")).to_have_text(["two"])
    expect(page.locator("#message-1")).to_be_attached()
    assert [message.body for message in server.messages] == ["two"]


def test_half_written_words_survive_a_reload(page: Page, server: ChatServer) -> None:
    opened(page, server)
    page.get_by_role("textbox").fill("I was about to")
    opened(page, server)
    expect(page.get_by_role("textbox")).to_have_value("I was about to")
    expect(page.get_by_role("button", name="Send")).to_be_enabled()


@pytest.mark.parametrize(
    "words",
    [
        "<script>window.bitten = 1</script>",
        "<img src=x onerror='window.bitten = 1'>",
        "</p></li><a href='javascript:window.bitten=1' hx-get='/' hx-trigger='load'>x</a>",
        '" onfocus="window.bitten=1" autofocus="',
        "{{ 7 * 7 }} ${7 * 7} <hx-partial hx-target='body'>gone</hx-partial>",
        "<template><chat-log></chat-log></template>&lt;b&gt;",
    ],
)
def test_words_that_bite_are_only_words(page: Page, server: ChatServer, words: str) -> None:
    server.say(KENJI, words)
    opened(page, server)
    push(page, server, server.say(KENJI, words))
    say(page, words)
    expect(page.locator("#message-3")).to_be_attached()
    assert page.locator(".msg .msg__body p").all_text_contents() == [words] * 3
    assert page.locator(".msg__body p > *").count() == 0
    assert page.evaluate("window.bitten") is None


def test_lines_are_grouped_by_author_and_divided_by_day(page: Page, server: ChatServer) -> None:
    server.say(KENJI, "long ago", minutes_ago=60 * 72)
    server.say(KENJI, "now")
    server.say(KENJI, "and on")
    server.say(ASHA, "me")
    opened(page, server)
    expect(page.locator(".divider")).to_have_count(2)
    expect(page.locator(".divider").last).to_have_text("Today")
    expect(page.locator(".msg--cont .msg__body")).to_have_text(["and on"])
    expect(page.locator(".msg--mine")).to_have_count(1)


def test_lines_that_come_late_find_their_place(page: Page, server: ChatServer) -> None:
    one, two, three = (server.say(KENJI, word) for word in ("one", "two", "three"))
    server.messages = [one]
    opened(page, server)
    push(page, server, three)
    push(page, server, two)
    push(page, server, one)
    expect(page.locator(".msg .msg__body")).to_have_text(["one", "two", "three"])
    expect(page.locator(".divider")).to_have_count(1)


def test_older_pages_come_in_above_without_moving_what_is_read(page: Page, server: ChatServer) -> None:
    for number in range(1, 131):
        server.say(KENJI if number % 3 else ASHA, f"message {number}")
    opened(page, server)
    expect(page.locator(".msg")).to_have_count(50)
    expect(page.locator("#message-130")).to_be_in_viewport()
    page.evaluate("document.querySelector('#message-83').scrollIntoView({block: 'start'})")
    before = page.locator("#message-83").bounding_box()
    page.evaluate("document.querySelector('#earlier a').click()")
    expect(page.locator("#message-31")).to_be_attached()
    page.wait_for_timeout(200)
    after = page.locator("#message-83").bounding_box()
    assert before and after
    assert abs(before["y"] - after["y"]) < 2
    page.evaluate("document.querySelector('chat-log').scrollTop = -1e6")
    expect(page.locator("#message-1")).to_be_attached()
    expect(page.get_by_text("Show earlier messages")).to_have_count(0)
    bodies = page.locator(".msg .msg__body").all_text_contents()
    assert bodies == [f"message {number}" for number in range(1, 131)]


def test_a_reader_further_up_is_told_of_news_and_not_moved(page: Page, server: ChatServer) -> None:
    for number in range(1, 41):
        server.say(KENJI, f"message {number}", minutes_ago=50 - number)
    opened(page, server)
    page.evaluate("document.addEventListener('chat:unread', e => { window.unread = e.detail.count })")
    page.evaluate("document.querySelector('#message-10').scrollIntoView({block: 'start'})")
    page.wait_for_timeout(100)
    before = page.locator("#message-10").bounding_box()
    for words in ("news", "more news"):
        push(page, server, server.say(KENJI, words))
    pill = page.get_by_role("button", name="New messages")
    expect(pill).to_be_visible()
    expect(page.locator(".divider--new")).to_have_text("2 new")
    after = page.locator("#message-10").bounding_box()
    assert before and after
    assert abs(before["y"] - after["y"]) < 2
    assert page.evaluate("window.unread") == 2
    pill.click()
    expect(pill).to_be_hidden()
    expect(page.locator("#message-42")).to_be_in_viewport()
    page.wait_for_function("window.unread === 0")
    push(page, server, server.say(KENJI, "the end stays the end"))
    expect(page.locator("#message-43")).to_be_in_viewport()
    assert page.evaluate("window.unread") == 0


def test_chat_switched_off_says_so_and_keeps_the_words(page: Page, server: ChatServer) -> None:
    opened(page, server)
    page.get_by_role("textbox").fill("Wait")
    tell = (
        "on => document.dispatchEvent(new CustomEvent('wire:room:settings-changed',"
        " {detail: {data: {room_code: 'GT7km2Pq', chat_enabled: on}}}))"
    )
    page.evaluate(tell, False)
    expect(page.get_by_text("The host has switched chat off in this room.")).to_be_visible()
    expect(page.get_by_role("textbox")).to_be_disabled()
    page.evaluate(tell, True)
    expect(page.get_by_role("textbox")).to_be_enabled()
    expect(page.get_by_role("textbox")).to_have_value("Wait")
