/**
 * Brings what this page writes to the server, and what others write to this page.
 *
 * What was written counts as saved when it comes back after the server's commit. Nothing is
 * forgotten before that: after every break in the line both sides compare what they have.
 */
import * as Y from "yjs";

import { LOCAL } from "./binding.ts";
import { Condition } from "./condition.ts";
import type { Connection } from "./connection.ts";
import type { Can, Saving } from "./contract.ts";
import { lacking } from "./lacking.ts";
import { SCHEMA_VERSION } from "./schema.ts";
import { Reached } from "./reached.ts";
import { Shipping } from "./shipping.ts";
import { PATIENCE, type Here, type Joined, type Refusal, type Stored, askInTurn, fetchState, fromBase64, isRefusal, toBase64 } from "./wire.ts";

/** The origin of what came from the server. */
export const REMOTE = { name: "server" };

/** Milliseconds after which a server that had too much to do is asked again. */
const BREATH = 1_000;

export class Provider {
  can: Can = "read";
  me: { readonly name: string; readonly number: number } | null = null;
  private doc: Y.Doc;
  private readonly link: Connection;
  private readonly shipping: Shipping;
  private client = 0;
  private readonly reached = new Reached();
  private key: string | undefined;
  private joined = false;
  private joining = false;
  private over = false;
  private settingAside = false;
  private readonly condition: Condition;

  constructor(doc: Y.Doc, link: Connection) {
    this.doc = doc;
    this.link = link;
    this.condition = new Condition(link.hearing);
    this.shipping = new Shipping(link, {
      client: () => this.client,
      ready: () => this.joined && this.can === "write",
      refused: (refusal) => this.refused(refusal),
      broken: () => this.doubt(),
      settled: () => this.settle(),
    });
    doc.on("update", this.wrote);
  }

  get saving(): Saving {
    return this.condition.saving;
  }

  get clientId(): number {
    return this.client;
  }

  start(): void {
    const { socket } = this.link;
    for (const [event, heard] of Object.entries(this.heard)) socket.on(event, heard);
    globalThis.addEventListener?.("offline", this.cut);
    if (socket.connected) this.join();
    else this.lose();
  }

  stop(): void {
    const { socket, documentId } = this.link;
    if (socket.connected && this.joined) socket.emit("draft:leave", { document: documentId });
    for (const [event, heard] of Object.entries(this.heard)) socket.off(event, heard);
    globalThis.removeEventListener?.("offline", this.cut);
    this.doc.off("update", this.wrote);
    this.shipping.forget();
    this.end();
  }

  /** Send what waits and resolve when it is stored, or when the line gives no answer. */
  async flush(): Promise<void> {
    this.shipping.send();
    await this.condition.settled();
  }

  /** Compare with the server, take what it has, send what it lacks. */
  readonly join = (): void => {
    const { socket, documentId } = this.link;
    if (this.joining || this.over || !socket.connected) return;
    this.joining = true;
    this.joined = false;
    const vector = toBase64(Y.encodeStateVector(this.doc));
    const asked = { document: documentId, schema: SCHEMA_VERSION, vector, client: this.client };
    // In turn: with updates that came later the text would be ahead of the answer's vector.
    askInTurn<Joined>(socket, "draft:join", asked, (answer) => {
      this.joining = false;
      if (answer === null) this.reconnect(); // the line only seems to stand
      else if (isRefusal(answer)) this.turnedAway(answer);
      else this.enter(answer);
    });
  };

  private enter(answer: Joined): void {
    this.condition.found();
    if (answer.client !== this.client) this.shipping.startOver();
    this.client = answer.client;
    if (answer.client > 0) this.doc.clientID = answer.client;
    this.me = answer.me ?? null;
    this.key = answer.key;
    const seen = Math.min(this.reached.seq, this.shipping.oldest);
    this.reached.begin(answer.seq);
    const missed = fromBase64(answer.missed);
    Y.applyUpdate(this.doc, missed, REMOTE);
    this.joined = true;
    this.shipping.forget();
    this.allow(answer.can, null);
    const ours = lacking(this.doc, missed, fromBase64(answer.vector));
    if (!ours) this.condition.become("saved");
    else if (answer.can === "write") this.ship(ours, seen);
    else void this.setAside("You can no longer write in this text. What you had written here is kept for you.");
  }

  private ship(update: Uint8Array, seen: number): void {
    this.shipping.add(update, seen);
    this.condition.become("sending");
    this.shipping.send();
  }

  private turnedAway({ refused, why }: Refusal): void {
    if (why === "slow") setTimeout(this.join, BREATH);
    else {
      if (why === "reload") this.link.hearing.reload?.(refused);
      this.end(refused);
    }
  }

