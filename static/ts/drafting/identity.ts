/**
 * Which block keeps its id when this page's editor divides, joins, copies or pastes (collab.md
 * 7). Positions, comments and objections hang on ids, so an id stays with the words that had
 * it. Never at work on what others did: else every page would answer it.
 */
import { Fragment, type Node, Slice } from "prosemirror-model";
import { type EditorState, Plugin, type Transaction } from "prosemirror-state";
import { Mapping } from "prosemirror-transform";

import { bindingKey, isRemote } from "./binding.ts";
import { newBlockId } from "./remote.ts";
import { WHOLE_KINDS } from "./schema.ts";
import { cleaned } from "./values.ts";

/** Meta of a transaction: the id that it gave a new note, because the note's mark names it. */
export const NEW_NOTE = "newNote";

/**
 * `known(id)`: whether the text has, or had, a block of this id, and of which kind. A pasted
 * block keeps an id only if it was copied or cut in this page.
 */
export function identity(known: (id: string) => string | undefined): Plugin {
  let carried = new Set<string>();
  return new Plugin({
    appendTransaction: (transactions, before, after) => {
      if (!transactions.some((tr) => tr.docChanged) || transactions.some(isRemote)) return null;
      const notes = new Set(transactions.map((tr) => tr.getMeta(NEW_NOTE) as unknown));
      const kind = (id: string): string | undefined => known(id) ?? (notes.has(id) ? "note" : undefined);
      const named = new Naming(transactions, before, after, kind).name();
      return unmark(before, named ?? after.tr);
    },
    props: {
      transformCopied: (slice) => {
        carried = new Set(idsIn(slice.content));
        return slice;
      },
      transformPasted: (slice) => new Slice(pasted(slice.content, carried), slice.openStart, slice.openEnd),
      transformPastedText: (text) => cleaned(text),
    },
  });
}

interface Placed {
  readonly node: Node;
  readonly at: number;
}

/** Line breaks and footnote marks carry no marks of their own: the text keeps none for them. */
function unmark(before: EditorState, tr: Transaction): Transaction | null {
  const old = new Set(before.doc.content.content);
  tr.doc.forEach((block, at) => {
    if (old.has(block)) return;
    block.descendants((node, inside) => {
      if (node.isInline && !node.isText && node.marks.length) tr.removeMark(at + 1 + inside, at + 2 + inside);
    });
  });
  return tr.docChanged ? tr : null;
}

class Naming {
  private readonly before = new Map<string, Placed>();
  private readonly mapping = new Mapping();
  private readonly after: EditorState;
  private readonly known: (id: string) => string | undefined;
  private readonly fresh: { at: number; old: string | null }[] = [];

  constructor(
    transactions: readonly Transaction[],
    before: EditorState,
    after: EditorState,
    known: (id: string) => string | undefined,
  ) {
    this.after = after;
    this.known = known;
    before.doc.forEach((node, at) => this.before.set(String(node.attrs.id), { node, at }));
    for (const tr of transactions) this.mapping.appendMapping(tr.mapping);
  }

  /** Give each block that must not keep its id a new one; null when all may. */
  name(): Transaction | null {
    for (const [id, placed] of this.byId()) {
      const keeper = this.keeper(id, placed);
      for (const one of placed) if (one !== keeper) this.fresh.push({ at: one.at, old: keeper ? null : id });
    }
    if (this.fresh.length === 0) return null;
    const { tr } = this.after;
    const replaced = new Map<string, string>();
    for (const { at, old } of this.fresh) {
      const id = newBlockId();
      tr.setNodeAttribute(at, "id", id);
      if (old !== null && !replaced.has(old)) replaced.set(old, id);
    }
    return tr.setMeta(bindingKey, { replaced });
  }

  private byId(): Map<string, Placed[]> {
    const found = new Map<string, Placed[]>();
    this.after.doc.forEach((node, at) => {
      const id = node.attrs.id as unknown;
      if (typeof id !== "string") this.fresh.push({ at, old: null });
      else found.set(id, [...(found.get(id) ?? []), { node, at }]);
    });
    return found;
  }

  private keeper(id: string, placed: readonly Placed[]): Placed | undefined {
    const old = this.before.get(id);
    const kind = old?.node.type.name ?? this.known(id);
    const fitting = placed.filter((one) => kind !== undefined && sameSort(kind, one.node.type.name));
    const full = fitting.filter((one) => one.node.isLeaf || one.node.content.size > 0);
    if (full.length < 2 || !old) return full[0] ?? fitting[0];
    const untouched = full.filter((one) => one.node === old.node);
    if (untouched.length === 1) return untouched[0];
    const moved = this.mapping.mapResult(old.at, 1);
    return full.find((one) => !moved.deletedAfter && one.at === moved.pos) ?? full[0];
  }
}

/** Tables, figures and options are never made another kind in place, nor anything made one. */
function sameSort(one: string, other: string): boolean {
  return one === other || !(WHOLE_KINDS.has(one) || WHOLE_KINDS.has(other));
}

function idsIn(content: Fragment): string[] {
  return content.content.map((node) => String(node.attrs.id));
}

/** Words without characters that no text may hold, blocks without ids from elsewhere. */
function pasted(content: Fragment, carried: ReadonlySet<string>): Fragment {
  const nodes: Node[] = [];
  content.forEach((node) => {
    if (node.isText) {
      const words = cleaned(node.text!);
      if (words) nodes.push(words === node.text ? node : node.type.schema.text(words, node.marks));
      return;
    }
    const foreign = "id" in node.attrs && node.attrs.id !== null && !carried.has(String(node.attrs.id));
    const attrs = foreign ? { ...node.attrs, id: null } : node.attrs;
    nodes.push(node.type.create(attrs, pasted(node.content, carried), node.marks));
  });
  return Fragment.fromArray(nodes);
}
