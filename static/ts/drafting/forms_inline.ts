/** The forms for links and acronyms: a mark that needs a word beside the chosen letters. */
import type { EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";

import { type Dialog, field } from "./dialogs.ts";
import { schema } from "./schema.ts";
import { fits } from "./values.ts";

interface Wording {
  readonly mark: "link" | "abbr";
  readonly attribute: string;
  readonly choose: string;
  readonly wrong: string;
  tidy(value: string): string;
}

const LINK: Wording = {
  mark: "link",
  attribute: "href",
  choose: "Choose the words of the link first.",
  wrong: "An address starts with https:, http: or mailto:",
  tidy: (value) => (/^[\w.+-]+@[\w.-]+$/.test(value) ? `mailto:${value}` : /^www\./i.test(value) ? `https://${value}` : value),
};
const ABBR: Wording = {
  mark: "abbr",
  attribute: "title",
  choose: "Choose the letters of the acronym first.",
  wrong: "Say what the letters stand for, in at most 300 characters.",
  tidy: (value) => value,
};

/** Link and acronym. */
export function inlineForms(view: EditorView): Record<"link" | "abbr", Dialog> {
  return { link: dialog(view, LINK), abbr: dialog(view, ABBR) };
}

function dialog(view: EditorView, wording: Wording): Dialog {
  const { mark, attribute } = wording;
  return {
    open: (form) => {
      const range = rangeOf(view.state, mark);
      if (!range) return wording.choose;
      field(form, attribute).value = range.value;
      return null;
    },
    act: (what, form) => {
      const value = wording.tidy(field(form, attribute).value.trim());
      if (what === "set" && !fits(attribute, value)) return wording.wrong;
      const range = rangeOf(view.state, mark);
      if (!range) return wording.choose;
      const tr = view.state.tr.removeMark(range.from, range.to, schema.marks[mark]!);
      if (what === "set") tr.addMark(range.from, range.to, schema.marks[mark]!.create({ [attribute]: value }));
      view.dispatch(tr);
      return true;
    },
  };
}

/** What is chosen, or the whole of the mark that the cursor is in. */
function rangeOf(state: EditorState, name: string): { from: number; to: number; value: string } | null {
  const { from, to, empty, $from } = state.selection;
  const type = schema.marks[name]!;
  const here = type.isInSet($from.marks()) ?? ($from.nodeAfter && type.isInSet($from.nodeAfter.marks));
  const value = here ? String(Object.values(here.attrs)[0] ?? "") : "";
  if (!empty) return { from, to, value };
  if (!here) return null;
  let [start, end] = [$from.pos, $from.pos];
  $from.parent.forEach((node, offset) => {
    const at = $from.start() + offset;
    const touches = at <= end && at + node.nodeSize >= start;
    if (here.isInSet(node.marks) && touches) [start, end] = [Math.min(start, at), Math.max(end, at + node.nodeSize)];
  });
  return start < end ? { from: start, to: end, value } : null;
}
