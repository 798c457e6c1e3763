/** The menus of the People panel close like any menu: on Escape, on a choice and on a press elsewhere. */

const OPEN = ".person__more[open]";

export function watchMenus() {
  document.addEventListener("click", ({ target }) => {
    for (const menu of openMenus()) {
      const isWithin = menu.contains(/** @type {Node} */ (target));
      if (!isWithin || /** @type {Element} */ (target).closest(".menu__item")) {
        leave(menu);
      }
    }
  });
  // The last of a long list opens below what is seen.
  document.addEventListener("toggle", ({ target }) => {
    if (target instanceof HTMLElement && target.matches(OPEN)) {
      target.querySelector(".menu")?.scrollIntoView({ block: "nearest" });
    }
  }, { capture: true });
  // Before the panel hears it: one Escape closes one thing.
  document.addEventListener("keydown", (event) => {
    const [menu] = event.key === "Escape" ? openMenus() : [];
    if (menu) {
      event.stopPropagation();
      menu.open = false;
      menu.querySelector("summary")?.focus();
    }
  }, { capture: true });
}

/** Whoever was in it stands before it again. @param {HTMLDetailsElement} menu */
function leave(menu) {
  const wasIn = menu.contains(document.activeElement);
  menu.open = false;
  if (wasIn) {
    menu.querySelector("summary")?.focus();
  }
}

/** @returns {HTMLDetailsElement[]} */
function openMenus() {
  return [...document.querySelectorAll(OPEN)].map((menu) => /** @type {HTMLDetailsElement} */ (menu));
}
