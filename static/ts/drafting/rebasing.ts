/** Two people's changes of one paragraph put together, when one of them was held back. */
import { type Node, Slice } from "prosemirror-model";
import { Mapping, ReplaceStep, StepMap } from "prosemirror-transform";

/** `theirs` with what `mine` changed of `base`; null where mine changed nothing or fits no more. */
export function rebased(base: Node, mine: Node, theirs: Node): Node | null {
  const own = stretch(base, mine);
  if (!own || base.type !== theirs.type) return null;
  const other = stretch(base, theirs);
  const mapping = new Mapping(other ? [new StepMap([other.start, other.removed, other.added])] : []);
  const from = mapping.map(own.start, -1);
  const to = Math.max(from, mapping.map(own.start + own.removed, 1));
  const slice = mine.slice(own.start, own.start + own.added);
  return new ReplaceStep(from, to, slice.size ? slice : Slice.empty).apply(theirs).doc;
}

/** The one stretch of content in which two states differ. */
function stretch(before: Node, after: Node): { start: number; removed: number; added: number } | null {
  const start = before.content.findDiffStart(after.content);
  const ends = before.content.findDiffEnd(after.content);
  if (start === null || !ends) return null;
  const overlap = Math.max(0, start - Math.min(ends.a, ends.b));
  return { start, removed: ends.a + overlap - start, added: ends.b + overlap - start };
}
