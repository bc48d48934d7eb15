/** Changing what a block is, in place: its id, language and direction stay. */
import type { Attrs, Node, NodeType } from "prosemirror-model";
import { type Command, type EditorState, TextSelection, type Transaction } from "prosemirror-state";

import { WHOLE_KINDS, schema } from "./schema.ts";

/** The deepest level of a list (consensus/attributes.py). */
const DEEPEST = 8;

export interface Placed {
  readonly node: Node;
  readonly at: number;
}

/** Names of kinds as the tools have them -> the node and its attributes. */
export function kindNamed(name: string): { type: NodeType; attrs: Attrs } {
  const heading = /^heading-([1-6])$/.exec(name);
  if (heading) return { type: schema.nodes.heading!, attrs: { level: Number(heading[1]) } };
  if (name === "bullet" || name === "ordered") {
    return { type: schema.nodes.list_item!, attrs: { list: name, level: 1 } };
  }
  return { type: schema.nodes[name] ?? schema.nodes.paragraph!, attrs: {} };
}

/** The tools' name for what a block is. */
export function nameOfKind(node: Node): string {
  if (node.type.name === "heading") return `heading-${node.attrs.level}`;
  return node.type.name === "list_item" ? String(node.attrs.list) : node.type.name;
}

/** The blocks that the selection touches. */
export function chosenBlocks(state: EditorState): Placed[] {
  const found: Placed[] = [];
  const { from, to } = state.selection;
  state.doc.nodesBetween(from, to, (node, at, parent) => {
    if (parent === state.doc) found.push({ node, at });
    return false;
  });
  return found;
}

/** The block that the selection begins in. */
export function blockHere(state: EditorState): Placed | null {
  const { $from } = state.selection;
  if ($from.depth > 0) return { node: $from.node(1), at: $from.before(1) };
  const node = $from.nodeAfter;
  return node ? { node, at: $from.pos } : null;
}

/** Whether a block can be made another kind. */
export function isWords(node: Node): boolean {
  return node.isTextblock && !WHOLE_KINDS.has(node.type.name);
}

/** Make the chosen blocks a kind; a kind they all are already makes them paragraphs again. */
export function setKind(name: string): Command {
  return (state, dispatch) => {
    const chosen = chosenBlocks(state).filter(({ node }) => isWords(node) && node.type.name !== "note");
    if (chosen.length === 0) return false;
    const back = name !== "paragraph" && chosen.every(({ node }) => nameOfKind(node) === name);
    dispatch?.(made(state.tr, chosen, back ? "paragraph" : name).scrollIntoView());
    return true;
  };
}

/** The same for one block at a place, for what is typed as a sign. */
export function made(tr: Transaction, blocks: readonly Placed[], name: string): Transaction {
  const { type, attrs } = kindNamed(name);
  for (const { node, at } of blocks) tr.setNodeMarkup(at, type, kept(node, type, attrs));
  return tr;
}

function kept(node: Node, type: NodeType, attrs: Attrs): Attrs {
  const { id, lang, dir } = node.attrs;
  const wasItem = node.type === type && type.name === "list_item";
  const level = wasItem ? { level: node.attrs.level } : {};
  return { ...attrs, ...level, id, lang, dir };
}

/** Move the chosen list items one level in (1) or out (-1); out of the first, paragraphs. */
export function nest(by: 1 | -1): Command {
  return (state, dispatch) => {
    const items = chosenBlocks(state).filter(({ node }) => node.type.name === "list_item");
    if (items.length === 0) return false;
    if (by === 1 && !items.some(({ node, at }) => node.attrs.level <= levelBefore(state, at))) return false;
    if (!dispatch) return true;
    const { tr } = state;
    for (const item of items) {
      const level = Number(item.node.attrs.level) + by;
      if (level < 1) made(tr, [item], "paragraph");
      else if (level <= DEEPEST) tr.setNodeAttribute(item.at, "level", level);
    }
    dispatch(tr.scrollIntoView());
    return true;
  };
}

function levelBefore(state: EditorState, at: number): number {
  const before = state.doc.resolve(at).nodeBefore;
  return before?.type.name === "list_item" ? Number(before.attrs.level) : 0;
}

/** Set attributes of the block that the selection is in. */
export function describe(attrs: Attrs): Command {
  return (state, dispatch) => {
    const here = blockHere(state);
    if (!here) return false;
    dispatch?.(state.tr.setNodeMarkup(here.at, null, { ...here.node.attrs, ...attrs }));
    return true;
  };
}

/**
 * Put a block after the present one and go into it. An empty paragraph gives way to what is
 * put there, and only another empty paragraph comes after it. The new block has its own id.
 */
export function putAfter(block: Node, inner = 1): Command {
  return (state, dispatch) => {
    const here = blockHere(state);
    if (!here) return false;
    if (!dispatch) return true;
    const after = here.at + here.node.nodeSize;
    const at = isBlank(here.node) && !isBlank(block) ? here.at : after;
    const tr = state.tr.replaceWith(at, after, block);
    const aim = tr.doc.resolve(Math.min(at + inner, tr.doc.content.size));
    dispatch(tr.setSelection(TextSelection.near(aim)).scrollIntoView());
    return true;
  };
}

function isBlank(node: Node): boolean {
  return node.type.name === "paragraph" && node.content.size === 0;
}
