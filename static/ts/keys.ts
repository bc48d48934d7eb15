/**
 * Single keys on a document page. They work only while the focus is inside the document (or
 * its map) and not in a field, and can be switched off (WCAG 2.1.4): by the button in the
 * list of keys, which is remembered in this browser, or by `data-keys="off"` on <html>.
 * No key ever takes a position; each does what a visible link or button does.
 */
import { announce } from "./announce.ts";

const STORED = "single-keys";
const FIELDS = "input, textarea, select, [contenteditable=true]";

/** Where the focus is, in terms of the document. */
interface Place {
  readonly focused: HTMLElement;
  readonly paragraph: HTMLElement | null;
  readonly inMap: boolean;
}

const ACTS: Record<string, (place: Place) => boolean> = {
  j: (place) => step(place, 1),
  k: (place) => step(place, -1),
  n: nextNeed,
  m: toMapAndBack,
  o: (place) => openOrClose(place),
  p: (place) => intoPanel(place, ".take [name=kind]:checked", ".take [name=kind]"),
  c: (place) => intoPanel(place, "form[data-comment] textarea"),
  escape: closePanel,
  "?": showKeys,
};

let back: HTMLElement | null = null;
let need = -1;

/** Listen for the single keys, and let the list of keys switch them off. */
export function enhanceKeys(): void {
  showSwitch();
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const place = here();
    if (!place || !on()) return;
    if (ACTS[event.key.toLowerCase()]?.(place)) event.preventDefault();
  });
}

function on(): boolean {
  if (document.documentElement.dataset.keys === "off") return false;
  return stored() !== "off";
}

/** Storage can be forbidden altogether; then the switch lasts as long as the page. */
function stored(): string | null {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
}

function store(value: "on" | "off"): void {
  document.documentElement.dataset.keys = value;
  try {
    localStorage.setItem(STORED, value);
  } catch {
    // Kept on the page above, which is all this browser allows.
  }
}

function showSwitch(): void {
  const line = document.querySelector<HTMLElement>("[data-keys-switch]");
  const button = line?.querySelector("button");
  if (!line || !button) return;
  const label = () => {
    button.setAttribute("aria-pressed", String(on()));
    button.textContent = on() ? "Single keys are on" : "Single keys are off";
  };
  label();
  line.hidden = false;
  button.addEventListener("click", () => {
    store(on() ? "off" : "on");
    label();
  });
}

function here(): Place | null {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement) || focused.matches(FIELDS)) return null;
  const inMap = focused.closest(".cmap") !== null;
  if (!inMap && !document.getElementById("text")?.contains(focused)) return null;
  return { focused, paragraph: focused.closest<HTMLElement>(".para"), inMap };
}

/** Move the focus; false when there is nothing to move it to. */
function focus(element: HTMLElement | null | undefined): boolean {
  element?.focus();
  return element !== null && element !== undefined;
}

function step(place: Place, by: 1 | -1): boolean {
  const all = [...document.querySelectorAll<HTMLElement>(".para")];
  const now = place.paragraph ? all.indexOf(place.paragraph) : -1;
  const next = all[now + by];
  next?.scrollIntoView({ block: "start" });
  return focus(next?.querySelector<HTMLElement>(".gut-no a"));
}

function nextNeed(): boolean {
  const needs = [...document.querySelectorAll<HTMLAnchorElement>(".needs a")];
  if (needs.length === 0) return false;
  need = (need + 1) % needs.length;
  const link = needs[need];
  const aim = link?.hash ? document.getElementById(link.hash.slice(1)) : null;
  if (!link || !aim) return focus(link);
  if (!aim.hasAttribute("tabindex")) aim.tabIndex = -1;
  announce(link.querySelector(".nd-t")?.textContent ?? "");
  return focus(aim);
}

function toMapAndBack(place: Place): boolean {
  if (place.inMap && back) {
    const from = back;
    back = null;
    return focus(from);
  }
  const map = document.querySelector<HTMLElement>(".cmap");
  const link = map?.querySelector<HTMLElement>(`a[href$="#${place.paragraph?.id ?? "p1"}"]`);
  if (!map || !link) return false;
  map.closest("details")?.setAttribute("open", "");
  back = place.focused;
  return focus(link);
}

function panelLink(place: Place): HTMLAnchorElement | null {
  return place.paragraph?.querySelector<HTMLAnchorElement>("a[data-delib]") ?? null;
}

function openOrClose(place: Place): boolean {
  if (place.paragraph?.querySelector(".delib")) return closePanel(place);
  return follow(panelLink(place));
}

/** Go to the first of `selectors` that is in the open panel; open the panel if it is closed. */
function intoPanel(place: Place, ...selectors: string[]): boolean {
  for (const selector of selectors) {
    const found = place.paragraph?.querySelector<HTMLElement>(selector);
    if (found) return focus(found);
  }
  return place.paragraph?.querySelector(".delib") ? false : follow(panelLink(place));
}

/** Close the panel and return to its link, unless something typed in it is not sent. */
function closePanel(place: Place): boolean {
  const panel = place.paragraph?.querySelector(".delib");
  if (!panel) return false;
  const fields = [...panel.querySelectorAll("textarea")];
  if (fields.some((field) => field.value !== field.defaultValue)) {
    announce("The panel stays open: what you typed in it is not sent yet.");
    return true;
  }
  const link = panelLink(place);
  return focus(link) && follow(link);
}

function follow(link: HTMLAnchorElement | null): boolean {
  link?.click();
  return link !== null;
}

function showKeys(): boolean {
  const list = document.querySelector<HTMLDetailsElement>("details#keys");
  if (!list) return false;
  list.open = true;
  list.scrollIntoView({ block: "start" });
  return focus(list.querySelector("summary"));
}
