/** The custom elements of the shell, each fetched when a page, a swap or a push first has one where it may be seen. */

const ISLANDS = /** @type {Record<string, () => Promise<unknown>>} */ ({
  "account-menu": () => import("../elements/account-menu.js"),
  "code-input": () => import("../elements/code-input.js"),
  "copy-button": () => import("../elements/copy-button.js"),
  "local-greeting": () => import("../elements/local-greeting.js"),
  "modal-dialog": () => import("../elements/modal-dialog.js"),
  "password-toggle": () => import("../elements/password-toggle.js"),
  "push-switch": () => import("./push.js"),
  "range-output": () => import("../elements/range-output.js"),
  "relative-time": () => import("../elements/relative-time.js"),
  "share-button": () => import("../elements/copy-button.js"),
  "side-panel": () => import("../elements/side-panel.js"),
  "theme-toggle": () => import("../elements/theme-toggle.js"),
});

/** @type {Set<string>} */
const asked = new Set();

export function watchIslands() {
  look();
  new MutationObserver(look).observe(document.body, { attributeFilter: ["hidden"], childList: true, subtree: true });
}

function look() {
  for (const { localName, parentElement } of document.querySelectorAll(":not(:defined)")) {
    if (ISLANDS[localName] && !asked.has(localName) && !parentElement?.closest("[hidden]")) {
      asked.add(localName);
      void ISLANDS[localName]();
    }
  }
}
