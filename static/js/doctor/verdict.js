/** What all the findings together mean for a call. */

/** @typedef {{name: string, title: string, result: import("./row.js").Result | null}} Tried */

/** What is lost with a device that fails. */
const LOSSES = /** @type {Record<string, string>} */ ({
  camera: "nobody sees you",
  microphone: "nobody hears you",
  speaker: "you hear nobody",
});

/**
 * @param {Tried[]} rows
 * @returns {string}
 */
export function verdictOn(rows) {
  const failed = rows.filter(({ result }) => result?.state === "failed");
  const names = failed.map(({ title }) => title).join(", ");
  return failed.length === 0 ? praise(rows) : `${meaning(rows, failed.map(({ name }) => name))} In the way: ${names}.`;
}

/** @param {Tried[]} rows */
function praise(rows) {
  return relaysOf(rows).some(({ result }) => result?.state === "ok")
    ? "All is well: calls work from here."
    : "What was tried works. Behind strict firewalls calls may fail all the same: no relay was tried.";
}

/** @param {Tried[]} rows @param {string[]} failed */
function meaning(rows, failed) {
  const relays = relaysOf(rows);
  const isRelayed = relays.some(({ result }) => result?.state === "ok");
  const losses = failed.flatMap((name) => LOSSES[name] ?? []);
  const but = losses.length > 0 ? `, but ${losses.join(" and ")}` : "";
  if (failed.includes("browser") || failed.includes("socket") || (failed.includes("direct") && !isRelayed)) {
    return "Calls do not work from here.";
  } else if (!isRelayed && (failed.includes("stun") || failed.includes("turn"))) {
    return `Calls work with some networks and not with others${but}.`;
  }
  return `Calls work from here${but}.`;
}

/** @param {Tried[]} rows */
function relaysOf(rows) {
  return rows.filter(({ name }) => name === "turn");
}
