/** An editor without a screen: a state, its plugins' views, and the commands people use. */
import { deleteSelection, joinBackward, splitBlock, toggleMark } from "prosemirror-commands";
import type { Node } from "prosemirror-model";
import { type Command, EditorState, type Plugin, type PluginView, TextSelection, type Transaction } from "prosemirror-state";
import * as Y from "yjs";

import { Binding, type BindingOptions, shownText } from "../../static/ts/drafting/binding.ts";
import type { Place } from "../../static/ts/drafting/contract.ts";
import { identity } from "../../static/ts/drafting/identity.ts";
import { blockStart } from "../../static/ts/drafting/places.ts";
import { orderedIds, readBlock } from "../../static/ts/drafting/reading.ts";
import { schema } from "../../static/ts/drafting/schema.ts";
import { Undoing } from "../../static/ts/drafting/undo.ts";

export class Screenless implements Place {
  state: EditorState;
  composing = false;
  private readonly views: PluginView[] = [];

  constructor(state: EditorState) {
    this.state = state;
    for (const plugin of state.plugins) {
      const view = plugin.spec.view?.(this as never);
      if (view) this.views.push(view);
    }
  }

  dispatch(transaction: Transaction): void {
    const before = this.state;
    this.state = before.apply(transaction);
    for (const view of this.views) view.update?.(this as never, before);
  }

  destroy(): void {
    for (const view of this.views) view.destroy?.();
  }

  run(command: Command): boolean {
    return command(this.state, (tr) => this.dispatch(tr));
  }

  get ids(): string[] {
    return this.state.doc.content.content.map((node) => String(node.attrs.id));
  }

  block(id: string): Node {
    const at = blockStart(this.state.doc, id);
    if (at === null) throw new Error(`no block ${id} in the text`);
    return this.state.doc.nodeAt(at)!;
  }

  words(id: string): string {
    return this.block(id).textContent;
  }

  select(id: string, from: number, to = from, last = id): void {
    const [start, end] = [this.inside(id) + from, this.inside(last) + to];
    this.dispatch(this.state.tr.setSelection(TextSelection.create(this.state.doc, start, end)));
  }

  type(id: string, offset: number, words: string): void {
    this.select(id, offset);
    this.dispatch(this.state.tr.insertText(words));
  }

  erase(id: string, from: number, to: number, last = id): void {
    this.select(id, from, to, last);
    this.run(deleteSelection);
  }

  /** Enter at a place. */
  split(id: string, offset: number): void {
    this.select(id, offset);
    this.run(splitBlock);
  }

  /** Backspace at the start of a block. */
  merge(id: string): void {
    this.select(id, 0);
    this.run(joinBackward);
  }

  remove(id: string): void {
    const at = blockStart(this.state.doc, id)!;
    this.dispatch(this.state.tr.delete(at, at + this.block(id).nodeSize));
  }

  /** Cut a block and put it in front of another, or at the end, as one deed. */
  move(id: string, before: string | null): void {
    const node = this.block(id);
    const { tr } = this.state;
    const at = blockStart(tr.doc, id)!;
    tr.delete(at, at + node.nodeSize);
    const to = before === null ? tr.doc.content.size : blockStart(tr.doc, before)!;
    this.dispatch(tr.insert(to, node));
  }

  retype(id: string, kind: string, attrs: Record<string, unknown> = {}): void {
    const at = blockStart(this.state.doc, id)!;
    this.dispatch(this.state.tr.setNodeMarkup(at, schema.nodes[kind]!, { id, ...attrs }));
  }

  mark(id: string, from: number, to: number, name: string, attrs?: Record<string, unknown>): void {
    this.select(id, from, to);
    this.run(toggleMark(schema.marks[name]!, attrs));
  }

  insert(before: string | null, node: Node): void {
    const at = before === null ? this.state.doc.content.size : blockStart(this.state.doc, before)!;
    this.dispatch(this.state.tr.insert(at, node));
  }

  replaceBlock(id: string, node: Node): void {
    const at = blockStart(this.state.doc, id)!;
    this.dispatch(this.state.tr.replaceWith(at, at + this.block(id).nodeSize, node));
  }

  /** Put a node at an offset inside a block's content. */
  insertInside(id: string, offset: number, node: Node): void {
    this.dispatch(this.state.tr.insert(this.inside(id) + offset, node));
  }

  deleteInside(id: string, from: number, to: number): void {
    this.dispatch(this.state.tr.delete(this.inside(id) + from, this.inside(id) + to));
  }

  private inside(id: string): number {
    return blockStart(this.state.doc, id)! + 1;
  }
}

/** One person's page: document, editor, undo; no server. */
export class Peer {
  readonly doc = new Y.Doc();
  readonly binding: Binding;
  readonly view: Screenless;
  readonly undoing: Undoing;

  constructor(client: number, first?: Uint8Array, options: Partial<BindingOptions> = {}, plugins: Plugin[] = []) {
    this.doc.clientID = client;
    if (first) Y.applyUpdate(this.doc, first, "first");
    this.binding = new Binding(this.doc, { mayWrite: () => true, beforeWriting: (before) => this.undoing.remember(before), ...options });
    const known = (id: string): string | undefined => this.binding.blocks.get(id)?.get("t") as string | undefined;
    const state = EditorState.create({ doc: shownText(this.doc), plugins: [this.binding.plugin, identity(known), ...plugins] });
    this.view = new Screenless(state);
    this.undoing = new Undoing(this.doc, () => this.view);
  }

  get update(): Uint8Array {
    return Y.encodeStateAsUpdate(this.doc);
  }

  /** Take what another peer has. */
  hear(other: Peer): void {
    Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(other.doc, Y.encodeStateVector(this.doc)), "other");
  }

  /** The text as the shared document has it, for comparing with what is shown. */
  get stored(): unknown[] {
    const { blocks } = this.binding;
    return orderedIds(blocks).map((id) => readBlock(id, blocks.get(id)!).toJSON());
  }

  get shown(): unknown[] {
    return this.view.state.doc.content.content.map((node) => node.toJSON());
  }
}

/** All hear all, until everybody has everything. */
export function meet(...peers: Peer[]): void {
  for (let round = 0; round < 2; round += 1) {
    for (const one of peers) for (const other of peers) if (one !== other) one.hear(other);
  }
}

/** A text of these paragraphs with the ids b1, b2, … as an update by client 1. */
export function textOf(...words: string[]): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = 1;
  doc.transact(() => words.forEach((one, index) => put(doc, `b${index + 1}`, `${1000 + index}V`, one)));
  return Y.encodeStateAsUpdate(doc);
}

function put(doc: Y.Doc, id: string, order: string, words: string): void {
  const entry = new Y.Map<unknown>();
  doc.getMap("blocks").set(id, entry);
  entry.set("t", "paragraph");
  entry.set("o", order);
  const content = new Y.XmlFragment();
  entry.set("c", content);
  const text = new Y.XmlText();
  content.insert(0, [text]);
  text.insert(0, words);
}
