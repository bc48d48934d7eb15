/**
 * A draft page without a screen, over a real line: `node tests/ts/peer.ts` with the page's
 * address and sign-in as JSON in its first line of input. Then one JSON object a line, `do`
 * naming what a person does, answered by one line each. A block is an id, or its number in
 * the text from 0.
 */
import { createInterface } from "node:readline";

import { type Socket, io } from "socket.io-client";

import type { Collision, KeptWords, Person } from "../../static/ts/drafting/contract.ts";
import { schema } from "../../static/ts/drafting/schema.ts";
import { type Draft, openDraft } from "../../static/ts/drafting/sync.ts";
import { Screenless } from "./screenless.ts";

interface Start {
  readonly url: string;
  readonly document: number;
  readonly cookie: string;
  readonly token: string;
}

/** One thing to do; which fields it has depends on `do`. */
interface Deed {
  readonly do: string;
  readonly block?: string | number;
  readonly before?: string | number | null;
  readonly at?: number;
  readonly to?: number;
  readonly words?: string;
  readonly kind?: string;
  readonly attrs?: Record<string, unknown>;
  readonly part?: string;
  readonly wanted?: unknown;
  readonly other?: unknown;
}

const PATIENCE = 60_000; // milliseconds

class Page {
  private readonly socket: Socket;
  private draft!: Draft<Screenless>;
  private readonly collisions: Collision[] = [];
  private readonly kept: KeptWords[] = [];
  private readonly salvaged: { block: string; words: string }[] = [];
  private readonly sentences: string[] = [];
  private people: readonly Person[] = [];

  constructor(start: Start) {
    this.socket = io(start.url, {
      transports: ["websocket"],
      extraHeaders: { Cookie: start.cookie, Origin: start.url },
      auth: { token: start.token },
      reconnectionDelay: 100,
      reconnectionDelayMax: 500,
      autoConnect: false,
    });
    this.start = start;
  }

  private readonly start: Start;

  async open(): Promise<void> {
    const { document, url, cookie, token } = this.start;
    this.socket.connect();
    this.draft = await openDraft({
      documentId: document,
      account: 0,
      socket: this.socket,
      origin: url,
      headers: { Cookie: cookie },
      token: () => token,
      view: (state) => new Screenless(state),
      hearing: {
        people: (people) => void (this.people = people),
        kept: (sentence, words) => void (this.sentences.push(sentence), this.kept.push(...words)),
        salvaged: (block, words) => void this.salvaged.push({ block, words }),
        collision: (collision) => void this.collisions.push(collision),
        reload: (sentence) => void this.sentences.push(sentence),
        can: (_, sentence) => void (sentence !== null && this.sentences.push(sentence)),
      },
    });
    await this.until(() => this.draft.me !== null || this.draft.saving === "ended");
  }

  async act(deed: Deed): Promise<object> {
    const act = this.deeds[deed.do];
    if (!act) throw new Error(`nobody can ${deed.do}`);
    return (await act(deed)) ?? {};
  }

  private id(block: string | number | null | undefined): string {
    const { ids } = this.draft.view;
    const id = typeof block === "number" ? ids[((block % ids.length) + ids.length) % ids.length] : block;
    if (id === undefined || id === null) throw new Error("which block?");
    return id;
  }

  private readonly deeds: Record<string, (deed: Deed) => unknown> = {
    type: ({ block, at = 0, words = "" }) => this.draft.view.type(this.id(block), at, words),
    erase: ({ block, at = 0, to = at }) => this.draft.view.erase(this.id(block), at, to),
    split: ({ block, at = 0 }) => this.draft.view.split(this.id(block), at),
    merge: ({ block }) => this.draft.view.merge(this.id(block)),
    remove: ({ block }) => this.draft.view.remove(this.id(block)),
    move: ({ block, before = null }) => this.draft.view.move(this.id(block), before === null ? null : this.id(before)),
    retype: ({ block, kind = "paragraph", attrs = {} }) => this.draft.view.retype(this.id(block), kind, attrs),
    mark: ({ block, at = 0, to = at, kind = "strong", attrs }) => this.draft.view.mark(this.id(block), at, to, kind, attrs),
    add: ({ before = null, words = "", kind = "paragraph", attrs = {} }) => {
      const node = schema.node(kind, { ...attrs, id: null }, words ? schema.text(words) : []);
      this.draft.view.insert(before === null ? null : this.id(before), node);
    },
    undo: () => ({ done: this.draft.undo() }),
    redo: () => ({ done: this.draft.redo() }),
    endStep: () => this.draft.endStep(),
    offline: () => void this.socket.disconnect(),
    online: async () => {
      this.socket.connect();
      await this.until(() => this.socket.connected && this.draft.saving === "saved");
    },
    saved: () => this.until(() => this.draft.saving !== "sending" && this.draft.saving !== "offline"),
    state: () => this.state(),
    until: (deed) => this.awaited(deed),
    leave: () => this.leave(),
  };

  /** Wait for one thing of the state to be as `wanted`, or no longer as `other`. */
  private async awaited({ part = "", wanted, other }: Deed): Promise<object> {
    const said = (): string => JSON.stringify((this.state() as Record<string, unknown>)[part]);
    await this.until(() => (wanted === undefined ? said() !== JSON.stringify(other) : said() === JSON.stringify(wanted)));
    return this.state();
  }

  private state(): object {
    const { view, can, mode, saving, me } = this.draft;
    const blocks = view.state.doc.content.content.map((node) => ({ id: node.attrs.id as string, kind: node.type.name, words: node.textContent }));
    const { collisions, kept, salvaged, sentences, people } = this;
    return { blocks, can, mode, saving, me, collisions, kept, salvaged, sentences, people, content: view.state.doc.toJSON() };
  }

  private async leave(): Promise<void> {
    await this.draft.leave();
    this.socket.disconnect();
  }

  /** Looks again until something is so. */
  private async until(so: () => boolean): Promise<void> {
    const start = Date.now();
    while (!so()) {
      if (Date.now() - start > PATIENCE) throw new Error(`waited in vain: ${JSON.stringify(this.state())}`);
      await new Promise((done) => setTimeout(done, 10));
    }
  }
}

function say(answer: object): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

async function attempt(what: () => Promise<object>): Promise<object> {
  try {
    return await what();
  } catch (error) {
    return { error: String(error instanceof Error ? error.stack : error) };
  }
}

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const { value: first } = await lines.next();
const page = new Page(JSON.parse(String(first)) as Start);
say(await attempt(async () => (await page.open(), page.act({ do: "state" }))));
for await (const line of { [Symbol.asyncIterator]: () => lines }) {
  say(await attempt(() => page.act(JSON.parse(line) as Deed)));
}
process.exit();
