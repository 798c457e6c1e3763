/** A button that is on or off, with an icon for either. */

/**
 * @param {Element | null} button
 * @param {boolean} on
 */
export function drawSwitch(button, on) {
  button?.setAttribute("aria-pressed", String(on));
  for (const icon of button?.querySelectorAll(":scope > svg") ?? []) {
    const isForOff = icon.querySelector("use")?.getAttribute("href")?.endsWith("-off") ?? false;
    icon.toggleAttribute("hidden", isForOff === on);
  }
}
