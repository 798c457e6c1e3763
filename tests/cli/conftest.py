"""The command line in an installation of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """`run("user", "create", "asha")`: the result; keywords are environment variables."""

    def invoke(*arguments: str, typed: str | None = None, **environment: str) -> Result:
        kept = {"INSTANCE": str(tmp_path), "GUFTAGU_ENV": "production"}
        return CliRunner().invoke(main, arguments, input=typed, env=kept | environment)

    return invoke
