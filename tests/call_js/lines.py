"""Lines as a test wants them: what a page reads of its connections does not depend on how busy this machine is."""

from __future__ import annotations

TOLD = """
window.lossy = false;
const read = RTCPeerConnection.prototype.getStats;
RTCPeerConnection.prototype.getStats = async function (...all) {
  const report = await read.apply(this, all);
  const told = new Map(report);
  for (const [id, stat] of report) {
    if (stat.type === "remote-inbound-rtp") told.set(id, { ...stat, fractionLost: window.lossy ? 0.5 : 0 });
    if (stat.type === "inbound-rtp") told.set(id, { ...stat, packetsLost: 0 });
    if (stat.type === "outbound-rtp") told.set(id, { ...stat, qualityLimitationReason: "none" });
    if (stat.type === "candidate-pair") told.set(id, { ...stat, currentRoundTripTime: 0.01 });
  }
  return told;
};
"""
