/** Words stay in the paragraph they were typed in, whatever others do at the same moment. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { Collisions } from "../../static/ts/drafting/collisions.ts";
import type { Collision } from "../../static/ts/drafting/contract.ts";
import { readBlock } from "../../static/ts/drafting/reading.ts";
import { schema } from "../../static/ts/drafting/schema.ts";
import { Peer, meet, textOf } from "./screenless.ts";

const TRIALS = 150;
const WORDS = Array.from({ length: 8 }, (_, index) => `Paragraph ${index + 1} has some words in it.`);
const IDS = WORDS.map((_, index) => `b${index + 1}`);
const START = textOf(...WORDS);
const TOKEN = "[typed]";

const any = (below: number): number => Math.floor(Math.random() * below);
const one = (): string => IDS[any(IDS.length)]!;

interface Met extends Record<"a" | "b", Peer> {
  readonly told: { readonly a: Collision[]; readonly b: Collision[] };
}

function pair(): Met {
  const told: Met["told"] = { a: [], b: [] };
  const make = (client: number, collisions: Collisions): Peer => {
    const peer = new Peer(client, START, { wrote: (what) => collisions.wrote(what) });
    collisions.watch(peer.binding.blocks);
    return peer;
  };
  return { a: make(11, new Collisions((c) => told.a.push(c))), b: make(12, new Collisions((c) => told.b.push(c))), told };
}

function alike({ a, b }: Met): void {
  assert.deepEqual(a.stored, b.stored);
  assert.deepEqual(a.shown, a.stored);
  assert.deepEqual(b.shown, b.stored);
}

/** A does something while B types a token into a paragraph; where the token is afterwards. */
function typedWhile(act: (a: Peer, typed: string) => void): void {
  for (let trial = 0; trial < TRIALS; trial += 1) {
    const met = pair();
    const id = one();
    met.b.view.type(id, any(WORDS[0]!.length), TOKEN);
    act(met.a, id);
    meet(met.a, met.b);
    alike(met);
    assert.ok(met.a.view.words(id).includes(TOKEN), `trial ${trial}`);
    for (const other of met.a.view.ids) if (other !== id) assert.ok(!met.a.view.words(other).includes(TOKEN));
  }
}

test("typing while somebody moves a paragraph", () => typedWhile((a) => a.view.move(one(), null)));

test("typing while somebody moves two paragraphs", () => {
  typedWhile((a) => {
    a.view.move(one(), a.view.ids[0]!);
    a.view.move(one(), null);
  });
});

test("typing while somebody makes the paragraph a heading", () => {
  typedWhile((a, typed) => a.view.retype(any(2) ? typed : one(), "heading", { level: 2 }));
});

test("typing while somebody writes a paragraph above", () => {
  typedWhile((a) => {
    const block = schema.node("paragraph", { id: null }, schema.text("New words."));
    a.view.insert(one(), block);
  });
});

test("two people who move one paragraph leave it whole, at one of both places", () => {
  for (let trial = 0; trial < TRIALS; trial += 1) {
    const met = pair();
    const id = one();
    met.a.view.move(id, null);
    met.b.view.move(id, id === "b1" ? "b2" : "b1");
    meet(met.a, met.b);
    alike(met);
    assert.deepEqual([...met.a.view.ids].sort(), [...IDS].sort());
    IDS.forEach((one, index) => assert.equal(met.a.view.words(one), WORDS[index]));
  }
});

test("words typed in a paragraph that was joined to another meanwhile are kept in it", () => {
  for (let trial = 0; trial < TRIALS; trial += 1) {
    const met = pair();
    const index = 1 + any(IDS.length - 1);
    const [id, above] = [IDS[index]!, IDS[index - 1]!];
    met.b.view.type(id, any(WORDS[0]!.length), TOKEN);
    met.a.view.merge(id);
    meet(met.a, met.b);
    alike(met);
    const entry = met.a.binding.blocks.get(id)!;
    assert.equal(entry.get("d"), above);
    assert.ok(readBlock(id, entry).textContent.includes(TOKEN));
    assert.equal(met.a.view.words(above), WORDS[index - 1]! + WORDS[index]!);
  }
});

test("both are told when one types in the part that the other moves to a new paragraph", () => {
  for (let trial = 0; trial < TRIALS; trial += 1) {
    const met = pair();
    const id = one();
    const at = 5 + any(15);
    met.b.view.type(id, at + 1 + any(WORDS[0]!.length - at - 1), TOKEN);
    met.a.view.split(id, at);
    meet(met.a, met.b);
    alike(met);
    const added = met.a.view.ids.find((one) => !IDS.includes(one))!;
    assert.equal(met.a.binding.blocks.get(added)!.get("f"), id);
    assert.ok(met.a.view.words(id).endsWith(TOKEN));
    for (const told of [met.told.a, met.told.b]) assert.deepEqual(told, [{ kind: "typing", ids: [id, added] }]);
  }
});

test("both are told when they divide one paragraph at the same moment", () => {
  for (let trial = 0; trial < TRIALS; trial += 1) {
    const met = pair();
    const id = one();
    met.a.view.split(id, 3 + any(10));
    met.b.view.split(id, 15 + any(10));
    const own = [met.a, met.b].map((peer) => peer.view.ids.find((one) => !IDS.includes(one))!);
    meet(met.a, met.b);
    alike(met);
    assert.deepEqual(met.told.a, [{ kind: "splits", ids: [id, own[0], own[1]] }]);
    assert.deepEqual(met.told.b, [{ kind: "splits", ids: [id, own[1], own[0]] }]);
  }
});

function alone(...words: string[]): Peer {
  return new Peer(11, textOf(...words));
}

