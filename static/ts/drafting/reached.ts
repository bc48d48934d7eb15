/**
 * How far in the server's log this page knows everything. Whoever removes a paragraph says it,
 * so that words which they did not know of yet are kept beside the text.
 */
export class Reached {
  seq = 0;
  private readonly ahead = new Map<number, number>();

  /** Everything up to a place is here. */
  begin(seq: number): void {
    this.seq = seq;
    this.ahead.clear();
  }

  /** What follows one place and reaches another has come, perhaps before what it follows. */
  move(after: number, seq: number): void {
    this.ahead.set(after, seq);
    for (const [from, to] of [...this.ahead].sort(([a], [b]) => a - b)) {
      if (from > this.seq) break;
      this.seq = Math.max(this.seq, to);
      this.ahead.delete(from);
    }
  }
}
