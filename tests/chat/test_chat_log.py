"""The list in a real browser: every line once and in its place, and words that bite are only words."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.chat.harness import ASHA, DRAWN, KENJI, PUSH, ROOT, ChatServer, opened, push, say


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


def test_report_names_the_message_it_stands_beside(page: Page, server: ChatServer) -> None:
    server.say(KENJI, "good")
    server.say(KENJI, "bad")
    opened(page, server)
    push(page, server, server.say(KENJI, "worse"))
    for number, words in ((2, "bad"), (3, "worse")):
        line = page.locator(".msg", has_text=words)
        line.hover()
        with page.expect_request(lambda request: "/reports/new" in request.url) as asked:
            line.get_by_role("button", name="Report").click()
        assert asked.value.url.endswith(f"/reports/new?kind=message&subject={number}&room={server.room.code}")


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
    page.evaluate(DRAWN)
    before = page.locator("#message-83").bounding_box()
    page.evaluate("document.querySelector('#earlier a').click()")
    expect(page.locator("#message-31")).to_be_attached()
    page.evaluate(DRAWN)
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
    page.evaluate(DRAWN)
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


def test_what_comes_while_the_chat_is_out_of_sight_is_counted_until_it_is_looked_at(
    page: Page, server: ChatServer
) -> None:
    for number in range(1, 31):
        server.say(KENJI, f"message {number}", minutes_ago=40 - number)
    opened(page, server)
    page.evaluate("document.querySelector('.chat').hidden = true")
    page.evaluate(DRAWN)
    push(page, server, server.say(KENJI, "psst"))
    push(page, server, server.say(ASHA, "from my other tab"))
    page.wait_for_selector("chat-log[data-unread='1']", state="attached")
    page.evaluate("document.querySelector('.chat').hidden = false")
    page.wait_for_selector("chat-log[data-unread='0']")
    expect(page.locator("#message-32")).to_be_in_viewport()
    expect(page.locator(".divider--new")).to_have_text("1 new")


def test_lines_of_the_room_stand_among_the_messages_once(page: Page, server: ChatServer) -> None:
    before = server.say(KENJI, "before", minutes_ago=2)
    after = server.say(KENJI, "after")
    server.messages = [before]
    opened(page, server)
    push(page, server, after)
    line = server.drawn_line("event-7", "Jonas <b>Berg</b> joined", minutes_ago=1)
    page.evaluate(PUSH, line)
    page.evaluate(PUSH, line)
    expect(page.locator("#messages > li.event")).to_have_count(1)
    expect(page.locator("#messages > li.event")).to_contain_text("Jonas <b>Berg</b> joined")
    kinds = page.locator("#messages > li").evaluate_all("lines => lines.map(line => line.id)")
    assert kinds == ["", "message-1", "event-7", "message-2"]


def test_nothing_stands_in_the_way_of_assistive_technology(page: Page, server: ChatServer) -> None:
    for number in range(3):
        server.say(KENJI if number else ASHA, f"message {number}")
    opened(page, server)
    server.failing = [403]
    say(page, "refused")
    expect(page.get_by_role("button", name="Retry")).to_be_visible()
    page.evaluate((ROOT / "node_modules/axe-core/axe.min.js").read_text())
    found = page.evaluate("axe.run(document.querySelector('main')).then(result => result.violations)")
    assert [(violation["id"], violation["nodes"][0]["html"]) for violation in found] == []
