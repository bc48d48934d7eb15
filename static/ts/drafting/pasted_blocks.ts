/**
 * Markup from Word, Google Docs and web pages as clean blocks of the text. Structure is kept,
 * looks are not, and no words are lost: what is not understood becomes a paragraph.
 */
import { Fragment, type Mark, type Node } from "prosemirror-model";

import { marksIn } from "./pasted_marks.ts";
import { isHeading, isHidden, listedBy, type Listed } from "./pasted_word.ts";
import { schema } from "./schema.ts";
import { cleaned } from "./values.ts";

/** Elements that stand on lines of their own; each ends the paragraph before it. */
const BLOCKS = new Set(
  ("address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure " +
    "footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary table tbody td " +
    "tfoot th thead tr ul").split(" "),
);
const NOTHING = new Set(["script", "style", "template", "title", "meta", "link", "head", "object", "noscript", "o:p"]);
const PICTURES = new Set(["img", "picture", "svg", "video", "canvas", "iframe", "v:shape", "v:imagedata"]);
const DEEPEST = 8;

interface Around {
  readonly marks: readonly Mark[];
  /** The kind that a run of words becomes here. */
  readonly kind: string;
  readonly attrs: Readonly<Record<string, unknown>>;
  readonly plain: boolean;
}

const TOP: Around = { marks: [], kind: "paragraph", attrs: {}, plain: false };

export interface Pasted {
  readonly blocks: readonly Node[];
  /** Pictures that were left away. */
  readonly pictures: number;
}

/** The blocks that markup means. */
export function blocksOfMarkup(body: HTMLElement): Pasted {
  const reader = new Reader();
  reader.children(body, TOP);
  reader.end();
  return { blocks: reader.blocks, pictures: reader.pictures };
}

class Reader {
  readonly blocks: Node[] = [];
  pictures = 0;
  private run: Node[] = [];
  private around: Around = TOP;

  children(parent: globalThis.Node, around: Around): void {
    for (const child of parent.childNodes) {
      if (child instanceof Text) this.words(child.data, around);
      else if (child instanceof HTMLElement || child instanceof SVGElement) this.element(child, around);
    }
  }

  /** The run of words so far is a block. */
  end(): void {
    const content = Fragment.fromArray(trimmed(this.run));
    this.run = [];
    const { kind, attrs } = this.around;
    if (content.size > 0) this.blocks.push(schema.nodes[kind]!.create(attrs, content));
  }

  private words(text: string, around: Around): void {
    const plain = around.plain ? text : text.replace(/[ \t\r\n\f]+/g, " ");
    const lines = around.plain ? plain.split(/\r?\n/) : [plain];
    lines.forEach((line, number) => {
      if (number > 0) this.add(schema.nodes.hard_break!.create(), around);
      const words = cleaned(line);
      if (words) this.add(schema.text(words, around.marks), around);
    });
  }

  private add(node: Node, around: Around): void {
    if (this.run.length === 0) this.around = around;
    const last = this.run[this.run.length - 1];
    const doubled = node.isText && node.text!.startsWith(" ") && !around.plain && (!last || !last.isText || last.text!.endsWith(" "));
    if (!doubled) this.run.push(node);
    else if (node.text!.length > 1) this.run.push(schema.text(node.text!.slice(1), node.marks));
  }

  private element(element: HTMLElement | SVGElement, around: Around): void {
    const { localName } = element;
    if (NOTHING.has(localName)) return;
    if (PICTURES.has(localName) || element instanceof SVGElement) return this.picture(element);
    if (isHidden(element)) return;
    if (localName === "br") return this.add(schema.nodes.hard_break!.create(), around);
    if (localName === "table") return this.table(element as HTMLTableElement, around);
    if (!BLOCKS.has(localName)) return this.children(element, { ...around, marks: marksIn(element, around.marks) });
    this.end();
    this.children(element, this.within(element, around));
    this.end();
  }

