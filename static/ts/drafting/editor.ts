/** The editor on the page: one field for the whole text, its blocks told apart by name. */
import { gapCursor } from "prosemirror-gapcursor";
import { keymap } from "prosemirror-keymap";
import { type EditorState, Plugin, Selection } from "prosemirror-state";
import { EditorView, type NodeViewConstructor } from "prosemirror-view";

import { BlockViews } from "./block_view.ts";
import type { Can } from "./contract.ts";
import { finding } from "./finding.ts";
import { FootnoteViews, OptionView } from "./inline_views.ts";
import { numbering, numbersKey } from "./numbering.ts";
import { type Facts, type Tools, place } from "./page.ts";
import { pasting } from "./paste.ts";
import { schema } from "./schema.ts";
import { typing } from "./typing.ts";

/** What is on the screen, by block and by footnote mark. */
export interface Screen {
  readonly blocks: BlockViews;
  readonly footnotes: FootnoteViews;
}

/** What the page does when a key is pressed that is no typing; true: it did something. */
export type PageKeys = Readonly<Record<string, () => boolean>>;

/** Nothing on the screen yet. */
export function newScreen(facts: Facts): Screen {
  const pictures = (file: string) => `/documents/${facts.documentId}/figures/${file}`;
  return { blocks: new BlockViews(pictures), footnotes: new FootnoteViews() };
}

/** The page's own plugins, in the order in which keys are offered to them. */
export function pagePlugins(screen: Screen, tools: Tools, keys: PageKeys): Plugin[] {
  const bound = Object.fromEntries(Object.entries(keys).map(([key, act]) => [key, () => act()]));
  return [whereTheCursorIs(), keymap(bound), ...typing(), pasting(tools), gapCursor(), finding(), numbering(), renumbering(screen)];
}

/**
 * A key acts where the cursor is on the screen. Browsers tell a page of a moved cursor some time
 * after the key that moved it; on a busy machine the next key can come first.
 */
function whereTheCursorIs(): Plugin {
  const keydown = (view: EditorView): boolean => {
    if (!view.composing) view.dom.ownerDocument.dispatchEvent(new Event("selectionchange"));
    return false;
  };
  return new Plugin({ props: { handleDOMEvents: { keydown } } });
}

/** Put the editor in the place of the text that the server sent. */
export function showEditor(state: EditorState, mode: () => Can, screen: Screen, facts: Facts): EditorView {
  const mount = place("ed");
  const view = new EditorView({ mount }, {
    state,
    editable: () => mode() === "write",
    nodeViews: nodeViews(screen),
    scrollMargin: { top: 140, bottom: 60, left: 0, right: 0 },
    scrollThreshold: { top: 120, bottom: 40, left: 0, right: 0 },
    attributes: () => attributesFor(mode() === "write", facts),
  });
  mount.addEventListener("click", (event) => followNote(event, view));
  return view;
}

function attributesFor(writes: boolean, facts: Facts): Record<string, string> {
  const said = { class: "ed", lang: facts.language, dir: facts.direction, "aria-label": "Text of the draft" };
  if (!writes) return { ...said, role: "group" };
  return { ...said, role: "textbox", "aria-multiline": "true", "aria-describedby": "ed-note", spellcheck: "true" };
}

function nodeViews(screen: Screen): Record<string, NodeViewConstructor> {
  const all: Record<string, NodeViewConstructor> = {};
  for (const [name, type] of Object.entries(schema.nodes)) {
    if (type.isInGroup("block")) all[name] = screen.blocks.show;
  }
  all.footnote = screen.footnotes.show;
  all.option = (node) => new OptionView(node);
  return all;
}

/** So many blocks are numbered anew in one go: a long text must not hold up a key. */
const AT_ONCE = 200;

/** Labels in the gutter and numbers of notes follow the text. */
function renumbering(screen: Screen): Plugin {
  return new Plugin({
    view: () => {
      let waiting: Renumbered[] = [];
      let frame = 0;
      const go = (view: EditorView): void => {
        for (const one of waiting.splice(0, AT_ONCE)) one.number(view);
        frame = waiting.length > 0 ? requestAnimationFrame(() => go(view)) : 0;
      };
      return {
        update: (view, before) => {
          if (numbersKey.getState(before) === numbersKey.getState(view.state)) return;
          waiting = [...screen.footnotes.all, ...screen.blocks.all.values()];
          frame ||= requestAnimationFrame(() => go(view));
        },
        destroy: () => cancelAnimationFrame(frame),
      };
    },
  });
}

interface Renumbered {
  number(view: EditorView): void;
}

/** A click on a footnote mark goes to the note. */
function followNote(event: MouseEvent, view: EditorView): void {
  const mark = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a.fnref") : null;
  if (!mark) return;
  event.preventDefault();
  const id = decodeURIComponent(mark.hash.slice(1));
  goToBlock(view, id);
}

/** Bring a block into view and, where one may write, put the cursor at its beginning. */
export function goToBlock(view: EditorView, id: string): boolean {
  const element = document.getElementById(id);
  if (!element || !view.dom.contains(element)) return false;
  let at = -1;
  view.state.doc.forEach((node, offset) => {
    if (node.attrs.id === id) at = offset;
  });
  if (at >= 0 && view.editable) {
    view.dispatch(view.state.tr.setSelection(Selection.near(view.state.doc.resolve(at + 1))));
    view.focus();
  }
  element.scrollIntoView({ block: "center" });
  return true;
}
