/** Whatever asks for the invitation dialog gets it from the link on the bar, which fetches it. */

export function watchInvite() {
  document.addEventListener("invite:open", () => {
    /** @type {HTMLElement | null} */ (document.querySelector("[data-opens-invite]"))?.click();
  });
}
