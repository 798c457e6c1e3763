/** <push-switch>: being rung on this device when somebody knocks. The browser is asked on the person's press only. */

const WORKER = "/sw.js";
const WHOSE = "push-of";

export class PushSwitch extends HTMLElement {
  connectedCallback() {
    if (!("serviceWorker" in navigator) || !("PushManager" in globalThis) || !("Notification" in globalThis)) {
      return;
    }
    this.hidden = false;
    this.addEventListener("click", (event) => {
      const act = event.target instanceof Element ? event.target.closest("[data-act]")?.getAttribute("data-act") : null;
      if (act) {
        void this.#turn(act === "on");
      }
    });
    void this.#look();
  }

  /** A browser's subscription outlives a session, and may be another person's: it is on for who asked for it. */
  async #look() {
    let subscription = await present();
    if (subscription && localStorage.getItem(WHOSE) === document.body.dataset.me) {
      await tell(subscription).catch(() => null);
    } else {
      subscription = null;
    }
    this.#show(Notification.permission === "denied" ? "denied" : subscription ? "on" : "off");
  }

  /** @param {boolean} isOn */
  async #turn(isOn) {
    const buttons = this.querySelectorAll("button");
    buttons.forEach((button) => button.setAttribute("aria-busy", "true"));
    try {
      await (isOn ? subscribe(this.dataset.key ?? "") : unsubscribe());
      await this.#look();
    } catch {
      this.#show(Notification.permission === "denied" ? "denied" : "failed");
    } finally {
      buttons.forEach((button) => button.removeAttribute("aria-busy"));
    }
  }

  /** @param {string} state */
  #show(state) {
    this.dataset.state = state;
    for (const words of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-words]"))) {
      words.hidden = words.dataset.words !== state;
    }
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-act]"))) {
      button.hidden = state === "denied" || (button.dataset.act === "off") !== (state === "on");
    }
  }
}

/** @param {string} key */
async function subscribe(key) {
  if ((await Notification.requestPermission()) !== "granted") {
    throw new Error("not allowed");
  }
  const registration = await navigator.serviceWorker.register(WORKER);
  await navigator.serviceWorker.ready;
  const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  try {
    await tell(subscription);
    localStorage.setItem(WHOSE, document.body.dataset.me ?? "");
  } catch (error) {
    await subscription.unsubscribe();
    throw error;
  }
}

async function unsubscribe() {
  const subscription = await present();
  if (subscription) {
    await send("/push/subscriptions/removal", { endpoint: subscription.endpoint });
    await subscription.unsubscribe();
  }
}

async function present() {
  return (await navigator.serviceWorker.getRegistration())?.pushManager.getSubscription() ?? null;
}

/** @param {PushSubscription} subscription */
async function tell(subscription) {
  const { endpoint = "", keys } = subscription.toJSON();
  await send("/push/subscriptions", { endpoint, p256dh: keys?.p256dh ?? "", auth: keys?.auth ?? "" });
}

/** @param {string} path @param {Record<string, string>} fields */
async function send(path, fields) {
  const headers = JSON.parse(document.body.getAttribute("hx-headers:inherited") ?? "{}");
  const reply = await fetch(path, { method: "POST", body: new URLSearchParams(fields), headers });
  if (!reply.ok) {
    throw new Error(String(reply.status));
  }
}

customElements.define("push-switch", PushSwitch);
