/** What keys and typed signs do inside the text: Enter, Backspace, Tab, "# ", "- ", "> ". */
import { baseKeymap, chainCommands, splitBlock } from "prosemirror-commands";
import { InputRule, inputRules } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import { type Command, Plugin, TextSelection } from "prosemirror-state";
import { goToNextCell } from "prosemirror-tables";

import { commandNamed, isInTable } from "./commands.ts";
import { blockHere, isWords, made, nest, setKind } from "./kinds.ts";

/** Enter where a new paragraph makes no sense: in a cell, a note, an option. */
const breakInside: Command = (state, dispatch) => {
  const { $from } = state.selection;
  if ($from.depth < 1) return false;
  const inWhole = $from.depth > 1 || $from.node(1).type.name === "note";
  return inWhole ? commandNamed("hard-break")(state, dispatch) : false;
};

/** Enter in an empty item goes one level out; in an empty quotation back to a paragraph. */
const leaveEmpty: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  if (!empty || $from.depth !== 1 || $from.parent.content.size > 0) return false;
  if ($from.parent.type.name === "list_item") return nest(-1)(state, dispatch);
  if ($from.parent.type.name === "paragraph") return false;
  return setKind("paragraph")(state, dispatch);
};

/** Enter in an item makes the next item, in a quotation more of it. */
const goOn: Command = (state, dispatch) => {
  const { $from, $to } = state.selection;
  const goesOn = ["list_item", "quotation"].includes($from.parent.type.name);
  if ($from.depth !== 1 || !goesOn || $from.parent !== $to.parent) return false;
  if (!dispatch) return true;
  const { attrs, type } = $from.parent;
  const plain = type.name === "list_item" ? { start: null, continues: false } : {};
  const tr = state.tr.deleteSelection();
  tr.split(tr.mapping.map($from.pos), 1, [{ type, attrs: { ...attrs, ...plain, id: null } }]);
  dispatch(tr.scrollIntoView());
  return true;
};

/** Backspace at the start of an item, quotation and so on makes it plainer before joining. */
const plainer: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  if (!empty || $from.depth !== 1 || $from.parentOffset > 0) return false;
  const { name } = $from.parent.type;
  if (name === "list_item") return nest(-1)(state, dispatch);
  if (["paragraph", "note"].includes(name)) return false;
  return setKind("paragraph")(state, dispatch);
};

function tab(by: 1 | -1): Command {
  return chainCommands(
    (state, dispatch) => isInTable(state) && goToNextCell(by)(state, dispatch),
    (state, dispatch) => {
      // In a list Tab stays in the text even where it can do nothing; Esc leads out.
      const inList = blockHere(state)?.node.type.name === "list_item";
      return nest(by)(state, dispatch) || inList;
    },
  );
}

const KEYS: Record<string, Command> = {
  Enter: chainCommands(breakInside, leaveEmpty, goOn),
  "Shift-Enter": commandNamed("hard-break"),
  "Mod-Enter": commandNamed("add-after"),
  Backspace: plainer,
  Tab: tab(1),
  "Shift-Tab": tab(-1),
  "Mod-b": commandNamed("mark:strong"),
  "Mod-i": commandNamed("mark:em"),
  "Mod-u": commandNamed("mark:underline"),
  "Mod-Alt-0": setKind("paragraph"),
  "Mod-Shift-7": setKind("ordered"),
  "Mod-Shift-8": setKind("bullet"),
  "Mod-Shift-9": setKind("quotation"),
  "Alt-ArrowUp": commandNamed("move-up"),
  "Alt-ArrowDown": commandNamed("move-down"),
};
for (const level of [1, 2, 3, 4]) KEYS[`Mod-Alt-${level}`] = setKind(`heading-${level}`);

/** A sign at the beginning of a paragraph, followed by a space, makes it another kind. */
function sign(pattern: RegExp, kind: (match: RegExpMatchArray) => string): InputRule {
  return new InputRule(pattern, (state, match, start, end) => {
    const here = blockHere(state);
    const $start = state.doc.resolve(start);
    if (!here || $start.depth !== 1 || !isWords(here.node) || here.node.type.name === "note") return null;
    const tr = made(state.tr.delete(start, end), [here], kind(match));
    const first = Number(match[1]);
    if (kind(match) === "ordered" && first > 1) tr.setNodeAttribute(here.at, "start", first);
    return tr;
  });
}

/** Two cells are never taken together by dragging over their border: a cell is a whole. */
const stayInCell = new Plugin({
  appendTransaction: (transactions, _, state) => {
    const { selection } = state;
    if (!(selection instanceof TextSelection) || !transactions.some((tr) => tr.selectionSet)) return null;
    const { $anchor, $head } = selection;
    const parts = Math.max($anchor.depth, $head.depth) > 1 && !$anchor.sameParent($head);
    if (!parts || $anchor.depth < 2) return null;
    const to = $head.pos < $anchor.pos ? $anchor.start() : $anchor.end();
    return state.tr.setSelection(TextSelection.create(state.doc, $anchor.pos, to));
  },
});

/**
 * What a key types goes into the text by a step and not by way of the screen, so that no letter
 * depends on how a paragraph is drawn at that moment. An input method still writes on the
 * screen first; its paragraph is always drawn (`para-on`).
 */
const typed = new Plugin({
  props: {
    handleKeyPress: (view, event) => {
      const one = [...event.key].length === 1;
      if (!one || view.composing || (event.ctrlKey && !event.altKey) || event.metaKey) return false;
      const { from, to } = view.state.selection;
      const step = () => view.state.tr.insertText(event.key, from, to).scrollIntoView();
      if (!view.someProp("handleTextInput", (handle) => handle(view, from, to, event.key, step))) view.dispatch(step());
      return true;
    },
  },
});

/** Input rules and keys, after the page's own keys. */
export function typing(): Plugin[] {
  const rules = [
    sign(/^(#{1,4})\s$/, (match) => `heading-${match[1]!.length}`),
    sign(/^[-*•]\s$/, () => "bullet"),
    sign(/^(\d{1,3})[.)]\s$/, () => "ordered"),
    sign(/^>\s$/, () => "quotation"),
  ];
  return [inputRules({ rules }), keymap(KEYS), keymap({ ...baseKeymap, Enter: chainCommands(baseKeymap.Enter!, splitBlock) }), typed, stayInCell];
}

/** For small editors of one paragraph: marks and line breaks, and nothing that divides it. */
export function typingInside(): Plugin[] {
  const { Enter: _, ...rest } = baseKeymap;
  const only = ["Mod-b", "Mod-i", "Mod-u", "Shift-Enter"];
  const keys = Object.fromEntries(only.map((key) => [key, KEYS[key]!]));
  return [keymap({ ...keys, Enter: commandNamed("hard-break") }), keymap(rest), typed];
}

