/** Footnote marks and options: the two things inside blocks with a look of their own. */
import type { Node } from "prosemirror-model";
import type { EditorView, NodeView } from "prosemirror-view";

import { numbersKey } from "./numbering.ts";
import { make } from "./page.ts";

/** Footnote marks on the screen; their numbers change when notes move. */
export class FootnoteViews {
  readonly all = new Set<FootnoteView>();
  readonly show = (node: Node, view: EditorView): FootnoteView => new FootnoteView(node, view, this.all);
}

export class FootnoteView implements NodeView {
  readonly dom: HTMLElement;
  private readonly all: Set<FootnoteView>;
  private readonly note: string;
  private readonly shown = make("sup");

  constructor(node: Node, view: EditorView, all: Set<FootnoteView>) {
    this.note = String(node.attrs.note);
    this.all = all;
    this.dom = make("a", { class: "fnref", href: `#${this.note}`, role: "doc-noteref", contenteditable: "false" }, this.shown);
    this.number(view);
    all.add(this);
  }

  /** Show the number that the note has now. */
  number(view: EditorView): void {
    const number = numbersKey.getState(view.state)?.notes.get(this.note);
    this.shown.replaceChildren(make("span", { class: "vh" }, "Note "), number ? String(number) : "?");
  }

  ignoreMutation(): boolean {
    return true;
  }

  destroy(): void {
    this.all.delete(this);
  }
}

/** One of the alternative wordings of an options block. */
export class OptionView implements NodeView {
  readonly dom: HTMLElement;
  readonly contentDOM = make("p", { class: "read" });
  private readonly label: string;

  constructor(node: Node) {
    this.label = String(node.attrs.label);
    const head = make("span", { class: "read-kind", contenteditable: "false" }, this.label || "Option");
    this.dom = make("div", { class: "opt-col" }, head, this.contentDOM);
  }

  update(node: Node): boolean {
    return node.type.name === "option" && String(node.attrs.label) === this.label;
  }
}
