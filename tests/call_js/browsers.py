"""What can be measured in a browser that is in a call."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, Page

from tests.servers.processes import PATIENCE

# Every connection of the page is kept where a test can read its statistics; the page itself exposes none.
SPY = """
window.connections = [];
window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(...all) { super(...all); window.connections.push(this); }
};
"""
FRAMES = """id => document.querySelector(`[data-user="${id}"]:not(.is-leaving) video`)?.getVideoPlaybackQuality().totalVideoFrames ?? 0"""
SOUND = """async () => {
  let energy = 0;
  for (const connection of window.connections.filter((one) => one.connectionState === "connected"))
    for (const [, stat] of await connection.getStats())
      if (stat.type === "inbound-rtp" && stat.kind === "audio") energy += stat.totalAudioEnergy ?? 0;
  return energy;
}"""
# Reactions are there for a moment: what has risen over whom since, as [user, emoji].
RISEN = """() => {
  window.risen = [];
  new MutationObserver((changes) => changes.forEach(({ addedNodes, target }) => addedNodes.forEach((node) => {
    if (node instanceof Element && node.matches(".reaction")) {
      window.risen.push([target.dataset.user ?? "", node.firstChild.textContent]);
    }
  }))).observe(document.body, { childList: true, subtree: true });
}"""
HEARD = """async id => {
  const video = document.querySelector(`[data-user="${id}"]:not(.is-leaving) video`);
  const context = new AudioContext();
  await context.resume();
  const analyser = new AnalyserNode(context, { fftSize: 2048 });
  const audio = new MediaStream(video.srcObject.getAudioTracks());
  context.createMediaStreamSource(audio).connect(analyser);
  let loudest = 0;
  for (let round = 0; round < 30 && loudest < 0.1; round++) {
    await new Promise((done) => setTimeout(done, 100));
    const samples = new Float32Array(2048);
    analyser.getFloatTimeDomainData(samples);
    loudest = Math.max(loudest, ...samples);
  }
  await context.close();
  return video.paused || video.muted ? 0 : loudest;
}"""


def kill_network(browser: Browser) -> None:
    """End the process that holds this browser's sockets; the browser starts another one."""
    processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    for process in processes:
        if process["type"] == "network.mojom.NetworkService":
            os.kill(process["id"], signal.SIGKILL)


def frames(page: Page, user: int) -> int:
    """Video frames shown so far in that participant's tile."""
    return int(page.evaluate(FRAMES, user))


def energy(page: Page) -> float:
    """Sound energy received so far over all live connections."""
    return float(page.evaluate(SOUND))


def loudness(page: Page, user: int) -> float:
    """The loudest sample of what that participant's tile plays: of three seconds, or until one is loud."""
    return float(page.evaluate(HEARD, user))


def until(page: Page, ask: Callable[[], Any]) -> Any:
    """Ask again and again until the answer is true, else fail with the last one."""
    end = time.monotonic() + PATIENCE
    while not (answer := ask()):
        assert time.monotonic() < end, f"never became true within {PATIENCE} s; last: {answer!r}"
        page.wait_for_timeout(100)
    return answer
