"""The hardened socket under both kinds of worker, byte by byte."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator

import pytest

from tests.realtime.processes import gunicorn
from tests.realtime.raw import BINARY, CLOSE, PING, PONG, TEXT, RawClient, masked
from tests.servers.processes import eventually


@pytest.fixture(scope="module", params=["gevent", "gthread"])
def port(request: pytest.FixtureRequest) -> Iterator[int]:
    with gunicorn("tests.realtime.echo:app", request.param) as port:
        yield port


def asked(port: int, path: str) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
        return int(answer.read())


def test_offers_no_compression(port: int) -> None:
    client = RawClient(port, "/echo")
    assert client.status == 101
    assert "extensions" not in client.answer.lower()
    client.send("héllo")
    assert client.text() == "héllo"


def test_nine_offers_with_forty_candidates_each_are_heard(port: int) -> None:
    client = RawClient(port, "/echo")
    candidate, amount = "x" * 200, 9 + 9 * 40
    client.sock.sendall(masked(candidate.encode()) * amount)
    assert [client.text() for _ in range(amount)] == [candidate] * amount


def test_refuses_what_is_no_handshake(port: int) -> None:
    assert RawClient(port, "/echo", {"Sec-WebSocket-Key": ""}).status == 500


def test_frames_stay_whole_with_many_writers(port: int) -> None:
    client = RawClient(port, "/flood", receive_buffer=4096)
    seen: dict[str, list[int]] = {}
    while True:
        opcode, payload = client.frame()
        if opcode == CLOSE:
            break
        if opcode == TEXT:
            text = payload.decode()
            assert set(text) == {text[0]}, "two frames are mixed"
            seen.setdefault(text[0], []).append(len(text))
    expected = [1 + (index * 997) % 3000 for index in range(60)]
    assert seen == dict.fromkeys("abcdefgh", expected)


def test_a_stalled_reader_is_cut_and_delays_nobody(port: int) -> None:
    stalled = RawClient(port, "/room", receive_buffer=4096)
    reader, writer = RawClient(port, "/room"), RawClient(port, "/room")
    eventually(lambda: asked(port, "/present") == 3)
    for number in range(150):
        writer.send(f"{number:04}" * 64)
        assert reader.text().startswith(f"{number:04}")
        writer.text()
        # Less than a megabyte is kept for who does not read, and nobody else waits for them to be cut.
        assert number != 50 or asked(port, "/present") == 3
    eventually(lambda: asked(port, "/present") == 2)
    stalled.close()


def test_answers_pings_between_fragments(port: int) -> None:
    client = RawClient(port, "/echo")
    client.send("one ", TEXT, final=False)
    client.send("in between", PING)
    client.send("two", 0)
    assert client.frame() == (PONG, b"in between")
    assert client.frame() == (TEXT, b"one two")


def test_frames_in_single_octets(port: int) -> None:
    client = RawClient(port, "/echo")
    for octet in masked("wörds".encode()):
        client.sock.sendall(bytes([octet]))
    assert client.text() == "wörds"


@pytest.mark.parametrize(
    ("frames", "code"),
    [
        ([masked(b"x" * 70_000)], 1009),
        ([masked(b"x" * 40_000, TEXT, False), masked(b"x" * 40_000, 0)], 1009),
        ([masked(b"\xff\xfe")], 1007),
        ([masked(b"x", 0)], 1002),
        ([masked(b"x", 0x3)], 1002),
        ([masked(b"x" * 126, PING)], 1002),
        ([masked(b"x") * 600], 1008),
        ([masked(b"", PING) * 600], 1008),
        ([masked((1011).to_bytes(2, "big"), CLOSE)], 1011),
        ([masked(b"", CLOSE)], 1005),
        ([masked(b"restart")], 1012),
    ],
    ids=[
        "big",
        "big-in-pieces",
        "not-utf8",
        "stray",
        "reserved",
        "long-ping",
        "flood",
        "pings",
        "1011",
        "bare",
        "ours",
    ],
)
def test_close_codes(port: int, frames: list[bytes], code: int) -> None:
    client = RawClient(port, "/echo")
    for frame in frames:
        client.sock.sendall(frame)
    assert client.close_code() == code


def test_binary_passes(port: int) -> None:
    client = RawClient(port, "/echo")
    client.send(b"abc", BINARY)
    assert client.text() == "b'abc'"


def test_a_silent_line_is_dead(port: int) -> None:
    client = RawClient(port, "/ping")
    assert client.frame() == (PING, b"")
    client.send(b"", PONG)
    assert client.frame() == (PING, b"")
    assert client.frame() == (CLOSE, (1011).to_bytes(2, "big") + b"no answer")


def test_nothing_is_left_behind(port: int) -> None:
    eventually(lambda: asked(port, "/present") == 0)
    before = asked(port, "/threads")
    clients = [RawClient(port, "/echo") for _ in range(20)]
    eventually(lambda: asked(port, "/present") == 20)
    for client in clients:
        client.close()
    eventually(lambda: asked(port, "/present") == 0)
    assert asked(port, "/threads") <= before + 20  # the pool of gthread keeps its threads
