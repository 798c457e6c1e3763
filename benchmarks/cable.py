"""A network of its own for a browser, behind a cable that can be pulled or cut (ip-netns(8), as root)."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

# TEST-NET-2: nobody's (RFC 5737).
HERE, THERE = "198.51.100.1", "198.51.100.2"
NOBODY = "02:00:00:00:00:99"


@dataclass(frozen=True)
class Cable:
    """From this machine, which is `HERE`, to the network `name`, which is `THERE`; `near` and `far` are its ends."""

    name: str

    @property
    def near(self) -> str:
        return f"{self.name}-a"

    @property
    def far(self) -> str:
        return f"{self.name}-b"

    def pull(self) -> None:
        """Both ends notice: the browser behind it is offline."""
        self._there("link set", self.far, "down")

    def plug(self) -> None:
        """The other way round."""
        self._there("link set", self.far, "up")
        self._there("route replace default via", HERE)

    def cut(self) -> None:
        """Nobody notices: what is sent goes nowhere, as behind a router that died."""
        _ip("neigh replace", THERE, "lladdr", NOBODY, "nud permanent dev", self.near)
        self._there("neigh replace", HERE, "lladdr", NOBODY, "nud permanent dev", self.far)

    def mend(self) -> None:
        """What is sent arrives again."""
        _ip("neigh del", THERE, "dev", self.near)
        self._there("neigh del", HERE, "dev", self.far)

    def lay(self) -> None:
        """Join the two networks."""
        _ip("netns add", self.name)
        _ip("link add", self.near, "type veth peer name", self.far, "netns", self.name)
        _ip("addr add", f"{HERE}/30", "dev", self.near)
        _ip("link set", self.near, "up")
        self._there("addr add", f"{THERE}/30", "dev", self.far)
        self._there("link set lo up")
        self.plug()

    def program(self, path: Path, folder: Path) -> Path:
        """A program that runs `path` in the far network."""
        script = folder / path.name
        script.write_text(f'#!/bin/sh\nexec ip netns exec {self.name} {path} "$@"\n')
        script.chmod(0o755)
        return script

    def _there(self, *words: str) -> None:
        _ip("-n", self.name, *words)


@contextmanager
def cable() -> Iterator[Cable]:
    """Laid, and gone afterwards; SystemExit where the machine does not let us."""
    laid = Cable(f"gf{os.getpid()}")
    try:
        laid.lay()
        yield laid
    except (FileNotFoundError, subprocess.CalledProcessError) as error:
        raise SystemExit(f"A network of one's own needs root and Debian's iproute2: {error}") from error
    finally:
        subprocess.run(["ip", "netns", "del", laid.name], check=False)


def _ip(*words: str) -> None:
    subprocess.run(["ip", *" ".join(words).split()], check=True)
