"""Every setting that the program reads is in .env.example and in the table of docs/deploy.md."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READ = {
    "app/config/*.py": re.compile(r"""read\.\w+\(\s*["']([A-Z_]+)["']"""),
    "gunicorn.conf.py": re.compile(r"""environ\.get\(["']([A-Z_]+)["']"""),
}
OF_COMPOSE = {"POSTGRES_PASSWORD", "TURN_REALM", "TURN_EXTERNAL_IP", "TURN_TLS"}


def settings() -> set[str]:
    return {
        name for wild, pattern in READ.items() for path in ROOT.glob(wild) for name in pattern.findall(path.read_text())
    }


def test_the_sample_names_every_setting_and_no_other() -> None:
    named = re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M)
    assert len(named) == len(set(named))
    assert set(named) - OF_COMPOSE == settings()


def test_the_table_names_every_setting_and_no_other() -> None:
    table = (ROOT / "docs" / "deploy.md").read_text().split("## Settings")[1]
    cells = [line.split("|")[1:] for line in table.splitlines() if line.startswith("| `")]
    named = {name for cell in cells for name in re.findall(r"`([A-Z_]+)`", cell[0] + cell[2])} - {
        "DEBUG", "INFO", "WARNING", "ERROR",
    }  # fmt: skip
    assert named == settings()