  /** What the words in a block element become. */
  private within(element: HTMLElement, around: Around): Around {
    const level = isHeading(element);
    if (level) return { ...TOP, kind: "heading", attrs: { level } };
    const listed = listedBy(element);
    if (listed) return { ...TOP, kind: "list_item", attrs: this.item(listed) };
    const marks = marksIn(element, around.marks);
    if (element.localName === "blockquote") return { ...TOP, kind: "quotation" };
    if (element.localName === "pre") return { ...around, plain: true };
    if (around.kind === "list_item" && this.begunItem(element)) {
      return { ...around, marks, attrs: { ...around.attrs, continues: true, start: null } };
    }
    return { ...around, marks };
  }

  /** A second paragraph of the same item goes on with it. */
  private begunItem(element: HTMLElement): boolean {
    return element.localName === "p" && element.previousElementSibling?.localName === "p";
  }

  private item({ list, level, start }: Listed): Record<string, unknown> {
    return { list, level: Math.min(level, DEEPEST), start: start > 1 ? start : null };
  }

  private picture(element: Element): void {
    this.pictures += 1;
    const alt = element.getAttribute("alt")?.trim();
    // The words in it are words like others.
    if (element.localName === "svg") return;
    if (!alt) this.children(element, this.around);
  }

  private table(table: HTMLTableElement, around: Around): void {
    this.end();
    const rows = [...table.rows].map((row) => rowOf(row, this)).filter((row) => row !== null);
    const caption = cleaned(table.caption?.textContent ?? "").trim().slice(0, 2_000);
    if (rows.length > 0) this.blocks.push(schema.nodes.table!.create({ caption }, rows));
    else this.children(table, around);
  }

  /** The words of a cell as one run, its paragraphs divided by line breaks. */
  cell(element: HTMLElement): Node[] {
    const inner = new Reader();
    inner.children(element, TOP);
    inner.end();
    this.pictures += inner.pictures;
    const nodes: Node[] = [];
    inner.blocks.forEach((block, number) => {
      if (number > 0) nodes.push(schema.nodes.hard_break!.create());
      nodes.push(...flat(block));
    });
    return nodes;
  }
}

function rowOf(row: HTMLTableRowElement, reader: Reader): Node | null {
  const head = row.parentElement?.localName === "thead";
  const cells = [...row.cells].map((cell) => {
    const kind = head || cell.localName === "th" ? "table_header" : "table_cell";
    const spans = { colspan: Math.min(cell.colSpan, 1_000), rowspan: Math.min(cell.rowSpan, 1_000) };
    return schema.nodes[kind]!.create(spans, Fragment.fromArray(reader.cell(cell)));
  });
  return cells.length > 0 ? schema.nodes.table_row!.create(null, cells) : null;
}

/** A block's inline nodes; of a table in a cell, its words cell by cell. */
function flat(block: Node): Node[] {
  if (block.isTextblock) return [...block.content.content];
  const parts: Node[] = [];
  block.descendants((node) => {
    if (!node.isTextblock) return true;
    if (parts.length > 0) parts.push(schema.text(" "));
    parts.push(...node.content.content);
    return false;
  });
  return parts;
}

/** Without spaces and line breaks at both ends. */
function trimmed(run: readonly Node[]): Node[] {
  const nodes = [...run];
  while (nodes.length > 0 && isBlank(nodes[nodes.length - 1]!)) nodes.pop();
  while (nodes.length > 0 && isBlank(nodes[0]!)) nodes.shift();
  const last = nodes[nodes.length - 1];
  if (last?.isText) nodes[nodes.length - 1] = schema.text(last.text!.replace(/ +$/, ""), last.marks);
  const head = nodes[0];
  if (head?.isText) nodes[0] = schema.text(head.text!.replace(/^ +/, ""), head.marks);
  return nodes;
}

function isBlank(node: Node): boolean {
  return node.type.name === "hard_break" || (node.isText && /^[ \u00a0]*$/.test(node.text!));
}
