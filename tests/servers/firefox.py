"""A real Firefox with a made-up camera and microphone, driven by WebDriver BiDi as it comes from Debian."""

from __future__ import annotations

import itertools
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.realtime.raw import RawClient

from . import programs
from .processes import HOST, Process, free_port, is_open

PREFERENCES: dict[str, object] = {
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
    "media.autoplay.default": 0,
    "media.peerconnection.ice.loopback": True,
    # Whatever it would tell or ask its makers ends at a port where nobody listens.
    "network.proxy.type": 1,
    "network.proxy.http": HOST,
    "network.proxy.http_port": 1,
    "network.proxy.ssl": HOST,
    "network.proxy.ssl_port": 1,
    "network.proxy.no_proxies_on": "localhost, 127.0.0.1",
    "datareporting.policy.dataSubmissionEnabled": False,
}


class Firefox:
    """One tab; `run` asks the page, as `Page.evaluate` does."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items())
        (folder / "user.js").write_text("\n".join(lines))
        command = [
            programs.find("firefox"), "--headless", "--no-remote", "--profile", folder,
            f"--remote-debugging-port={self.port}",
        ]  # fmt: skip
        self.process = Process(command, folder, os.environ | {"HOME": str(folder)})
        self._line: RawClient | None = None
        self._numbers = itertools.count(1)

    def start(self) -> None:
        """Open a tab of its own; what is said of failures stands in the error."""
        self.process.start(lambda: is_open(self.port))
        self._line = line = RawClient(self.port, "/session")
        line.sock.settimeout(60)
        self._do("session.new", capabilities={})
        self._tab = self._do("browsingContext.create", type="tab")["context"]

    def before_each_page(self, script: str) -> None:
        """Run `script`, the body of a function, before those of every page."""
        self._do("script.addPreloadScript", functionDeclaration=f"() => {{ {script} }}")

    def goto(self, url: str) -> None:
        self._do("browsingContext.navigate", context=self._tab, url=url, wait="complete")

    def reload(self) -> None:
        self._do("browsingContext.reload", context=self._tab, wait="complete")

    def run(self, expression: str) -> Any:
        """The value of an expression, or what a function without arguments gives; AssertionError where it throws."""
        call = f"(async () => {{ const it = {expression}; return JSON.stringify(await (it?.call ? it() : it)); }})()"
        done = self._do("script.evaluate", expression=call, target={"context": self._tab}, awaitPromise=True)
        assert done["type"] == "success", done["exceptionDetails"]["text"]
        return json.loads(done["result"].get("value", "null"))

    def kill(self) -> None:
        if self._line:
            self._line.close()
        self.process.kill()

    def _do(self, method: str, **params: object) -> Any:
        assert self._line, "not started"
        number = next(self._numbers)
        self._line.send({"id": number, "method": method, "params": params})
        while True:
            answer = self._line.json()
            if answer.get("id") == number:
                assert answer["type"] == "success", answer
                return answer["result"]


@contextmanager
def firefox() -> Iterator[Firefox]:
    """A browser with a profile of its own."""
    with tempfile.TemporaryDirectory(prefix="guftagu-firefox-", ignore_cleanup_errors=True) as folder:
        browser = Firefox(Path(folder))
        try:
            browser.start()
            yield browser
        finally:
            browser.kill()
