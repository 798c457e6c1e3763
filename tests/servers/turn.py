"""The few words of TURN (RFC 8656) that a test says to a relay, over UDP."""

from __future__ import annotations

import base64
import hashlib
import hmac
import ipaddress
import secrets
import socket
import struct
import time

COOKIE = 0x2112A442
BINDING, ALLOCATE, CREATE_PERMISSION = 0x0001, 0x0003, 0x0008
USERNAME, INTEGRITY, ERROR, REALM, NONCE = 0x0006, 0x0008, 0x0009, 0x0014, 0x0015
PEER, FAMILY, TRANSPORT = 0x0012, 0x0017, 0x0019


def credentials(secret: str, name: str, lifetime: int = 600) -> tuple[str, str]:
    """User name and password as Guftagu makes them; a `lifetime` below zero has run out."""
    user = f"{int(time.time()) + lifetime}:{name}"
    mac = hmac.new(secret.encode(), user.encode(), hashlib.sha1).digest()
    return user, base64.b64encode(mac).decode()


class TurnClient:
    """One allocation on the relay at `address`; every request answers with a code, 0 for yes."""

    def __init__(self, address: tuple[str, int], user: str = "", password: str = "", patience: float = 60.0) -> None:
        family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        self.socket = socket.socket(family, socket.SOCK_DGRAM)
        self.socket.settimeout(patience)
        self.socket.connect(address)
        self.user, self.password = user, password
        self.realm = self.nonce = b""
        # One for the whole conversation: no two requests of it are under way at a time.
        self.transaction = secrets.token_bytes(12)

    def __enter__(self) -> TurnClient:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def bind(self) -> int:
        """Ask where the relay sees this line come from; OSError where nobody answers."""
        return self._ask(BINDING, [])

    def allocate(self) -> int:
        """Ask for a place on the relay, of the family that the line to it has."""
        family = 2 if self.socket.family == socket.AF_INET6 else 1
        wanted = [(TRANSPORT, b"\x11\0\0\0"), (FAMILY, bytes([family, 0, 0, 0]))]
        code = self._ask(ALLOCATE, wanted)
        # The first answer names realm and nonce.
        return self._ask(ALLOCATE, wanted) if code == 401 else code

    def permit(self, peer: str) -> int:
        """Ask to be heard by `peer`."""
        return self._ask(CREATE_PERMISSION, [(PEER, self._masked(peer))])

    def _masked(self, peer: str) -> bytes:
        address = ipaddress.ip_address(peer)
        mask = struct.pack("!I", COOKIE) + (self.transaction if address.version == 6 else b"")
        body = bytes(one ^ other for one, other in zip(address.packed, mask, strict=True))
        return struct.pack("!BBH", 0, 1 if address.version == 4 else 2, 9000 ^ (COOKIE >> 16)) + body

    def _ask(self, method: int, attributes: list[tuple[int, bytes]]) -> int:
        if self.nonce:
            attributes = [*attributes, (USERNAME, self.user.encode()), (REALM, self.realm), (NONCE, self.nonce)]
        body = b"".join(_packed(*each) for each in attributes)
        if self.nonce:
            key = hashlib.md5(
                b":".join([self.user.encode(), self.realm, self.password.encode()]), usedforsecurity=False
            ).digest()
            signed = self._head(method, len(body) + 24) + body
            body += _packed(INTEGRITY, hmac.new(key, signed, hashlib.sha1).digest())
        self.socket.send(self._head(method, len(body)) + body)
        return self._read(self.socket.recv(2048))

    def _head(self, method: int, length: int) -> bytes:
        return struct.pack("!HHI", method, length, COOKIE) + self.transaction

    def _read(self, answer: bytes) -> int:
        found = dict(_attributes(answer[20:]))
        self.realm, self.nonce = found.get(REALM, self.realm), found.get(NONCE, self.nonce)
        return found[ERROR][2] * 100 + found[ERROR][3] if ERROR in found else 0


def _packed(kind: int, value: bytes) -> bytes:
    return struct.pack("!HH", kind, len(value)) + value + b"\0" * (-len(value) % 4)


def _attributes(body: bytes) -> list[tuple[int, bytes]]:
    found = []
    while len(body) >= 4:
        kind, length = struct.unpack("!HH", body[:4])
        found.append((kind, body[4 : 4 + length]))
        body = body[4 + length + (-length % 4) :]
    return found
