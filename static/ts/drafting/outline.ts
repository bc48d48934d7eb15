/** Contents and number of words beside the text: kept up to date some time after typing. */
import type { Node } from "prosemirror-model";
import type { EditorView } from "prosemirror-view";

import { numbersKey } from "./numbering.ts";
import { make, place, settled } from "./page.ts";

/** Milliseconds without a change before the text is looked through. */
const PAUSE = 400;

export class Outline {
  private readonly view: EditorView;
  private readonly counts = new WeakMap<Node, number>();
  private shown = "";
  private readonly later = settled(() => this.show(), PAUSE);

  constructor(view: EditorView) {
    this.view = view;
    this.show();
  }

  changed(): void {
    this.later();
  }

  private show(): void {
    let words = 0;
    const lines: { id: string; level: number; title: string }[] = [];
    this.view.state.doc.forEach((node) => {
      words += this.wordsIn(node);
      if (node.type.name !== "heading") return;
      lines.push({ id: String(node.attrs.id), level: Number(node.attrs.level), title: node.textContent });
    });
    place("ed-words").textContent = `${words.toLocaleString("en")} ${words === 1 ? "word" : "words"}`;
    const key = JSON.stringify(lines);
    if (key === this.shown) return;
    this.shown = key;
    place("ed-toc").replaceChildren(...(lines.length ? lines.map((one) => this.line(one)) : [make("li", { class: "muted" }, "No headings yet")]));
  }

  private line({ id, level, title }: { id: string; level: number; title: string }): HTMLElement {
    const label = numbersKey.getState(this.view.state)?.labels.get(id) ?? "Heading";
    const link = make("a", { href: `#${id}` }, title.trim() || `${label}, empty`);
    return make("li", { class: `toc-${Math.min(Math.max(level, 2), 4)}` }, link);
  }

  /** Counted once for each state of a block. */
  private wordsIn(node: Node): number {
    const known = this.counts.get(node);
    if (known !== undefined) return known;
    const count = countWords(node.textBetween(0, node.content.size, " ", " "));
    this.counts.set(node, count);
    return count;
  }
}

const segmenter = "Segmenter" in Intl ? new Intl.Segmenter(undefined, { granularity: "word" }) : null;
/** Scripts that put no space between words. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** How many words a text has, by the rules of its script. */
export function countWords(text: string): number {
  if (!segmenter || !UNSPACED.test(text)) return text.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’.-]*/gu)?.length ?? 0;
  return [...segmenter.segment(text)].filter((one) => one.isWordLike).length;
}
