/**
 * The closed text model for the editor: consensus/schema.json, which the server reads too,
 * with how each node is shown and recognised when pasted. What the model allows is only in
 * that file; an attribute that pasted markup claims is taken when `fits` says so.
 */
import {
  type AttributeSpec,
  type DOMOutputSpec,
  type MarkSpec,
  type Node,
  type NodeSpec,
  Schema,
} from "prosemirror-model";

import definition from "../../../consensus/schema.json" with { type: "json" };
import { FORMS, MARK_FORMS } from "./forms.ts";
import { fits } from "./values.ts";

/** What the page says on joining; the server refuses pages of another version. */
export const SCHEMA_VERSION: number = definition.version;

/** Kinds that are no run of words: never divided, joined or made another in place. */
export const WHOLE_KINDS: ReadonlySet<string> = new Set(["table", "figure", "options"]);

const TABLE_ROLES: Readonly<Record<string, string>> = {
  table: "table",
  table_row: "row",
  table_cell: "cell",
  table_header: "header_cell",
};
const ISOLATING = new Set([...WHOLE_KINDS, "table_cell", "table_header", "option"]);

/** The one schema of a page. */
export const schema = new Schema({
  nodes: mapped<NodeSpec>(definition.nodes, nodeSpec),
  marks: mapped<MarkSpec>(definition.marks, markSpec),
});

/** The attributes of a node as they are stored: without its id and what is unsaid anyway. */
export function storedAttrs(node: Node): Record<string, unknown> {
  const specs = node.type.spec.attrs ?? {};
  const said = Object.entries(node.attrs).filter(
    ([name, value]) => name !== "id" && value !== null && !same(value, specs[name]?.default),
  );
  return Object.fromEntries(said);
}

/** Two values of JSON, compared by what they hold; the order of names does not matter. */
export function same(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || !one || !other) return false;
  const names = Object.keys(one);
  if (names.length !== Object.keys(other).length) return false;
  return names.every((name) =>
    same((one as Record<string, unknown>)[name], (other as Record<string, unknown>)[name]),
  );
}

type Defined = Record<string, Record<string, unknown>>;

function mapped<S>(
  defined: object,
  spec: (name: string, given: Record<string, unknown>) => S,
): Record<string, S> {
  const pairs = Object.entries(defined as Defined);
  return Object.fromEntries(pairs.map(([name, given]) => [name, spec(name, given)]));
}

function nodeSpec(name: string, given: Record<string, unknown>): NodeSpec {
  const spec: NodeSpec = { ...given, ...attrsSpec(given) };
  const role = TABLE_ROLES[name];
  if (role) spec.tableRole = role;
  if (ISOLATING.has(name)) spec.isolating = true;
  if (name === "hard_break") spec.linebreakReplacement = true;
  if (name === "doc" || name === "text") return spec;
  if (given.group === "block" && !WHOLE_KINDS.has(name)) spec.defining = name !== "paragraph";
  const form = FORMS[name] ?? { show: () => ["div", { "data-kind": name }, 0], read: [] };
  const holds = given.content !== undefined;
  spec.toDOM = (node) => withId(form.show(node.attrs), node.attrs.id, holds);
  spec.parseDOM = [...(form.read ?? []), { tag: `[data-kind=${name}]` }];
  return spec;
}

function markSpec(name: string, given: Record<string, unknown>): MarkSpec {
  const form = MARK_FORMS[name] ?? { show: () => ["span", { "data-mark": name }, 0], read: [] };
  return {
    ...given,
    ...attrsSpec(given),
    inclusive: name !== "link" && name !== "abbr",
    toDOM: (mark) => form.show(mark.attrs) as DOMOutputSpec,
    parseDOM: [...(form.read ?? []), { tag: `[data-mark=${name}]` }],
  };
}

function attrsSpec(given: Record<string, unknown>): { attrs?: Record<string, AttributeSpec> } {
  if (!given.attrs) return {};
  const attrs = mapped<AttributeSpec>(given.attrs, (name, spec) => ({
    ...spec,
    validate: (value: unknown) => {
      if (!(fits(name, value) || ("default" in spec && value === spec.default))) {
        throw new RangeError(`${name} cannot be ${String(value)}`);
      }
    },
  }));
  return { attrs };
}

function withId(shown: DOMOutputSpec, id: unknown, holds: boolean): DOMOutputSpec {
  if (!Array.isArray(shown)) return shown;
  const [tag, attrs, ...rest] = shown as [string, Record<string, unknown>, ...unknown[]];
  const named = typeof id === "string" ? { ...attrs, "data-id": id } : attrs;
  return [tag, named, ...(holds ? rest : [])] as unknown as DOMOutputSpec;
}
