/** Where others are in the text: their cursors and selections, and telling them of ours. */
import { type EditorState, Plugin, PluginKey, type Transaction } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import * as Y from "yjs";

import { isRemote } from "./binding.ts";
import type { Person } from "./contract.ts";
import { fromRelative, toRelative } from "./places.ts";
import type { Blocks } from "./reading.ts";

/** Colours there are for cursors: classes cur-1, cur-2, … */
const COLOURS = 4;
/** Milliseconds between two messages about our own cursor: 5 a second. */
const EVERY = 200;
/** Milliseconds without a movement after which somebody counts as away. */
const STILL = 60_000;

const cursorsKey = new PluginKey<DecorationSet>("cursors");

export interface CursorOptions {
  /** The text as it is stored; it may be replaced by another. */
  blocks(): Blocks;
  /** Our own place: a block's id ("" for none), JSON for the others' pages, and whether we are still there. */
  tell(block: string, at: string, idle: 0 | 1): void;
}

/** Decorations for everybody in the list but ourselves, and word of our own place. */
export function cursors(options: CursorOptions): Plugin<DecorationSet> {
  let people: readonly Person[] = [];
  return new Plugin<DecorationSet>({
    key: cursorsKey,
    state: {
      init: () => DecorationSet.empty,
      apply: (tr, shown) => {
        const told = tr.getMeta(cursorsKey) as readonly Person[] | undefined;
        people = told ?? people;
        return told || isRemote(tr) ? drawn(people, options.blocks(), tr) : shown.map(tr.mapping, tr.doc);
      },
    },
    props: { decorations: (state) => cursorsKey.getState(state) },
    view: (view) => {
      const telling = new Telling(options, () => view.state);
      return {
        update: (_, before) => {
          if (!before.selection.eq(view.state.selection) || before.doc !== view.state.doc) telling.moved();
        },
        destroy: () => telling.stop(),
      };
    },
  });
}

/** A transaction that shows these people. */
export function showPeople(tr: Transaction, people: readonly Person[]): Transaction {
  return tr.setMeta(cursorsKey, people).setMeta("addToHistory", false);
}

function drawn(people: readonly Person[], blocks: Blocks, tr: Transaction): DecorationSet {
  const found = people.filter((one) => !one.mine).flatMap((one) => decorationsOf(one, blocks, tr));
  return DecorationSet.create(tr.doc, found);
}

function decorationsOf(person: Person, blocks: Blocks, tr: Transaction): Decoration[] {
  const place = placeOf(person.at, blocks, tr);
  if (!place) return [];
  const colour = (person.client % COLOURS) + 1;
  const [from, to] = [Math.min(place.anchor, place.head), Math.max(place.anchor, place.head)];
  const cursor = Decoration.widget(place.head, () => flag(person, colour), {
    key: `${person.key}:${person.name}:${Boolean(person.idle)}`,
    side: 10,
    ignoreSelection: true,
  });
  if (from === to) return [cursor];
  return [Decoration.inline(from, to, { class: `cur-sel cur-sel-${colour}` }), cursor];
}

function flag(person: Person, colour: number): HTMLElement {
  const cursor = document.createElement("span");
  cursor.className = `cur cur-${colour}`;
  cursor.setAttribute("aria-hidden", "true");
  cursor.contentEditable = "false";
  cursor.dataset.person = person.key;
  if (person.idle) cursor.dataset.idle = "";
  const name = document.createElement("span");
  name.className = "cur-n";
  name.textContent = person.name;
  cursor.append(name);
  return cursor;
}

/** Another page said it, so it may be anything: what is no place in this text is passed over. */
function placeOf(at: string, blocks: Blocks, tr: Transaction): { anchor: number; head: number } | null {
  try {
    const told = JSON.parse(at) as { anchor: unknown; head: unknown };
    const anchor = fromRelative(blocks, tr.doc, Y.createRelativePositionFromJSON(told.anchor));
    const head = fromRelative(blocks, tr.doc, Y.createRelativePositionFromJSON(told.head));
    return anchor === null || head === null ? null : { anchor, head };
  } catch {
    return null; // not JSON, or of another shape: somebody else's mistake, no error of this page
  }
}

class Telling {
  private readonly options: CursorOptions;
  private readonly state: () => EditorState;
  private last = "";
  private soon: ReturnType<typeof setTimeout> | undefined;
  private still: ReturnType<typeof setTimeout> | undefined;

  constructor(options: CursorOptions, state: () => EditorState) {
    this.options = options;
    this.state = state;
  }

  moved(): void {
    this.soon ??= setTimeout(() => this.tell(0), EVERY);
    clearTimeout(this.still);
    this.still = setTimeout(() => this.tell(1), STILL);
  }

  stop(): void {
    clearTimeout(this.soon);
    clearTimeout(this.still);
  }

  private tell(idle: 0 | 1): void {
    this.soon = undefined;
    const { doc, selection } = this.state();
    const blocks = this.options.blocks();
    const [anchor, head] = [toRelative(blocks, doc, selection.anchor), toRelative(blocks, doc, selection.head)];
    const block = anchor && head ? String(selection.$head.node(1).attrs.id) : "";
    const at = block ? JSON.stringify({ anchor, head }) : "";
    const said = `${block} ${at} ${idle}`;
    if (said === this.last) return;
    this.last = said;
    this.options.tell(block, at, idle);
  }
}
