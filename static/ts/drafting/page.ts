/** The page around the text: what its markup says, and its fixed places. */
import type { EditorView } from "prosemirror-view";

import type { Can, Draft } from "./contract.ts";

/** What the page's own script lends: one copy of each is enough for a page. */
export interface Tools {
  announce(sentence: string): void;
  interrupt(sentence: string): void;
  concern(sentence: string): void;
  parseFragment(text: string): Document;
}

/** What `main[data-draft]` says. */
export interface Facts {
  readonly documentId: number;
  readonly account: number;
  readonly can: Can;
  readonly language: string;
  readonly direction: string;
}

/** What every part of the page may use once the text is there. */
export interface Desk {
  readonly tools: Tools;
  readonly facts: Facts;
  readonly draft: Draft<EditorView>;
  readonly view: EditorView;
}

/** Read the page; null where there is no draft on it. */
export function readFacts(): Facts | null {
  const main = document.querySelector<HTMLElement>("[data-draft]");
  if (!main) return null;
  const { draft, account, can, language, direction } = main.dataset;
  return {
    documentId: Number(draft),
    account: Number(account),
    can: (can ?? "read") as Can,
    language: language ?? "en",
    direction: direction ?? "ltr",
  };
}

/** An element that the template promises. */
export function place(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no #${id}.`);
  return found;
}

/** The token that the page's forms carry. */
export function token(): string {
  return document.querySelector<HTMLInputElement>("input[name=csrf_token]")?.value ?? "";
}

type Child = Node | string;

/** An element with attributes and children; attributes that are null are left away. */
export function make(
  tag: string,
  attrs: Record<string, string | null> = {},
  ...children: Child[]
): HTMLElement {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attrs)) {
    if (value !== null) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** One icon of the sprite; the words stand beside it. */
export function icon(name: string): SVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "ic");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  const known = document.querySelector("use")?.getAttribute("href") ?? "/static/icons.svg#";
  use.setAttribute("href", `${known.split("#")[0]}#i-${name}`);
  svg.append(use);
  return svg;
}

/** A button that does one thing. */
export function button(label: string, act: () => void, cls = "btn btn-s"): HTMLButtonElement {
  const made = make("button", { type: "button", class: cls }, label) as HTMLButtonElement;
  made.addEventListener("click", act);
  return made;
}

/** Call `act` once, `wait` ms after the last of many calls. */
export function settled(act: () => void, wait: number): () => void {
  let timer: number | undefined;
  return () => {
    clearTimeout(timer);
    timer = window.setTimeout(act, wait);
  };
}
