/**
 * What others did to the shared text, as steps of the editor: as few and as small as can be,
 * so that selections, decorations and what is being composed stay where they belong.
 */
import type { Node } from "prosemirror-model";
import type { EditorState, Transaction } from "prosemirror-state";
import * as Y from "yjs";

import { startOf } from "./places.ts";
import { type Blocks, type Entry, marksOf, orderedIds, readBlock } from "./reading.ts";
import { same, schema } from "./schema.ts";

export type Events = readonly Y.YEvent<any>[];
/** Ids of blocks, each with what was said about it; nothing said means "read it again". */
export type Touched = ReadonlyMap<string, readonly Y.YEvent<any>[]>;

/** The ids of the blocks that events are about. */
export function touchedBy(events: Events, blocks: Blocks): Map<string, Y.YEvent<any>[]> {
  const touched = new Map<string, Y.YEvent<any>[]>();
  for (const event of events) {
    const ids = event.target === (blocks as unknown) ? [...event.keys.keys()] : [String(event.path[0])];
    for (const id of ids) touched.set(id, [...(touched.get(id) ?? []), event]);
  }
  return touched;
}

/** A view's document, and the text as the shared document has it. */
export class Catching {
  private readonly blocks: Blocks;
  private readonly touched: Touched;
  private readonly held: ReadonlySet<string>;
  private readonly tr: Transaction;
  private readonly now = new Map<string, Node>();

  /** `held`: blocks that are left as they are shown, as long as they are shown. */
  constructor(
    state: EditorState,
    blocks: Blocks,
    touched: Touched,
    held: ReadonlySet<string>,
  ) {
    this.blocks = blocks;
    this.touched = touched;
    this.held = held;
    this.tr = state.tr;
    state.doc.forEach((node) => this.now.set(String(node.attrs.id), node));
  }

  /** One transaction that shows the text as it is; it may turn out to change nothing. */
  catchUp(): Transaction {
    const wanted = orderedIds(this.blocks);
    const shown = [...this.tr.doc.content.content];
    const kept = stayers(shown.map((node) => String(node.attrs.id)), wanted);
    if (wanted.length === 0) return this.showNothing(shown);
    let place = 0;
    let index = 0;
    let arriving: Node[] = [];
    const settle = (until: string | null): void => {
      const start = place;
      let gone = 0;
      for (; index < shown.length && shown[index]!.attrs.id !== until; index += 1) gone += shown[index]!.nodeSize;
      if (gone || arriving.length) this.tr.replaceWith(start, start + gone, arriving);
      place += arriving.reduce((sum, node) => sum + node.nodeSize, 0);
      arriving = [];
    };
    for (const id of wanted) {
      if (!kept.has(id)) {
        arriving.push(this.wantedNode(id));
        continue;
      }
      settle(id);
      this.update(place, id);
      place += this.tr.doc.nodeAt(place)!.nodeSize;
      index += 1;
    }
    settle(null);
    return this.tr;
  }

  private wantedNode(id: string): Node {
    const shown = this.now.get(id);
    return shown && !this.touched.has(id) ? shown : readBlock(id, this.blocks.get(id)!);
  }

  /** A text without blocks is one paragraph that is not stored until somebody writes in it. */
  private showNothing(shown: readonly Node[]): Transaction {
    const [first] = shown;
    const waits = first && shown.length === 1 && !this.blocks.has(String(first.attrs.id));
    return waits ? this.tr : this.tr.replaceWith(0, this.tr.doc.content.size, blankParagraph());
  }

  private update(place: number, id: string): void {
    const events = this.touched.get(id);
    const entry = this.blocks.get(id);
    if (!events || !entry || this.held.has(id)) return;
    if (events.every((event) => event.target instanceof Y.XmlText)) this.follow(place, entry, events);
    this.adjust(place, readBlock(id, entry));
  }

