/** Hears what is sent to this browser while no page is open: somebody knocks, and a host can answer from here. */

const worker = /** @type {any} */ (self);
const ICON = "/static/img/icon-192.png";
const BUTTONS = [
  { action: "admitted", title: "Admit" },
  { action: "declined", title: "Decline" },
];

worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener("push", (/** @type {any} */ event) => {
  const { title, body, tag, answers, url } = event.data.json();
  const data = { answers, url };
  event.waitUntil(show(title, { body, tag, data, actions: BUTTONS, requireInteraction: true }));
});

worker.addEventListener("notificationclick", (/** @type {any} */ event) => {
  const { data, tag } = event.notification;
  event.notification.close();
  event.waitUntil(event.action ? answer(data.answers[event.action], tag, data.url) : open(data));
});

/** @param {string} token @param {string} tag @param {string} url */
async function answer(token, tag, url) {
  const said = await told(token).catch(() => "Guftagu does not answer. Open the room to try again.");
  await show(said, { tag, data: { url }, silent: true });
}

/** @param {string} token */
async function told(token) {
  const headers = { Accept: "application/json" };
  const reply = await fetch("/knocks/answer", { method: "POST", body: new URLSearchParams({ token }), headers });
  return reply.ok ? (await reply.json()).said : "This knock has been answered already, or nobody waits any more.";
}

/**
 * Where a notification has no buttons, a page asks; else it leads to the room.
 *
 * @param {{answers?: Record<string, string>, url: string}} data
 */
async function open({ answers, url }) {
  const hasButtons = /** @type {any} */ (worker.Notification).maxActions > 0;
  const asks = answers && !hasButtons;
  await worker.clients.openWindow(asks ? `/knocks/answer?token=${encodeURIComponent(answers.admitted)}` : url);
}

/** @param {string} title @param {object} options */
function show(title, options) {
  return worker.registration.showNotification(title, { icon: ICON, badge: ICON, ...options });
}
