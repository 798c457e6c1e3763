"""The built-in provider: browsers talk to each other, our socket carries offers and candidates."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Any

from ... import clock
from ...config import settings
from ..models import Call, Participant

TURN_LIFETIME = 600


class Mesh:
    """Peer-to-peer WebRTC; needs nothing but the app, and STUN or TURN where networks are strict."""

    name = "mesh"

    def ticket(self, call: Call, participant: Participant) -> dict[str, Any]:
        return {"provider": self.name, "ice_servers": ice_servers(participant.id)}


PROVIDER = Mesh()


def ice_servers(name: str, lifetime: int = TURN_LIFETIME) -> list[dict[str, Any]]:
    """RTCIceServer dictionaries: STUN as configured, TURN with credentials for `lifetime` seconds.

    The credentials are those of coturn's `use-auth-secret` (draft-uberti-behave-turn-rest-00):
    user name `expiry:name`, password base64(HMAC-SHA1(secret, user name)).
    """
    servers: list[dict[str, Any]] = []
    if settings().stun_urls:
        servers.append({"urls": list(settings().stun_urls)})
    if settings().turn_urls and settings().turn_secret:
        user = f"{int(clock.now().timestamp()) + lifetime}:{name}"
        mac = hmac.new(settings().turn_secret.encode(), user.encode(), hashlib.sha1)
        password = base64.b64encode(mac.digest()).decode()
        servers.append({"urls": list(settings().turn_urls), "username": user, "credential": password})
    return servers
