/** What the tools and keys do to the text, by the names that the page's buttons carry. */
import { deleteSelection, toggleMark } from "prosemirror-commands";
import { Fragment, type MarkType } from "prosemirror-model";
import { type Command, type EditorState, NodeSelection, TextSelection } from "prosemirror-state";
import {
  addColumnAfter,
  addColumnBefore,
  addRowAfter,
  addRowBefore,
  deleteColumn,
  deleteRow,
  toggleHeader,
} from "prosemirror-tables";

import { NEW_NOTE } from "./identity.ts";
import { blockHere, nameOfKind, nest, putAfter, setKind } from "./kinds.ts";
import { newBlockId } from "./remote.ts";
import { schema } from "./schema.ts";

const MARKS = ["strong", "em", "underline", "strike", "sup", "sub", "code"];

const hardBreak: Command = (state, dispatch) => {
  if (!state.selection.$from.parent.inlineContent) return false;
  dispatch?.(state.tr.replaceSelectionWith(schema.nodes.hard_break!.create()).scrollIntoView());
  return true;
};

const clearMarks: Command = (state, dispatch) => {
  const { from, to, empty } = state.selection;
  if (empty) return false;
  dispatch?.(state.tr.removeMark(from, to));
  return true;
};

/** A mark where the selection ends and its note after all others; the cursor goes to the note. */
const footnote: Command = (state, dispatch) => {
  const { $to } = state.selection;
  if (!$to.parent.inlineContent || $to.node(1).type.name === "note") return false;
  if (!dispatch) return true;
  const id = newBlockId();
  const tr = state.tr.setMeta(NEW_NOTE, id);
  tr.insert($to.pos, schema.nodes.footnote!.create({ note: id }));
  const end = tr.doc.content.size;
  tr.insert(end, schema.nodes.note!.create({ id }));
  dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(end + 1))).scrollIntoView());
  return true;
};

const options: Command = (state, dispatch) => {
  const one = (label: string) => schema.nodes.option!.create({ label });
  const block = schema.nodes.options!.create(null, [one("Option A"), one("Option B")]);
  return putAfter(block, 2)(state, dispatch);
};

const addAfter: Command = (state, dispatch) => putAfter(schema.nodes.paragraph!.create())(state, dispatch);

/** Take the present block out of the text; the record keeps it. */
const removeBlock: Command = (state, dispatch) => {
  const here = blockHere(state);
  if (!here) return false;
  if (!dispatch) return true;
  const { tr } = state;
  const end = here.at + here.node.nodeSize;
  if (state.doc.childCount === 1) tr.replaceWith(here.at, end, schema.nodes.paragraph!.create());
  else tr.delete(here.at, end);
  dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(Math.min(here.at, tr.doc.content.size)))).scrollIntoView());
  return true;
};

/** Move the present block over its neighbour; it keeps its id and what was said of it. */
function move(by: 1 | -1): Command {
  return (state, dispatch) => {
    const here = blockHere(state);
    if (!here) return false;
    const index = state.doc.resolve(here.at).index();
    const other = index + by;
    if (other < 0 || other >= state.doc.childCount) return false;
    if (!dispatch) return true;
    const neighbour = state.doc.child(other);
    const start = by === 1 ? here.at : here.at - neighbour.nodeSize;
    const pair = by === 1 ? [neighbour, here.node] : [here.node, neighbour];
    const end = start + here.node.nodeSize + neighbour.nodeSize;
    const tr = state.tr.replaceWith(start, end, Fragment.from(pair));
    const shift = by * neighbour.nodeSize;
    dispatch(tr.setSelection(shifted(state, tr.doc, shift)).scrollIntoView());
    return true;
  };
}

function shifted(state: EditorState, doc: EditorState["doc"], by: number): TextSelection | NodeSelection {
  const { selection } = state;
  if (selection instanceof NodeSelection) return NodeSelection.create(doc, selection.from + by);
  return TextSelection.create(doc, selection.anchor + by, selection.head + by);
}

function nothing(): boolean {
  return false;
}

/** Only inside a table; elsewhere the command is not there. */
function inTable(command: Command): Command {
  return (state, dispatch, view) => (isInTable(state) ? command(state, dispatch, view) : false);
}

/** Whether the cursor is in a cell. */
export function isInTable(state: EditorState): boolean {
  const { $head } = state.selection;
  return $head.depth > 1 && $head.node(1).type.name === "table" && $head.parent.isTextblock;
}

/** What a button's `data-command` does; a command that cannot be done now says false. */
export function commandNamed(name: string): Command {
  const [group, which = ""] = name.split(":");
  if (group === "kind") return setKind(which);
  if (group === "mark" && MARKS.includes(which)) return toggleMark(schema.marks[which] as MarkType);
  return NAMED[name] ?? nothing;
}

/** Whether a button that can be on is on: a mark at the cursor, the kind of the block. */
export function isOn(name: string, state: EditorState): boolean {
  const [group, which = ""] = name.split(":");
  if (group === "kind") {
    const here = blockHere(state);
    return here !== null && nameOfKind(here.node) === which;
  }
  const type = schema.marks[which];
  if (!type) return false;
  const { empty, $from, from, to } = state.selection;
  if (empty) return type.isInSet(state.storedMarks ?? $from.marks()) !== undefined;
  return state.doc.rangeHasMark(from, to, type);
}

const NAMED: Readonly<Record<string, Command>> = {
  indent: nest(1),
  outdent: nest(-1),
  footnote,
  options,
  "hard-break": hardBreak,
  "clear-marks": clearMarks,
  "add-after": addAfter,
  "move-up": move(-1),
  "move-down": move(1),
  "remove-block": removeBlock,
  "delete-selection": deleteSelection,
  "row-before": inTable(addRowBefore),
  "row-after": inTable(addRowAfter),
  "column-before": inTable(addColumnBefore),
  "column-after": inTable(addColumnAfter),
  "delete-row": inTable(deleteRow),
  "delete-column": inTable(deleteColumn),
  "header-row": inTable(toggleHeader("row")),
  "header-column": inTable(toggleHeader("column")),
  "header-cell": inTable(toggleHeader("cell")),
};
