/** What one copy of the text has that another lacks, and what a person wrote in it. */
import * as Y from "yjs";

import type { KeptWords } from "./contract.ts";
import { blocksOf, isRemoved, readBlock, wordsOf } from "./reading.ts";

/**
 * What the server has to be sent: null when it has everything. `missed` is its own update for
 * this document, already applied, and `vector` its state vector; deletions are in no vector,
 * so they are compared as well.
 */
export function lacking(doc: Y.Doc, missed: Uint8Array, vector: Uint8Array): Uint8Array | null {
  const theirs = Y.decodeStateVector(vector);
  const [clients] = [Y.decodeStateVector(Y.encodeStateVector(doc))];
  const behind = [...clients].some(([client, clock]) => clock > (theirs.get(client) ?? 0));
  if (!behind && deletes(Y.decodeUpdate(missed).ds, Y.createDeleteSetFromStructStore(doc.store))) return null;
  return Y.encodeStateAsUpdate(doc, vector);
}

type Deletions = ReturnType<typeof Y.createDeleteSetFromStructStore>;

/** Whether everything that is deleted in `ours` is in `theirs`. */
function deletes(theirs: Deletions, ours: Deletions): boolean {
  return [...ours.clients].every(([client, ranges]) => {
    const known = [...(theirs.clients.get(client) ?? [])].sort((a, b) => a.clock - b.clock);
    return ranges.every(({ clock, len }) => covers(known, clock, clock + len));
  });
}

function covers(ranges: readonly { clock: number; len: number }[], from: number, to: number): boolean {
  let reached = from;
  for (const { clock, len } of ranges) if (clock <= reached) reached = Math.max(reached, clock + len);
  return reached >= to;
}

/** The paragraphs that read otherwise in `mine` than in the server's text. */
export function keptWords(mine: Y.Doc, server: Y.Doc): KeptWords[] {
  const theirs = blocksOf(server);
  const kept: KeptWords[] = [];
  blocksOf(mine).forEach((entry, id) => {
    const node = readBlock(id, entry);
    const other = theirs.get(id);
    const [gone, goneThere] = [isRemoved(entry), other ? isRemoved(other) : true];
    if (gone && goneThere) return;
    if (other && gone === goneThere && readBlock(id, other).eq(node)) return;
    const words = wordsOf(node);
    if (words || other) kept.push({ block: id, words, gone });
  });
  return kept;
}
