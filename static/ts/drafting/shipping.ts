/** Sends this page's updates in small batches, numbered, and knows which have not come back. */
import * as Y from "yjs";

import type { Connection } from "./connection.ts";
import { LONGEST_ON_SOCKET, PATIENCE, type Refusal, ask, isRefusal, toBase64 } from "./wire.ts";

/** Milliseconds in which further changes join the first. */
const BATCH = 30;

interface Owner {
  client(): number;
  /** Whether anything may be sent now. */
  ready(): boolean;
  refused(refusal: Refusal): void;
  /** No answer, or nothing came back, in time. */
  broken(): void;
  settled(): void;
}

export class Shipping {
  private readonly link: Connection;
  private readonly owner: Owner;
  private waiting: Uint8Array[] = [];
  /** What is on its way: its number, and the place from which it was written. */
  private readonly underway = new Map<number, number>();
  private seen = Infinity;
  private number = 0;
  /** Answers to what was sent before the last `forget` say nothing about now. */
  private age = 0;
  private batch: ReturnType<typeof setTimeout> | undefined;
  private patience: ReturnType<typeof setTimeout> | undefined;

  constructor(link: Connection, owner: Owner) {
    this.link = link;
    this.owner = owner;
  }

  /** Whether all is stored that was written here. */
  get idle(): boolean {
    return this.waiting.length === 0 && this.underway.size === 0;
  }

  /** `seen` is the place in the server's log that the page had reached when it wrote this. */
  add(update: Uint8Array, seen: number): void {
    this.waiting.push(update);
    this.seen = Math.min(this.seen, seen);
    this.batch ??= setTimeout(() => this.send(), BATCH);
  }

  /** Send what waits, as one update. */
  send(): void {
    clearTimeout(this.batch);
    this.batch = undefined;
    if (this.waiting.length === 0 || !this.owner.ready()) return;
    const update = this.waiting.length === 1 ? this.waiting[0]! : Y.mergeUpdates(this.waiting);
    this.waiting = [];
    const { seen } = this;
    this.seen = Infinity;
    void this.ship(update, seen);
  }

  /** The server has stored everything up to this number. */
  arrived(number: number): void {
    for (const one of this.underway.keys()) if (one <= number) this.underway.delete(one);
    this.watch();
  }

  /** The earliest place from which something was written that is not stored yet. */
  get oldest(): number {
    return Math.min(this.seen, ...this.underway.values());
  }

  /** Drop all: what the server lacks will be found by comparing. */
  forget(): void {
    this.age += 1;
    this.waiting = [];
    this.seen = Infinity;
    this.underway.clear();
    this.watch();
  }

  /** Under a new client id the numbers begin at 1 again. */
  startOver(): void {
    this.number = 0;
  }

  private async ship(update: Uint8Array, seen: number): Promise<void> {
    const number = ++this.number;
    const { age } = this;
    this.underway.set(number, seen);
    this.watch();
    try {
      const answer = await this.sent(number, seen, toBase64(update));
      if (age === this.age && isRefusal(answer)) this.owner.refused(answer);
    } catch {
      if (age === this.age) this.owner.broken();
    }
  }

  private async sent(number: number, seen: number, update: string): Promise<object> {
    const { socket, documentId, origin, headers } = this.link;
    const client = this.owner.client();
    if (update.length <= LONGEST_ON_SOCKET) {
      return ask(socket, "draft:update", { document: documentId, client, number, seen, update });
    }
    const fields = { csrf_token: this.link.token(), client: String(client), number: String(number), seen: String(seen), update };
    const answer = await fetch(`${origin}/documents/${documentId}/draft/updates`, {
      method: "POST",
      headers: { ...headers, Accept: "application/json" },
      body: new URLSearchParams(fields),
    });
    return (await answer.json()) as object;
  }

  /** What does not come back in time is said to be not saved, and the line is tried. */
  private watch(): void {
    clearTimeout(this.patience);
    this.patience = undefined;
    if (this.underway.size === 0) this.owner.settled();
    else this.patience = setTimeout(() => this.owner.broken(), PATIENCE);
  }
}
