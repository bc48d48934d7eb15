/**
 * What Word and Google Docs say in styles instead of tags: Word writes lists as paragraphs
 * with `mso-list`, headings as classes, and bullets as words that are no words.
 */

export interface Listed {
  readonly list: "bullet" | "ordered";
  /** 1 for the outermost. */
  readonly level: number;
  readonly start: number;
}

/** The level of a heading, 0 for anything else. */
export function isHeading(element: HTMLElement): number {
  const tag = /^h([1-6])$/.exec(element.localName);
  if (tag) return Number(tag[1]);
  const outline = /mso-outline-level:\s*([1-6])/i.exec(styleOf(element));
  const named = /^MsoHeading([1-6])$|^Heading([1-6])$/i.exec(element.className);
  if (/^MsoTitle$/i.test(element.className)) return 1;
  return Number(outline?.[1] ?? named?.[1] ?? named?.[2] ?? 0);
}

/** The list that an element is an item of; null if it is none. */
export function listedBy(element: HTMLElement): Listed | null {
  if (element.localName === "li") return tagged(element);
  const found = /mso-list:\s*l\d+\s+level(\d+)/i.exec(styleOf(element));
  if (!found) return null;
  const sign = signOf(element);
  return {
    list: /^[([]?([0-9]+|[a-z]|[ivxlc]+)[.)\]]/i.test(sign) ? "ordered" : "bullet",
    level: Number(found[1]),
    start: 1,
  };
}

function tagged(item: HTMLElement): Listed {
  const list = item.closest("ol, ul");
  const nested = Number(item.getAttribute("aria-level") ?? 0); // Google Docs
  let level = 0;
  for (let up: Element | null | undefined = list; up; up = up.parentElement?.closest("ol, ul")) level += 1;
  const first = list?.querySelector(":scope > li") === item;
  const start = list instanceof HTMLOListElement && first ? list.start : 1;
  return { list: list?.localName === "ol" ? "ordered" : "bullet", level: nested || Math.max(level, 1), start };
}

/** Not to be read: Word's own bullets and numbers, and what is hidden. */
export function isHidden(element: HTMLElement): boolean {
  return /mso-list:\s*Ignore|mso-hide:\s*all/i.test(styleOf(element)) || cssOf(element).display === "none";
}

function signOf(element: HTMLElement): string {
  const spans = [...element.querySelectorAll<HTMLElement>("span")];
  return spans.find((one) => /mso-list:\s*Ignore/i.test(styleOf(one)))?.textContent?.trim() ?? "";
}

/**
 * Pasted markup with its styles put where they only say something: the page's policy lets
 * nothing be styled by an attribute, and a style sheet of another program means nothing here.
 */
export function withoutStyles(html: string): string {
  const sheets = html.replace(/<style[\s>][\s\S]*?<\/style\s*>/gi, "");
  return sheets.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/([\s"'])style\s*=/gi, "$1data-style="));
}

/** The style of an element of such markup, as the browser understands it. */
export function cssOf(element: HTMLElement): CSSStyleDeclaration {
  const { style } = document.createElement("span");
  style.cssText = styleOf(element);
  return style;
}

/** As it was written: a browser drops what it does not know. */
function styleOf(element: HTMLElement): string {
  return element.dataset.style ?? "";
}
