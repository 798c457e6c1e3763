/** A dialog that a script draws: its frame, opened at once, gone when it is closed. */

import "../elements/modal-dialog.js";
import { element, icon } from "../lib/draw.js";
import { closeDialog } from "./dialogs.js";

/**
 * @param {string} id
 * @param {string} title
 * @param {Node[]} body
 * @param {Node[]} [foot]
 * @returns {HTMLDialogElement}
 */
export function openMade(id, title, body, foot = []) {
  ["dialog-devices", "dialog-tile", `dialog-${id}`].forEach(closeDialog);
  const close = element("button", { class: "btn btn--quiet btn--icon", type: "button", "data-close": "" },
    icon("x"), element("span", { class: "sr" }, "Close"));
  const dialog = element("dialog", { class: "dialog dialog--s", id: `dialog-${id}`, "aria-labelledby": `dialog-${id}-title` },
    element("header", { class: "dialog__head" }, element("h2", { id: `dialog-${id}-title` }, title), close),
    element("div", { class: "dialog__body" }, ...body),
    ...(foot.length ? [element("footer", { class: "dialog__foot" }, ...foot)] : []));
  const host = document.createElement("modal-dialog");
  host.append(dialog);
  document.body.append(host);
  return dialog;
}

/**
 * Put a button among the call's in the More dialog, whenever that opens while the browsers talk to each other:
 * of a call that is carried by somebody else nothing is known here.
 * @param {import("../call/mesh.js").Mesh} mesh
 * @param {string} name
 * @param {() => HTMLElement} make
 */
export function addToMore(mesh, name, make) {
  const fill = () => {
    const part = document.querySelector("[data-more=call]");
    const there = part?.querySelector(`[data-made=${name}]`);
    there?.toggleAttribute("hidden", mesh.isCarried);
    if (part && !there && !mesh.isCarried) {
      const button = make();
      button.dataset.made = name;
      (part.querySelector(".more__acts") ?? part).append(button);
    }
  };
  document.addEventListener("more:open", fill);
  // It may be open already.
  fill();
}