  private readonly wrote = (update: Uint8Array, origin: unknown): void => {
    if (origin !== LOCAL && !(origin instanceof Y.UndoManager)) return;
    this.shipping.add(update, this.reached.seq);
    this.condition.become(this.joined ? "sending" : "offline");
  };

  private readonly stored = ({ document, after, seq, update, from }: Stored): void => {
    if (document !== this.link.documentId) return;
    this.reached.move(after, seq);
    Y.applyUpdate(this.doc, fromBase64(update), REMOTE);
    for (const [client, number] of from) if (client === this.client) this.shipping.arrived(number);
    this.settle();
    // Something before it is missing here: compare with the server.
    if (this.doc.store.pendingStructs || this.doc.store.pendingDs) this.join();
  };

  private settle(): void {
    if (this.joined && this.shipping.idle && this.saving === "sending") this.condition.become("saved");
  }

  private refused({ refused, why }: Refusal): void {
    if (why === "resync") this.join();
    else if (why === "slow") setTimeout(this.join, BREATH);
    else void this.setAside(refused);
  }

  /** Keep the words that were not taken for their author, and begin again from the server. */
  private async setAside(sentence: string): Promise<void> {
    if (this.settingAside) return;
    this.settingAside = true;
    try {
      await this.beginAnew(sentence);
    } finally {
      this.settingAside = false;
    }
  }

  private async beginAnew(sentence: string): Promise<void> {
    this.joined = false;
    this.shipping.forget();
    this.allow("read", null); // nothing is written into the new text before it is joined
    this.condition.become("refused", sentence);
    let state: Uint8Array;
    try {
      state = await fetchState(this.link);
    } catch {
      this.lose();
      setTimeout(this.join, PATIENCE); // the server will refuse the same, and this begins again
      return;
    }
    const fresh = new Y.Doc();
    Y.applyUpdate(fresh, state, REMOTE);
    this.doc.off("update", this.wrote);
    this.doc = fresh;
    fresh.on("update", this.wrote);
    this.client = 0; // the refused changes must never share a name with later ones
    this.link.start(fresh, sentence);
    this.join();
  }

  private allow(can: Can, sentence: string | null): void {
    this.can = can;
    this.link.hearing.can?.(can, sentence);
  }

  private readonly heardEnd = ({ document, can, refused }: { document: number; can: Can; refused: string }): void => {
    if (document !== this.link.documentId) return;
    const unsent = !this.shipping.idle;
    this.allow(can, refused);
    if (can !== "write" && unsent) void this.setAside(refused);
  };

  /** Its person has been given a part in the text since it joined. */
  private readonly heardGain = ({ document }: { document: number }): void => {
    if (document === this.link.documentId && this.joined) this.join();
  };

  private readonly heardRefusal = (heard: Refusal & { document: number; client: number }): void => {
    if (heard.document === this.link.documentId && heard.client === this.client) this.refused(heard);
  };

  private readonly heardHere = ({ document, people, watching }: Here): void => {
    if (document !== this.link.documentId) return;
    const named = people.map((one) => (one.key === this.key ? { ...one, mine: true } : one));
    this.link.hearing.people?.(named, watching ?? 0);
  };

  private readonly heardSalvage = ({ document, block, words }: { document: number; block: string; words: string }): void => {
    if (document === this.link.documentId) this.link.hearing.salvaged?.(block, words);
  };

  private readonly lose = (reason?: unknown): void => {
    this.joined = false;
    this.condition.lose(this.shipping.idle);
    // Socket.IO comes back by itself, except after the server has ended the socket.
    if (reason === "io server disconnect") this.comeBack();
  };

  /** The browser says that there is no net. */
  private readonly cut = (): void => this.condition.become("offline");

  /** Something did not come back in time: it is said, and the line is tried. */
  private doubt(): void {
    this.condition.become("offline");
    this.join();
  }

  private reconnect(): void {
    this.condition.become("offline");
    this.link.socket.disconnect();
    this.comeBack();
  }

  /** Not everybody at once: a server with too much to do would get even more. */
  private comeBack(): void {
    setTimeout(() => this.over || this.link.socket.connect(), BREATH * (1 + Math.random()));
  }

  private readonly failed = (error: Error): void => {
    if (this.link.socket.active) this.lose();
    else this.end(error.message);
  };

  private end(sentence: string | null = null): void {
    this.over = true;
    this.joined = false;
    this.condition.found();
    if (this.can !== "read") this.allow("read", sentence);
    this.condition.become("ended", sentence);
  }

  private readonly heard: Record<string, (sent: any) => void> = {
    connect: this.join,
    disconnect: this.lose,
    connect_error: this.failed,
    "draft:updates": this.stored,
    "draft:refused": this.heardRefusal,
    "draft:here": this.heardHere,
    "draft:salvaged": this.heardSalvage,
    "draft:ended": this.heardEnd,
    "draft:gained": this.heardGain,
  };
}
