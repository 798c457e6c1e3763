"""The house keeps its own laws: floors, style and types, each checked by the tool that knows them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
TOOLS: dict[str, list[str | Path]] = {
    "floors": [BIN / "lint-imports", "--no-cache"],
    "style": [BIN / "ruff", "check", "--output-format", "concise"],
    "format": [BIN / "ruff", "format", "--check", "--output-format", "concise"],
    "python types": [BIN / "mypy"],
    "javascript types": [ROOT / "node_modules" / ".bin" / "tsc"],
}
ASSET = re.compile(r"""asset\(\s*["']([^"']+)["']\s*\)""")


@pytest.mark.parametrize("name", TOOLS)
@pytest.mark.timeout(600)
def test_tools_have_nothing_to_say(name: str) -> None:
    # node may be the one that set-up put beside Python.
    env = dict(os.environ, PATH=f"{os.environ.get('PATH', os.defpath)}{os.pathsep}{BIN}", NO_COLOR="1")
    done = subprocess.run(TOOLS[name], cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, f"{name}:\n{done.stdout}{done.stderr}"


def test_every_asset_that_a_template_names_is_there() -> None:
    named = {
        (template.relative_to(ROOT), path)
        for template in (ROOT / "templates").rglob("*.*")
        for path in ASSET.findall(template.read_text(encoding="utf-8"))
    }
    assert named
    assert [(str(where), path) for where, path in named if not (ROOT / "static" / path).exists()] == []


def test_every_stylesheet_has_its_place_in_the_order() -> None:
    css = ROOT / "static" / "css"
    ordered = [line for line in (css / "order.txt").read_text().splitlines() if line and not line.startswith("#")]
    assert sorted([*ordered, "admin.css"]) == sorted(path.name for path in css.glob("*.css"))


def test_lock_files_name_hashes_and_no_addresses() -> None:
    for path in (*(ROOT / "requirements").glob("*.txt"), ROOT / "package-lock.json"):
        text = path.read_text()
        assert "sha256:" in text or '"sha512-' in text, path.name
        assert '"resolved"' not in text, path.name
        assert "--index" not in text, path.name
        assert "@ http" not in text, path.name
