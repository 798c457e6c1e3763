"""A house whose calls are carried by a Daily of this machine's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.calls.providers.daily import client
from app.config import Settings
from tests.conftest import make_settings
from tests.servers.daily import KEY, LocalDaily


@pytest.fixture
def settings(tmp_path: Path, daily: LocalDaily, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(client, "FIRST_PAUSE", 0.01)
    return make_settings(tmp_path, daily_api_key=KEY, daily_api_url=daily.url)
