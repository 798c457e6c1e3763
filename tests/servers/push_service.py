"""A push service on this machine, and a browser that is subscribed at it: what comes in is opened and checked."""

from __future__ import annotations

import base64
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()


def unpadded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def padded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass(frozen=True)
class Pushed:
    """One request as it came: which browser it is for, its headers and its sealed body."""

    path: str
    headers: dict[str, str]
    body: bytes


class PushService:
    """`statuses` are answered one after the other, then 201; `pushed` is what has come in."""

    def __init__(self, port: int) -> None:
        self.origin = f"http://127.0.0.1:{port}"
        self.pushed: list[Pushed] = []
        self.statuses: list[int] = []

    def sender_of(self, pushed: Pushed) -> dict[str, Any]:
        """The claims of the VAPID token, its signature checked with the key that came along (RFC 8292)."""
        scheme, _, rest = pushed.headers["Authorization"].partition(" ")
        assert scheme == "vapid"
        fields = dict(part.strip().split("=", 1) for part in rest.split(","))
        key = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, padded(fields["k"]))
        claims: dict[str, Any] = jwt.decode(fields["t"], key, algorithms=["ES256"], audience=self.origin)
        return claims | {"key": fields["k"]}


class SubscribedBrowser:
    """The keys of one browser; it alone can read what is sent to it."""

    def __init__(self, service: PushService, name: str = "asha") -> None:
        self._key, self._secret = ec.generate_private_key(CURVE), os.urandom(16)
        self._point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.fields = {
            "endpoint": f"{service.origin}/send/{name}",
            "p256dh": unpadded(self._point),
            "auth": unpadded(self._secret),
        }

    def open(self, pushed: Pushed) -> dict[str, Any]:
        """What was sent, deciphered step by step as RFC 8291 section 3.4 and RFC 8188 section 2 write it."""
        assert pushed.headers["Content-Encoding"] == "aes128gcm"
        salt, size, length = pushed.body[:16], int.from_bytes(pushed.body[16:20], "big"), pushed.body[20]
        sender, sealed = pushed.body[21 : 21 + length], pushed.body[21 + length :]
        assert len(sealed) <= size
        shared = self._key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, sender))
        secret = _mac(_mac(self._secret, shared), b"WebPush: info\0" + self._point + sender + b"\x01")
        master = _mac(salt, secret)
        key = _mac(master, b"Content-Encoding: aes128gcm\0\x01")[:16]
        nonce = _mac(master, b"Content-Encoding: nonce\0\x01")[:12]
        text, mark, padding = AESGCM(key).decrypt(nonce, sealed, None).rpartition(b"\x02")
        assert mark and not padding.strip(b"\0")
        found: dict[str, Any] = json.loads(text)
        return found


@contextmanager
def push_service() -> Iterator[PushService]:
    """A service on a free port for as long as the test lasts."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Door)
    service = server.service = PushService(server.server_address[1])  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Door(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        service: PushService = self.server.service  # type: ignore[attr-defined]
        service.pushed.append(Pushed(self.path, dict(self.headers), body))
        self.send_response(service.statuses.pop(0) if service.statuses else 201)
        self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


def _mac(key: bytes, data: bytes) -> bytes:
    mac = hmac.HMAC(key, hashes.SHA256())
    mac.update(data)
    return mac.finalize()
