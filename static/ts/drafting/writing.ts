/**
 * Changing the content of a block as little as possible, as consensus/drafting/rewriting.py
 * does. Only what differs between two states of the editor is written; whatever else lies in
 * the document, known here or not, stays.
 */
import type { Fragment, Node } from "prosemirror-model";
import * as Y from "yjs";

import { type Container, elementAttrs, sizeOf } from "./reading.ts";
import { type Run, rewriteText, runOf, sharedOut, storedRuns, wordsIn } from "./runs.ts";
import { same, schema, storedAttrs } from "./schema.ts";

/** Write a node's content into an empty container; a textblock gets a text to type into. */
export function fill(container: Container, node: Node): void {
  if (node.isLeaf) return;
  if (!node.inlineContent) {
    insertElements(container, container.length, childrenOf(node.content));
    return;
  }
  const { segments, atoms } = wanted(node.content);
  insertText(container, 0, segments[0]!);
  atoms.forEach((atom, index) => {
    insertElement(container, container.length, atom);
    const runs = segments[index + 1]!;
    if (runs.length) insertText(container, container.length, runs);
  });
}

/** Make the content of a container that of a node. */
export function rewrite(container: Container, node: Node): void {
  if (node.isLeaf) return;
  if (node.inlineContent) rewriteInline(container, node.content);
  else rewriteParts(container, childrenOf(node.content));
}

/** Rows, cells, options: those that are alike at both ends are kept and gone into. */
function rewriteParts(container: Container, nodes: readonly Node[]): void {
  const old = partsOf(container);
  const first = alike(old, nodes);
  const last = alike(old.slice(first).reverse(), nodes.slice(first).reverse());
  const middle = Math.min(old.length, nodes.length) - first - last;
  // As many of the middle as there are on both sides are rewritten, unless of another kind.
  const kept = sameKinds(old.slice(first), nodes.slice(first), middle);
  const stop = old.length - last;
  for (const part of old.slice(first + kept, stop).reverse()) remove(container, part);
  const behind = first + kept > 0 ? indexOf(container, old[first + kept - 1]!) + 1 : placeOfFirst(container, old, stop);
  insertElements(container, behind, nodes.slice(first + kept, nodes.length - last));
  for (let i = first; i < first + kept; i += 1) rewritePart(old[i]!, nodes[i]!);
}

function placeOfFirst(container: Container, old: readonly Y.XmlElement[], stop: number): number {
  const following = old[stop];
  return following ? indexOf(container, following) : container.length;
}

function rewritePart(element: Y.XmlElement, node: Node): void {
  const [now, then] = [elementAttrs(element), storedAttrs(node)];
  for (const name of Object.keys(now)) if (!(name in then) && name in node.attrs) element.removeAttribute(name);
  for (const [name, value] of Object.entries(then)) {
    if (!same(now[name], value)) element.setAttribute(name, value as string);
  }
  rewrite(element, node);
}

function partsOf(container: Container): Y.XmlElement[] {
  return container.toArray().filter((one): one is Y.XmlElement => one instanceof Y.XmlElement && sizeOf(one) > 0);
}

function alike(old: readonly Y.XmlElement[], nodes: readonly Node[]): number {
  let count = 0;
  while (count < old.length && count < nodes.length && equal(old[count]!, nodes[count]!)) count += 1;
  return count;
}

function equal(element: Y.XmlElement, node: Node): boolean {
  if (element.nodeName !== node.type.name || !same(elementAttrs(element), storedAttrs(node))) return false;
  if (!node.inlineContent) {
    const parts = partsOf(element);
    return parts.length === node.childCount && alike(parts, childrenOf(node.content)) === parts.length;
  }
  const { segments, atoms } = present(element);
  const then = wanted(node.content);
  const runs = segments.map((texts) => texts.flatMap(storedRuns));
  return same(atoms, then.atoms.map(described)) && same(joined(runs), joined(then.segments));
}

function sameKinds(old: readonly Y.XmlElement[], nodes: readonly Node[], most: number): number {
  let count = 0;
  while (count < most && old[count]!.nodeName === nodes[count]!.type.name) count += 1;
  return count;
}

