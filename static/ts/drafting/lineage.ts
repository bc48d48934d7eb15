/**
 * Which block came out of which: where words went when a block was divided or joined
 * (domain.md 5.5). Found by comparing the text before and after one deed of one person.
 */
import type { Node } from "prosemirror-model";

/** New block -> the one it was split from; removed block -> the one it was merged into. */
export interface Lineage {
  readonly split: ReadonlyMap<string, string>;
  readonly merged: ReadonlyMap<string, string>;
}

type ById = ReadonlyMap<string, Node>;

/** Both maps hold the blocks in their order. */
export function lineage(before: ById, after: ById): Lineage {
  return { split: splits(before, after), merged: merges(before, after) };
}

/** A new block behind one that lost its end holds that end: it was split from it. */
function splits(before: ById, after: ById): Map<string, string> {
  const found = new Map<string, string>();
  for (const [from, group] of groups(after, before)) {
    const words = wordsOf(before.get(from)!);
    const kept = sharedStart(words, wordsOf(after.get(from)!));
    let rest = words.slice(kept);
    for (const id of group.reverse()) {
      const own = wordsOf(after.get(id)!);
      const moved = sharedEnd(rest, own);
      if (moved === 0) continue;
      if (moved === own.length || moved === rest.length) found.set(id, from);
      rest = rest.slice(0, rest.length - moved);
    }
  }
  return found;
}

/** A removed block whose words now end an earlier one was merged into it. */
function merges(before: ById, after: ById): Map<string, string> {
  const found = new Map<string, string>();
  for (const [into, group] of groups(before, after)) {
    const words = wordsOf(after.get(into)!);
    let rest = words.slice(sharedStart(words, wordsOf(before.get(into)!)));
    for (const id of group.reverse()) {
      const own = wordsOf(before.get(id)!);
      const moved = sharedEnd(rest, own);
      if (moved === 0) continue;
      if (moved === own.length || moved === rest.length) found.set(id, into);
      rest = rest.slice(0, rest.length - moved);
    }
  }
  return found;
}

/** Runs of blocks that are only in one state, by the block before them that is in both. */
function groups(blocks: ById, other: ById): [string, string[]][] {
  const found: [string, string[]][] = [];
  for (const [id, node] of blocks) {
    if (other.has(id)) found.push([id, []]);
    else if (node.isTextblock) found.at(-1)?.[1].push(id);
  }
  return found.filter(([id, group]) => group.length && blocks.get(id)!.isTextblock && other.get(id)!.isTextblock);
}

function wordsOf(node: Node): string {
  return node.textBetween(0, node.content.size, undefined, "\ufffc");
}

function sharedStart(one: string, other: string): number {
  let count = 0;
  while (count < one.length && one[count] === other[count]) count += 1;
  return count;
}

function sharedEnd(one: string, other: string): number {
  let count = 0;
  while (count < one.length && count < other.length && one.at(-1 - count) === other.at(-1 - count)) count += 1;
  return count;
}
