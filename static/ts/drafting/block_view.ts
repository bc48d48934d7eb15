/**
 * A block as the page shows it: its name in the gutter, its words, and below them what the
 * page has to say of it. The block is a group named by its label, so that a screen reader
 * tells where one paragraph ends and the next begins.
 */
import type { Node } from "prosemirror-model";
import type { EditorView, NodeView, ViewMutationRecord } from "prosemirror-view";

import { shapeOf, shellOf } from "./block_forms.ts";
import { numbersKey } from "./numbering.ts";
import { icon, make } from "./page.ts";

/** All blocks that are on the screen, by id. */
export class BlockViews {
  readonly all = new Map<string, BlockView>();
  /** The address of a picture. */
  readonly pictures: (file: string) => string;
  /** Who is where, kept here so that a block made anew shows it at once. */
  readonly who = new Map<string, HTMLElement>();

  /** What each block offers below its words; the mode of the page decides. */
  offer: (view: BlockView) => HTMLElement | null = () => null;

  constructor(pictures: (file: string) => string) {
    this.pictures = pictures;
  }

  /** For `nodeViews`: one constructor for all kinds of blocks. */
  readonly show = (node: Node, view: EditorView): BlockView => new BlockView(node, view, this);
}

export class BlockView implements NodeView {
  readonly dom: HTMLElement;
  contentDOM: HTMLElement | null;
  readonly id: string;
  /** What the page says below the words: warnings, buttons, a suggestion being written. */
  readonly below = make("div", { class: "blk-say", contenteditable: "false" });
  private readonly name = make("p", { class: "gut-no" });
  private readonly who = make("p", { class: "gut-who" });
  private readonly column = make("div", { class: "ptext" });
  private readonly views: BlockViews;
  private label = "";
  private shape: string;
  private outer: HTMLElement;

  constructor(node: Node, view: EditorView, views: BlockViews) {
    this.id = String(node.attrs.id);
    this.views = views;
    this.shape = shapeOf(node);
    const shell = shellOf(node, views.pictures);
    this.outer = shell.outer;
    this.contentDOM = shell.words;
    this.name.id = `${this.id}-h`;
    const gutter = make("div", { class: "gut", contenteditable: "false" }, this.name, this.who);
    this.column.append(shell.outer, this.below);
    const head = node.type.name === "heading" ? " para-head" : "";
    const named = { id: this.id, role: "group", "aria-labelledby": this.name.id };
    this.dom = make("div", { class: `para${head}`, ...named }, gutter, this.column);
    this.dress(node);
    this.number(view);
    views.all.set(this.id, this);
    const seen = views.who.get(this.id);
    if (seen) this.tell(seen);
    this.say("suggest", views.offer(this));
  }

  update(node: Node): boolean {
    if (String(node.attrs.id) !== this.id || shapeOf(node) !== this.shape) return false;
    this.dress(node);
    return true;
  }

  /** Show the block's name and, for an item, its number. */
  number(view: EditorView): void {
    const numbers = numbersKey.getState(view.state);
    const label = numbers?.labels.get(this.id) ?? "";
    if (label !== this.label) {
      this.label = label;
      const paragraph = label.startsWith("¶");
      this.name.classList.toggle("gut-l", !paragraph);
      this.name.replaceChildren(...(paragraph ? [make("span", { class: "vh" }, "Paragraph "), label.slice(1)] : [label]));
    }
    const number = numbers?.items.get(this.id);
    if (this.outer instanceof HTMLOListElement && number) this.outer.start = number;
  }

  /** Say in the gutter who is here; null: nobody. */
  tell(who: HTMLElement | null): void {
    this.who.replaceChildren(...(who ? [who] : []));
  }

  /** Show or take away one thing below the words, by its name. */
  say(name: string, what: HTMLElement | null): void {
    this.below.querySelector(`:scope > [data-say="${name}"]`)?.remove();
    if (!what) return;
    what.dataset.say = name;
    this.below.append(what);
  }

  /** A sentence below the words. */
  warn(name: string, sentence: string): HTMLElement {
    const line = make("div", { class: "warnline" }, icon("info"), make("div", {}, make("span", {}, sentence)));
    this.say(name, line);
    return line;
  }

  stopEvent(event: Event): boolean {
    return event.target instanceof globalThis.Node && this.below.contains(event.target);
  }

  ignoreMutation(mutation: ViewMutationRecord): boolean {
    if (mutation.type === "selection") return this.below.contains(mutation.target);
    return !this.contentDOM?.contains(mutation.target);
  }

  destroy(): void {
    if (this.views.all.get(this.id) === this) this.views.all.delete(this.id);
  }

  private dress(node: Node): void {
    for (const name of ["lang", "dir"]) {
      const value = node.attrs[name] as string | null;
      if (value) this.outer.setAttribute(name, value);
      else this.outer.removeAttribute(name);
    }
  }
}
