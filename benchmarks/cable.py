"""Networks of their own for browsers, behind cables that can be pulled, cut or narrowed (ip-netns(8), as root)."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Playwright

from tests.journeys.people import Person
from tests.servers.browser import launch
from tests.servers.guftagu import Guftagu

# TEST-NET-2: nobody's (RFC 5737).
NET = "198.51.100"
NOBODY = "02:00:00:00:00:99"


@dataclass(frozen=True)
class Cable:
    """The one with this `number`: this machine is `here`, the network behind it `there`; `near` and `far` are its ends.

    This machine passes nothing on from one cable to another.
    """

    number: int

    @property
    def name(self) -> str:
        return f"gf{os.getpid()}-{self.number}"

    @property
    def here(self) -> str:
        return f"{NET}.{self.number * 4 + 1}"

    @property
    def there(self) -> str:
        return f"{NET}.{self.number * 4 + 2}"

    @property
    def near(self) -> str:
        return f"{self.name}a"

    @property
    def far(self) -> str:
        return f"{self.name}b"

    def pull(self) -> None:
        """Both ends notice: the browser behind it is offline."""
        self._there("link set", self.far, "down")

    def plug(self) -> None:
        """The other way round."""
        self._there("link set", self.far, "up")
        self._there("route replace default via", self.here)

    def cut(self) -> None:
        """Nobody notices: what is sent goes nowhere, as behind a router that died."""
        _ip("neigh replace", self.there, "lladdr", NOBODY, "nud permanent dev", self.near)
        self._there("neigh replace", self.here, "lladdr", NOBODY, "nud permanent dev", self.far)

    def mend(self) -> None:
        """What is sent arrives again."""
        _ip("neigh del", self.there, "dev", self.near)
        self._there("neigh del", self.here, "dev", self.far)

    def narrow(self) -> None:
        """Only TCP goes through, as behind many a company's firewall."""
        self._there("rule add ipproto udp prohibit")

    def lay(self) -> None:
        """Join the two networks."""
        _ip("netns add", self.name)
        _ip("link add", self.near, "type veth peer name", self.far, "netns", self.name)
        _ip("addr add", f"{self.here}/30", "dev", self.near)
        _ip("link set", self.near, "up")
        self._there("addr add", f"{self.there}/30", "dev", self.far)
        self._there("link set lo up")
        self.plug()

    def program(self, path: Path, folder: Path) -> Path:
        """A program that runs `path` in the far network."""
        script = folder / f"{path.name}-{self.name}"
        script.write_text(f'#!/bin/sh\nexec ip netns exec {self.name} {path} "$@"\n')
        script.chmod(0o755)
        return script

    def _there(self, *words: str) -> None:
        _ip("-n", self.name, *words)


@contextmanager
def cables(amount: int) -> Iterator[list[Cable]]:
    """Laid, and gone afterwards; SystemExit where the machine does not let us."""
    laid = [Cable(number) for number in range(amount)]
    try:
        for each in laid:
            each.lay()
        yield laid
    except (FileNotFoundError, subprocess.CalledProcessError) as error:
        raise SystemExit(f"A network of one's own needs root and Debian's iproute2: {error}") from error
    finally:
        for each in laid:
            subprocess.run(["ip", "netns", "del", each.name], check=False)


def somebody(playwright: Playwright, program: Path, server: Guftagu, name: str) -> Person:
    """A person whose browser is `program`."""
    # Cameras open only where nobody can listen in; two networks on one machine are as good.
    flag = f"--unsafely-treat-insecure-origin-as-secure={server.url}"
    return Person(launch(playwright, flag, program=program), server.url, name)


def _ip(*words: str) -> None:
    subprocess.run(["ip", *" ".join(words).split()], check=True)
