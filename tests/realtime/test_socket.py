"""The socket's door, served by both kinds of worker: who comes in, what is heard, what is caught up."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from tests.realtime.processes import gunicorn
from tests.realtime.raw import BINARY, Closed, RawClient
from tests.servers.processes import eventually


@pytest.fixture(scope="module", params=["gevent", "gthread"])
def port(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder = tmp_path_factory.mktemp("wire")
    with gunicorn("tests.realtime.wire_app:served()", request.param, {"WIRE_FOLDER": str(folder)}) as port:
        yield port


def asked(port: int, path: str, method: str = "GET", **headers: str) -> Any:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", method=method)
    for name, value in headers.items():
        request.add_header(name.replace("_", "-"), value)
    try:
        answer = urllib.request.urlopen(request)  # noqa: S310
    except urllib.error.HTTPError as refused:
        refused.close()  # it is an open connection too
        raise
    with answer:
        text = answer.read().decode()
    return json.loads(text) if text.startswith(("{", "[")) else text


def say(port: int, room: int, text: str) -> None:
    asked(port, f"/say/{room}/{text}", "POST")


def drawn(text: str) -> str:
    return f'<hx-partial hx-target="#list" hx-swap="beforeend"><li>{text}</hx-partial>'


def page(port: int, room: int, user: str = "1/1", query: str = "", **headers: str) -> RawClient:
    own = {"X-User": user, "Origin": f"http://127.0.0.1:{port}"}
    return RawClient(port, f"/ws?audience=room:CODE{room}{query}", own | headers)


def test_a_page_hears_what_is_written_and_an_api_client_its_data(port: int) -> None:
    client, api = page(port, 1), RawClient(port, "/ws?audience=room:CODE1", {"Authorization": "Bearer 2"})
    hello = client.until("wire:hello")
    assert hello["data"]["heads"] == {"room:1": 0, "user:1": 0}
    assert hello["data"]["audiences"] == {"room:CODE1": "room:1", "user:me": "user:1"}
    api.until("wire:hello")
    say(port, 1, "hello")
    assert client.json() == {"event": "said", "audience": "room:1", "seq": 1, "content": drawn("hello")}
    assert api.json() == {"event": "said", "audience": "room:1", "seq": 1, "data": {"text": "hello"}}
    say(port, 1, "silence")
    assert client.json() == {"event": "wire:nothing", "audience": "room:1", "seq": 2}
    say(port, 1, "broken")
    assert client.json() == {"event": "wire:nothing", "audience": "room:1", "seq": 3}


def test_a_hole_is_filled_in_order_before_what_is_new(port: int) -> None:
    for number in range(1, 6):
        say(port, 2, str(number))
    client = page(port, 2, query="&since=room:2@2")
    say(port, 2, "6")
    assert [client.json()["seq"] for _ in range(3)] == [3, 4, 5]
    assert client.until("said")["seq"] == 6


def test_nothing_is_lost_when_the_bus_hears_nothing(port: int) -> None:
    client = page(port, 3)
    client.until("wire:hello")
    asked(port, "/lose/3/a", "POST")
    assert client.until("said")["seq"] == 1
    asked(port, "/lose/3/b", "POST")
    say(port, 3, "c")
    assert [client.until("said")["seq"] for _ in range(2)] == [2, 3]


def test_another_epoch_and_a_future_place_mean_reload(port: int) -> None:
    assert page(port, 4, query="&since=room:4@0&epoch=other").until("wire:reload")["data"] == {"reason": "epoch"}
    assert page(port, 4, query="&since=room:4@9").until("wire:reload")["audience"] == "room:4"


def test_signals_in_and_out(port: int) -> None:
    client, other = page(port, 5), page(port, 5, "2")
    for each in (client, other):
        each.until("wire:hello")
    client.send({"event": "test:say", "audience": "room:5", "data": {"text": "by socket"}})
    assert other.until("said")["content"] == drawn("by socket")
    other.send({"event": "test:push", "audience": "room:CODE5", "data": {"x": 1}})
    assert client.until("test:pushed")["data"] == {"from": 2, "x": 1}
    for message, code in [
        ({"event": "test:refuse"}, "NOT_HOST"),
        ({"event": "test:break"}, "UNKNOWN_ERROR"),
        ({"event": "no:such"}, "UNKNOWN_EVENT"),
        ('{"event": 7}', "UNKNOWN_EVENT"),
        ("[[[", "UNKNOWN_EVENT"),
        ("[" * 30_000, "UNKNOWN_EVENT"),
    ]:
        client.send(message)
        assert client.until("error:room")["data"]["code"] == code
    client.send(b"bytes", BINARY)
    assert client.close_code() == 1003


def test_a_line_that_is_doubted_answers_at_once(port: int) -> None:
    client = page(port, 77)
    client.until("wire:hello")
    say(port, 77, "a")
    client.until("said")
    client.send({"event": "wire:heads"})
    assert client.json() == {"event": "wire:heads", "data": {"heads": {"room:77": 1, "user:1": 0}}}


def test_who_comes_in(port: int) -> None:
    assert page(port, 1, Origin="https://evil.example").status == 403
    assert page(port, 1, Origin="null").status == 403
    assert RawClient(port, "/ws", {"Authorization": "Bearer wrong"}).status == 401
    assert RawClient(port, "/ws", {"Sec-WebSocket-Version": "7", "X-User": "1"}).status == 400
    assert RawClient(port, "/ws?audience=room:GONE", {"X-User": "1"}).close_code() == 4404
    assert RawClient(port, "/ws?audience=room:KICKED", {"X-User": "1"}).close_code() == 4403
    assert RawClient(port, "/ws?audience=user:2", {"X-User": "1"}).close_code() == 4404
    assert RawClient(port, "/ws?audience=participant:x", {"X-User": "1"}).close_code() == 4404


def test_a_token_in_the_first_frame(port: int) -> None:
    client = RawClient(port, "/ws?audience=room:CODE1")
    client.send({"event": "auth", "data": {"token": "8"}})
    assert "user:8" in client.until("wire:hello")["data"]["heads"]
    other = RawClient(port, "/ws")
    other.send({"event": "auth", "data": {"token": "no"}})
    assert other.until("error:room")["data"]["code"] == "INVALID_TOKEN"
    assert other.close_code() == 4401


def test_no_more_than_ten_sockets_each(port: int) -> None:
    clients = [page(port, 6, "31") for _ in range(10)]
    for client in clients:
        client.until("wire:hello")
    assert page(port, 6, "31").close_code() == 4429
    for client in clients:
        client.close()
    eventually(lambda: is_let_in(page(port, 6, "31")))


def is_let_in(client: RawClient) -> bool:
    try:
        return client.json()["event"] == "wire:hello"
    except Closed:
        return False


def test_removal_ends_what_it_should(port: int) -> None:
    one, two, other = page(port, 7, "40/1"), page(port, 7, "40/2"), page(port, 7, "41")
    for each in (one, two, other):
        each.until("wire:hello")
    asked(port, "/remove?user_id=40&session_id=2", "POST")
    assert two.until("removed")["seq"] == 1
    assert two.close_code() == 4401
    asked(port, "/remove?user_id=40&room_id=7", "POST")
    assert [one.until("removed")["seq"] for _ in range(2)] == [1, 2]
    say(port, 7, "after")
    assert other.until("said")["seq"] == 1
    asked(port, "/remove?user_id=40", "POST")
    assert one.json()["event"] == "removed", "nothing of the room was heard after the removal"
    assert one.close_code() == 4403


def test_a_past_removal_does_not_end_those_let_in_since(port: int) -> None:
    asked(port, "/remove?user_id=42", "POST")
    client = page(port, 7, "42", query="&since=user:42@0")
    assert client.until("removed")["seq"] == 1
    assert client.until("wire:hello")
    say(port, 7, "still-here")
    assert client.until("said")


def test_the_twin_for_blocked_lines(port: int) -> None:
    say(port, 8, "one")
    say(port, 8, "two")
    hello, *found = asked(port, "/ws/since?audience=room:CODE8&since=room:8@1", X_User="1")
    assert hello["data"]["heads"]["room:8"] == 2
    assert found == [{"event": "said", "audience": "room:8", "seq": 2, "content": drawn("two")}]
    with pytest.raises(urllib.error.HTTPError) as refused:
        asked(port, "/ws/since?audience=room:CODE8")
    assert refused.value.code == 401


def test_open_sockets_hold_no_database_connection_and_leave_nothing(port: int) -> None:
    clients = [page(port, 9, str(user)) for user in range(1, 10)]
    for client in clients:
        client.until("wire:hello")
        client.send({"event": "test:say", "audience": "room:9", "data": {"text": "x"}})
        client.until("said")
    eventually(lambda: asked(port, "/state")["pool"] <= 1)
    for client in clients:
        client.close()
    eventually(lambda: not [feed for feed in asked(port, "/state")["feeds"] if feed == "room:9"])
