/** How this page stands with the server: what is told to the page, and who waits for it. */
import type { Hearing, Saving } from "./contract.ts";
import { PATIENCE } from "./wire.ts";

export class Condition {
  saving: Saving = "offline";
  private readonly hearing: Hearing;
  private readonly waiting = new Set<() => void>();
  private lost: ReturnType<typeof setTimeout> | undefined;

  constructor(hearing: Hearing) {
    this.hearing = hearing;
  }

  become(saving: Saving, sentence: string | null = null): void {
    if (saving !== "sending") {
      for (const done of this.waiting) done();
      this.waiting.clear();
    }
    if (this.saving === saving && sentence === null) return;
    this.saving = saving;
    this.hearing.saving?.(saving, sentence);
  }

  /** The line may come back by itself: with nothing unsaved it is only said after a while. */
  lose(saved: boolean): void {
    this.lost ??= setTimeout(() => this.become("offline"), saved ? PATIENCE : 0);
  }

  found(): void {
    clearTimeout(this.lost);
    this.lost = undefined;
  }

  /** Resolves when nothing is on its way any more, or after a while. */
  async settled(): Promise<void> {
    if (this.saving !== "sending") return;
    await new Promise<void>((done) => {
      this.waiting.add(done);
      setTimeout(done, PATIENCE);
    });
  }
}