test("Enter in the middle: the first half keeps the id, the second says where it is from", () => {
  const peer = alone("One and two");
  peer.view.split("b1", 4);
  const [first, second] = peer.view.ids;
  assert.equal(first, "b1");
  assert.match(second!, /^b[0-9a-f]{15}$/);
  assert.equal(peer.binding.blocks.get(second!)!.get("f"), "b1");
  assert.equal(peer.view.words("b1"), "One ");
});

test("Enter at the start: the id stays with the words, the empty line above is new", () => {
  const peer = alone("Words");
  peer.view.split("b1", 0);
  assert.equal(peer.view.ids[1], "b1");
  assert.equal(peer.view.words("b1"), "Words");
  assert.equal(peer.binding.blocks.get(peer.view.ids[0]!)!.get("f"), undefined);
});

test("a copy gets a new id, also when it is put above", () => {
  const peer = alone("First", "Second");
  peer.view.insert("b1", schema.node("paragraph", { id: "b2" }, schema.text("Second")));
  assert.deepEqual(peer.view.ids.slice(1), ["b1", "b2"]);
  assert.ok(!["b1", "b2"].includes(peer.view.ids[0]!));
});

test("what is cut and put elsewhere keeps its id, and a block of another text gets one of ours", () => {
  const peer = alone("First", "Second", "Third");
  const node = peer.view.block("b1");
  peer.view.remove("b1");
  assert.equal(peer.binding.blocks.get("b1")!.get("d"), true);
  peer.view.insert(null, node);
  assert.deepEqual(peer.view.ids, ["b2", "b3", "b1"]);
  assert.deepEqual(peer.shown, peer.stored);
  peer.view.insert(null, schema.node("paragraph", { id: "elsewhere" }, schema.text("Foreign")));
  assert.ok(!peer.view.ids.includes("elsewhere"));
});

test("a table is not made a paragraph in place: the words get a new id, the table is merged into it", () => {
  const peer = alone("First");
  const cell = schema.node("table_cell", null, schema.text("In a cell"));
  peer.view.insert(null, schema.node("table", { id: null }, [schema.node("table_row", null, [cell])]));
  const table = peer.view.ids[1]!;
  peer.view.replaceBlock(table, schema.node("paragraph", { id: table }, schema.text("In a cell")));
  const made = peer.view.ids[1]!;
  assert.notEqual(made, table);
  assert.equal(peer.binding.blocks.get(table)!.get("t"), "table");
  assert.equal(peer.binding.blocks.get(table)!.get("d"), made);
});

test("undoing a new paragraph removes it as any removal does, and doing it again brings it back", () => {
  const peer = alone("First");
  peer.undoing.endStep();
  peer.view.split("b1", 5);
  const added = peer.view.ids[1]!;
  peer.view.type(added, 0, "New");
  assert.ok(peer.undoing.undo());
  assert.deepEqual(peer.view.ids, ["b1"]);
  assert.equal(peer.binding.blocks.get(added)!.get("d"), true);
  assert.ok(peer.undoing.redo());
  assert.equal(peer.view.words(added), "New");
});

test("undoing a new paragraph leaves what others have written in it", () => {
  const peer = alone("First");
  const other = new Peer(12, peer.update);
  peer.undoing.endStep();
  peer.view.split("b1", 5);
  const added = peer.view.ids[1]!;
  meet(peer, other);
  other.view.type(added, 0, "Theirs");
  meet(peer, other);
  peer.undoing.undo();
  meet(peer, other);
  assert.equal(other.view.words(added), "Theirs");
});

test("undo takes back only what this page did, and a removal is restored", () => {
  const peer = alone("First", "Second");
  const other = new Peer(12, peer.update);
  peer.view.remove("b2");
  other.view.type("b1", 0, "Theirs ");
  meet(peer, other);
  assert.ok(peer.undoing.undo());
  assert.ok(!peer.undoing.undo());
  meet(peer, other);
  assert.deepEqual(other.view.ids, ["b1", "b2"]);
  assert.equal(other.view.words("b1"), "Theirs First");
  assert.equal(other.view.words("b2"), "Second");
});

test("undoing a division makes one paragraph again, under its first id", () => {
  const peer = alone("One and two");
  peer.undoing.endStep();
  peer.view.split("b1", 4);
  const added = peer.view.ids[1]!;
  peer.undoing.undo();
  assert.deepEqual(peer.view.ids, ["b1"]);
  assert.equal(peer.view.words("b1"), "One and two");
  assert.equal(peer.binding.blocks.get(added)!.get("d"), "b1");
});

test("a cursor between the changes of two others keeps its place", () => {
  const peer = alone("Left middle right");
  const other = new Peer(12, peer.update);
  peer.view.select("b1", 8);
  other.view.type("b1", 0, "New ");
  other.view.type("b1", 21, " new");
  meet(peer, other);
  assert.equal(peer.view.state.selection.$head.parentOffset, 12);
});

test("what others do to a paragraph that is being composed in waits, and both are kept", async () => {
  const peer = alone("Words here");
  const other = new Peer(12, peer.update);
  peer.view.select("b1", 5);
  peer.view.composing = true;
  other.view.type("b1", 0, "More ");
  peer.hear(other);
  assert.equal(peer.view.words("b1"), "Words here");
  peer.view.type("b1", 5, "に");
  peer.view.composing = false;
  const { compositionend } = peer.binding.plugin.props.handleDOMEvents!;
  compositionend!.call(peer.binding.plugin, peer.view as never, {} as never);
  await new Promise((done) => setTimeout(done, 100));
  meet(peer, other);
  assert.equal(peer.view.words("b1"), "More Wordsに here");
  assert.deepEqual(other.shown, peer.shown);
});
