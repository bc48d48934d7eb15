/** How each kind of block is shown in the page: the element its words stand in, and around it. */
import type { Node } from "prosemirror-model";

import { make } from "./page.ts";

/** `outer` goes into the paragraph's column; the editor writes into `words`, if there are any. */
export interface Shell {
  readonly outer: HTMLElement;
  readonly words: HTMLElement | null;
}

const KIND_WORDS: Readonly<Record<string, string>> = {
  recommendation: "Recommendation",
  key_finding: "Key finding",
  issue_to_explore: "Issue to explore",
  collected_view: "Collected view",
};

const BOXES: Readonly<Record<string, string>> = {
  issue_to_explore: "read-box read-issue",
  collected_view: "read-box read-view",
};

/** What must be made anew when it changes; all else is only attributes. */
export function shapeOf(node: Node): string {
  const { level, list, continues, addressees, from, caption, alt, file, label } = node.attrs;
  return JSON.stringify([node.type.name, level, list, continues, addressees, from, caption, alt, file, label]);
}

/** The elements for a block. */
export function shellOf(node: Node, pictures: (file: string) => string): Shell {
  const { name } = node.type;
  if (name === "heading") return same(make(Number(node.attrs.level) <= 2 ? "h2" : "h3", { class: "sec-h" }));
  if (name === "list_item") return item(node);
  if (name === "quotation") return inside("blockquote", "p");
  if (name === "table") return table(node);
  if (name === "figure") return figure(node, pictures);
  if (name === "options") return same(make("div", { class: "opts" }));
  if (name in KIND_WORDS) return boxed(node);
  return same(make("p", { class: "read" }));
}

function same(element: HTMLElement): Shell {
  return { outer: element, words: element };
}

function inside(outer: string, inner: string): Shell {
  const words = make(inner);
  return { outer: make(outer, { class: "read" }, words), words };
}

function item(node: Node): Shell {
  const words = make("li");
  const level = Math.min(Number(node.attrs.level), 4);
  const cls = `read read-l read-l${level}${node.attrs.continues ? " read-cont" : ""}`;
  return { outer: make(node.attrs.list === "ordered" ? "ol" : "ul", { class: cls }, words), words };
}

function boxed(node: Node): Shell {
  const { name } = node.type;
  const more = String(node.attrs.addressees || node.attrs.from || "");
  const joined = name === "recommendation" ? " to " : ": ";
  const title = `${KIND_WORDS[name]}${more ? joined + more : ""}`;
  const words = make("p", { class: "read" });
  const head = make("span", { class: "read-kind", contenteditable: "false" }, title);
  return { outer: make("div", { class: BOXES[name] ?? "read-box" }, head, words), words };
}

function table(node: Node): Shell {
  const words = make("tbody");
  const caption = String(node.attrs.caption ?? "");
  const shown = make("table", { class: "plain" });
  if (caption) shown.append(make("caption", { contenteditable: "false" }, caption));
  shown.append(words);
  return { outer: make("div", { class: "tab-scroll" }, shown), words };
}

function figure(node: Node, pictures: (file: string) => string): Shell {
  const { file, alt, caption } = node.attrs;
  const shown = make("figure", { contenteditable: "false" });
  shown.append(make("img", { src: pictures(String(file)), alt: String(alt) }));
  if (caption) shown.append(make("figcaption", { class: "fig-c" }, String(caption)));
  return { outer: shown, words: null };
}
