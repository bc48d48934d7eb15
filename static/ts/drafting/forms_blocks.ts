/** The forms for tables, figures, and what belongs to a block besides its words. */
import { NodeSelection } from "prosemirror-state";

import { type Dialog, field } from "./dialogs.ts";
import { blockHere, describe, putAfter } from "./kinds.ts";
import { type Desk, token } from "./page.ts";
import { schema } from "./schema.ts";

/** Attributes that the form "About this paragraph" shows for some kinds. */
const WORDED = ["addressees", "from", "caption"] as const;

/** Table, figure, and language, direction and names. */
export function blockForms(desk: Desk): Record<"table" | "figure" | "about", Dialog> {
  return { table: tableForm(desk), figure: figureForm(desk), about: aboutForm(desk) };
}

function tableForm({ view }: Desk): Dialog {
  return {
    open: () => null,
    act: (_, form) => {
      const rows = within(field(form, "rows").valueAsNumber, 100);
      const columns = within(field(form, "columns").valueAsNumber, 20);
      if (!rows || !columns) return "A table has 1 to 100 rows and 1 to 20 columns.";
      const block = emptyTable(rows, columns, field(form, "header").checked);
      putAfter(block, 3)(view.state, view.dispatch);
      return true;
    },
  };
}

function emptyTable(rows: number, columns: number, header: boolean) {
  const cells = (kind: string) => Array.from({ length: columns }, () => schema.nodes[kind]!.create());
  const all = Array.from({ length: rows }, (_, row) =>
    schema.nodes.table_row!.create(null, cells(header && row === 0 ? "table_header" : "table_cell")),
  );
  return schema.nodes.table!.create(null, all);
}

function within(value: number, most: number): number {
  return Number.isInteger(value) && value >= 1 && value <= most ? value : 0;
}

function figureForm(desk: Desk): Dialog {
  const { view } = desk;
  const present = () => {
    const { selection } = view.state;
    const here = selection instanceof NodeSelection ? selection.node : blockHere(view.state)?.node;
    return here?.type.name === "figure" ? here : null;
  };
  return {
    open: (form) => {
      const figure = present();
      form.querySelector<HTMLElement>("[data-only-new]")!.hidden = figure !== null;
      field(form, "picture").value = "";
      field(form, "alt").value = String(figure?.attrs.alt ?? "");
      field(form, "caption").value = String(figure?.attrs.caption ?? "");
      return null;
    },
    act: async (_, form) => {
      const [alt, caption] = [field(form, "alt").value.trim(), field(form, "caption").value.trim()];
      if (!alt) return "Say in words what the figure shows, for those who cannot see it.";
      if (present()) return describe({ alt, caption })(view.state, view.dispatch);
      const picture = field(form, "picture").files?.[0];
      if (!picture) return "Choose a picture.";
      const sent = await upload(desk, picture);
      if ("refused" in sent) return sent.refused;
      putAfter(schema.nodes.figure!.create({ file: sent.file, alt, caption }), 0)(view.state, view.dispatch);
      return true;
    },
  };
}

/** The picture's name in the text, or why it was not taken. */
async function upload(desk: Desk, picture: File): Promise<{ file: string } | { refused: string }> {
  const body = new FormData();
  body.set("csrf_token", token());
  body.set("picture", picture);
  try {
    const address = `/documents/${desk.facts.documentId}/figures`;
    const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json", "X-Fragment": "1" } });
    const said = (await answer.json()) as { file?: string; sentence?: string };
    if (said.file) return { file: said.file };
    return { refused: said.sentence ?? "The picture was not taken." };
  } catch {
    return { refused: "The picture could not be sent. Try again when the line is back." };
  }
}

function aboutForm({ view }: Desk): Dialog {
  return {
    open: (form) => {
      const here = blockHere(view.state);
      if (!here) return "Go into a paragraph first.";
      const option = optionHere(view.state);
      for (const row of form.querySelectorAll<HTMLElement>("[data-of]")) {
        row.hidden = row.dataset.of !== here.node.type.name && !(row.dataset.of === "option" && option);
      }
      for (const name of WORDED) field(form, name).value = String(here.node.attrs[name] ?? "");
      field(form, "label").value = String(option?.label ?? "");
      field(form, "lang").value = String(here.node.attrs.lang ?? "");
      for (const one of form.querySelectorAll<HTMLInputElement>("[name=dir]")) one.checked = one.value === (here.node.attrs.dir ?? "");
      return null;
    },
    act: (_, form) => {
      const here = blockHere(view.state);
      if (!here) return "Go into a paragraph first.";
      const given = new FormData(form);
      const attrs: Record<string, unknown> = { lang: given.get("lang") || null, dir: given.get("dir") || null };
      for (const name of WORDED) if (name in here.node.attrs) attrs[name] = String(given.get(name)).trim();
      describe(attrs)(view.state, view.dispatch);
      const option = optionHere(view.state);
      if (option) view.dispatch(view.state.tr.setNodeAttribute(option.at, "label", String(given.get("label")).trim()));
      return true;
    },
  };
}

function optionHere(state: Desk["view"]["state"]): { at: number; label: string } | null {
  const { $from } = state.selection;
  if ($from.depth < 2 || $from.node(2).type.name !== "option") return null;
  return { at: $from.before(2), label: String($from.node(2).attrs.label) };
}
