/** Short news for the person in front of the page; <toast-list> shows it. */

/**
 * @param {string} text
 * @param {{ words: string, href?: string, act?: () => void }} [action] something to do about it
 */
export function toast(text, action) {
  document.dispatchEvent(new CustomEvent("toast", { detail: { text, action } }));
}
