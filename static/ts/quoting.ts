/**
 * Words selected in a paragraph are the words that a comment on it means: they are put
 * into the form when it is opened. Without this script they are copied by hand.
 */

interface Selected {
  paragraph: Element;
  words: string;
  /** About how many characters stand before them, for words that occur twice. */
  start: number;
}

let last: Selected | undefined;

/** Follow what is selected, and fill comment forms with it. */
export function enhanceQuoting(): void {
  document.addEventListener("selectionchange", () => {
    last = selected() ?? last;
  });
  // "toggle" does not bubble; capturing hears it of every form, also of later ones.
  document.addEventListener("toggle", fillIn, { capture: true });
  document.addEventListener("click", takeAlong);
}

function selected(): Selected | undefined {
  const selection = document.getSelection();
  if (selection === null || selection.isCollapsed) return undefined;
  const range = selection.getRangeAt(0);
  const text = elementOf(range.startContainer)?.closest("[data-words]");
  const paragraph = text?.closest(".para");
  const words = range.toString().trim();
  if (!text || !paragraph || !text.contains(range.endContainer) || words === "") {
    return undefined;
  }
  const before = document.createRange();
  before.setStart(text, 0);
  before.setEnd(range.startContainer, range.startOffset);
  return { paragraph, words, start: before.toString().trimStart().length };
}

function elementOf(node: Node): Element | null {
  return node instanceof Element ? node : node.parentElement;
}

function fillIn(event: Event): void {
  const { target } = event;
  if (!(target instanceof HTMLDetailsElement) || !target.open || last === undefined) return;
  const quote = target.querySelector<HTMLTextAreaElement>("textarea[name=quote]");
  if (quote === null || quote.value !== "" || !last.paragraph.contains(target)) return;
  quote.value = last.words;
  const place = target.querySelector<HTMLInputElement>("input[name=quote_at]");
  if (place !== null) place.value = String(last.start);
}

function takeAlong(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest("a[data-guest]") : null;
  if (!(link instanceof HTMLAnchorElement) || !last?.paragraph.contains(link)) return;
  const address = new URL(link.href);
  address.searchParams.set("quote", last.words);
  address.searchParams.set("quote_at", String(last.start));
  link.href = address.href;
}
