"""One open socket of the house: who holds it, and what they hear."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from .frame import envelope, text_frame
from .line import PING_SECONDS, Line

if TYPE_CHECKING:
    from .feeds import Feeds


class Connection(Line):
    """A line, the person and the session at its end, and the audiences it follows."""

    def __init__(self, environ: dict[str, Any], ping_seconds: float = PING_SECONDS) -> None:
        self.id = secrets.token_urlsafe(9)
        self.user_id = 0
        self.session_id: int | None = None
        self.address = ""
        self.is_api = False
        self.audiences: set[str] = set()
        self.names: dict[str, str] = {}
        self.state: dict[str, Any] = {}
        self.feeds: Feeds | None = None
        super().__init__(environ, ping_seconds)

    def send_envelope(self, event: str, **fields: Any) -> bool:
        """Send one envelope to this socket alone; `fields` as in `frame.envelope`."""
        return self.write(text_frame(envelope(event, **fields)))

    def follow(self, audience: str, since: int | None = None) -> None:
        """Hear `audience`, beginning after entry `since` (default: now)."""
        if self.feeds is not None:
            self.feeds.follow(self, audience, since)

    def unfollow(self, audience: str) -> None:
        """Hear `audience` no more."""
        if self.feeds is not None:
            self.feeds.unfollow(self, audience)
