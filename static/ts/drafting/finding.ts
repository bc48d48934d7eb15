/**
 * Finding words in the whole text. Places are in runs of words only: a footnote mark or a line
 * break inside is never part of what is found, so replacing cannot lose one.
 */
import type { Node } from "prosemirror-model";
import { Plugin, PluginKey, type Transaction } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";

export interface Found {
  readonly from: number;
  readonly to: number;
}

interface Shown {
  readonly places: DecorationSet;
}

export const findingKey = new PluginKey<Shown>("finding");

/** A sign that stands for whatever is not words. */
const NOT_WORDS = "\ufffc";

/** All places of some words, in reading order. `exact`: capitals must be as typed. */
export function placesOf(doc: Node, words: string, exact: boolean): Found[] {
  if (words === "") return [];
  const pattern = new RegExp(words.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"), exact ? "gu" : "giu");
  const found: Found[] = [];
  doc.descendants((node, at) => {
    if (!node.isTextblock) return true;
    const text = node.textBetween(0, node.content.size, null, NOT_WORDS);
    for (const match of text.matchAll(pattern)) {
      const from = at + 1 + match.index;
      found.push({ from, to: from + match[0].length });
    }
    return false;
  });
  return found;
}

/** Replace places, given in reading order, in one step; marks stay as at each beginning. */
export function replaced(tr: Transaction, places: readonly Found[], words: string): Transaction {
  for (const { from, to } of [...places].reverse()) {
    const marks = tr.doc.resolve(from).marksAcross(tr.doc.resolve(to)) ?? [];
    if (words) tr.replaceWith(from, to, tr.doc.type.schema.text(words, marks));
    else tr.delete(from, to);
  }
  return tr;
}

/** Shows what was found; the decorations follow the text until they are set anew. */
export function finding(): Plugin<Shown> {
  return new Plugin<Shown>({
    key: findingKey,
    state: {
      init: () => ({ places: DecorationSet.empty }),
      apply: (tr, old) => {
        const set = tr.getMeta(findingKey) as Shown | undefined;
        if (set) return set;
        return tr.docChanged ? { places: old.places.map(tr.mapping, tr.doc) } : old;
      },
    },
    props: {
      decorations: (state) => findingKey.getState(state)?.places,
    },
  });
}

/** The decorations for some places, the present one told from the others. */
export function shownAt(doc: Node, places: readonly Found[], now: Found | undefined): Shown {
  const all = places.map((one) =>
    Decoration.inline(one.from, one.to, { class: one === now ? "found found-now" : "found" }),
  );
  return { places: DecorationSet.create(doc, all) };
}
