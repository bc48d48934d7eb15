/** The shared text for a page: `openDraft` and all that belongs to its contract. */
import { EditorState, type Plugin } from "prosemirror-state";
import * as Y from "yjs";

import { Binding, shownText } from "./binding.ts";
import { Collisions } from "./collisions.ts";
import type { Connection } from "./connection.ts";
import type { Can, Draft, DraftOptions, Hearing, Place, Saving } from "./contract.ts";
import { cursors, showPeople } from "./cursors.ts";
import { identity } from "./identity.ts";
import { keptWords } from "./lacking.ts";
import type { Wrote } from "./local.ts";
import { OfflineCopy } from "./offline.ts";
import { Provider, REMOTE } from "./provider.ts";
import { Undoing } from "./undo.ts";
import { fetchState } from "./wire.ts";

export type { Can, Collision, Draft, DraftOptions, Hearing, KeptWords, Person, Place, Saving } from "./contract.ts";
export { bindingKey, isRemote } from "./binding.ts";
export { blockStart } from "./places.ts";
export { newBlockId } from "./remote.ts";
export { SCHEMA_VERSION, WHOLE_KINDS, schema } from "./schema.ts";
export { cleaned, fits, isBlockId, isLink } from "./values.ts";

const RANK: Readonly<Record<Can, number>> = { read: 0, suggest: 1, write: 2 };

/**
 * Open a document's text for a page. Resolves when there is a text to show: the browser's
 * copy, or the server's; rejects when there is neither. Nothing can be written before the
 * server has let the page in (`Hearing.can`).
 */
export async function openDraft<P extends Place>(options: DraftOptions<P>): Promise<Draft<P>> {
  const open = new Open(options);
  await open.begin();
  return open;
}

class Open<P extends Place> implements Draft<P> {
  view!: P;
  private readonly options: DraftOptions<P>;
  private readonly hearing: Hearing;
  private readonly connection: Connection;
  private readonly provider: Provider;
  private readonly binding: Binding;
  private readonly copy: OfflineCopy | null;
  private readonly collisions: Collisions;
  private undoing!: Undoing;
  private doc = new Y.Doc();
  private chosen: Can = "write";

  constructor(options: DraftOptions<P>) {
    this.options = options;
    this.hearing = options.hearing ?? {};
    this.copy = options.account > 0 ? new OfflineCopy(options.documentId, options.account) : null;
    this.collisions = new Collisions((collision) => this.hearing.collision?.(collision));
    this.binding = new Binding(this.doc, {
      mayWrite: () => this.mode === "write",
      beforeWriting: (before) => this.undoing.remember(before),
      wrote: (what) => this.wrote(what),
    });
    this.connection = {
      documentId: options.documentId,
      socket: options.socket,
      origin: options.origin ?? "",
      headers: options.headers ?? {},
      token: options.token,
      hearing: { ...this.hearing, people: (people, watching) => this.showPeople(people, watching) },
      start: (fresh, sentence) => this.startOver(fresh, sentence),
    };
    this.provider = new Provider(this.doc, this.connection);
  }

  async begin(): Promise<void> {
    await this.copy?.open(this.doc, () => this.resync());
    if (this.doc.store.clients.size === 0) await this.loadFirst();
    const plugins = [...this.plugins(), ...(this.options.plugins ?? [])];
    const state = EditorState.create({ doc: shownText(this.doc), plugins });
    this.view = this.options.view(state, () => this.mode);
    this.undoing = new Undoing(this.doc, () => this.view);
    this.collisions.watch(this.binding.blocks);
    this.provider.start();
  }

  /** The first text comes over HTTP, compressed; failing that, joining brings it. */
  private async loadFirst(): Promise<void> {
    try {
      Y.applyUpdate(this.doc, await fetchState(this.connection), REMOTE);
    } catch (error) {
      if (!this.options.socket.connected) throw error;
    }
  }

  private plugins(): Plugin[] {
    const { socket, documentId } = this.options;
    const known = (id: string): string | undefined => this.binding.blocks.get(id)?.get("t") as string | undefined;
    const told = cursors({
      blocks: () => this.binding.blocks,
      tell: (block, at, idle) => {
        if (socket.connected && this.provider.clientId > 0) socket.emit("draft:here", { document: documentId, block, at, idle });
      },
    });
    return [this.binding.plugin, identity(known), told];
  }

  get can(): Can {
    return this.provider.can;
  }

  get mode(): Can {
    return RANK[this.chosen] < RANK[this.can] ? this.chosen : this.can;
  }

  get saving(): Saving {
    return this.provider.saving;
  }

  get me(): { readonly name: string; readonly number: number } | null {
    return this.provider.me;
  }

  get canUndo(): boolean {
    return this.undoing.canUndo;
  }

  get canRedo(): boolean {
    return this.undoing.canRedo;
  }

  setMode(mode: Can): Can {
    this.chosen = mode;
    return this.mode;
  }

  undo(): boolean {
    return this.mode === "write" && this.undoing.undo();
  }

  redo(): boolean {
    return this.mode === "write" && this.undoing.redo();
  }

  endStep(): void {
    this.undoing.endStep();
  }

  resync(): void {
    this.provider.join();
  }

  async leave(): Promise<void> {
    await this.provider.flush();
    this.provider.stop();
    this.collisions.stop();
    this.undoing.destroy();
    this.view.destroy();
    await this.copy?.close();
  }

  private wrote(what: Wrote): void {
    this.collisions.wrote(what);
    if (what.shaped) this.undoing.endStep();
  }

  private showPeople(people: Parameters<NonNullable<Hearing["people"]>>[0], watching: number): void {
    this.view.dispatch(showPeople(this.view.state.tr, people));
    this.hearing.people?.(people, watching);
  }

  /** Show the server's text in place of one with changes that it did not take. */
  private startOver(fresh: Y.Doc, sentence: string): void {
    const words = keptWords(this.doc, fresh);
    this.doc = fresh;
    this.undoing.destroy();
    this.undoing = new Undoing(fresh, () => this.view);
    this.binding.rebind(fresh);
    this.collisions.watch(this.binding.blocks);
    void this.copy?.startOver(fresh);
    this.hearing.kept?.(sentence, words);
  }
}
