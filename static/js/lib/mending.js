/** What helps when a device cannot be had, step by step, in the words of the browser that is used. */

/** @typedef {import("../call/capture.js").Reason} Reason */
/** @typedef {"ios" | "android" | "edge" | "firefox" | "safari" | "chrome" | "other"} Kind */

const ALLOW = /** @type {Record<Kind, string[]>} */ ({
  chrome: [
    "Click the icon left of the address (two sliders or a lock).",
    "Switch Camera and Microphone on.",
    "Reload this page.",
  ],
  edge: [
    "Click the lock left of the address, then “Permissions for this site”.",
    "Set Camera and Microphone to Allow.",
    "Reload this page.",
  ],
  firefox: [
    "Click the crossed-out camera or microphone left of the address.",
    "Remove “Blocked” with the × beside it.",
    "Reload this page and allow it when Firefox asks.",
  ],
  safari: [
    "In the menu bar choose Safari, then “Settings for This Website…”.",
    "Set Camera and Microphone to Allow.",
    "Reload this page.",
  ],
  ios: [
    "Tap the page icon (or “aA”) beside the address, then “Website Settings”.",
    "Set Camera and Microphone to Allow, then reload this page.",
    "In another browser than Safari: open Settings, then Apps, choose the browser, and switch both on.",
  ],
  android: [
    "Tap the icon left of the address, then “Permissions”.",
    "Allow Camera and Microphone, then reload this page.",
    "If they are grey: open Settings, then Apps, choose the browser, then Permissions.",
  ],
  other: ["Open the permissions of this page in your browser and allow camera and microphone.", "Reload this page."],
});
const SYSTEM = /** @type {Record<string, string>} */ ({
  mac: "Still no? System Settings › Privacy & Security › Camera (and Microphone): switch your browser on.",
  windows: "Still no? Settings › Privacy & security › Camera (and Microphone): let desktop apps use it.",
});

/**
 * @param {{userAgent: string, maxTouchPoints: number}} navigator
 * @returns {Kind}
 */
export function browserOf({ userAgent, maxTouchPoints }) {
  // An iPad says that it is a Mac, but one that can be touched.
  if (/iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1)) {
    return "ios";
  } else if (/Android/.test(userAgent)) {
    return "android";
  }
  const found = Object.entries({ edge: /Edg\//, firefox: /Firefox\//, chrome: /Chrom(e|ium)\//, safari: /Safari\// });
  return /** @type {Kind} */ (found.find(([, mark]) => mark.test(userAgent))?.[0] ?? "other");
}

/**
 * @param {Reason} reason
 * @param {string} what camera or microphone
 * @param {{userAgent: string, maxTouchPoints: number}} [here]
 * @returns {string[]} what to do, one after another
 */
export function stepsFor(reason, what, here = navigator) {
  if (reason === "denied") {
    return [...ALLOW[browserOf(here)], ...ofSystem(here)];
  } else if (reason === "none") {
    return [`Plug a ${what} in, or switch it on: some laptops have a slider or a key for it.`, "Try again."];
  } else if (reason === "busy") {
    return ["Close other tabs and programs that may use it: Teams, Zoom, Skype, a recorder.", "Try again; if it stays busy, restart the browser."];
  } else if (reason === "unable") {
    return [
      "Open the same link in a current Chrome, Edge, Firefox or Safari.",
      "This is one? Then WebRTC is switched off: by Lockdown Mode (iPhone, iPad, Mac), a privacy extension or a setting.",
    ];
  } else {
    return ["Open this page by an address that begins with https.", "If there is none, ask whoever runs this server for one."];
  }
}

/** @param {{userAgent: string, maxTouchPoints: number}} here */
function ofSystem({ userAgent, maxTouchPoints }) {
  if (/Windows/.test(userAgent)) {
    return [SYSTEM.windows ?? ""];
  } else {
    return /Macintosh/.test(userAgent) && maxTouchPoints < 2 ? [SYSTEM.mac ?? ""] : [];
  }
}
