"""One finished message on its way: carried by the bus as a string, framed once for each face."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from .frame import dumps, envelope, text_frame


@dataclass(frozen=True)
class HangUp:
    """Ends sockets that hear a broadcast, after they have heard it.

    With `session_id` only those of that session, with `audience` they merely stop following that
    audience, with neither all of them are closed with `code`.
    """

    code: int
    session_id: int | None = None
    audience: str | None = None


@dataclass(frozen=True)
class Parcel:
    """What one audience is told: an entry of its log (`seq`), or something fleeting."""

    audience: str
    event: str
    seq: int | None = None
    content: str | None = None
    data: Any = None
    script: bool = False
    hang_ups: tuple[HangUp, ...] = ()

    def envelope(self, is_api: bool) -> bytes:
        """As JSON: partials for pages (and data where scripts want it), data for API clients."""
        for_scripts = is_api or self.script or self.content is None
        return envelope(
            self.event,
            audience=self.audience,
            seq=self.seq,
            content=None if is_api else self.content,
            data=self.data if for_scripts else None,
        )

    @cached_property
    def _page_frame(self) -> bytes:
        return text_frame(self.envelope(is_api=False))

    @cached_property
    def _api_frame(self) -> bytes:
        return text_frame(self.envelope(is_api=True))

    def frame(self, is_api: bool) -> bytes:
        """The face that this kind of client gets; the same bytes every time."""
        return self._api_frame if is_api else self._page_frame

    def pack(self) -> bytes:
        """As the bus carries it; the audience is the address and stays outside."""
        fields = {name: value for name, value in asdict(self).items() if value is not None}
        del fields["audience"]
        return dumps(fields)

    @classmethod
    def unpack(cls, audience: str, message: bytes) -> Parcel:
        """What `pack` made."""
        fields = json.loads(message)
        hang_ups = tuple(HangUp(**each) for each in fields.pop("hang_ups", ()))
        return cls(audience=audience, hang_ups=hang_ups, **fields)
