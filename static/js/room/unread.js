/** How many messages came while nobody looked at the chat: on its tab and on its button. */

export function watchUnread() {
  document.addEventListener("chat:unread", (event) => {
    const { count } = /** @type {CustomEvent<{count: number}>} */ (event).detail;
    document.querySelectorAll("[data-unread].count").forEach((badge) => {
      badge.textContent = count > 99 ? "99+" : String(count);
      badge.toggleAttribute("hidden", count === 0);
      badge.closest("button")?.setAttribute("aria-description", count ? `${count} unread` : "");
    });
  });
}
