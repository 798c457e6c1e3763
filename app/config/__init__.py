"""Every setting, read once from the environment into one frozen object; nothing else reads os.environ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..environment import ConfigurationError, Reader
from .calls import Calls, check_calls, read_calls
from .ground import ROOT, Ground, check_ground, read_ground
from .limits import Limits, read_limits
from .push import Push, check_push, read_push
from .rooms import CODE_ALPHABET, Rooms, check_rooms, read_rooms

__all__ = ["CODE_ALPHABET", "ROOT", "ConfigurationError", "Settings", "activate", "settings"]


@dataclass(frozen=True)
class Settings(Push, Calls, Limits, Rooms, Ground):
    """What this installation is told by its environment; names as in `.env.example`."""

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Settings:
        """Read `env` (usually os.environ); raises ConfigurationError naming setting and mend."""
        read = Reader(env)
        instance = Path(read.text("INSTANCE", str(ROOT / "instance"))).resolve()
        settings = cls(
            **read_ground(read, instance),
            **read_rooms(read),
            **read_limits(read),
            **read_calls(read),
            **read_push(read, instance),
        )
        settings.check()
        return settings

    def check(self) -> None:
        """Refuse what must not run: raises ConfigurationError with the setting and its mend."""
        for check in (check_ground, check_rooms, check_calls, check_push):
            check(self)


_active: Settings | None = None


def activate(settings: Settings) -> None:
    """Make `settings` the ones of this process."""
    global _active
    _active = settings


def settings() -> Settings:
    """The settings of this process; an app must have been made before."""
    if _active is None:
        raise RuntimeError("no settings yet: create_app() comes first")
    return _active
