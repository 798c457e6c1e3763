"""Devices in plain words."""

from __future__ import annotations

import pytest

from app.accounts.devices import device_name

CHROME = "(KHTML, like Gecko) Chrome/140.0.0.0"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 {CHROME} Safari/537.36", "Chrome on Windows"),
        (
            f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 {CHROME} Safari/537.36 Edg/140.0",
            "Edge on Windows",
        ),
        (f"Mozilla/5.0 (Linux; Android 16; K) AppleWebKit/537.36 {CHROME} Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Version/19.0 Safari/604.1",
            "Safari on iPhone",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/19.0 Safari/605.1.15",
            "Safari on Mac",
        ),
        ("curl/8.5.0", "curl"),
        ("python-requests/2.34", "python-requests"),
        ("", "Unknown device"),
    ],
)
def test_names(agent: str, name: str) -> None:
    assert device_name(agent) == name
