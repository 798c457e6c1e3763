/** What a button does is told to a pointer that rests on it: in a sentence, with the key that does the same. */

/** @type {Record<string, [string] | [string, string]>} by control: what it does, and what it does while it is on */
const DOES = {
  mic: ["Turn the microphone on", "Mute the microphone"],
  camera: ["Turn the camera on", "Turn the camera off"],
  share: ["Share your screen", "Stop sharing your screen"],
  hand: ["Raise your hand to say something", "Lower your hand"],
  react: ["Send a reaction"],
  chat: ["Show the chat", "Hide the chat"],
  people: ["Show who is here", "Hide who is here"],
  more: ["Devices, view, data budget and more"],
};

export function watchTips() {
  document.addEventListener("pointerover", ({ target }) => {
    const button = /** @type {Element} */ (target).closest(".ctl, .btn--icon, .strip .tile__over .btn");
    if (button instanceof HTMLElement && !button.closest("[data-share-tools]")) {
      button.title = tipOf(button);
    }
  });
}

/** @param {HTMLElement} button */
function tipOf(button) {
  const words = DOES[button.dataset.ctl ?? ""];
  const isOn = (button.getAttribute("aria-pressed") ?? button.getAttribute("aria-expanded")) === "true";
  const tip = words ? (isOn && words[1]) || words[0] : (button.ariaLabel ?? button.textContent ?? "").replace(/\s+/g, " ").trim();
  const key = button.getAttribute("aria-keyshortcuts");
  return key ? `${tip} (${key.toUpperCase()})` : tip;
}
