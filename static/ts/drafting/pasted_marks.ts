/** Which marks pasted markup means: by tags, and by the styles that Word and Google Docs use. */
import type { Mark } from "prosemirror-model";

import { cssOf } from "./pasted_word.ts";
import { schema } from "./schema.ts";
import { cleaned, isLink } from "./values.ts";

const TAGS: Readonly<Record<string, string>> = {
  b: "strong",
  strong: "strong",
  i: "em",
  em: "em",
  cite: "em",
  dfn: "em",
  u: "underline",
  ins: "underline",
  s: "strike",
  del: "strike",
  strike: "strike",
  sup: "sup",
  sub: "sub",
  code: "code",
  kbd: "code",
  samp: "code",
  tt: "code",
};

type Switches = Readonly<Record<string, boolean>>;

/** The marks inside an element, given those around it. */
export function marksIn(element: HTMLElement, around: readonly Mark[]): readonly Mark[] {
  let marks = around;
  const own = TAGS[element.localName];
  if (own) marks = schema.marks[own]!.create().addToSet(marks);
  const href = element.localName === "a" ? element.getAttribute("href")?.trim() : undefined;
  if (isLink(href) && !href.startsWith("#")) marks = schema.marks.link!.create({ href }).addToSet(marks);
  const title = element.localName === "abbr" ? cleaned(element.title).trim().slice(0, 300) : "";
  if (title) marks = schema.marks.abbr!.create({ title }).addToSet(marks);
  for (const [name, on] of Object.entries(styled(element))) {
    const type = schema.marks[name]!;
    marks = on ? type.create().addToSet(marks) : type.removeFromSet(marks);
  }
  return marks;
}

/** What the element's own style switches on or off; Google Docs wraps all in a light `b`. */
function styled(element: HTMLElement): Switches {
  if (!element.dataset.style) return {};
  const style = cssOf(element);
  const found: Record<string, boolean> = {};
  const weight = style.fontWeight;
  if (weight) found.strong = weight === "bold" || weight === "bolder" || Number(weight) >= 600;
  if (style.fontStyle) found.em = /italic|oblique/.test(style.fontStyle);
  const line = `${style.textDecoration} ${style.textDecorationLine}`;
  // Links are underlined everywhere; that says nothing.
  if (/underline/.test(line) && !element.closest("a")) found.underline = true;
  if (/line-through/.test(line)) found.strike = true;
  if (style.verticalAlign === "super") found.sup = true;
  if (style.verticalAlign === "sub") found.sub = true;
  if (/mono|courier|consolas/i.test(style.fontFamily)) found.code = true;
  return found;
}
