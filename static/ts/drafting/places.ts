/**
 * Places in the text that stay right while others write: where something in the editor lies
 * in the shared document, and back.
 */
import type { Node } from "prosemirror-model";
import * as Y from "yjs";

import { type Blocks, type Container, type Entry, contentOf, isRemoved, sizeOf } from "./reading.ts";

/** Where a text begins inside its block's content as the editor counts; -1 if nowhere. */
export function startOf(entry: Entry, text: Y.XmlText | Container): number {
  let start = 0;
  let at: Y.XmlText | Container = text;
  const content = contentOf(entry);
  while (at !== content) {
    const parent = at.parent;
    if (!(parent instanceof Y.XmlFragment)) return -1; // an XmlElement is one too
    for (const child of parent.toArray()) {
      if (child === at) break;
      start += sizeOf(child);
    }
    if (parent !== content) start += 1;
    at = parent;
  }
  return start;
}

/** A place as it is stored and sent. */
export function toRelative(blocks: Blocks, doc: Node, place: number): Y.RelativePosition | null {
  const at = doc.resolve(place);
  if (at.depth === 0) return null;
  const content = contentOf(blocks.get(String(at.node(1).attrs.id)));
  return content ? found(content, place - at.start(1)) : null;
}

/** Where a stored place is now in the editor; null when it is nowhere in the text. */
export function fromRelative(blocks: Blocks, doc: Node, relative: Y.RelativePosition): number | null {
  const absolute = blocks.doc && Y.createAbsolutePositionFromRelativePosition(relative, blocks.doc);
  if (!absolute) return null;
  const type = absolute.type as unknown as Y.XmlText | Container;
  const id = blockIdOf(blocks, type);
  const entry = id === null ? undefined : blocks.get(id);
  if (!entry || isRemoved(entry)) return null;
  const start = startOf(entry, type);
  const block = blockStart(doc, id!);
  if (block === null || start < 0) return null;
  const before = type instanceof Y.XmlText ? absolute.index : sizeBefore(type, absolute.index);
  return Math.min(block + 1 + start + before, block + doc.nodeAt(block)!.nodeSize - 1);
}

/** Where a block begins in the editor; null when it is not shown. */
export function blockStart(doc: Node, id: string): number | null {
  let found: number | null = null;
  doc.forEach((node, offset) => {
    if (node.attrs.id === id) found ??= offset;
  });
  return found;
}

/** The block that a part of the shared document lies in. */
export function blockIdOf(blocks: Blocks, type: Y.AbstractType<any>): string | null {
  let at: Y.AbstractType<any> | null = type;
  while (at && at.parent !== (blocks as unknown)) at = at.parent as Y.AbstractType<any> | null;
  return at?._item?.parentSub ?? null;
}

function found(container: Container, offset: number): Y.RelativePosition | null {
  let left = offset;
  const children = container.toArray();
  for (const [index, child] of children.entries()) {
    const size = sizeOf(child);
    const text = child instanceof Y.XmlText;
    if (text && left <= size) return Y.createRelativePositionFromTypeIndex(child, left);
    if (left === 0) return Y.createRelativePositionFromTypeIndex(container, index);
    if (!text && size > 1 && left > 0 && left < size) return found(child as Y.XmlElement, left - 1);
    left -= size;
  }
  return left === 0 ? Y.createRelativePositionFromTypeIndex(container, children.length) : null;
}

function sizeBefore(container: Container, index: number): number {
  return container
    .toArray()
    .slice(0, index)
    .reduce((sum, child) => sum + sizeOf(child), 0);
}
