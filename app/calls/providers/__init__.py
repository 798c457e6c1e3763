"""How a call is carried: one protocol, its implementations chosen by configuration."""

from __future__ import annotations

from typing import Any, Protocol

from ..models import Call, Participant
from . import daily, mesh

PROVIDERS: dict[str, Provider]


class Provider(Protocol):
    """What carries the media of a call. Who is in it and who is muted is decided by us under any."""

    name: str

    def ticket(self, call: Call, participant: Participant) -> dict[str, Any]:
        """What one participant needs to take part, as JSON for their browser."""
        ...


PROVIDERS = {"mesh": mesh.PROVIDER, "daily": daily.PROVIDER}


def provider_of(call: Call) -> Provider:
    """The provider that this call is carried by now."""
    return PROVIDERS[call.provider]
