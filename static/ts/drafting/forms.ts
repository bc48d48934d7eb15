/**
 * How each node and mark of the text is written as HTML, and which HTML is read as it: what
 * the editor shows, and what copying and pasting carries. Tags say what a thing is, with
 * `data-…` for what HTML has no word for.
 */
import type { Attrs, DOMOutputSpec, TagParseRule } from "prosemirror-model";

import { fits } from "./values.ts";

/** `show` gives tag, attributes and 0 where the content goes; `read` the other way round. */
export interface Form {
  show(attrs: Attrs): DOMOutputSpec;
  readonly read?: readonly TagParseRule[];
}

type Read = (element: HTMLElement) => Record<string, unknown>;

/** A rule that takes of what `read` finds only what the model allows. */
function rule(tag: string, read: Read = () => ({}), more: Partial<TagParseRule> = {}): TagParseRule {
  const getAttrs = (element: HTMLElement) => {
    const found = { ...common(element), ...read(element) };
    return Object.fromEntries(Object.entries(found).filter(([name, value]) => fits(name, value)));
  };
  return { tag, getAttrs, ...more };
}

function common(element: HTMLElement): Record<string, unknown> {
  return { id: element.dataset.id, lang: element.lang, dir: element.dir };
}

/** Attributes for HTML: what is null, false or empty is left away. */
function shown(attrs: Record<string, unknown>): Record<string, string> {
  const said = Object.entries(attrs).filter(([, value]) => value !== null && value !== false && value !== "");
  return Object.fromEntries(said.map(([name, value]) => [name, String(value)]));
}

function block(tag: string, kind?: string, more: (attrs: Attrs) => Record<string, unknown> = () => ({})) {
  return (attrs: Attrs): DOMOutputSpec => [
    tag,
    shown({ "data-kind": kind ?? null, lang: attrs.lang, dir: attrs.dir, ...more(attrs) }),
    0,
  ];
}

const listed = (element: HTMLElement): Record<string, unknown> => {
  const list = element.closest("ol, ul");
  let level = 0;
  for (let up: Element | null | undefined = list; up; up = up.parentElement?.closest("ol, ul")) level += 1;
  const first = list?.querySelector(":scope > li") === element;
  const start = list instanceof HTMLOListElement && first && list.start !== 1 ? list.start : null;
  return {
    list: element.dataset.list ?? (list?.localName === "ol" ? "ordered" : "bullet"),
    level: Number(element.dataset.level ?? Math.max(1, level)),
    start: element.dataset.start === undefined ? start : Number(element.dataset.start),
    continues: "continues" in element.dataset,
    quoted: "quoted" in element.dataset,
  };
};

const spans = (attrs: Attrs): Record<string, string> =>
  shown({ colspan: attrs.colspan > 1 ? attrs.colspan : null, rowspan: attrs.rowspan > 1 ? attrs.rowspan : null });
const cell = (element: HTMLElement): Record<string, unknown> => ({
  colspan: (element as HTMLTableCellElement).colSpan,
  rowspan: (element as HTMLTableCellElement).rowSpan,
});
const worded = (name: string, kind: string): Form => ({
  show: block("p", kind, (attrs) => ({ [`data-${name}`]: attrs[name] })),
  read: [rule(`[data-kind=${kind}]`, (element) => ({ [name]: element.dataset[name] }))],
});
const plain = (tag: string, kind: string): Form => ({
  show: block(tag, kind),
  read: [rule(`[data-kind=${kind}]`)],
});

/** By the names of consensus/schema.json. A kind that is not here is a `div[data-kind]`. */
export const FORMS: Readonly<Record<string, Form>> = {
  recommendation: worded("addressees", "recommendation"),
  collected_view: worded("from", "collected_view"),
  key_finding: plain("p", "key_finding"),
  issue_to_explore: plain("p", "issue_to_explore"),
  note: plain("p", "note"),
  paragraph: { show: block("p"), read: [rule("p", undefined, { priority: 40 })] },
  heading: {
    show: (attrs) => block(`h${Math.min(Number(attrs.level) || 2, 6)}`)(attrs),
    read: [1, 2, 3, 4, 5, 6].map((level) => rule(`h${level}`, () => ({ level }))),
  },
  list_item: {
    show: block("div", "list_item", (attrs) => ({
      "data-list": attrs.list,
      "data-level": attrs.level,
      "data-start": attrs.start,
      "data-continues": attrs.continues,
      "data-quoted": attrs.quoted,
    })),
    read: [rule("[data-kind=list_item]", listed), rule("li", listed)],
  },
  quotation: { show: block("blockquote"), read: [rule("blockquote")] },
  table: {
    show: (attrs) => [
      "table",
      shown({ "data-caption": attrs.caption, lang: attrs.lang, dir: attrs.dir }),
      ["tbody", 0],
    ],
    read: [rule("table", (element) => ({ caption: element.dataset.caption ?? element.querySelector("caption")?.textContent?.trim() }))],
  },
  table_row: { show: () => ["tr", {}, 0], read: [{ tag: "tr" }] },
  table_cell: { show: (attrs) => ["td", spans(attrs), 0], read: [rule("td", cell)] },
  table_header: { show: (attrs) => ["th", spans(attrs), 0], read: [rule("th", cell)] },
  figure: {
    show: (attrs) => ["figure", shown({ "data-file": attrs.file, "data-alt": attrs.alt, "data-caption": attrs.caption, lang: attrs.lang, dir: attrs.dir })],
    read: [rule("figure[data-file]", (element) => ({ file: element.dataset.file, alt: element.dataset.alt, caption: element.dataset.caption }))],
  },
  options: { show: block("div", "options"), read: [rule("[data-kind=options]")] },
  option: {
    show: (attrs) => ["p", shown({ "data-kind": "option", "data-label": attrs.label }), 0],
    read: [rule("[data-kind=option]", (element) => ({ label: element.dataset.label }))],
  },
  hard_break: { show: () => ["br", {}], read: [{ tag: "br" }] },
  footnote: {
    show: (attrs) => ["sup", { "data-note": String(attrs.note) }],
    read: [{ ...rule("sup[data-note]", (element) => ({ note: element.dataset.note })), priority: 60 }],
  },
};

const mark = (tag: string, ...others: string[]): Form => ({
  show: () => [tag, 0],
  read: [tag, ...others].map((one) => ({ tag: one })),
});

export const MARK_FORMS: Readonly<Record<string, Form>> = {
  link: {
    show: (attrs) => ["a", { href: String(attrs.href), rel: "noreferrer nofollow" }, 0],
    read: [required("a[href]", "href")],
  },
  strong: mark("strong", "b"),
  em: mark("em", "i"),
  underline: mark("u"),
  strike: mark("s", "del", "strike"),
  sup: mark("sup"),
  sub: mark("sub"),
  abbr: { show: (attrs) => ["abbr", { title: String(attrs.title) }, 0], read: [required("abbr[title]", "title")] },
  code: mark("code"),
};

/** A mark that is nothing without its attribute. */
function required(tag: string, name: string): TagParseRule {
  const getAttrs = (element: HTMLElement) => {
    const value = element.getAttribute(name);
    return fits(name, value) ? { [name]: value } : false;
  };
  return { tag, getAttrs };
}
