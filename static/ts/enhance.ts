/**
 * What is added to markup wherever it comes from: the page at load, or a fragment put in
 * later. Call `enhance(fragment)` after inserting one; doing it twice changes nothing.
 */

/** Add local times, toolbars and closed maps to everything inside `root`. */
export function enhance(root: ParentNode): void {
  root.querySelectorAll<HTMLTimeElement>("time[data-local]").forEach(addLocalTime);
  root.querySelectorAll<HTMLElement>("[role=toolbar]").forEach(rove);
  if (window.matchMedia("(max-width: 45.99rem)").matches) {
    root.querySelectorAll<HTMLDetailsElement>("details[data-close-small]").forEach(close);
  }
}

/** UTC stays; the reader's own time is added in brackets where it differs. */
function addLocalTime(time: HTMLTimeElement): void {
  delete time.dataset.local;
  const moment = new Date(time.dateTime);
  if (Number.isNaN(moment.getTime()) || moment.getTimezoneOffset() === 0) return;
  const language = document.documentElement.lang || "en";
  const sameDay = moment.getUTCDate() === moment.getDate();
  const form: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit" };
  const words = moment.toLocaleString(
    language,
    sameDay ? form : { ...form, day: "numeric", month: "long" },
  );
  time.append(` (${words} for you)`);
}

/** A toolbar is one tab stop; arrows, Home and End move inside it. */
function rove(toolbar: HTMLElement): void {
  if (toolbar.dataset.roves !== undefined) return;
  toolbar.dataset.roves = "";
  toolbar.addEventListener("keydown", (event) => {
    const buttons = [...toolbar.querySelectorAll<HTMLButtonElement>("button")];
    const here = buttons.findIndex((button) => button === document.activeElement);
    const next = buttons[target(event.key, here, buttons.length, toolbar)];
    if (next === undefined) return;
    for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
    next.focus();
    event.preventDefault();
  });
}

function target(key: string, here: number, count: number, toolbar: HTMLElement): number {
  const forward = getComputedStyle(toolbar).direction === "rtl" ? -1 : 1;
  const steps: Record<string, number> = { ArrowRight: forward, ArrowLeft: -forward };
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  const step = steps[key];
  return step === undefined ? -1 : (here + step + count) % count;
}

function close(details: HTMLDetailsElement): void {
  details.open = false;
}