function rewriteInline(container: Container, content: Fragment): void {
  const old = present(container);
  const then = wanted(content);
  const atoms = then.atoms.map(described);
  const first = sameFirst(old.atoms, atoms);
  const rest = Math.min(old.atoms.length, atoms.length) - first;
  const last = Math.min(rest, sameFirst([...old.atoms].reverse(), [...atoms].reverse()));
  const index = old.atoms.length - last;
  // From the end to the beginning, so that the indexes in front stay right.
  for (let back = 1; back <= last; back += 1) {
    rewriteSegment(container, old.ends.at(-back)!, old.segments.at(-back)!, then.segments.at(-back)!);
  }
  if (old.atoms.length !== first + last || atoms.length !== first + last) {
    for (let at = old.ends[index]! - 1; at >= old.ends[first]!; at -= 1) removeKnown(container, at);
    let place = old.ends[first]!;
    for (let i = first; i < atoms.length - last; i += 1) {
      insertElement(container, place++, then.atoms[i]!);
      if (then.segments[i + 1]!.length) insertText(container, place++, then.segments[i + 1]!);
    }
  }
  for (let i = first; i >= 0; i -= 1) rewriteSegment(container, old.ends[i]!, old.segments[i]!, then.segments[i]!);
}

/** Change the texts that end at a child's index, or make one there. */
function rewriteSegment(container: Container, end: number, texts: readonly Y.XmlText[], runs: readonly Run[]): void {
  if (texts.length === 0) {
    if (runs.length) insertText(container, end, runs);
    return;
  }
  const old = texts.map((text) => wordsIn(storedRuns(text)));
  const parts = texts.length === 1 ? [runs] : sharedOut(old, runs);
  texts.forEach((text, index) => rewriteText(text, parts[index]!));
}

interface Present {
  /** The texts of each run of words; `ends` is the index of the child behind each. */
  readonly segments: Y.XmlText[][];
  readonly ends: number[];
  readonly atoms: object[];
}

function present(container: Container): Present {
  const found: Present = { segments: [[]], ends: [], atoms: [] };
  container.toArray().forEach((child, index) => {
    if (child instanceof Y.XmlText) found.segments.at(-1)!.push(child);
    else if (child instanceof Y.XmlElement && sizeOf(child) > 0) {
      found.ends.push(index);
      found.segments.push([]);
      found.atoms.push({ type: child.nodeName, attrs: elementAttrs(child) });
    }
  });
  found.ends.push(container.length);
  return found;
}

function wanted(content: Fragment): { segments: Run[][]; atoms: Node[] } {
  const segments: Run[][] = [[]];
  const atoms: Node[] = [];
  content.forEach((node) => {
    if (node.isText) segments.at(-1)!.push(runOf(node));
    else {
      atoms.push(node);
      segments.push([]);
    }
  });
  return { segments, atoms };
}

function described(node: Node): object {
  return { type: node.type.name, attrs: storedAttrs(node) };
}

function joined(segments: readonly (readonly Run[])[]): object[] {
  return segments.map((runs) => runs.map((run) => ({ words: run.words, marks: { ...run.marks } })));
}

function sameFirst(old: readonly object[], then: readonly object[]): number {
  let count = 0;
  while (count < old.length && count < then.length && same(old[count], then[count])) count += 1;
  return count;
}

function childrenOf(content: Fragment): Node[] {
  return [...content.content];
}

function insertText(container: Container, place: number, runs: readonly Run[]): void {
  const text = new Y.XmlText();
  container.insert(place, [text]);
  let at = 0;
  for (const run of runs) {
    text.insert(at, run.words, run.marks);
    at += run.words.length;
  }
}

function insertElements(container: Container, place: number, nodes: readonly Node[]): void {
  nodes.forEach((node, index) => insertElement(container, place + index, node));
}

function insertElement(container: Container, place: number, node: Node): void {
  const element = new Y.XmlElement(node.type.name);
  container.insert(place, [element]);
  for (const [name, value] of Object.entries(storedAttrs(node))) element.setAttribute(name, value as string);
  fill(element, node);
}

function indexOf(container: Container, part: Y.XmlElement): number {
  return container.toArray().indexOf(part);
}

function remove(container: Container, part: Y.XmlElement): void {
  container.delete(indexOf(container, part), 1);
}

/** Take away a text or a part of the model; what this program does not know stays. */
function removeKnown(container: Container, index: number): void {
  const child = container.get(index);
  if (child instanceof Y.XmlText || (child instanceof Y.XmlElement && schema.nodes[child.nodeName])) container.delete(index, 1);
}
