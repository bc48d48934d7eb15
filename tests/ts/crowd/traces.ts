/**
 * A recorded history of people writing one text at once, done again over a real server:
 * each change is made on exactly what its author saw then, and sent as a page sends it.
 */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

import { type Socket, io } from "socket.io-client";
import * as Y from "yjs";

import { SCHEMA_VERSION } from "../../../static/ts/drafting/schema.ts";
import { type Joined, type Refusal, fromBase64, isRefusal, toBase64 } from "../../../static/ts/drafting/wire.ts";
import { PATIENCE, type SignIn, pause, until } from "./page.ts";

export interface Replay {
  readonly document: number;
  readonly people: readonly SignIn[];
  /** A gzipped JSON file of the concurrent kind of josephg/editing-traces. */
  readonly file: string;
}

interface Change {
  readonly parents: readonly number[];
  readonly agent: number;
  readonly patches: readonly (readonly [number, number, string])[];
}

interface Trace {
  readonly endContent: string;
  readonly numAgents: number;
  readonly txns: readonly Change[];
}

/** Signs after which a paragraph is not written on at its end: the text holds no longer ones. */
const FULL = 8_000;

/** Milliseconds between two messages of one page: the service takes sixty a second. */
const APART = 20;

/** A line's end is no sign of a paragraph: another sign of the same length stands for it. */
const inOneParagraph = (text: string): string => text.replaceAll("\n", "⏎");

export async function replay({ document, people, file }: Replay): Promise<object> {
  const trace = JSON.parse(gunzipSync(readFileSync(file)).toString()) as Trace;
  const authors: Author[] = [];
  // One after another: the first author has the lower client id, as in the recording.
  for (let agent = 0; agent < trace.numAgents; agent += 1) {
    authors.push(await Author.joined(people[agent]!, document));
  }
  const updates: Uint8Array[] = [];
  const saw: number[][] = [];
  for (const [index, { parents, agent, patches }] of trace.txns.entries()) {
    const author = authors[agent]!;
    const seen = authors.map((_, one) => Math.max(-1, ...parents.map((p) => Math.max(saw[p]![one]!, trace.txns[p]!.agent === one ? p : -1))));
    saw.push(seen);
    seen.forEach((upto, one) => {
      if (one !== agent) author.catchUp(trace, updates, one, upto);
    });
    updates.push(author.write(patches));
    if (trace.txns[index + 1]?.agent !== agent) await author.send();
  }
  await Promise.all(authors.map((author) => author.saved()));
  for (const author of authors) author.socket.disconnect();
  return { wanted: inOneParagraph(trace.endContent), changes: trace.txns.length, sent: authors.reduce((all, one) => all + one.number, 0) };
}

/** As a page asks, but more patiently: pages compare with the server after a late answer. */
async function ask<A extends object>(socket: Socket, event: string, payload: object): Promise<A | Refusal> {
  return (await socket.timeout(PATIENCE).emitWithAck(event, payload)) as A | Refusal;
}

class Author {
  readonly socket: Socket;
  number = 0;
  private readonly document: number;
  private stored = 0;
  private client = 0;
  private readonly doc = new Y.Doc();
  private readonly has: number[] = [];
  private waiting: Uint8Array[] = [];
  private sentAt = 0;

  private constructor(socket: Socket, document: number) {
    this.socket = socket;
    this.document = document;
  }

  static async joined(signIn: SignIn, document: number): Promise<Author> {
    const headers = { Cookie: signIn.cookie, Origin: signIn.url };
    const socket = io(signIn.url, { transports: ["websocket"], forceNew: true, extraHeaders: headers, auth: { token: signIn.token } });
    await until(() => socket.connected);
    const author = new Author(socket, document);
    const vector = toBase64(Y.encodeStateVector(author.doc));
    const answer = await ask<Joined>(socket, "draft:join", { document, schema: SCHEMA_VERSION, vector, client: 0 });
    if (isRefusal(answer)) throw new Error(answer.refused);
    author.client = author.doc.clientID = answer.client;
    Y.applyUpdate(author.doc, fromBase64(answer.missed));
    socket.on("draft:updates", ({ from }: { from: [number, number][] }) => {
      for (const [client, number] of from) if (client === author.client) author.stored = number;
    });
    return author;
  }

  /** Take in what another author had written up to a change, as this one had then. */
  catchUp(trace: Trace, updates: readonly Uint8Array[], agent: number, upto: number): void {
    for (let index = (this.has[agent] ?? -1) + 1; index <= upto; index += 1) {
      if (trace.txns[index]!.agent === agent) Y.applyUpdate(this.doc, updates[index]!);
    }
    this.has[agent] = Math.max(upto, this.has[agent] ?? -1);
  }

  write(patches: Change["patches"]): Uint8Array {
    const before = Y.encodeStateVector(this.doc);
    let update: Uint8Array | undefined;
    const keep = (made: Uint8Array): void => void (update = made);
    this.doc.on("update", keep);
    this.doc.transact(() => {
      for (const [at, gone, words] of patches) {
        this.erase(at, gone);
        if (words) this.insert(at, inOneParagraph(words));
      }
    });
    this.doc.off("update", keep);
    update ??= Y.encodeStateAsUpdate(this.doc, before);
    this.waiting.push(update);
    return update;
  }

  /** Send what was written since; another author's change may rest on it. */
  async send(): Promise<void> {
    const update = toBase64(Y.mergeUpdates(this.waiting));
    this.waiting = [];
    this.number += 1;
    await pause(Math.max(0, this.sentAt + APART - Date.now()));
    this.sentAt = Date.now();
    const { document, client, number, socket } = this;
    const answer = await ask(socket, "draft:update", { document, client, number, seen: 0, update });
    if (isRefusal(answer)) throw new Error(answer.refused);
  }

  async saved(): Promise<void> {
    await until(() => this.stored >= this.number);
  }

  private erase(at: number, count: number): void {
    let start = at;
    let left = count;
    for (const text of this.texts) {
      const here = Math.min(left, Math.max(0, length(text) - start));
      if (here > 0) text.delete(start, here);
      left -= here;
      start = here > 0 ? 0 : start - length(text);
    }
  }

  private insert(at: number, words: string): void {
    let start = at;
    for (const text of this.texts) {
      // At the end of a full paragraph the words begin the next one.
      if (start < length(text) || (start === length(text) && length(text) < FULL)) return text.insert(start, words);
      start -= length(text);
    }
    throw new Error("the text is too long for its paragraphs");
  }

  /** The paragraphs b1, b2, … that the recorded text lies in. */
  private get texts(): Y.XmlText[] {
    const blocks = this.doc.getMap("blocks") as Y.Map<Y.Map<unknown>>;
    const ids = [...blocks.keys()].sort();
    return ids.map((id) => (blocks.get(id)!.get("c") as Y.XmlFragment).get(0) as Y.XmlText);
  }
}

/** The recorded signs in a paragraph: it began with one full stop, which stays its last. */
const length = (text: Y.XmlText): number => text.length - 1;
