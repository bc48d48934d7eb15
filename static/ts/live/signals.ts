/**
 * What a signal means for a page, without the page: which fragments it concerns, when they
 * are asked for again, and the words on the button behind which new things wait.
 */

/** Something was done: the number of the deed in its record, and what it is about. */
export interface Signal {
  readonly seq: number;
  readonly about: string;
  readonly block?: string;
  /** The paragraphs that were typed in, where it was no deed of its own. */
  readonly blocks?: readonly string[];
}

/** Milliseconds in which further signals for a fragment join the first. */
export const GATHER = 100;

/**
 * Whether a fragment with these topics (`data-live`, words with spaces between) may show
 * something else after a signal. No signal means that any number was missed.
 *
 * A fragment of the whole document always may. A signal that names no paragraph may be about
 * any: an objection, for one, is only known by its own number.
 */
export function concerns(signal: Signal | null, topics: string): boolean {
  const blocks = signal && blocksOf(signal);
  return (
    blocks === null ||
    topics.split(/\s+/).some((one) => one === "document" || blocks.includes(one))
  );
}

function blocksOf(signal: Signal): readonly string[] | null {
  if (signal.blocks !== undefined) return signal.blocks;
  if (signal.block !== undefined) return [signal.block];
  return signal.about.startsWith("block:") ? [signal.about.slice("block:".length)] : null;
}

/**
 * Does a thing once for many calls: `GATHER` ms after the first, and never twice at a time.
 * What is asked for while it is being done is done once more afterwards.
 */
export class Gathered {
  private readonly waiting = new Set<string>();
  private readonly running = new Set<string>();
  private readonly act: (key: string) => Promise<void>;

  constructor(act: (key: string) => Promise<void>) {
    this.act = act;
  }

  ask(key: string): void {
    if (this.waiting.has(key)) return;
    this.waiting.add(key);
    if (!this.running.has(key)) setTimeout(() => void this.run(key), GATHER);
  }

  private async run(key: string): Promise<void> {
    this.waiting.delete(key);
    this.running.add(key);
    try {
      await this.act(key);
    } finally {
      this.running.delete(key);
      if (this.waiting.has(key)) setTimeout(() => void this.run(key), GATHER);
    }
  }
}

/** The words of the button: what is new, by kind ("objection", "answer"), one per thing. */
export function arrivalWords(kinds: readonly string[]): string {
  const [first] = kinds;
  if (first === undefined) return "Something changed here. Show it";
  const kind = kinds.every((one) => one === first) ? first : "contribution";
  return kinds.length === 1 ? `1 new ${kind}. Show it` : `${kinds.length} new ${kind}s. Show them`;
}
