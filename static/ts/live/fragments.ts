/**
 * Keeps the page's fragments as the server would render them now: every element with
 * `data-live` (its topics) and `data-src` (its address).
 *
 * Nothing moves under the reader's hands (DESIGN.md 5, rule 8). While the focus is inside a
 * fragment or a form in it holds something, only its counters (`[data-counts][id]`) change;
 * the rest waits behind a button that says how much there is.
 */
import { Idiomorph } from "idiomorph";

import { type Signal, Gathered, arrivalWords, concerns } from "./signals.ts";

/** What the page's own script lends: one copy of each is enough for a page. */
export interface Tools {
  announce(sentence: string): void;
  interrupt(sentence: string): void;
  enhance(root: ParentNode): void;
  parseFragment(text: string): Document;
}

const FRAGMENTS = "[data-live][data-src]";
const ITEMS = "[data-item][id], article[id], li[id]";

/** Whether a form holds something that a person gave it and that is not sent yet. */
export function holdsWords(form: HTMLFormElement): boolean {
  return [...form.elements].some((control) => {
    if (control instanceof HTMLTextAreaElement) {
      // The text's own words in it, to be changed, are nobody's writing yet.
      const given = control.dataset.prefilled === undefined ? "" : control.defaultValue;
      return control.value.trim() !== given.trim();
    }
    if (control instanceof HTMLSelectElement) {
      return [...control.options].some((one) => one.selected !== one.defaultSelected);
    }
    if (!(control instanceof HTMLInputElement) || control.type === "hidden") return false;
    const chosen = control.type === "radio" || control.type === "checkbox";
    return chosen
      ? control.checked !== control.defaultChecked
      : control.value !== control.defaultValue;
  });
}

/** All fragments of a page. */
export class Fragments {
  private readonly tools: Tools;
  private readonly fetching = new Gathered((source) => this.fetchAll(source));
  private readonly held = new WeakMap<Element, Element>();

  constructor(tools: Tools) {
    this.tools = tools;
  }

  /** Ask again for what a signal concerns; for everything when signals were missed. */
  refresh(signal: Signal | null): void {
    for (const one of document.querySelectorAll<HTMLElement>(FRAGMENTS)) {
      if (concerns(signal, one.dataset.live ?? "")) this.fetching.ask(one.dataset.src ?? "");
    }
  }

  private async fetchAll(source: string): Promise<void> {
    const headers = { "X-Fragment": "1" };
    let answer: Response;
    try {
      answer = await fetch(source, { headers, cache: "no-store", redirect: "error" });
    } catch {
      return; // the line is down: all is asked for again when it is back
    }
    if (!answer.ok) return;
    // Once for all: a long text has several fragments in each of its paragraphs.
    const page = this.tools.parseFragment(await answer.text());
    for (const one of document.querySelectorAll<HTMLElement>(FRAGMENTS)) {
      if (one.dataset.src === source) this.take(one, this.rendered(page, one));
    }
    this.tools.enhance(document);
  }

  /** A copy: a fragment may hold others, which are looked for in the page after it. */
  private rendered(page: Document, old: Element): Element | null {
    const same = old.id ? page.getElementById(old.id) : null;
    const fresh = (same ?? page.body.firstElementChild)?.cloneNode(true) as Element | undefined;
    if (fresh) this.tools.enhance(fresh);
    return fresh ?? null;
  }

  private take(old: Element, fresh: Element | null): void {
    if (!fresh || old.isEqualNode(fresh)) return;
    // Numbers take no room of anybody's: they change in place, whatever has the focus.
    const busy = !old.matches("[data-counts]") && isBusy(old);
    if (words(old) === words(fresh)) {
      flagIn(old)?.remove();
      if (!busy) this.morph(old, fresh);
    } else if (busy) {
      this.hold(old, fresh);
    } else {
      this.morph(old, fresh);
    }
  }

  private hold(old: Element, fresh: Element): void {
    this.held.set(old, fresh);
    for (const count of fresh.querySelectorAll("[data-counts][id]")) {
      const shown = document.getElementById(count.id);
      if (shown && old.contains(shown)) morph(shown, count.cloneNode(true) as Element);
    }
    const flag = flagIn(old) ?? this.newFlag(old);
    flag.textContent = arrivalWords(newItems(old, fresh).map(kindOf));
  }

  private newFlag(old: Element): HTMLButtonElement {
    const flag = document.createElement("button");
    flag.type = "button";
    flag.className = "btn newflag";
    flag.dataset.newflag = "";
    flag.addEventListener("click", () => this.show(old));
    // Below everything in it, or where the fragment itself says: nothing is pushed down.
    (old.querySelector("[data-new-here]") ?? old).append(flag);
    return flag;
  }

  private show(old: Element): void {
    const fresh = this.held.get(old);
    if (!fresh) return;
    const [first] = newItems(old, fresh);
    this.morph(old, fresh);
    this.tools.enhance(document);
    const target = first ? document.getElementById(first.id) : old;
    if (!(target instanceof HTMLElement)) return;
    if (!target.hasAttribute("tabindex")) target.tabIndex = -1;
    target.focus();
  }

  private morph(old: Element, fresh: Element): void {
    this.held.delete(old);
    morph(old, fresh);
  }
}

function isBusy(fragment: Element): boolean {
  const focused = document.activeElement;
  return (focused !== null && fragment.contains(focused)) || keptForms(fragment).length > 0;
}

function keptForms(root: Element): HTMLFormElement[] {
  return [...root.querySelectorAll("form")].filter(holdsWords);
}

/** All that can be read in a fragment; tokens and seals differ each time and say nothing. */
function words(fragment: Element): string {
  const copy = fragment.cloneNode(true) as Element;
  flagIn(copy)?.remove();
  return (copy.textContent ?? "").replace(/\s+/g, " ").trim();
}

function flagIn(fragment: Element): HTMLElement | null {
  return fragment.querySelector<HTMLElement>("[data-newflag]");
}

function newItems(old: Element, fresh: Element): Element[] {
  const known = new Set([...old.querySelectorAll("[id]")].map((one) => one.id));
  return [...fresh.querySelectorAll(ITEMS)].filter((one) => !known.has(one.id));
}

function kindOf(item: Element): string {
  const named = (item as HTMLElement).dataset.item;
  if (named) return named;
  if (item.matches(".obj-diss")) return "dissent";
  return item.matches(".obj") ? "objection" : "contribution";
}

/** Change as little as needed; what a person wrote or opened stays as they left it. */
function morph(old: Element, fresh: Element): void {
  const stays = (node: Node) =>
    node instanceof Element &&
    ((node instanceof HTMLFormElement && holdsWords(node)) || keptForms(node).length > 0);
  Idiomorph.morph(old, fresh, {
    callbacks: {
      beforeNodeMorphed: (node) => !(node instanceof HTMLFormElement && holdsWords(node)),
      beforeNodeRemoved: (node) => !stays(node),
      beforeAttributeUpdated: (name, node) =>
        !(name === "open" && node instanceof HTMLDetailsElement),
    },
  });
}
