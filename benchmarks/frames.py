"""As much of the WebSocket protocol as a load generator needs (RFC 6455): requests, masked frames, whole frames."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

TEXT, CLOSE, PING, PONG = 0x1, 0x8, 0x9, 0xA
KEY = "dGhlIHNhbXBsZSBub25jZQ=="
# A mask of zeros is a mask too, and leaves the payload as it is.
MASK = bytes(4)


def upgrade(host: str, path: str, headers: Mapping[str, str]) -> bytes:
    """The request that opens a socket."""
    fields = {
        "Host": host,
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Key": KEY,
        "Sec-WebSocket-Version": "13",
    } | dict(headers)
    lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items()), "", ""]
    return "\r\n".join(lines).encode()


def masked(payload: bytes, opcode: int = TEXT) -> bytes:
    """One frame as a client sends it."""
    size = len(payload)
    if size < 126:
        length = bytes([0x80 | size])
    else:
        length = b"\xfe" + size.to_bytes(2, "big")
    return bytes([0x80 | opcode]) + length + MASK + payload


def whole(stream: bytes) -> Iterator[tuple[int, bytes, int]]:
    """The finished frames at the beginning of `stream`: opcode, payload, and where each ends."""
    at = 0
    while len(stream) >= at + 2:
        size, begin = stream[at + 1] & 0x7F, at + 2
        wide = {126: 2, 127: 8}.get(size, 0)
        if wide:
            size, begin = int.from_bytes(stream[begin : begin + wide], "big"), begin + wide
        end = begin + size
        if len(stream) < end:
            return
        yield stream[at] & 0x0F, stream[begin:end], end
        at = end
