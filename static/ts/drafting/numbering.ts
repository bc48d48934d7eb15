/**
 * The numbers beside blocks, as consensus/wordings/numbering.py gives them, and those of list
 * items and notes. Worked out again only when a block came, went, moved or changed its kind:
 * typing words changes no number.
 */
import type { Node } from "prosemirror-model";
import { Plugin, PluginKey } from "prosemirror-state";

const PREFIXES: Readonly<Record<string, string>> = {
  heading: "Heading ",
  note: "Note ",
  figure: "Figure ",
  recommendation: "Rec ",
  key_finding: "Finding ",
  issue_to_explore: "Issue ",
  collected_view: "View ",
  options: "Options ",
};

const SAID: Readonly<Record<string, string>> = { Rec: "recommendation" };

export interface Numbers {
  /** Block id -> label: "¶4", "Heading 2". */
  readonly labels: ReadonlyMap<string, string>;
  /** Block id of an item of a numbered list -> its number. */
  readonly items: ReadonlyMap<string, number>;
  /** Block id of a note -> its number. */
  readonly notes: ReadonlyMap<string, number>;
}

export const numbersKey = new PluginKey<Numbers>("numbers");

/** Keeps the numbers of the present text. */
export function numbering(): Plugin<Numbers> {
  return new Plugin<Numbers>({
    key: numbersKey,
    state: {
      init: (_, state) => numbersOf(state.doc),
      apply: (tr, old, before) =>
        !tr.docChanged || sameStructure(before.doc, tr.doc) ? old : numbersOf(tr.doc),
    },
  });
}

/** A label as it is said in a sentence: "paragraph 4", "heading 2". */
export function spoken(label: string): string {
  if (label.startsWith("¶")) return `paragraph ${label.slice(1)}`;
  const [kind = "", number = ""] = label.split(" ");
  return `${SAID[kind] ?? kind.toLowerCase()} ${number}`;
}

/** Whether both texts have the same blocks in the same order, whatever their words. */
export function sameStructure(one: Node, other: Node): boolean {
  if (one.childCount !== other.childCount) return false;
  for (let at = 0; at < one.childCount; at += 1) {
    const [a, b] = [one.child(at), other.child(at)];
    if (a !== b && (a.type !== b.type || a.attrs !== b.attrs)) return false;
  }
  return true;
}

function numbersOf(doc: Node): Numbers {
  const labels = new Map<string, string>();
  const items = new Map<string, number>();
  const notes = new Map<string, number>();
  const counts = new Map<string, number>();
  let levels: number[] = [];
  doc.forEach((node) => {
    const id = String(node.attrs.id);
    const prefix = PREFIXES[node.type.name] ?? "¶";
    counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
    labels.set(id, `${prefix}${counts.get(prefix)}`);
    if (node.type.name === "note") notes.set(id, notes.size + 1);
    if (node.type.name !== "list_item") levels = [];
    else if (!node.attrs.continues) items.set(id, counted(levels, node));
    else levels.length = Math.min(levels.length, Number(node.attrs.level) + 1);
  });
  return { labels, items, notes };
}

/** The number of an item; `levels` holds the last number at each level of the list. */
function counted(levels: number[], item: Node): number {
  const level = Number(item.attrs.level);
  levels.length = Math.min(levels.length, level + 1);
  const before = levels[level];
  const number = before === undefined ? Number(item.attrs.start ?? 1) : before + 1;
  levels[level] = number;
  return number;
}
