/** The findings as plain text, for whoever is asked for help: no credentials, no addresses of the person. */

/**
 * @param {HTMLElement} page
 * @param {import("./row.js").Row[]} rows
 */
export function reportOn(page, rows) {
  const lines = [`Guftagu: what a call needs, tried at ${new Date().toISOString()}`, `Page: ${location.origin}`];
  lines.push(`Browser: ${navigator.userAgent}`, "", "Tried in this browser:");
  for (const { title, result } of rows) {
    lines.push(`[${result?.state ?? "waiting"}] ${title}: ${result?.words ?? ""}`);
    lines.push(...(result?.mend ?? []).map((step) => `    - ${step}`));
  }
  lines.push("", "Said by the server:");
  for (const item of page.querySelectorAll("[data-finding]")) {
    const [title, words, state] = ["h3", "p", "[data-badge]"].map((each) => item.querySelector(each)?.textContent ?? "");
    lines.push(`[${state?.toLowerCase()}] ${title}: ${words}`);
  }
  return `${lines.join("\n")}\n`;
}
