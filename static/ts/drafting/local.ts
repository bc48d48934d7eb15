/**
 * What this page did in the editor, as changes of the shared text: a moved block is a new
 * order key, a retyped one a new kind, a removed one only marked, and inside a block only
 * what differs is written. Blocks are told apart by their ids, never by where they stand.
 */
import type { Node } from "prosemirror-model";
import * as Y from "yjs";

import { lineage } from "./lineage.ts";
import { type Blocks, type Entry, contentOf, isRemoved, orderOf } from "./reading.ts";
import { LONGEST_KEY, comesBefore, keysBetween } from "./order.ts";
import { longestRising } from "./remote.ts";
import { same, storedAttrs } from "./schema.ts";
import { fill, rewrite } from "./writing.ts";

/** What was written: blocks whose words changed, and new ones with what they were cut from. */
export interface Wrote {
  readonly edited: ReadonlySet<string>;
  readonly split: ReadonlyMap<string, string>;
  /** Whether blocks came, went or moved. */
  readonly shaped: boolean;
}

export class Writing {
  private readonly blocks: Blocks;
  private readonly before: ReadonlyMap<string, Node>;
  private readonly after: ReadonlyMap<string, Node>;
  private readonly held: ReadonlySet<string>;
  private readonly edited = new Set<string>();
  private shaped = false;

  /** `held`: blocks whose content is written later. */
  constructor(blocks: Blocks, before: Node, after: Node, held: ReadonlySet<string>) {
    this.blocks = blocks;
    this.before = byId(before);
    this.after = byId(after);
    this.held = held;
  }

  /** Write it; call this inside one transaction of the shared document. */
  write(replaced: ReadonlyMap<string, string>): Wrote {
    const { split, merged } = lineage(this.before, this.after);
    for (const id of this.before.keys()) {
      if (!this.after.has(id)) this.remove(id, replaced.get(id) ?? merged.get(id) ?? true);
    }
    const orders = this.orders();
    for (const [id, node] of this.after) this.put(id, node, orders.get(id), split.get(id));
    return { edited: this.edited, split, shaped: this.shaped };
  }

  private remove(id: string, into: string | true): void {
    const entry = this.blocks.get(id);
    if (!entry || isRemoved(entry)) return;
    entry.set("d", into);
    this.shaped = true;
  }

  private put(id: string, node: Node, order: string | undefined, from: string | undefined): void {
    const entry = this.blocks.get(id);
    if (!entry) {
      this.create(id, node, order ?? "", from);
      return;
    }
    if (order !== undefined) {
      entry.set("o", order);
      this.shaped = true;
    }
    if (isRemoved(entry)) entry.set("d", false); // a value, so that undoing it removes again
    const old = this.before.get(id);
    if (old !== node) this.change(id, entry, node, old);
  }

  private change(id: string, entry: Entry, node: Node, old: Node | undefined): void {
    if (entry.get("t") !== node.type.name) entry.set("t", node.type.name);
    const attrs = storedAttrs(node);
    if (!(old && same(storedAttrs(old), attrs)) && !same(entry.get("a") ?? {}, attrs)) entry.set("a", attrs);
    const content = contentOf(entry);
    if (!content || this.held.has(id) || old?.content.eq(node.content)) return;
    rewrite(content, node);
    this.edited.add(id);
  }

  /** `d` is set from the start: undoing a creation can then only remove (undo.ts). */
  private create(id: string, node: Node, order: string, from: string | undefined): void {
    const entry: Entry = new Y.Map();
    this.blocks.set(id, entry);
    entry.set("t", node.type.name);
    entry.set("o", order);
    entry.set("d", false);
    entry.set("a", storedAttrs(node));
    if (from !== undefined) entry.set("f", from);
    const content = new Y.XmlFragment();
    entry.set("c", content);
    fill(content, node);
    this.shaped = true;
    this.edited.add(id);
  }

  /** Keys for the blocks that are new here or no longer where their key says. */
  private orders(): Map<string, string> {
    const ids = [...this.after.keys()];
    const shown = [...this.before.keys()];
    const same = ids.length === shown.length && ids.every((id, index) => id === shown[index] && this.blocks.has(id));
    if (same) return new Map(); // typing: nothing moved
    const orders = this.ordersAround(ids, this.staying(ids));
    const longest = Math.max(0, ...[...orders.values()].map((key) => key.length));
    return longest <= LONGEST_KEY ? orders : this.ordersAround(ids, new Set()); // all anew
  }

  private ordersAround(ids: readonly string[], staying: ReadonlySet<string>): Map<string, string> {
    const orders = new Map<string, string>();
    let last = "";
    for (let index = 0; index < ids.length; ) {
      let stop = index;
      while (stop < ids.length && !staying.has(ids[stop]!)) stop += 1;
      const next = stop < ids.length ? orderOf(this.blocks.get(ids[stop]!)) : null;
      const keys = keysBetween(last, next, stop - index);
      keys.forEach((key, i) => orders.set(ids[index + i]!, key));
      last = next ?? last;
      index = stop + 1;
    }
    return orders;
  }

  private staying(ids: readonly string[]): Set<string> {
    const known = ids.filter((id) => {
      const entry = this.blocks.get(id);
      return entry !== undefined && !isRemoved(entry) && orderOf(entry) !== "";
    });
    const places = known.map((id) => [orderOf(this.blocks.get(id)), id] as const);
    const sorted = [...places].sort((a, b) => (comesBefore(a, b) ? -1 : 1));
    const ranks = new Map(sorted.map(([, id], rank) => [id, rank]));
    const rising = longestRising(known.map((id) => ranks.get(id)!));
    const staying = known.filter((_, index) => rising.has(index));
    return this.roomy(ids, staying);
  }

  /** Between two equal keys nothing fits: then the second of them gets a new key as well. */
  private roomy(ids: readonly string[], staying: readonly string[]): Set<string> {
    const kept = new Set(staying);
    let last: string | null = null;
    let crowded = false;
    for (const id of ids) {
      if (!kept.has(id)) {
        crowded = true;
        continue;
      }
      const key = orderOf(this.blocks.get(id));
      if (crowded && last !== null && last >= key) kept.delete(id);
      else {
        last = key;
        crowded = false;
      }
    }
    return kept;
  }
}

function byId(doc: Node): Map<string, Node> {
  const found = new Map<string, Node>();
  doc.forEach((node) => {
    const id = node.attrs.id as unknown;
    if (typeof id === "string" && !found.has(id)) found.set(id, node);
  });
  return found;
}
