/** <relative-time data-style="relative | clock | day | full"> around a <time>: the viewer's zone and words, in full on hover. */

const MINUTE = 60_000;
const words = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "narrow" });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" });
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric" });
const nearDay = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

/** @type {Set<RelativeTime>} */
const shown = new Set();

export class RelativeTime extends HTMLElement {
  connectedCallback() {
    shown.add(this);
    this.draw();
  }

  disconnectedCallback() {
    shown.delete(this);
  }

  draw() {
    const time = this.querySelector("time");
    const at = new Date(time?.dateTime ?? "");
    if (time && !Number.isNaN(at.valueOf())) {
      time.title = full.format(at);
      time.textContent = read(at, this.dataset.style ?? "relative");
    }
  }
}

/**
 * @param {Date} at
 * @param {string} style
 */
function read(at, style) {
  switch (style) {
    case "clock":
      return clock.format(at);
    case "day":
      return day.format(at);
    case "full":
      return full.format(at);
    default:
      return ago(at);
  }
}

/**
 * "now", "2 min ago", "3 h ago", "yesterday", "12 May".
 * @param {Date} at
 */
export function ago(at, now = new Date()) {
  const minutes = Math.round((at.valueOf() - now.valueOf()) / MINUTE);
  const size = Math.abs(minutes);
  if (size < 1) {
    return "just now";
  }
  if (size < 60) {
    return words.format(minutes, "minute").replace("min.", "min");
  }
  if (size < 24 * 60) {
    return words.format(Math.round(minutes / 60), "hour").replace("hr.", "h");
  }
  if (size < 7 * 24 * 60) {
    return words.format(Math.round(minutes / 60 / 24), "day");
  }
  return (at.getFullYear() === now.getFullYear() ? nearDay : day).format(at);
}

setInterval(() => shown.forEach((each) => each.draw()), MINUTE / 2);

customElements.define("relative-time", RelativeTime);
