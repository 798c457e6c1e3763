/** The order of the lines of a chat: each once, in its place, grouped by author, divided by day. */

const GROUP_MS = 5 * 60_000;
const time = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const date = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });

/**
 * @param {Node} node
 * @returns {node is HTMLElement} whether it is something said or something that happened
 */
export function isLine(node) {
  return node instanceof HTMLElement && node.matches(".msg, .event");
}

/**
 * @param {HTMLElement} line
 * @returns {number} the number of a message, 0 for what has none (yet)
 */
export function numberOf(line) {
  return Number(line.id.split("message-")[1] ?? 0);
}

/**
 * Take in a line that has just appeared in the list, wherever it was put.
 * @param {HTMLElement} list
 * @param {HTMLElement} line
 * @param {string | undefined} me whose page this is
 * @returns {boolean} whether it was not there before
 */
export function admit(list, line, me) {
  const isMine = line.dataset.author === me;
  if (isMine) {
    line.classList.add("msg--mine");
    if (line.id) pendingCopy(list, line)?.remove();
  }
  for (const element of line.querySelectorAll("time")) element.textContent = time.format(new Date(element.dateTime));
  const twin = line.id ? twinOf(list, line) : undefined;
  if (twin) twin.replaceWith(line);
  else place(line);
  return !twin;
}

/**
 * Draw what stands between a line and the one before it: a day, or the bond of one author.
 * @param {HTMLElement} line
 */
export function joinUp(line) {
  let before = line.previousElementSibling;
  let isParted = false;
  while (before instanceof HTMLElement && before.classList.contains("divider")) {
    const divider = before;
    before = divider.previousElementSibling;
    if (divider.dataset.day) divider.remove();
    else isParted = true;
  }
  const last = before && isLine(before) ? before : undefined;
  const isNewDay = !last || dayOf(last) !== dayOf(line);
  if (isNewDay) line.before(divider(dayLabel(dayOf(line)), dayOf(line)));
  line.classList.toggle("msg--cont", !isParted && !isNewDay && goesOn(last, line));
}

/**
 * @param {HTMLElement} line
 * @returns {HTMLElement | undefined} the next line, whatever divides them
 */
export function lineAfter(line) {
  let next = line.nextElementSibling;
  while (next && !isLine(next)) next = next.nextElementSibling;
  return next ?? undefined;
}

/**
 * @param {string} words
 * @param {string} [day]
 */
export function divider(words, day) {
  const element = document.createElement("li");
  element.className = day ? "divider" : "divider divider--new";
  if (day) element.dataset.day = day;
  element.append(document.createElement("span"));
  element.children[0].textContent = words;
  return element;
}

/** @param {HTMLElement} line */
function place(line) {
  /** @type {Element | null} */
  let before = line.previousElementSibling;
  let target = line;
  for (; before instanceof HTMLElement && before.id !== "earlier"; before = before.previousElementSibling) {
    if (!isLine(before)) continue;
    if (!comesAfter(before, line)) break;
    target = before;
  }
  if (target !== line) target.before(line);
}

/**
 * Messages stand in the order of their ids; a copy on its way stands last; the rest goes by the clock.
 * @param {HTMLElement} one
 * @param {HTMLElement} other
 */
function comesAfter(one, other) {
  if (!one.id || !other.id) return !one.id && Boolean(other.id);
  if (numberOf(one) && numberOf(other)) return numberOf(one) > numberOf(other);
  return millis(one) > millis(other);
}

/**
 * @param {HTMLElement} last
 * @param {HTMLElement} line
 */
function goesOn(last, line) {
  const isSame = Boolean(line.dataset.author) && last.dataset.author === line.dataset.author;
  return isSame && millis(line) - millis(last) < GROUP_MS;
}

/**
 * @param {HTMLElement} list
 * @param {HTMLElement} line
 */
function twinOf(list, line) {
  const same = list.querySelectorAll(`:scope > [id="${CSS.escape(line.id)}"]`);
  return [...same].find((other) => other !== line);
}

/**
 * @param {HTMLElement} list
 * @param {HTMLElement} line
 */
function pendingCopy(list, line) {
  return list.querySelector(`:scope > .msg--pending[data-client-id="${CSS.escape(line.dataset.clientId ?? "")}"]:not([id])`);
}

/** @param {HTMLElement} line */
function millis(line) {
  return Date.parse(line.querySelector("time")?.dateTime ?? "");
}

/** @param {HTMLElement} line */
function dayOf(line) {
  return new Date(millis(line)).toDateString();
}

/** @param {string} day */
function dayLabel(day) {
  const today = new Date();
  if (day === today.toDateString()) return "Today";
  today.setDate(today.getDate() - 1);
  return day === today.toDateString() ? "Yesterday" : date.format(new Date(day));
}
