/** The call in a small window above all others: a document of ours where the browser gives one, else one picture. */

import { toast } from "../../shell/toast.js";
import { Pane } from "./pane.js";

const RECORDED = "The call is recorded: it stays in the page, where everybody sees that";
const SIZE = { width: 380, height: 300 };

/** Emits `change` when it opens or closes. */
export class Outside extends EventTarget {
  /** @type {Pane | null} */
  #pane = null;

  /** @param {import("./view.js").View} view */
  constructor(view) {
    super();
    this.view = view;
    for (const type of ["enterpictureinpicture", "leavepictureinpicture"]) {
      document.addEventListener(type, () => this.dispatchEvent(new Event("change")), { capture: true });
    }
    // A picture alone cannot say that it is recorded, and everybody is to see that at all times.
    new MutationObserver(() => this.#come()).observe(view.room, { attributeFilter: ["data-recording"] });
    document.addEventListener("enterpictureinpicture", () => this.#come(), { capture: true });
  }

  get isPossible() {
    return "documentPictureInPicture" in window || document.pictureInPictureEnabled;
  }

  get isOpen() {
    return this.#pane !== null || document.pictureInPictureElement !== null;
  }

  async toggle() {
    try {
      if (this.#pane) {
        this.#pane.close();
      } else if (document.pictureInPictureElement) {
        await document.exitPictureInPicture();
      } else if ("documentPictureInPicture" in window) {
        await this.#open();
      } else if (this.view.room.dataset.recording) {
        toast(RECORDED);
      } else {
        await this.#video()?.requestPictureInPicture();
      }
    } catch {
      toast("Your browser did not open a window for the call");
    }
  }

  /** Back into the page, while the call is recorded. */
  #come() {
    const { room, tiles } = this.view;
    if (room.dataset.recording && document.pictureInPictureElement) {
      toast(RECORDED);
      void document.exitPictureInPicture().catch(() => {});
    }
    if (room.dataset.recording) {
      // The telephone's own full screen is such a picture too.
      tiles.querySelectorAll("video").forEach((video) => /** @type {any} */ (video).webkitExitFullscreen?.());
    }
  }

  async #open() {
    const outside = /** @type {Window} */ (await /** @type {any} */ (window).documentPictureInPicture.requestWindow(SIZE));
    this.#pane = new Pane(outside, this.view);
    this.dispatchEvent(new Event("change"));
    outside.addEventListener("pagehide", () => {
      this.#pane?.stop();
      this.#pane = null;
      this.dispatchEvent(new Event("change"));
    });
  }

  /** What is large, else the first of the others who is seen. @returns {HTMLVideoElement | null} */
  #video() {
    const { large, stage } = this.view;
    return (large ?? stage).querySelector(".tile:not(.tile--mirror) video:not([hidden])") ?? large?.querySelector("video") ?? null;
  }
}
