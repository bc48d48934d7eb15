/**
 * Pasting. What was copied in an editor of ours goes in as it is; other markup is read for
 * what it means; plain text becomes a paragraph for each line.
 */
import { Fragment, type Node, Slice } from "prosemirror-model";
import { Plugin } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";

import { blocksOfMarkup } from "./pasted_blocks.ts";
import { withoutStyles } from "./pasted_word.ts";
import type { Tools } from "./page.ts";
import { schema } from "./schema.ts";
import { cleaned } from "./values.ts";

/** Handles what is pasted into the text. */
export function pasting(tools: Tools): Plugin {
  return new Plugin({
    props: {
      handlePaste: (view, event) => pasted(view, event, tools),
      transformPasted: (slice, view) => new Slice(withoutStrayNotes(slice.content, notesIn(view, slice)), slice.openStart, slice.openEnd),
      transformPastedHTML: withoutStyles,
      clipboardTextParser: (text) => slice(linesOf(text)),
      clipboardTextSerializer: (part) => part.content.textBetween(0, part.content.size, "\n\n", (leaf) => (leaf.type.name === "hard_break" ? "\n" : "")),
    },
  });
}

/** For an editor of one paragraph: everything pasted becomes one run of words. */
export function pastingInside(tools: Tools): Plugin {
  return new Plugin({
    props: {
      handlePaste: (view, event, part) => {
        if (pasted(view, event, tools)) return true;
        if (part.content.childCount < 2) return false;
        put(view, part.content.content);
        return true;
      },
      transformPastedHTML: withoutStyles,
      clipboardTextParser: (text) => slice(linesOf(text)),
    },
  });
}

function pasted(view: EditorView, event: ClipboardEvent, tools: Tools): boolean {
  const html = event.clipboardData?.getData("text/html") ?? "";
  if (!html || html.includes("data-pm-slice")) return false; // ours, or plain
  const read = blocksOfMarkup(tools.parseFragment(withoutStyles(html)).body);
  if (read.blocks.length === 0 && read.pictures === 0) return false;
  put(view, read.blocks);
  if (read.pictures > 0) tools.announce(left(read.pictures));
  return true;
}

function left(pictures: number): string {
  const many = pictures === 1 ? "1 picture was" : `${pictures} pictures were`;
  return `${many} left away: put a picture in as a figure, with words for those who cannot see it.`;
}

function put(view: EditorView, blocks: readonly Node[]): void {
  if (blocks.length === 0) return;
  const { $from } = view.state.selection;
  const single = !view.dom.classList.contains("ed");
  const inWhole = single || $from.depth > 1 || $from.parent.type.name === "note";
  const content = inWhole ? [oneRun(blocks)] : blocks;
  const tr = view.state.tr.replaceSelection(slice(content));
  view.dispatch(tr.scrollIntoView().setMeta("paste", true).setMeta("uiEvent", "paste"));
}

/** Joined to the words around it where both ends are words; else as blocks of their own. */
function slice(blocks: readonly Node[]): Slice {
  const [first, last] = [blocks[0], blocks[blocks.length - 1]];
  const plain = (node: Node | undefined) => (node?.type.name === "paragraph" ? 1 : 0);
  if (blocks.length === 1 && first?.isTextblock) return new Slice(Fragment.from(first), 1, 1);
  return new Slice(Fragment.fromArray([...blocks]), plain(first), plain(last));
}

/** In a cell or a note everything is one run of words, divided by line breaks. */
function oneRun(blocks: readonly Node[]): Node {
  const nodes: Node[] = [];
  for (const block of blocks) {
    block.descendants((node) => {
      if (!node.isTextblock) return true;
      if (nodes.length > 0) nodes.push(schema.nodes.hard_break!.create());
      nodes.push(...node.content.content);
      return false;
    });
    if (!block.isTextblock) continue;
    if (nodes.length > 0) nodes.push(schema.nodes.hard_break!.create());
    nodes.push(...block.content.content);
  }
  return schema.nodes.paragraph!.create(null, Fragment.fromArray(nodes));
}

function linesOf(text: string): Node[] {
  const lines = text.replace(/\r\n?/g, "\n").split(/\n+/).map(cleaned);
  const words = lines.filter((line) => line.trim() !== "");
  return words.map((line) => schema.nodes.paragraph!.create(null, schema.text(line)));
}

function notesIn(view: EditorView, part: Slice): Set<string> {
  const notes = new Set<string>();
  const look = (node: Node) => {
    if (node.type.name === "note") notes.add(String(node.attrs.id));
  };
  view.state.doc.forEach(look);
  part.content.forEach(look);
  return notes;
}

/** A mark whose note is in another text would point to nothing. */
function withoutStrayNotes(content: Fragment, notes: ReadonlySet<string>): Fragment {
  const kept: Node[] = [];
  content.forEach((node) => {
    if (node.type.name === "footnote" && !notes.has(String(node.attrs.note))) return;
    kept.push(node.isLeaf ? node : node.copy(withoutStrayNotes(node.content, notes)));
  });
  return Fragment.fromArray(kept);
}
