/**
 * A person's draft page without a screen, over a real line that can be made a bad one, and
 * an account of every sign that the person wrote and took away again.
 */
import { type Socket, io } from "socket.io-client";
import type * as Y from "yjs";

import type { Collision, KeptWords } from "../../../static/ts/drafting/contract.ts";
import { blocksOf, isRemoved, readBlock, wordsOf } from "../../../static/ts/drafting/reading.ts";
import { type Draft, openDraft } from "../../../static/ts/drafting/sync.ts";
import { Screenless } from "../screenless.ts";

/** Who somebody is for the server, and where it answers. */
export interface SignIn {
  readonly url: string;
  readonly cookie: string;
  readonly token: string;
}

/** A chance from 0 to below 1. */
export type Chance = () => number;

/** How often a message is doubled or comes late, from 0 to 1. */
export interface Weather {
  readonly doubled: number;
  readonly late: number;
}

const FINE: Weather = { doubled: 0, late: 0 };
const LATEST = 60; // milliseconds
export const PATIENCE = 60_000; // milliseconds

export class Page {
  readonly socket: Socket;
  readonly written = new Set<string>();
  readonly erased = new Set<string>();
  /** Everything written before the page last said "saved". */
  acknowledged = new Set<string>();
  readonly collisions: Collision[] = [];
  readonly kept: KeptWords[] = [];
  readonly sentences: string[] = [];
  readonly salvaged: string[] = [];
  private open!: Draft<Screenless>;
  private readonly documentId: number;

  constructor(signIn: SignIn, documentId: number) {
    this.documentId = documentId;
    this.socket = io(signIn.url, {
      transports: ["websocket"],
      forceNew: true,
      extraHeaders: { Cookie: signIn.cookie, Origin: signIn.url },
      auth: { token: signIn.token },
      reconnectionDelay: 100,
      reconnectionDelayMax: 500,
      autoConnect: false,
    });
  }

  static async opened(signIn: SignIn, documentId: number): Promise<Page> {
    const page = new Page(signIn, documentId);
    page.socket.connect();
    page.open = await page.begun(signIn);
    await until(() => page.draft.can === "write");
    return page;
  }

  /** A browser asks again by itself when the server closes a kept line under a request. */
  private async begun(signIn: SignIn): Promise<Draft<Screenless>> {
    try {
      return await this.openedDraft(signIn);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      return this.openedDraft(signIn);
    }
  }

  private openedDraft(signIn: SignIn): Promise<Draft<Screenless>> {
    return openDraft({
      documentId: this.documentId,
      account: 0,
      socket: this.socket,
      origin: signIn.url,
      headers: { Cookie: signIn.cookie },
      token: () => signIn.token,
      view: (state) => new Screenless(state),
      hearing: {
        saving: (state) => {
          if (state === "saved") this.acknowledged = new Set(this.written);
        },
        kept: (sentence, words) => {
          this.sentences.push(sentence);
          this.kept.push(...words);
        },
        can: (_, sentence) => {
          if (sentence !== null) this.sentences.push(sentence);
        },
        collision: (collision) => this.collisions.push(collision),
        salvaged: (_, words) => this.salvaged.push(words),
      },
    });
  }

  get draft(): Draft<Screenless> {
    return this.open;
  }

  get view(): Screenless {
    return this.open.view;
  }

  /**
   * Do something to the text; what is no longer shown afterwards was taken away by it, and
   * what is no longer in removed paragraphs: one can undo what is out of sight.
   */
  act(deed: () => void): void {
    const [shown, hidden] = [this.shown(), this.hidden()];
    deed();
    const [now, beside] = [new Set(this.shown()), new Set(this.hidden())];
    for (const sign of shown) if (!now.has(sign)) this.erased.add(sign);
    for (const sign of hidden) if (!now.has(sign) && !beside.has(sign)) this.erased.add(sign);
    for (const sign of now) this.erased.delete(sign);
  }

  private shown(): string[] {
    return [...this.view.state.doc.textContent];
  }

  private hidden(): string[] {
    const { doc } = this.draft as unknown as { doc: Y.Doc };
    const removed = [...blocksOf(doc)].filter(([, entry]) => isRemoved(entry));
    return removed.flatMap(([id, entry]) => [...wordsOf(readBlock(id, entry))]);
  }

  type(block: string, at: number, words: string): void {
    for (const sign of words) this.written.add(sign);
    this.act(() => this.view.type(block, at, words));
  }

  /** Let messages from the server come twice and late from now on. */
  spoil(weather: Weather, chance: Chance): void {
    const socket = this.socket as unknown as { onevent(packet: unknown): void };
    const deliver = socket.onevent.bind(socket);
    socket.onevent = (packet) => {
      const times = chance() < weather.doubled ? 2 : 1;
      for (let i = 0; i < times; i += 1) {
        if (chance() < weather.late) setTimeout(() => deliver(packet), chance() * LATEST);
        else deliver(packet);
      }
    };
  }

  /** The line as it should be, for the rest. */
  clear(): void {
    delete (this.socket as unknown as { onevent?: unknown }).onevent;
  }

  cut(): void {
    this.socket.disconnect();
  }

  mend(): void {
    if (!this.socket.active) this.socket.connect();
  }

  async saved(): Promise<void> {
    await until(() => this.draft.saving === "saved", () => `${this.draft.saving}: ${this.sentences}`);
  }

  /** Whatever the server said before now has arrived when it answers once more. */
  async heardAll(): Promise<void> {
    const nowhere = { document: this.documentId, block: "", at: "", idle: 0 };
    await this.socket.timeout(PATIENCE).emitWithAck("draft:here", nowhere);
  }

  get blocks(): [string, string, string][] {
    const { content } = this.view.state.doc.content;
    return content.map((node) => [String(node.attrs.id), node.type.name, node.textContent]);
  }

  async leave(): Promise<void> {
    await this.draft.leave();
    this.socket.disconnect();
  }
}

export { FINE };

/** Look again and again until something is so. */
export async function until(so: () => boolean, say: () => string = () => ""): Promise<void> {
  const start = Date.now();
  while (!so()) {
    if (Date.now() - start > PATIENCE) throw new Error(`waited in vain. ${say()}`);
    await new Promise((done) => setTimeout(done, 5));
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}
