/** The room page: the call, its tiles and its buttons, and the wire between them and the server. */

import { chosen } from "./call/devices.js";
import { CallControls } from "./elements/call-controls.js";
import { CallStage } from "./elements/call-stage.js";
import { wire } from "./lib/wire.js";
import { watchArrivals } from "./room/arrivals.js";
import { watchButtons } from "./room/buttons.js";
import { hear } from "./room/hear.js";
import { watchHost } from "./room/host.js";
import { watchInvite } from "./room/invite.js";
import { watchLater } from "./room/later.js";
import { watchLine } from "./room/line.js";
import { watchLoudness } from "./room/loudness.js";
import { watchOrders } from "./room/orders.js";
import { Sitting } from "./room/sitting.js";
import { watchState } from "./room/state.js";
import { watchUnread } from "./room/unread.js";

const room = /** @type {HTMLElement} */ (document.querySelector(".room"));
const stage = /** @type {CallStage} */ (document.querySelector("call-stage"));
const controls = /** @type {CallControls} */ (document.querySelector("call-controls"));
const facts = room.dataset;

const sitting = new Sitting({
  facts,
  stage,
  controls,
  send: (event, data) => wire.send(event, data, facts.audience),
});
const { mesh } = sitting;

Object.keys(mesh.ears).forEach((event) => hear(event, (data) => sitting.phase === "inside" && mesh.hear(event, data)));
watchOrders(room, controls, sitting);
watchArrivals(Number(facts.me));
watchHost(room, sitting);
watchLine(wire, sitting);
watchLoudness(sitting);
watchButtons(wire, sitting);
watchInvite();
watchLater({ sitting, room, wire });
watchState();
watchUnread();
stage.useSpeaker(chosen("speaker"));
void sitting.enter();
// Who goes by a link may come back by the browser's button: neither camera nor people wait in between.
addEventListener("pagehide", ({ persisted }) => persisted && sitting.leave());
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
