/**
 * The words of one text in the shared document: compared with what they are to be, and
 * changed only where they differ, so that what others write in it survives.
 */
import type { Node } from "prosemirror-model";
import * as Y from "yjs";

import { schema, same } from "./schema.ts";

/** Words and their marks, as Yjs stores them. */
export interface Run {
  readonly words: string;
  readonly marks: Readonly<Record<string, object>>;
}

/** A run of words that came from text nodes. */
export function runOf(node: Node): Run {
  return { words: node.text ?? "", marks: Object.fromEntries(node.marks.map((mark) => [mark.type.name, mark.attrs])) };
}

export function wordsIn(runs: readonly Run[]): string {
  return runs.map((run) => run.words).join("");
}

/** Make a text these words with these marks. */
export function rewriteText(text: Y.XmlText, runs: readonly Run[]): void {
  const old = storedRuns(text);
  const before = wordsIn(old);
  const after = wordsIn(runs);
  const { start, removed, added } = difference(before, after);
  if (removed) text.delete(start, removed);
  let place = start;
  for (const run of slice(runs, start, start + added)) {
    text.insert(place, run.words, run.marks);
    place += run.words.length;
  }
  const kept = [...slice(old, 0, start), ...slice(runs, start, start + added), ...slice(old, start + removed, before.length)];
  rewriteMarks(text, kept, runs);
}

/**
 * Cut new runs where several old texts met: two people who each begin to write in an empty
 * place make two texts there.
 */
export function sharedOut(old: readonly string[], runs: readonly Run[]): Run[][] {
  const after = wordsIn(runs);
  const { start, removed, added } = difference(old.join(""), after);
  const parts: Run[][] = [];
  let [cut, length] = [0, 0];
  old.forEach((words, index) => {
    length += words.length;
    const moved = length <= start ? length : Math.max(start, length - removed) + added;
    const end = index === old.length - 1 ? after.length : Math.max(cut, Math.min(moved, after.length));
    parts.push(slice(runs, cut, end));
    cut = end;
  });
  return parts;
}

/** The words of a text as runs; what is no word is passed over. */
export function storedRuns(text: Y.XmlText): Run[] {
  const delta = text.toDelta() as { insert: unknown; attributes?: Record<string, object> }[];
  return delta
    .filter((one) => typeof one.insert === "string")
    .map((one) => ({ words: one.insert as string, marks: one.attributes ?? {} }));
}

interface Difference {
  readonly start: number;
  readonly removed: number;
  readonly added: number;
}

/** Where two texts differ; no character of two units is cut in half. */
export function difference(before: string, after: string): Difference {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  if (start > 0 && isHigh(before, start - 1)) start -= 1;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  if (end > 0 && isLow(before, before.length - end)) end -= 1;
  return { start, removed: before.length - start - end, added: after.length - start - end };
}

function isHigh(text: string, place: number): boolean {
  return (text.charCodeAt(place) & 0xfc00) === 0xd800;
}

function isLow(text: string, place: number): boolean {
  return (text.charCodeAt(place) & 0xfc00) === 0xdc00;
}

/** Set and take off marks where they differ; the words are already right. */
function rewriteMarks(text: Y.XmlText, old: readonly Run[], runs: readonly Run[]): void {
  const edges = new Set([...edgesOf(old), ...edgesOf(runs)]);
  const places = [...edges].sort((a, b) => a - b);
  for (const name of Object.keys(schema.marks)) {
    places.forEach((start, index) => {
      const stop = places[index + 1];
      if (stop === undefined) return;
      const then = valueAt(runs, start, name);
      if (!same(valueAt(old, start, name), then)) text.format(start, stop - start, { [name]: then });
    });
  }
}

function edgesOf(runs: readonly Run[]): number[] {
  const edges = [0];
  for (const run of runs) edges.push(edges.at(-1)! + run.words.length);
  return edges;
}

function valueAt(runs: readonly Run[], place: number, name: string): object | null {
  let end = 0;
  for (const run of runs) {
    end += run.words.length;
    if (place < end) return run.marks[name] ?? null;
  }
  return null;
}

function slice(runs: readonly Run[], start: number, stop: number): Run[] {
  const cut: Run[] = [];
  let place = 0;
  for (const { words, marks } of runs) {
    const part = words.slice(Math.max(start - place, 0), Math.max(stop - place, 0));
    if (part) cut.push({ words: part, marks });
    place += words.length;
  }
  return cut;
}
