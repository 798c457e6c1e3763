"""A real Chromium with a made-up camera and microphone, which talks to nobody but the tests."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

from . import programs

# Five pictures a second are enough to see that they come, and a quarter of the work of the twenty that are usual.
DEVICES = "--use-fake-device-for-media-stream=fps=5"
PERMISSION = "--use-fake-ui-for-media-stream"
# Pages of the browser's own that every new window would draw; this list takes the place of Playwright's, so what
# matters of that stands here again.
NEEDLESS = "--disable-features=" + ",".join(
    """
    WebUIOmniboxPopup WebUIOmniboxAimPopup AimEnabled LensOverlay
    MediaRouter OptimizationHints NetworkTimeServiceQuerying PreconnectToSearch
    HttpsUpgrades HttpsFirstBalancedModeAutoEnable PaintHolding ThirdPartyStoragePartitioning
    AvoidUnnecessaryBeforeUnloadCheckSync AvoidCorsURLLoaderRestartOnRedirect DestroyProfileOnBrowserClose
    """.split()
)
FLAGS = (
    DEVICES,
    PERMISSION,
    "--autoplay-policy=no-user-gesture-required",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    NEEDLESS,
)


def launch(playwright: Playwright, *flags: str, without: Collection[str] = (), program: Path | None = None) -> Browser:
    """Start another browser, `program` or the machine's; `flags` come after FLAGS. The caller closes it."""
    path = program or programs.find("chromium")
    kept = [flag for flag in FLAGS if flag not in without]
    return playwright.chromium.launch(executable_path=str(path), args=[*kept, *flags])


@contextmanager
def chromium(*flags: str) -> Iterator[Browser]:
    """A browser outside of pytest (benchmarks, screenshots); tests take the fixture of this name."""
    with sync_playwright() as playwright:
        browser = launch(playwright, *flags)
        try:
            yield browser
        finally:
            browser.close()
