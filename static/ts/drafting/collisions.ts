/**
 * Two known limits of the shared text, seen at both pages: when two people divide a paragraph
 * at once its end is there twice, and words written in a part that somebody moves to a new
 * paragraph stay behind (collab.md 7). Nothing is undone; the two are told.
 */
import * as Y from "yjs";

import { LOCAL } from "./binding.ts";
import type { Collision } from "./contract.ts";
import type { Wrote } from "./local.ts";
import type { Blocks } from "./reading.ts";
import { blockIdOf } from "./places.ts";

/** Milliseconds within which two deeds count as done at once. */
const AT_ONCE = 5_000;

export class Collisions {
  private readonly edited = new Map<string, number>();
  private readonly divided = new Map<string, { at: number; into: string }>();
  private readonly said = new Map<string, number>();
  private readonly tell: (collision: Collision) => void;
  private blocks: Blocks | null = null;

  constructor(tell: (collision: Collision) => void) {
    this.tell = tell;
  }

  watch(blocks: Blocks): void {
    this.stop();
    this.blocks = blocks;
    blocks.observeDeep(this.heard);
  }

  stop(): void {
    this.blocks?.unobserveDeep(this.heard);
    this.blocks = null;
  }

  /** This page wrote something. */
  wrote({ edited, split }: Wrote): void {
    const now = Date.now();
    for (const [into, from] of split) this.divided.set(from, { at: now, into });
    const divided = new Set(split.values());
    for (const id of edited) if (!divided.has(id)) this.edited.set(id, now);
  }

  private readonly heard = (events: Y.YEvent<any>[], transaction: Y.Transaction): void => {
    if (transaction.origin === LOCAL || transaction.origin instanceof Y.UndoManager || !this.blocks) return;
    for (const event of events) {
      if (event.target === (this.blocks as unknown)) this.arrived(event, transaction);
      else if (event.target instanceof Y.XmlText) this.typed(event);
    }
  };

  /** Somebody's new block, cut from one that this page worked in. */
  private arrived(event: Y.YEvent<any>, transaction: Y.Transaction): void {
    for (const [id, { action }] of event.keys) {
      const entry = this.blocks!.get(id);
      const from = entry?.get("f");
      const mine = entry?._item?.id.client === transaction.doc.clientID;
      if (action !== "add" || typeof from !== "string" || mine) continue;
      const own = this.divided.get(from);
      if (own && isRecent(own.at)) this.say({ kind: "splits", ids: [from, own.into, id] });
      else if (isRecent(this.edited.get(from))) this.say({ kind: "typing", ids: [from, id] });
    }
  }

  /** Somebody's words at the end of a block that this page has just divided. */
  private typed(event: Y.YEvent<any>): void {
    const id = blockIdOf(this.blocks!, event.target);
    const own = id === null ? undefined : this.divided.get(id);
    if (!own || !isRecent(own.at)) return;
    let at = 0;
    let end = -1;
    for (const op of event.delta) {
      if (typeof op.insert === "string") end = at += op.insert.length;
      else at += op.retain ?? 0;
    }
    const text = event.target as Y.XmlText;
    if (end === text.length) this.say({ kind: "typing", ids: [id!, own.into] });
  }

  private say(collision: Collision): void {
    const key = JSON.stringify(collision);
    if (isRecent(this.said.get(key))) return;
    this.said.set(key, Date.now());
    this.tell(collision);
  }
}

function isRecent(at: number | undefined): boolean {
  return at !== undefined && Date.now() - at < AT_ONCE;
}
