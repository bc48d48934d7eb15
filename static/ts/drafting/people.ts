/** Who writes where: name cards beside the text, a word in the gutter of each paragraph. */
import type { EditorView } from "prosemirror-view";

import type { BlockViews } from "./block_view.ts";
import type { Person } from "./contract.ts";
import { numbersKey, spoken } from "./numbering.ts";
import { icon, make, place } from "./page.ts";

const HUES = 4;
/** Milliseconds after their last stored change during which somebody is said to be writing. */
const LATELY = 6_000;

/** Which of the four hues of cursors a page's cursor has, as the cursors in the text. */
export function hueOf(client: number): number {
  return (client % HUES) + 1;
}

export class People {
  private readonly views: BlockViews;
  private readonly view: EditorView;
  private here: readonly Person[] = [];
  private marked = new Set<string>();
  /** When the pages of others last changed the text, by their client ids. */
  private readonly changed = new Map<number, number>();
  private fading: ReturnType<typeof setTimeout> | undefined;

  constructor(view: EditorView, views: BlockViews) {
    this.view = view;
    this.views = views;
  }

  /** Who else writes in a block now. */
  writersIn(block: string): string[] {
    return this.here.filter((one) => !one.mine && one.block === block && this.writes(one)).map((one) => one.name);
  }

  /** These pages changed the text just now; their people are said to write for a little while. */
  wrote(clients: readonly number[]): void {
    for (const client of clients) this.changed.set(client, performance.now());
    clearTimeout(this.fading);
    this.fading = setTimeout(() => this.gutters(), LATELY);
    this.gutters();
  }

  private writes(one: Person): boolean {
    const at = this.changed.get(one.client);
    return one.can === "write" && at !== undefined && performance.now() - at < LATELY;
  }

  show(people: readonly Person[], watching: number): void {
    this.here = people;
    place("ed-here").replaceChildren(...people.map((one) => this.card(one)));
    const line = place("ed-watching");
    line.hidden = watching === 0;
    line.textContent = `${watching} ${watching === 1 ? "reader" : "readers"} besides`;
    this.gutters();
  }

  private card(one: Person): HTMLElement {
    const initials = make("span", { class: "plate-i", "aria-hidden": "true" }, initialsOf(one.name));
    const where = make("span", { class: "plate-g" }, this.where(one));
    const name = make("span", { class: "plate-n" }, one.mine ? "You" : one.name, where);
    const plate = make("span", { class: `plate pl-${hueOf(one.client)}` }, initials, name);
    if (one.mine || !one.block) return make("li", {}, plate);
    const more = make("span", { class: "vh" }, ` to ${one.name}’s place`);
    return make("li", {}, plate, make("a", { class: "xs", href: `#${one.block}` }, "Go", more));
  }

  private where(one: Person): string {
    const label = numbersKey.getState(this.view.state)?.labels.get(one.block);
    const at = label ? spoken(label) : "";
    if (one.idle) return at ? `quiet, in ${at}` : "quiet";
    if (!at) return "here";
    return one.can === "write" ? `in ${at}` : `reading ${at}`;
  }

  private gutters(): void {
    const by = new Map<string, Person[]>();
    for (const one of this.here) {
      if (one.block && !one.idle && !one.mine) by.set(one.block, [...(by.get(one.block) ?? []), one]);
    }
    for (const block of new Set([...this.marked, ...by.keys()])) {
      const line = this.gutterLine(by.get(block) ?? []);
      if (line) this.views.who.set(block, line);
      else this.views.who.delete(block);
      this.views.all.get(block)?.tell(line);
    }
    this.marked = new Set(by.keys());
  }

  /** Whoever writes, or else whoever is there. */
  private gutterLine(people: readonly Person[]): HTMLElement | null {
    if (people.length === 0) return null;
    const writers = people.filter((one) => this.writes(one));
    const shown = writers.length ? writers : people;
    const names = shown.map((one) => one.name.split(" ")[0]).join(", ");
    const editor = shown.find((one) => one.can === "write");
    const deed = writers.length ? "writing" : editor ? "here" : "reading";
    const sign = editor ? make("span", { class: `dot cur-${hueOf(editor.client)}` }) : icon("eye");
    return make("span", {}, sign, `${names} ${shown.length === 1 ? "is" : "are"} ${deed}`);
  }
}

function initialsOf(name: string): string {
  const parts = name.trim().split(/\s+/);
  const last = parts.length > 1 ? parts[parts.length - 1]! : "";
  return (first(parts[0] ?? "") + first(last)).toLocaleUpperCase();
}

function first(word: string): string {
  return [...word][0] ?? "";
}
