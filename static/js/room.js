/** The room page: devices, the call, its tiles and its buttons, and the wire between them and the server. */

import "./elements/device-pickers.js";
import { chosen } from "./call/devices.js";
import { Media } from "./call/media.js";
import { Mesh } from "./call/mesh.js";
import { KICKED, LEFT, ROOM_CLOSED } from "./call/signals.js";
import { wish, wishes } from "./call/wishes.js";
import { CallControls } from "./elements/call-controls.js";
import { CallStage } from "./elements/call-stage.js";
import { wire } from "./lib/wire.js";
import { watchButtons } from "./room/buttons.js";
import { closeDialog, openDialog, openEnding } from "./room/dialogs.js";
import { hear } from "./room/hear.js";
import { watchHost } from "./room/host.js";
import { watchInvite } from "./room/invite.js";
import { watchLine } from "./room/line.js";
import { watchLoudness } from "./room/loudness.js";
import { watchOrders } from "./room/orders.js";
import { watchState } from "./room/state.js";
import { toast, whyNot } from "./room/words.js";

/** How long others wait for the answer to the browser's question about devices; what comes later is added. */
const QUESTION = 2500;

const room = /** @type {HTMLElement} */ (document.querySelector(".room"));
const stage = /** @type {CallStage} */ (document.querySelector("call-stage"));
const controls = /** @type {CallControls} */ (document.querySelector("call-controls"));
const facts = room.dataset;
const me = Number(facts.me);

const media = new Media();
const mesh = new Mesh((event, data) => wire.send(event, data, `room:${facts.roomCode}`));

/** @type {"entering" | "inside" | "away" | "over"} away while another tab of the same person is in the call */
let phase = "entering";
let told = "";

media.addEventListener("change", spread);
["people", "stream", "state"].forEach((change) => mesh.addEventListener(change, draw));
mesh.addEventListener("joined", (event) => heed(/** @type {CustomEvent} */ (event).detail));
mesh.addEventListener("displaced", makeWay);
Object.keys(mesh.ears).forEach((event) => hear(event, (data) => mesh.hear(event, data)));
watchOrders(me, stage, () => media.setMic(false));
hear(ROOM_CLOSED, () => end("dialog-closed"));
hear(KICKED, (data) => isHere(data) && end("dialog-kicked"));
hear(LEFT, (data) => isHere(data) && phase !== "over" && location.assign("/"));
watchLine({ up: join, reroute: () => mesh.reroute(), matters: () => phase === "inside" });
watchLoudness({ media, mesh }, (id, isSpeaking) => stage.setSpeaking(id, isSpeaking));
watchButtons({ leave, enter, flip, pick });
controls.addEventListener("switch", (event) => {
  const { kind, on } = /** @type {CustomEvent} */ (event).detail;
  void flip(kind, on);
});
stage.useSpeaker(chosen("speaker"));
watchHost(room, draw);
watchState();
watchInvite();
void enter();

async function enter() {
  phase = "entering";
  closeDialog("dialog-displaced");
  const { mic, camera } = wishes();
  const devices = media.start({ mic: mic && controls.has("mic"), camera: camera && controls.has("camera") });
  await Promise.race([devices, new Promise((done) => setTimeout(done, QUESTION))]);
  phase = "inside";
  join();
}

function join() {
  if (phase === "inside") {
    told = JSON.stringify(media.switches);
    mesh.join(media.switches);
  }
}

/** Bring what the devices give to everybody whom it concerns. */
function spread() {
  const { microphone, camera, switches } = media;
  void mesh.setTrack("audio", microphone);
  void mesh.setTrack("camera", camera);
  controls.show(switches);
  draw();
  if (phase === "inside" && told !== JSON.stringify(switches)) {
    told = JSON.stringify(switches);
    wish(switches);
    mesh.announce({ ...switches, screen: false });
  }
}

function draw() {
  const { role = "member", name = "", avatar = null, host } = facts;
  // Until the server has answered, the tile bears the id of the seat that was taken on the way in.
  const participant = mesh.roster.participant || facts.participant || "";
  const isHost = host === facts.me;
  const person = { participant, user: me, name, role, avatar, isHost, muted: false, ...media.switches };
  stage.show({ person, state: "connected", stream: media.stream }, mesh.faces);
}

/** @param {import("./call/signals.js").Person | undefined} own how the server knows this person */
function heed(own) {
  room.dataset.name ??= own?.name;
  if (own?.isHost) {
    room.dataset.host = facts.me;
  }
  if (own?.muted) {
    void media.setMic(false);
  }
  draw();
}

/** @param {"mic" | "camera"} kind @param {boolean} on */
async function flip(kind, on) {
  await (kind === "mic" ? media.setMic(on) : media.setCamera(on));
  const reason = kind === "mic" ? media.troubles.audio : media.troubles.video;
  if (on && !media.switches[kind] && reason) {
    toast(whyNot(reason, kind === "mic" ? "microphone" : "camera"));
  }
}

/** @param {import("./call/devices.js").DeviceKind} kind @param {string} id */
function pick(kind, id) {
  if (kind === "speaker") {
    stage.useSpeaker(id);
  } else {
    void media.use(kind, id);
  }
}

function makeWay() {
  phase = "away";
  media.stop();
  openDialog("dialog-displaced");
}

function leave() {
  phase = "over";
  mesh.leave();
  media.stop();
}

/** @param {{room_code?: string}} news of this person, in whatever room */
function isHere({ room_code }) {
  return room_code === facts.roomCode;
}

/** @param {string} dialog */
function end(dialog) {
  phase = "over";
  mesh.close();
  media.stop();
  openEnding(dialog);
}
