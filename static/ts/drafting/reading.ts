/**
 * Reading blocks out of the shared text, as consensus/drafting/reading.py does.
 *
 * The Yjs document holds one root map `blocks`: block id -> map of `t` (kind), `o` (order
 * key), `a` (attributes without the id), `d` (true when removed, or the id of the block it
 * was merged into), `f` (the block it was split from) and `c` (the content as XML).
 *
 * Reading never fails and never writes. What people who write at once can make together, and
 * the schema does not hold, reads the same here and on the server: words both raised and
 * lowered are raised; a row without cells is passed over; a table without rows is one empty
 * cell; options that lack one get an empty one.
 */
import { Fragment, type Mark, type MarkSpec, type Node, type NodeSpec, type NodeType } from "prosemirror-model";
import * as Y from "yjs";

import { isOrderKey } from "./order.ts";
import { schema } from "./schema.ts";

/** What is stored of one block. */
export type Entry = Y.Map<unknown>;
export type Blocks = Y.Map<Entry>;
/** Something with inline content or rows in it. */
export type Container = Y.XmlFragment | Y.XmlElement;

/** The root of the text. */
export function blocksOf(doc: Y.Doc): Blocks {
  return doc.getMap<Entry>("blocks");
}

/** The content of a block; undefined while an entry is not whole. */
export function contentOf(entry: Entry | undefined): Y.XmlFragment | undefined {
  const content = entry?.get("c");
  return content instanceof Y.XmlFragment ? content : undefined;
}

export function orderOf(entry: Entry | undefined): string {
  const key = entry?.get("o");
  return isOrderKey(key) ? key : "";
}

export function isRemoved(entry: Entry): boolean {
  return (entry.get("d") ?? false) !== false;
}

/** Ids of the blocks that are in the text, in order. */
export function orderedIds(blocks: Blocks): string[] {
  const places: [string, string][] = [];
  blocks.forEach((entry, id) => {
    if (contentOf(entry) && !isRemoved(entry)) places.push([orderOf(entry), id]);
  });
  places.sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : 1));
  return places.map(([, id]) => id);
}

/** One block as a node of the editor, also when it was removed. */
export function readBlock(id: string, entry: Entry): Node {
  const type = schema.nodes[String(entry.get("t"))];
  const stored = entry.get("a");
  const attrs = { ...(typeof stored === "object" ? stored : {}), id };
  const content = contentOf(entry);
  const found = content ? readContent(content) : Fragment.empty;
  if (!type?.isInGroup("block")) return made(schema.nodes.paragraph!, attrs, found)!;
  return made(type, attrs, found) ?? made(schema.nodes.paragraph!, attrs, Fragment.empty)!;
}

/** The words of a block, for people: what it says when it has to be kept aside. */
export function wordsOf(node: Node): string {
  return node.textBetween(0, node.content.size, "\n", (leaf) => (leaf.type.name === "hard_break" ? "\n" : ""));
}

/** How far a child of a container reaches in the editor, 0 when it is passed over. */
export function sizeOf(child: unknown): number {
  if (child instanceof Y.XmlText) return child.length;
  if (!(child instanceof Y.XmlElement)) return 0;
  const type = schema.nodes[child.nodeName];
  if (!type || type.isText) return 0;
  if (type.isLeaf) return 1;
  const inside = child.toArray().reduce((sum, one) => sum + sizeOf(one), 0);
  return type.name === "table_row" && inside === 0 ? 0 : inside + 2;
}

/** The attributes of an element that the model knows. */
export function elementAttrs(element: Y.XmlElement): Record<string, unknown> {
  return element.getAttributes() as Record<string, unknown>;
}

function readContent(container: Container): Fragment {
  const nodes: Node[] = [];
  for (const child of container.toArray()) {
    if (child instanceof Y.XmlText) nodes.push(...readText(child));
    else if (child instanceof Y.XmlElement) nodes.push(...readElement(child));
  }
  return Fragment.fromArray(nodes); // words side by side become one run
}

function readText(text: Y.XmlText): Node[] {
  const nodes: Node[] = [];
  for (const { insert, attributes } of text.toDelta() as Run[]) {
    if (typeof insert === "string" && insert) nodes.push(schema.text(insert, marksOf(attributes)));
  }
  return nodes;
}

interface Run {
  readonly insert: unknown;
  readonly attributes?: Record<string, unknown>;
}

/** The marks that formatting stands for; raised wins over lowered. */
export function marksOf(formatting: Record<string, unknown> = {}): readonly Mark[] {
  const marks: Mark[] = [];
  for (const [name, attrs] of Object.entries(formatting)) {
    const type = schema.marks[name];
    if (!type || attrs === null || (name === "sub" && formatting.sup)) continue;
    const known = knownAttrs(type.spec, attrs as Record<string, unknown>);
    if (known) marks.push(type.create(known));
  }
  return marks.reduce<readonly Mark[]>((set, mark) => mark.addToSet(set), []);
}

function readElement(element: Y.XmlElement): Node[] {
  const type = schema.nodes[element.nodeName];
  if (!type || type.isText || sizeOf(element) === 0) return [];
  const node = made(type, elementAttrs(element), type.isLeaf ? Fragment.empty : readContent(element));
  return node ? [node] : [];
}

/** A node that the schema allows, with what had to be left away or added. */
function made(type: NodeType, attrs: Record<string, unknown>, content: Fragment): Node | null {
  const known = knownAttrs(type.spec, attrs);
  if (!known) return null;
  if (type.validContent(content)) return type.create(known, content);
  const fitting: Node[] = [];
  content.forEach((node) => type.contentMatch.matchType(node.type) && fitting.push(node));
  return type.createAndFill(known, Fragment.fromArray(fitting));
}

function knownAttrs(of: NodeSpec | MarkSpec, attrs: Record<string, unknown>): Record<string, unknown> | null {
  const known: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(of.attrs ?? {})) {
    const value = attrs[name] ?? null;
    const fine = value !== null && valid(() => (spec.validate as (value: unknown) => void)(value));
    if (fine) known[name] = value;
    else if (spec.default === undefined) return null;
  }
  return known;
}

function valid(check: () => void): boolean {
  try {
    check();
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false; // what prosemirror-model throws for values
    throw error;
  }
}
