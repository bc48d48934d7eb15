/** What the page reads and writes is what the server reads (consensus/drafting/reading.py). */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";

import * as Y from "yjs";

import { between, isOrderKey, keysBetween } from "../../static/ts/drafting/order.ts";
import { orderedIds, readBlock } from "../../static/ts/drafting/reading.ts";
import { schema, storedAttrs } from "../../static/ts/drafting/schema.ts";
import { Peer, meet, textOf } from "./screenless.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const READ = `
import base64, json, sys
from pycrdt import Doc
from consensus.drafting.text import read_blocks
doc = Doc()
doc.apply_update(base64.b64decode(sys.stdin.read()))
print(json.dumps(read_blocks(doc)))
`;
const BETWEEN = `
import json, sys
from consensus.drafting.order import between, is_order_key
pairs = json.load(sys.stdin)
print(json.dumps([[is_order_key(key), between(*pair)] for *pair, key in pairs]))
`;

function python(program: string, input: string): any {
  const answer = execFileSync(join(ROOT, ".venv", "bin", "python"), ["-c", program], { cwd: ROOT, input, encoding: "utf8" });
  return JSON.parse(answer);
}

const asPython = (doc: Y.Doc): unknown => python(READ, Buffer.from(Y.encodeStateAsUpdate(doc)).toString("base64"));

/** A node without what is unsaid anyway, as the server has it. */
function plain(node: ReturnType<typeof schema.node>): Record<string, unknown> {
  const attrs = { ...storedAttrs(node), ...(node.attrs.id ? { id: node.attrs.id } : {}) };
  const said: Record<string, unknown> = { type: node.type.name };
  if (Object.keys(attrs).length) said.attrs = attrs;
  if (node.childCount) said.content = node.content.content.map(plain);
  if (node.isText) said.text = node.text;
  if (node.marks.length) said.marks = node.marks.map((mark) => mark.toJSON());
  return said;
}

function asPage(doc: Y.Doc): unknown {
  const blocks = doc.getMap<Y.Map<unknown>>("blocks");
  return JSON.parse(JSON.stringify(orderedIds(blocks).map((id) => plain(readBlock(id, blocks.get(id)!)))));
}

const words = (text: string) => schema.text(text);

test("a text with every kind of block and mark reads the same to the server", () => {
  const peer = new Peer(11, textOf("Tïtle 😀 one", "Second"));
  const { view } = peer;
  const all = Object.keys(schema.marks).filter((name) => name !== "sub");
  const attrs: Record<string, object> = { link: { href: "https://example.org/ä" }, abbr: { title: "World" } };
  for (const name of all) view.mark("b1", 2, 8, name, attrs[name] as Record<string, unknown>);
  view.insertInside("b1", 4, schema.node("hard_break"));
  view.insertInside("b1", 9, schema.node("footnote", { note: "n1" }));
  view.retype("b2", "heading", { level: 4, lang: "fr", dir: "rtl" });
  const cell = (kind: string, text: string, more = {}) => schema.node(kind, more, text ? words(text) : []);
  const rows = [
    schema.node("table_row", null, [cell("table_header", "A"), cell("table_header", "", { colspan: 2 })]),
    schema.node("table_row", null, [cell("table_cell", "c"), cell("table_cell", "d"), cell("table_cell", "")]),
  ];
  const option = (label: string, text: string) => schema.node("option", { label }, words(text));
  const blocks = [
    schema.node("table", { caption: "Numbers" }, rows),
    schema.node("options", null, [option("A", "One way"), option("", "Another")]),
    schema.node("figure", { file: "0".repeat(64), alt: "A curve", caption: "Fig" }),
    schema.node("list_item", { list: "ordered", level: 2, start: 4, continues: true }, words("Item")),
    schema.node("note", { id: "n1" }, words("A note")),
  ];
  for (const kind of ["recommendation", "key_finding", "issue_to_explore", "collected_view", "quotation"]) {
    blocks.push(schema.node(kind, null, words(kind)));
  }
  for (const block of blocks) view.insert(null, block);
  assert.deepEqual(asPython(peer.doc), asPage(peer.doc));
  assert.deepEqual(peer.shown, peer.stored);
  assert.equal((asPage(peer.doc) as unknown[]).length, 12);
});

/** Two pages that share a start each do something; both sides read the outcome. */
function merged(start: (peer: Peer) => void, ...deeds: ((peer: Peer) => void)[]): Peer {
  const first = new Peer(11, textOf("Some words"));
  start(first);
  const peers = deeds.map((_, index) => new Peer(12 + index, first.update));
  deeds.forEach((deed, index) => deed(peers[index]!));
  meet(...peers);
  for (const peer of peers) assert.deepEqual(peer.shown, peer.stored);
  const [one] = peers;
  assert.deepEqual(asPython(one!.doc), asPage(one!.doc));
  return one!;
}

test("words that one raises and another lowers at once are raised", () => {
  const raise = (name: string) => (peer: Peer) => peer.view.mark("b1", 0, 4, name);
  const peer = merged(() => {}, raise("sup"), raise("sub"));
  assert.deepEqual(peer.view.block("b1").firstChild!.marks.map((mark) => mark.type.name), ["sup"]);
});

const row = (...texts: string[]) =>
  schema.node("table_row", null, texts.map((one) => schema.node("table_cell", null, one ? words(one) : [])));

test("a table whose rows are all taken away by several people is one empty cell", () => {
  const take = (index: number) => (peer: Peer) => {
    const id = peer.view.ids[1]!;
    const table = peer.view.block(id);
    peer.view.replaceBlock(id, table.copy(table.content.replaceChild(index, row("x")).cut(index ? table.firstChild!.nodeSize : 0, index ? undefined : table.firstChild!.nodeSize)));
  };
  const peer = merged((first) => first.view.insert(null, schema.node("table", { id: null }, [row("a"), row("b")])), take(0), take(1));
  assert.equal(peer.view.block(peer.view.ids[1]!).type.name, "table");
});

test("what no single page would write reads the same, whatever it is", () => {
  const doc = new Peer(11, textOf("Words", "More")).doc;
  const blocks = doc.getMap<Y.Map<unknown>>("blocks");
  const put = (id: string, kind: string, fill: (content: Y.XmlFragment) => void): void => {
    const entry = new Y.Map<unknown>();
    blocks.set(id, entry);
    entry.set("t", kind);
    entry.set("o", between("zz", null));
    const content = new Y.XmlFragment();
    entry.set("c", content);
    fill(content);
  };
  const text = (said: string): Y.XmlText => new Y.XmlText(said);
  put("t1", "table", () => {});
  put("t2", "table", (content) => content.insert(0, [new Y.XmlElement("table_row"), filledRow()]));
  put("t3", "options", () => {});
  put("t4", "options", (content) => content.insert(0, [new Y.XmlElement("option")]));
  put("t5", "paragraph", (content) => content.insert(0, [text("side "), text("by "), text("side")]));
  assert.deepEqual(asPython(doc), asPage(doc));
});

function filledRow(): Y.XmlElement {
  const [made, cell] = [new Y.XmlElement("table_row"), new Y.XmlElement("table_cell")];
  cell.insert(0, [new Y.XmlText("cell")]);
  made.insert(0, [cell]);
  return made;
}

test("order keys made here and by the server fit between each other's", () => {
  const pairs: [string, string | null, string][] = [];
  let last = "";
  for (let i = 0; i < 300; i += 1) {
    const low = Math.random() < 0.5 ? last : "";
    const high = Math.random() < 0.5 ? between(low, null) : null;
    last = between(low, high);
    assert.ok(isOrderKey(last) && last > low && (high === null || last < high));
    pairs.push([low, high, last]);
  }
  const answers = python(BETWEEN, JSON.stringify(pairs)) as [boolean, string][];
  answers.forEach(([fits, made], index) => {
    const [low, high] = pairs[index]!;
    assert.ok(fits && isOrderKey(made) && made > low && (high === null || made < high));
  });
});

test("five hundred blocks put into one gap get short keys", () => {
  const keys = keysBetween("0010V", "0010W", 500);
  assert.deepEqual(keys, [...keys].sort((a, b) => (a < b ? -1 : 1)));
  assert.ok(new Set(keys).size === 500 && Math.max(...keys.map((key) => key.length)) < 40);
});
