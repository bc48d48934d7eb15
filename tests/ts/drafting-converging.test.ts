/** Peers that write at once end with one text, and each shows what is stored. */
import assert from "node:assert/strict";
import { test } from "node:test";

import * as Y from "yjs";

import { schema } from "../../static/ts/drafting/schema.ts";
import { Peer, meet, textOf } from "./screenless.ts";

const SEEDS = Number(process.env.DRAFTING_SEEDS ?? 25);
const FIRST = Number(process.env.DRAFTING_FIRST ?? 1);
const DEEDS = 120;

/** A small generator of numbers, so that a failing seed can be run again. */
function chance(seed: number): (below: number) => number {
  let state = seed + 0x9e3779b9;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

type Pick = (below: number) => number;

/** Ids and order keys, too, come from the seed. */
function repeatable(pick: Pick): void {
  crypto.getRandomValues = ((values: Uint32Array) => values.map(() => pick(2 ** 31))) as typeof crypto.getRandomValues;
}

const KINDS: [string, Record<string, unknown>][] = [
  ["paragraph", {}],
  ["heading", { level: 3 }],
  ["list_item", { list: "ordered", level: 2 }],
  ["quotation", {}],
];
const MARKS = ["strong", "em", "sup", "sub", "code"];

function table(): ReturnType<typeof schema.node> {
  const cell = (words: string) => schema.node("table_cell", null, words ? schema.text(words) : []);
  const row = (...words: string[]) => schema.node("table_row", null, words.map(cell));
  return schema.node("table", { id: null }, [row("a", "b"), row("c", "")]);
}

function act(peer: Peer, pick: Pick): void {
  const { view } = peer;
  peer.undoing.endStep();
  const id = view.ids[pick(view.ids.length)]!;
  const block = view.block(id);
  const deed = pick(14);
  if (!block.isTextblock) {
    if (block.type.name !== "table") return;
    const row = block.child(pick(block.childCount));
    if (deed < 8) view.type(id, 2 + pick(2), "t");
    else if (deed < 10) view.remove(id);
    else if (deed < 12) view.insertInside(id, block.content.size, row.type.create(null, [schema.node("table_cell")]));
    else if (block.childCount > 1) view.deleteInside(id, block.content.size - block.lastChild!.nodeSize, block.content.size);
    return;
  }
  const size = block.content.size;
  const text = block.textBetween(0, size, undefined, "-");
  const place = (offset: number): number => (/[\udc00-\udfff]/.test(text[offset] ?? "") ? offset - 1 : offset);
  const at = place(pick(size + 1));
  if (deed < 4) view.type(id, at, ["x", "word ", "😀", "é"][pick(4)]!);
  else if (deed === 4) view.erase(id, at, place(Math.min(size, at + pick(6))));
  else if (deed === 5) view.split(id, at);
  else if (deed === 6) view.merge(id);
  else if (deed === 7) view.move(id, pick(3) ? view.ids.filter((one) => one !== id)[pick(view.ids.length)] ?? null : null);
  else if (deed === 8 && view.ids.length > 3) view.remove(id);
  else if (deed === 9) view.retype(id, ...KINDS[pick(KINDS.length)]!);
  else if (deed === 10) view.mark(id, place(Math.min(at, pick(size + 1))), at, MARKS[pick(MARKS.length)]!);
  else if (deed === 11 && pick(3) === 0) view.insert(id, table());
  else if (deed === 12) view.insertInside(id, at, schema.node("hard_break"));
  else if (pick(3)) peer.undoing.undo();
  else peer.undoing.redo();
}

function check(peers: readonly Peer[], seed: number): void {
  const [first] = peers;
  for (const peer of peers) {
    const said = `seed ${seed}`;
    assert.deepEqual(peer.stored, first!.stored, said);
    if (peer.stored.length) assert.deepEqual(peer.shown, peer.stored, said);
    peer.view.state.doc.check();
    const { clients, pendingStructs } = peer.doc.store;
    assert.equal(pendingStructs, null, said);
    assert.ok(clients.size > 0);
  }
}

test("3 to 5 peers who write, divide, join, move, remove, retype, mark and undo converge", () => {
  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    const pick = chance(seed);
    repeatable(chance(seed + 1_000_000));
    const start = textOf("First words here", "Second has more words", "", "Fourth", "The fifth one");
    const peers = Array.from({ length: 3 + pick(3) }, (_, index) => new Peer(10 + index, start));
    const known = new Set<string>();
    for (let deed = 0; deed < DEEDS; deed += 1) {
      try {
        act(peers[pick(peers.length)]!, pick);
        const [one, other] = [peers[pick(peers.length)]!, peers[pick(peers.length)]!];
        if (pick(3) === 0 && one !== other) one.hear(other);
      } catch (error) {
        throw new Error(`seed ${seed}, deed ${deed}`, { cause: error });
      }
      for (const peer of peers) for (const id of peer.binding.blocks.keys()) known.add(id);
    }
    meet(...peers);
    check(peers, seed);
    for (const peer of peers) {
      for (const id of known) assert.ok(peer.binding.blocks.has(id), `seed ${seed}: ${id} disappeared`);
    }
    for (const peer of peers) Y.encodeStateAsUpdate(peer.doc);
  }
});
