/**
 * What is said aloud of others' edits, by the person's choice: nothing, when somebody writes
 * in their paragraph, or a summary every minute (DESIGN.md 5, live regions).
 */
import type { Node } from "prosemirror-model";

import type { Tools } from "./page.ts";
import { place } from "./page.ts";

type Choice = "nothing" | "mine" | "minute";

const KEPT = "draft-news";
const MINUTE = 60_000;

export class News {
  private readonly tools: Tools;
  private choice: Choice = kept();
  private told = new Set<string>();
  private readonly changed = new Set<string>();

  constructor(tools: Tools) {
    this.tools = tools;
    const field = place("ed-announce");
    for (const one of field.querySelectorAll<HTMLInputElement>("input")) {
      one.checked = one.value === this.choice;
      one.addEventListener("change", () => this.choose(one.value as Choice));
    }
    window.setInterval(() => this.summary(), MINUTE);
  }

  /** Who writes now in the paragraph that this person is in. */
  writersHere(names: readonly string[]): void {
    const fresh = names.filter((name) => !this.told.has(name));
    this.told = new Set(names);
    if (this.choice !== "mine" || fresh.length === 0) return;
    const verb = fresh.length === 1 ? "writes" : "write";
    this.tools.concern(`${fresh.join(" and ")} ${verb} in your paragraph.`);
  }

  /** Others changed the text. */
  othersChanged(before: Node, after: Node): void {
    if (this.choice !== "minute") return;
    const old = new Set<Node>();
    before.forEach((node) => old.add(node));
    after.forEach((node) => {
      if (!old.has(node)) this.changed.add(String(node.attrs.id));
    });
  }

  private choose(choice: Choice): void {
    this.choice = choice;
    this.changed.clear();
    try {
      localStorage.setItem(KEPT, choice);
    } catch {
      // Kept for this page only.
    }
  }

  private summary(): void {
    const count = this.changed.size;
    this.changed.clear();
    if (this.choice !== "minute" || count === 0) return;
    this.tools.concern(`Others changed ${count} ${count === 1 ? "paragraph" : "paragraphs"} in the last minute.`);
  }
}

function kept(): Choice {
  try {
    const choice = localStorage.getItem(KEPT);
    return choice === "nothing" || choice === "minute" ? choice : "mine";
  } catch {
    return "mine";
  }
}
