/** What the attributes of nodes and marks may hold, as consensus/attributes.py has it. */

const BLOCK_ID = /^[A-Za-z][A-Za-z0-9_]{0,35}$/;
const LANGUAGE = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/;
const FILE = /^[0-9a-f]{64}$/;
const LINK = /^(https?:|mailto:|#)/i;
const CONTROL = /[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]/u; // lone surrogates
const LONGEST = 2_000; // characters
const LONGEST_ABBREVIATION = 300;
const MOST_SPAN = 1_000;

/** Whether a text can be a block id: a letter, then up to 35 letters, digits, _. */
export function isBlockId(value: unknown): value is string {
  return typeof value === "string" && BLOCK_ID.test(value);
}

/** Whether a link may stand in the text: http, https, mailto or a place in the page. */
export function isLink(value: unknown): value is string {
  return isWords(value) && LINK.test(value);
}

/** A text without the characters that no text may hold. */
export function cleaned(words: string): string {
  return words.replace(new RegExp(CONTROL, "gu"), "");
}

/** Whether an attribute of this name can have this value; never true for an unknown name. */
export function fits(name: string, value: unknown): boolean {
  return VALUES[name]?.(value) ?? false;
}

function isWords(value: unknown): value is string {
  return typeof value === "string" && value.length <= LONGEST && !CONTROL.test(value);
}

/** One line that can be printed as it is, with something in it. */
function isLine(value: string): boolean {
  return value.trim() !== "" && !/\p{C}|\p{Zl}|\p{Zp}|(?! )\p{Zs}/u.test(value);
}

function isFlag(value: unknown): boolean {
  return typeof value === "boolean";
}

function isWhole(value: unknown, least = -Infinity, most = Infinity): boolean {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
}

const VALUES: Readonly<Record<string, (value: unknown) => boolean>> = {
  id: isBlockId,
  note: isBlockId,
  lang: (value) => typeof value === "string" && LANGUAGE.test(value),
  dir: (value) => value === "ltr" || value === "rtl",
  list: (value) => value === "bullet" || value === "ordered",
  level: (value) => isWhole(value, 1, 8),
  start: (value) => isWhole(value),
  continues: isFlag,
  quoted: isFlag,
  colspan: (value) => isWhole(value, 1, MOST_SPAN),
  rowspan: (value) => isWhole(value, 1, MOST_SPAN),
  caption: isWords,
  alt: isWords,
  addressees: isWords,
  from: isWords,
  label: isWords,
  file: (value) => typeof value === "string" && FILE.test(value),
  href: isLink,
  title: (value) => isWords(value) && isLine(value) && value.length <= LONGEST_ABBREVIATION,
};
