/**
 * One call frame of Daily's: joined, switched, left; and what it tells, as events of our own.
 *
 * What the frame says may be forged by any window and may be lost: it is a hint, and our server decides.
 */

import { library } from "./library.js";
import { refusalIn } from "./refusals.js";
import { switchesOf } from "./tracks.js";

/** @typedef {{url: string, token: string, user_name: string}} Ticket */
/** @typedef {import("../call/signals.js").Switches} Switches */

/** The library's own goodbye may never come: after so many milliseconds the frame is taken away without it. */
const PATIENCE = 2000;
const LOOK = { iframeStyle: { position: "absolute", width: "100%", height: "100%", border: "0" } };
const OWN_BUTTONS = { showLeaveButton: true, showFullscreenButton: true, showLocalVideo: true, showParticipantsBar: true };
// What somebody is called is said here, to everybody alike.
const NOT_ITS = { showUserNameChangeUI: false };
const INSIDE = "joined-meeting";
const UNDER_WAY = ["loading", "joining-meeting", INSIDE];

/**
 * Emits `loaded` (it has begun to draw itself), `joined`, `switches` (detail: Switches), `left` (the person left by the
 * frame's own button), `refused` (detail: {reason, device}), `unshared` (the screen was to be shared and could not be)
 * and `trouble` (detail: {type, words}; the type is Daily's: ejected, exp-token, meeting-full, connection-error ...).
 */
export class Frame extends EventTarget {
  /** @type {any} the library's DailyCall, while there is one */
  #call = null;
  #over = false;
  #failed = false;

  /** @param {HTMLElement} place where it fills everything */
  constructor(place) {
    super();
    this.place = place;
  }

  /**
   * @param {Ticket} ticket
   * @param {{mic: boolean, camera: boolean}} wanted
   */
  async join({ url, token, user_name: userName }, { mic, camera }) {
    try {
      const daily = await library();
      if (this.#over || this.isUnderWay) {
        return;
      }
      this.#call ??= this.#create(daily);
      this.#failed = false;
      await this.#call.join({ url, token, userName, startAudioOff: !mic, startVideoOff: !camera });
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Whether a further ticket is of no use to it. */
  get isUnderWay() {
    return UNDER_WAY.includes(this.#call?.meetingState());
  }

  get isInside() {
    return this.#call?.meetingState() === INSIDE;
  }

  /** @param {"mic" | "camera"} kind @param {boolean} on */
  flip(kind, on) {
    if (this.isInside) {
      void (kind === "mic" ? this.#call.setLocalAudio(on) : this.#call.setLocalVideo(on));
    }
  }

  /** @param {string} name what others read of this person from now on */
  rename(name) {
    if (this.isInside) {
      void this.#call.setUserName(name, { thisMeetingOnly: true });
    }
  }

  /** @param {boolean} on */
  async share(on) {
    if (this.isInside) {
      try {
        await (on ? this.#call.startScreenShare() : this.#call.stopScreenShare());
      } catch {
        this.#tell("unshared");
      }
    }
  }

  /** Leave, and take the frame away, whether it answers or not. */
  async close() {
    this.#over = true;
    await this.#discard();
    this.place.replaceChildren();
  }

  /** @param {any} daily */
  #create(daily) {
    // A frame whose goodbye never came still counts: it may stand beside the next.
    const call = daily.createFrame(this.place, { ...LOOK, ...OWN_BUTTONS, ...NOT_ITS, allowMultipleCallInstances: true });
    call.iframe()?.setAttribute("title", "Video call");
    call.on("loaded", () => this.#tell("loaded"));
    call.on("joined-meeting", () => this.#joined());
    call.on("participant-updated", () => this.#tell("switches", this.switches));
    call.on("left-meeting", () => this.#left());
    call.on("camera-error", (/** @type {any} */ event) => this.#tell("refused", refusalIn(event)));
    call.on("nonfatal-error", (/** @type {{type: string}} */ { type }) => type === "screen-share-error" && this.#tell("unshared"));
    call.on("error", (/** @type {any} */ error) => this.#fail(error));
    return call;
  }

  /** @returns {Switches} */
  get switches() {
    return switchesOf(this.#call?.participants().local);
  }

  #joined() {
    this.#tell("joined");
    this.#tell("switches", this.switches);
  }

  #left() {
    if (!this.#over && !this.#failed) {
      this.#tell("left");
    }
  }

  /** @param {any} error the library's error event, or anything thrown; it tells some failures both ways */
  #fail(error) {
    if (!this.#over && !this.#failed) {
      this.#failed = true;
      // A frame that could not be loaded is written into by the library, and loads nothing else from then on.
      void this.#discard();
      this.#tell("trouble", { type: error?.error?.type ?? "connection-error", words: String(error?.errorMsg ?? error) });
    }
  }

  async #discard() {
    const call = this.#call;
    this.#call = null;
    if (call) {
      const iframe = call.iframe();
      await Promise.race([call.destroy(), new Promise((done) => setTimeout(done, PATIENCE))]).catch(() => {});
      iframe?.remove();
    }
  }

  /** @param {string} type @param {unknown} [detail] */
  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
