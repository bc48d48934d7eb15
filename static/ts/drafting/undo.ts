/**
 * Undo of what this page did, and of nothing else. A block never disappears from the shared
 * document: undoing its creation removes it from the text as any removal does, unless others
 * have written in it meanwhile.
 */
import { type EditorState, TextSelection } from "prosemirror-state";
import * as Y from "yjs";

import { LOCAL, type Showing } from "./binding.ts";
import { fromRelative, toRelative } from "./places.ts";
import { type Blocks, type Entry, blocksOf, isRemoved } from "./reading.ts";

/** Milliseconds within which changes are one step. */
const ONE_STEP = 500;

interface Selected {
  readonly anchor: Y.RelativePosition;
  readonly head: Y.RelativePosition;
}

export class Undoing {
  private readonly manager: Y.UndoManager;
  private readonly blocks: Blocks;
  private readonly view: () => Showing;
  private selected: Selected | null = null;

  constructor(doc: Y.Doc, view: () => Showing) {
    this.blocks = blocksOf(doc);
    this.view = view;
    this.manager = new Y.UndoManager(this.blocks, {
      trackedOrigins: new Set([LOCAL]),
      captureTimeout: ONE_STEP,
      deleteFilter: (item) => this.mayDelete(item),
    });
    this.manager.on("stack-item-added", ({ stackItem }) => {
      if (!stackItem.meta.has("selected")) stackItem.meta.set("selected", this.selected);
    });
    this.manager.on("stack-item-popped", ({ stackItem }) => this.select(stackItem.meta.get("selected") as Selected | null));
  }

  get canUndo(): boolean {
    return this.manager.undoStack.length > 0;
  }

  get canRedo(): boolean {
    return this.manager.redoStack.length > 0;
  }

  /** Remember where the selection is: before each change of the page's own. */
  remember(state: EditorState): void {
    const { doc, selection } = state;
    const anchor = toRelative(this.blocks, doc, selection.anchor);
    const head = toRelative(this.blocks, doc, selection.head);
    this.selected = anchor && head && { anchor, head };
  }

  undo(): boolean {
    this.remember(this.view().state);
    return this.manager.undo() !== null;
  }

  redo(): boolean {
    this.remember(this.view().state);
    return this.manager.redo() !== null;
  }

  endStep(): void {
    this.manager.stopCapturing();
  }

  destroy(): void {
    this.manager.destroy();
  }

  /** Asked of everything that an undo would take away, the latest first. */
  private mayDelete(item: Y.Item): boolean {
    const parent = item.parent as unknown;
    if (parent === this.blocks) return false;
    if (parent instanceof Y.Map) return this.mayDeleteField(item, parent as Entry);
    const content = item.content;
    if (!(content instanceof Y.ContentType)) return true;
    // An empty text is a place to type in, and words of others may be in a row of mine.
    return !(content.type instanceof Y.XmlText) && textIn(content.type) === "";
  }

  private mayDeleteField(item: Y.Item, entry: Entry): boolean {
    const content = entry._map.get("c");
    if (item.parentSub === "d") {
      const created = item.content instanceof Y.ContentAny && item.content.arr[0] === false;
      if (created && !isRemoved(entry) && textIn(entry.get("c")) === "") entry.set("d", this.origin(entry));
      return true;
    }
    if (item.parentSub !== "a") return false;
    return !(content && item.id.client === content.id.client && item.id.clock < content.id.clock);
  }

  /** Undoing a division joins the parts again. */
  private origin(entry: Entry): string | true {
    const from = entry.get("f");
    const source = typeof from === "string" ? this.blocks.get(from) : undefined;
    return source && !isRemoved(source) ? (from as string) : true;
  }

  private select(selected: Selected | null | undefined): void {
    const view = this.view();
    const { doc, tr } = view.state;
    const anchor = selected ? fromRelative(this.blocks, doc, selected.anchor) : null;
    const head = selected ? fromRelative(this.blocks, doc, selected.head) : null;
    if (anchor === null || head === null) return;
    view.dispatch(tr.setSelection(TextSelection.between(doc.resolve(anchor), doc.resolve(head))).scrollIntoView());
  }
}

function textIn(type: unknown): string {
  if (type instanceof Y.XmlText) return (type.toDelta() as { insert: unknown }[]).map((one) => String(one.insert)).join("");
  if (type instanceof Y.XmlElement && type.length === 0 && type.nodeName === "footnote") return "*";
  return type instanceof Y.XmlFragment ? type.toArray().map(textIn).join("") : "";
}
