"""Why Daily's frame could not open a device, as its library tells it, in our words."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser

from .conftest import Visitors

pytestmark = pytest.mark.xdist_group("call")

BOTH = "camera or microphone"
TOLD: list[tuple[Any, tuple[str, str]]] = [
    ({"error": {"type": "permissions", "blockedBy": "user", "blockedMedia": ["video", "audio"]}}, ("denied", BOTH)),
    ({"error": {"type": "permissions", "blockedMedia": ["video"]}}, ("denied", "camera")),
    ({"error": {"type": "not-found", "missingMedia": ["audio"]}}, ("none", "microphone")),
    ({"error": {"type": "cam-in-use"}}, ("busy", "camera")),
    ({"error": {"type": "mic-in-use"}}, ("busy", "microphone")),
    ({"error": {"type": "cam-mic-in-use"}}, ("busy", BOTH)),
    ({"error": {"type": "undefined-mediadevices"}}, ("insecure", BOTH)),
    ({"error": {"type": "constraints"}, "errorMsg": {"videoOk": False, "audioOk": True}}, ("unknown", "camera")),
    ({"error": {"type": "constructor", "blockedMedia": "video"}, "errorMsg": "no"}, ("unknown", BOTH)),
    ({}, ("unknown", BOTH)),
    (None, ("unknown", BOTH)),
]


def test_each_refusal_names_its_reason_and_its_device(chromium: Browser, visitors: Visitors) -> None:
    page = visitors.open(chromium, "/")
    found = page.evaluate(
        "async (all) => { const { refusalIn } = await import('/static/js/daily/refusals.js'); return all.map(refusalIn); }",
        [event for event, _ in TOLD],
    )
    assert [(each["reason"], each["device"]) for each in found] == [told for _, told in TOLD]
