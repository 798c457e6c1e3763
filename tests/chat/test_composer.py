"""The composer in a real browser: what is typed is sent once, and is not lost on the way."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.chat.harness import ChatServer, opened, push, say


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


def test_what_arrived_although_its_answer_was_lost_is_there_once_after_a_reload(page: Page, server: ChatServer) -> None:
    opened(page, server)
    server.swallow_answers = 1
    say(page, "It got there")
    expect(page.get_by_text("Not sent yet. Trying again…")).to_be_visible()
    opened(page, server)
    page.wait_for_function("localStorage.length === 0")
    expect(page.locator(".msg")).to_have_count(1)
    expect(page.locator(".msg--pending")).to_have_count(0)
    assert len(server.messages) == 1


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
