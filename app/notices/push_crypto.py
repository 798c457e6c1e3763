"""Web push on the wire: what a browser alone can read (RFC 8291), and who sends it (RFC 8292)."""

from __future__ import annotations

import base64
import os
from datetime import timedelta
from functools import cache

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from .. import clock
from ..config import settings

CURVE = ec.SECP256R1()
RECORD = 4096
VALID = timedelta(hours=12)


def encrypt(
    text: bytes, p256dh: str, auth: str, *, key: ec.EllipticCurvePrivateKey | None = None, salt: bytes | None = None
) -> bytes:
    """One record of `aes128gcm` (RFC 8188) for the browser with these keys; raises ValueError for keys that are none.

    `key` and `salt` are fresh for every message; they can be given so that the RFC's own example can be computed.
    """
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, decoded(p256dh))
    ours, salt = key or ec.generate_private_key(CURVE), salt or os.urandom(16)
    their_point, our_point = decoded(p256dh), point_of(ours)
    shared = _derive(decoded(auth), ours.exchange(ec.ECDH(), theirs), b"WebPush: info\0" + their_point + our_point, 32)
    content_key = _derive(salt, shared, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derive(salt, shared, b"Content-Encoding: nonce\0", 12)
    header = salt + RECORD.to_bytes(4, "big") + bytes([len(our_point)]) + our_point
    return header + AESGCM(content_key).encrypt(nonce, text + b"\x02", None)


def check_keys(p256dh: str, auth: str) -> None:
    """Raise ValueError unless these are a point of the curve and 16 bytes."""
    ec.EllipticCurvePublicKey.from_encoded_point(CURVE, decoded(p256dh))
    if len(decoded(auth)) != 16:
        raise ValueError("a secret of another size")


def authorization(origin: str) -> str:
    """The header by which the push service at `origin` knows us."""
    claims = {"aud": origin, "exp": int((clock.now() + VALID).timestamp()), "sub": _subject()}
    token = jwt.encode(claims, _key(settings().vapid_private_key), "ES256")
    return f"vapid t={token}, k={public_key()}"


def public_key() -> str:
    """What a browser is told of us when it subscribes; "" where nobody can be rung."""
    return settings().vapid_private_key and encoded(point_of(_key(settings().vapid_private_key)))


def point_of(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """Base64url with or without its padding; raises ValueError."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars="-_", validate=True)


@cache
def _key(secret: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(decoded(secret), "big"), CURVE)


def _subject() -> str:
    return settings().vapid_subject or (settings().public_url if settings().is_https else "mailto:guftagu@localhost")


def _derive(salt: bytes, secret: bytes, info: bytes, size: int) -> bytes:
    return HKDF(SHA256(), size, salt, info).derive(secret)
