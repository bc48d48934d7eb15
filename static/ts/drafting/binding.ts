/**
 * Ties an editor to the shared text. What is done in the editor is written with the origin
 * `LOCAL`; what anything else writes (others, undo) is shown by the smallest steps.
 *
 * Works with anything that has a state and dispatches, so tests need no screen.
 */
import type { Node } from "prosemirror-model";
import { type EditorState, Plugin, PluginKey, type Transaction } from "prosemirror-state";
import type * as Y from "yjs";

import { type Wrote, Writing } from "./local.ts";
import { type Blocks, blocksOf, orderedIds, readBlock } from "./reading.ts";
import { rebased } from "./rebasing.ts";
import { Catching, type Events, type Touched, blankParagraph, touchedBy } from "./remote.ts";
import { schema } from "./schema.ts";

/** The origin of what this page's editor writes. */
export const LOCAL = { name: "editor" };

/** What the binding needs of an EditorView. */
export interface Showing {
  readonly state: EditorState;
  readonly composing: boolean;
  dispatch(transaction: Transaction): void;
}

interface Shown {
  /** The editor's document right after the last change that came from the shared text. */
  readonly remote: Node | null;
  /** Old id -> new id of blocks that could not keep theirs (identity.ts). */
  readonly replaced: ReadonlyMap<string, string>;
}

export const bindingKey = new PluginKey<Shown>("binding");

/** Marks a transaction as coming from the shared text. */
export function isRemote(transaction: Transaction): boolean {
  return (transaction.getMeta(bindingKey) as { remote?: boolean } | undefined)?.remote === true;
}

/** The text as the editor shows it at first. */
export function shownText(doc: Y.Doc): Node {
  const blocks = blocksOf(doc);
  const nodes = orderedIds(blocks).map((id) => readBlock(id, blocks.get(id)!));
  return schema.nodes.doc!.create(null, nodes.length ? nodes : [blankParagraph()]);
}

export interface BindingOptions {
  /** Whether the page may write; otherwise changes made here are turned away. */
  mayWrite(): boolean;
  /** Something was written here. */
  wrote?(what: Wrote): void;
  /** Something is about to be written; `before` is the editor before it was done. */
  beforeWriting?(before: EditorState): void;
}

/** How long after the end of a composition the browser's last event may come, in ms. */
const SETTLING = 60;

export class Binding {
  readonly plugin: Plugin<Shown>;
  blocks: Blocks;
  private doc: Y.Doc;
  private readonly options: BindingOptions;
  private view: Showing | null = null;
  private base: Node | null = null;
  /** Blocks being composed that others changed meanwhile, as they were before. */
  private readonly held = new Map<string, Node>();

  constructor(doc: Y.Doc, options: BindingOptions) {
    this.doc = doc;
    this.blocks = blocksOf(doc);
    this.options = options;
    this.plugin = this.makePlugin();
  }

  /** Show another document in the same editor; what is not in it is gone from the screen. */
  rebind(doc: Y.Doc): void {
    this.blocks.unobserveDeep(this.heard);
    this.held.clear();
    this.doc = doc;
    this.blocks = blocksOf(doc);
    if (!this.view) return;
    this.blocks.observeDeep(this.heard);
    this.show(new Map([...this.blocks.keys()].map((id) => [id, []])));
  }

  private makePlugin(): Plugin<Shown> {
    return new Plugin<Shown>({
      key: bindingKey,
      state: {
        init: () => ({ remote: null, replaced: new Map() }),
        apply: (tr, shown) => {
          const meta = tr.getMeta(bindingKey) as { remote?: boolean; replaced?: Map<string, string> } | undefined;
          if (!meta) return shown;
          const replaced = meta.replaced ? new Map([...shown.replaced, ...meta.replaced]) : shown.replaced;
          return { remote: meta.remote ? tr.doc : shown.remote, replaced };
        },
      },
      filterTransaction: (tr) => !tr.docChanged || isRemote(tr) || this.options.mayWrite(),
      props: { handleDOMEvents: { compositionend: () => this.settle() } },
      view: (view) => {
        this.view = view;
        this.base = view.state.doc;
        this.blocks.observeDeep(this.heard);
        return { update: (_, before) => this.updated(before), destroy: () => this.destroy() };
      },
    });
  }

  private destroy(): void {
    this.blocks.unobserveDeep(this.heard);
    this.view = null;
  }

  private updated(before: EditorState): void {
    const view = this.view!;
    const shown = bindingKey.getState(view.state)!;
    if (shown.remote && shown.remote !== bindingKey.getState(before)?.remote) this.base = shown.remote;
    const [old, now] = [this.base!, view.state.doc];
    if (old === now) return;
    this.base = now;
    this.options.beforeWriting?.(before);
    const held = new Set(this.held.keys());
    const wrote = this.doc.transact(() => new Writing(this.blocks, old, now, held).write(shown.replaced), LOCAL);
    this.options.wrote?.(wrote);
  }

  private readonly heard = (events: Events, transaction: Y.Transaction): void => {
    if (transaction.origin === LOCAL || !this.view) return;
    const touched = touchedBy(events, this.blocks);
    this.hold(touched);
    this.show(touched);
  };

  private show(touched: Touched): void {
    const view = this.view!;
    const tr = new Catching(view.state, this.blocks, touched, new Set(this.held.keys())).catchUp();
    if (tr.docChanged) view.dispatch(tr.setMeta(bindingKey, { remote: true }).setMeta("addToHistory", false));
  }

  /** A paragraph that is being composed in must not change under the input method. */
  private hold(touched: ReadonlyMap<string, unknown>): void {
    const view = this.view!;
    const { $head } = view.state.selection;
    if (!view.composing || $head.depth === 0) return;
    const block = $head.node(1);
    const id = String(block.attrs.id);
    if (touched.has(id) && !this.held.has(id)) this.held.set(id, block);
  }

  private settle(): false {
    if (this.held.size) setTimeout(() => this.release(), SETTLING);
    return false;
  }

  /** Show what others did meanwhile, with what was composed put where it belongs now. */
  private release(): void {
    const view = this.view;
    if (!view || view.composing) return;
    for (const [id, before] of [...this.held]) {
      this.held.delete(id);
      const entry = this.blocks.get(id);
      let now: Node | null = null;
      view.state.doc.forEach((node) => {
        if (node.attrs.id === id) now = node;
      });
      if (!entry) continue;
      const theirs = readBlock(id, entry);
      const merged = now && rebased(before, now, theirs);
      this.show(new Map([[id, []]]));
      if (merged) this.replace(id, merged);
    }
  }

  private replace(id: string, node: Node): void {
    const view = this.view!;
    view.state.doc.forEach((shown, offset) => {
      if (shown.attrs.id !== id || shown.eq(node)) return;
      const start = shown.content.findDiffStart(node.content);
      const ends = shown.content.findDiffEnd(node.content);
      if (start === null || !ends) return;
      const overlap = Math.max(0, start - Math.min(ends.a, ends.b));
      const at = offset + 1;
      view.dispatch(view.state.tr.replace(at + start, at + ends.a + overlap, node.slice(start, ends.b + overlap)));
    });
  }
}