  /** Word by word as it was written, so that a cursor between two changes keeps its place. */
  private follow(place: number, entry: Entry, events: readonly Y.YEvent<any>[]): void {
    const starts = events.map((event) => [startOf(entry, event.target as Y.XmlText), event] as const);
    for (const [start, event] of starts.sort(([a], [b]) => a - b)) {
      if (start < 0) return;
      let at = place + 1 + start;
      for (const op of event.delta) {
        if (at + (op.delete ?? op.retain ?? 0) > this.tr.doc.content.size) return;
        if (op.delete) this.tr.delete(at, at + op.delete);
        else if (typeof op.insert === "string" && op.insert) {
          this.tr.replaceWith(at, at, schema.text(op.insert, marksOf(op.attributes)));
          at += op.insert.length;
        } else if (op.retain) {
          this.format(at, at + op.retain, op.attributes);
          at += op.retain;
        }
      }
    }
  }

  private format(from: number, to: number, attributes: Record<string, unknown> = {}): void {
    for (const [name, value] of Object.entries(attributes)) {
      const type = schema.marks[name];
      const [mark] = marksOf({ [name]: value });
      if (mark) this.tr.addMark(from, to, mark);
      else if (type) this.tr.removeMark(from, to, type);
    }
  }

  /** Make a block what it has to be, replacing no more than one stretch of it. */
  private adjust(place: number, then: Node): void {
    const now = this.tr.doc.nodeAt(place)!;
    if (now.eq(then)) return;
    if (now.type !== then.type && !(now.isTextblock && then.isTextblock)) {
      this.tr.replaceWith(place, place + now.nodeSize, then);
      return;
    }
    const start = now.content.findDiffStart(then.content);
    const ends = now.content.findDiffEnd(then.content);
    if (start !== null && ends) {
      const overlap = Math.max(0, start - Math.min(ends.a, ends.b));
      const slice = then.slice(start, ends.b + overlap);
      this.tr.replace(place + 1 + start, place + 1 + ends.a + overlap, slice);
    }
    if (now.type !== then.type || !same(now.attrs, then.attrs)) {
      this.tr.setNodeMarkup(place, then.type, then.attrs);
    }
    // Across the borders of cells a stretch may be fitted in otherwise than it was cut out.
    const got = this.tr.doc.nodeAt(place)!;
    if (!got.eq(then)) this.tr.replaceWith(place, place + got.nodeSize, then);
  }
}

/** A new paragraph with an id of its own; not part of the text until it is written. */
export function blankParagraph(): Node {
  return schema.nodes.paragraph!.create({ id: newBlockId() });
}

/** An id for a new block, as drafting/changing.new_block_id makes it. */
export function newBlockId(): string {
  const [high, low] = crypto.getRandomValues(new Uint32Array(2));
  const number = (BigInt(high! & 0xfffffff) << 32n) | BigInt(low!);
  return `b${number.toString(16).padStart(15, "0")}`;
}

/** The largest set of ids that come in the same order in both lists. */
export function stayers(shown: readonly string[], wanted: readonly string[]): Set<string> {
  const ranks = new Map(wanted.map((id, rank) => [id, rank]));
  const ids = shown.filter((id) => ranks.has(id));
  const rising = longestRising(ids.map((id) => ranks.get(id)!));
  return new Set(ids.filter((_, index) => rising.has(index)));
}

/** The indexes of a longest rising part of some numbers. */
export function longestRising(numbers: readonly number[]): Set<number> {
  const tails: number[] = [];
  const before: number[] = [];
  numbers.forEach((number, index) => {
    let low = 0;
    for (let high = tails.length; low < high; ) {
      const half = (low + high) >> 1;
      if (numbers[tails[half]!]! < number) low = half + 1;
      else high = half;
    }
    before[index] = low ? tails[low - 1]! : -1;
    tails[low] = index;
  });
  const rising = new Set<number>();
  for (let index = tails.at(-1) ?? -1; index >= 0; index = before[index]!) rising.add(index);
  return rising;
}
