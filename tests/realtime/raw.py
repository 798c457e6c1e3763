"""A WebSocket client of bare sockets, which can also misbehave: stop reading, send broken frames."""

from __future__ import annotations

import base64
import json
import os
import socket
from typing import Any

TEXT, BINARY, CLOSE, PING, PONG = 0x1, 0x2, 0x8, 0x9, 0xA


class RawClient:
    """Speaks RFC 6455 by hand, so that a test sees every byte."""

    def __init__(self, port: int, path: str = "/", headers: dict[str, str] | None = None, receive_buffer: int = 0):
        self.sock = socket.socket()
        if receive_buffer:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.sock.settimeout(60)
        self.sock.connect(("127.0.0.1", port))
        self.buffer = b""
        self.answer = self._shake_hands(port, path, headers or {})

    @property
    def status(self) -> int:
        return int(self.answer.split(" ", 2)[1])

    def send(self, data: str | bytes | dict[str, Any], opcode: int = TEXT, final: bool = True) -> None:
        if isinstance(data, dict):
            data = json.dumps(data)
        self.sock.sendall(masked(data.encode() if isinstance(data, str) else data, opcode, final))

    def frame(self) -> tuple[int, bytes]:
        """The next frame as (opcode, payload); every header is checked."""
        first, second = self._take(2)
        assert first & 0x70 == 0, f"reserved bits in {first:#x}: the stream is torn"
        assert first & 0x80 and first & 0x0F in (TEXT, BINARY, CLOSE, PING, PONG), f"no frame starts with {first:#x}"
        assert second & 0x80 == 0, "a server does not mask"
        size = second
        if size == 126:
            size = int.from_bytes(self._take(2), "big")
        elif size == 127:
            size = int.from_bytes(self._take(8), "big")
        return first & 0x0F, self._take(size)

    def text(self) -> str:
        """The next text message; pings are answered on the way."""
        while True:
            opcode, payload = self.frame()
            if opcode == PING:
                self.send(payload, PONG)
            elif opcode == TEXT:
                return payload.decode()
            elif opcode == CLOSE:
                raise Closed(int.from_bytes(payload[:2], "big") if payload else 1005)

    def json(self) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self.text())
        return answer

    def until(self, event: str) -> dict[str, Any]:
        """The next envelope called `event`; others are passed over."""
        while True:
            envelope = self.json()
            if envelope["event"] == event:
                return envelope

    def close_code(self) -> int:
        """Read on until the server says goodbye; 1006 when it only hangs up."""
        try:
            while True:
                self.text()
        except Closed as closed:
            return closed.code
        except (ConnectionError, TimeoutError):
            return 1006

    def close(self) -> None:
        self.sock.close()

    def __del__(self) -> None:
        self.sock.close()

    def _shake_hands(self, port: int, path: str, headers: dict[str, str]) -> str:
        key = base64.b64encode(os.urandom(16)).decode()
        fields = {
            "Host": f"127.0.0.1:{port}",
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Key": key,
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits",
        } | headers
        lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items() if value), "", ""]
        self.sock.sendall("\r\n".join(lines).encode())
        while b"\r\n\r\n" not in self.buffer:
            self._more()
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        return head.decode()

    def _take(self, size: int) -> bytes:
        while len(self.buffer) < size:
            self._more()
        taken, self.buffer = self.buffer[:size], self.buffer[size:]
        return taken

    def _more(self) -> None:
        chunk = self.sock.recv(65536)
        if not chunk:
            raise ConnectionError("the server hung up")
        self.buffer += chunk


class Closed(Exception):
    """The server has said goodbye with `code`."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def masked(payload: bytes, opcode: int = TEXT, final: bool = True) -> bytes:
    """One frame as a client sends it."""
    size = len(payload)
    head = bytes([opcode | (0x80 if final else 0)])
    if size < 126:
        head += bytes([0x80 | size])
    elif size < 65536:
        head += bytes([0x80 | 126]) + size.to_bytes(2, "big")
    else:
        head += bytes([0x80 | 127]) + size.to_bytes(8, "big")
    mask = os.urandom(4)
    return head + mask + bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload))
