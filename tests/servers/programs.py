"""Where the real programs are that tests start, and clear words where they are not."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

DEBIAN_POSTGRES = Path("/usr/lib/postgresql")
NAMES = {
    "chromium": ("chromium", "chromium-browser", "google-chrome"),
    "firefox": ("firefox-esr", "firefox"),
    "redis-server": ("redis-server", "valkey-server"),
    "postgres": ("postgres",),
    "turnserver": ("turnserver",),
}


class Missing(RuntimeError):
    """A program that the tests need is not installed."""


def find(name: str) -> Path:
    """The path of `name`; raises Missing with the mend."""
    path = _find(name)
    if path is None:
        raise Missing(f"{name} is not on this machine: make setup-test installs it, or says how")
    return path


def missing() -> list[str]:
    """Those of the programs that this machine lacks."""
    return [name for name in NAMES if _find(name) is None]


def _find(name: str) -> Path | None:
    if name == "postgres":
        return _postgres()
    paths = (shutil.which(alias) for alias in NAMES[name])
    return next((Path(path) for path in paths if path), None)


def _postgres() -> Path | None:
    """Debian keeps the servers of each version in a folder of their own: take the newest."""
    kept = [path for path in DEBIAN_POSTGRES.glob("*/bin/postgres") if (path.parent / "initdb").exists()]
    if kept:
        return max(kept, key=lambda path: [int(part) for part in re.findall(r"\d+", str(path))])
    found = shutil.which("postgres")
    return Path(found) if found and shutil.which("initdb", path=str(Path(found).parent)) else None
