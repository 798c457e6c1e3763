/** The picture that a shared screen shows just now, with the ink on it, for the room's chat. */

import { toast } from "../../shell/toast.js";
import { drawInk } from "./draw.js";

const LONGEST_SIDE = 1920;
const MOST_BYTES = 2_000_000;
const QUALITIES = [0.9, 0.75, 0.6, 0.4];
const PATIENCE = 20_000;

/**
 * @param {import("./sheet.js").Sheet} sheet
 * @param {{room: string, user: number}} whose the room's code, and who shares
 */
export async function sendFrame(sheet, { room, user }) {
  try {
    const picture = await pressed(paint(sheet));
    const problem = await post(`/room/${room}/frames`, picture, user);
    toast(problem || "The frame is in the chat");
  } catch {
    toast("The frame could not be sent. Try again");
  }
}

/** @param {import("./sheet.js").Sheet} sheet */
function paint({ video, board, who }) {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(video.videoWidth, video.videoHeight, 1));
  const width = Math.round(video.videoWidth * scale);
  const height = Math.round(video.videoHeight * scale);
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.drawImage(video, 0, 0, width, height);
  const marks = board.marks(performance.now()).map((mark) => ({ ...mark, strength: 1 }));
  drawInk(context, { x: 0, y: 0, width, height }, marks, { who, isNamed: true });
  return canvas;
}

/**
 * As small as the server takes it; JPEG where the browser writes no WebP.
 * @param {HTMLCanvasElement} canvas
 * @returns {Promise<Blob>}
 */
async function pressed(canvas) {
  for (const quality of QUALITIES) {
    const webp = await blobOf(canvas, "image/webp", quality);
    const blob = webp.type === "image/webp" ? webp : await blobOf(canvas, "image/jpeg", quality);
    if (blob.size <= MOST_BYTES) {
      return blob;
    }
  }
  throw new Error("a picture that cannot be pressed");
}

/** @param {HTMLCanvasElement} canvas @param {string} type @param {number} quality @returns {Promise<Blob>} */
function blobOf(canvas, type, quality) {
  return new Promise((done, fail) => {
    canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("no picture"))), type, quality);
  });
}

/**
 * @param {string} address
 * @param {Blob} picture
 * @param {number} user
 * @returns {Promise<string>} why not, in words; nothing when it has arrived
 */
async function post(address, picture, user) {
  const fields = new FormData();
  const token = document.querySelector("[name=csrf_token]")?.getAttribute("value") ?? "";
  fields.set("csrf_token", token);
  fields.set("client_id", crypto.randomUUID());
  fields.set("of", String(user));
  fields.set("picture", picture, "frame");
  const answer = await fetch(address, {
    method: "POST",
    body: fields,
    headers: { Accept: "application/problem+json" },
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (answer.status === 204) {
    return "";
  }
  const problem = await answer.json().catch(() => ({}));
  return problem.detail ?? "The frame could not be sent. Try again";
}
