/**
 * The copy of a text in the browser. What was written without a line stays there over hours
 * and restarts, until the server has it. Without storage (a private window) pages work the
 * same, only that closing them forgets what was not sent.
 */
import { IndexeddbPersistence, clearDocument } from "y-indexeddb";
import * as Y from "yjs";

import { SCHEMA_VERSION } from "./schema.ts";

/** Milliseconds for the browser to open its storage. */
const PATIENCE = 3_000;

export class OfflineCopy {
  private readonly name: string;
  private readonly prefix: string;
  private kept: IndexeddbPersistence | null = null;

  /** `account` is the account's number: two people at one computer have two copies. */
  constructor(documentId: number, account: number) {
    this.prefix = `draft-${documentId}-${account}-v`;
    this.name = `${this.prefix}${SCHEMA_VERSION}`;
  }

  /**
   * Put what is kept into a document, and keep what comes to it. Resolves after a while even
   * if the storage has not answered; `late` is called when what it holds comes after that.
   */
  async open(doc: Y.Doc, late: () => void): Promise<void> {
    if (typeof indexedDB === "undefined") return;
    this.kept = new IndexeddbPersistence(this.name, doc);
    const whole = this.kept.whenSynced.then(() => this.takeOver(doc));
    if (!(await inTime(whole))) void whole.then(late, () => undefined);
  }

  /** Keep another document from now on, and nothing of the earlier one. */
  async startOver(doc: Y.Doc): Promise<void> {
    if (!this.kept) return;
    await this.kept.clearData();
    this.kept = new IndexeddbPersistence(this.name, doc);
  }

  async close(): Promise<void> {
    await this.kept?.destroy();
    this.kept = null;
  }

  /** Copies of before the text model changed: what they hold that was never sent is sent now. */
  private async takeOver(doc: Y.Doc): Promise<void> {
    const names = (await indexedDB.databases?.().catch(() => [])) ?? [];
    for (const { name } of names) {
      if (!name?.startsWith(this.prefix) || name === this.name) continue;
      const old = new Y.Doc();
      const copy = new IndexeddbPersistence(name, old);
      if (!(await inTime(copy.whenSynced))) continue;
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(old), copy);
      await copy.destroy();
      await clearDocument(name); // all of it is in the new copy now
    }
  }
}

async function inTime(done: Promise<unknown>): Promise<boolean> {
  const late = new Promise<boolean>((settle) => setTimeout(() => settle(false), PATIENCE));
  return Promise.race([done.then(() => true, () => false), late]);
}
