/**
 * The two live regions of base.html. Nothing else on a page is live.
 *
 * `announce` says the result of the person's own act. `concern` says what happened to them
 * through others: at most one sentence in ten seconds and never while they type. `interrupt`
 * is for the four cases that may cut in: connection lost with unsent work, signed out, a
 * conflict in the paragraph being edited, two minutes to a deadline with a form open.
 */

/** Milliseconds between two sentences of `concern`. */
const PAUSE = 10_000;
/** Milliseconds without a keystroke after which a person no longer counts as typing. */
const TYPING = 2_000;

let waiting: string[] = [];
let timer: number | undefined;
let saidAt = -PAUSE;
let typedAt = -TYPING;

document.addEventListener("input", () => {
  typedAt = performance.now();
});

/** Say the result of the person's own act, at once and politely. */
export function announce(sentence: string): void {
  say("announce", sentence);
}

/** Cut in. Only for the four cases named above. */
export function interrupt(sentence: string): void {
  say("alert", sentence);
}

/** Say what concerns the person, when it does not disturb them. */
export function concern(sentence: string): void {
  waiting.push(sentence);
  if (timer === undefined) schedule();
}

function schedule(): void {
  const now = performance.now();
  const wait = Math.max(saidAt + PAUSE - now, typedAt + TYPING - now, 0);
  timer = window.setTimeout(wait > 0 ? schedule : flush, wait);
}

function flush(): void {
  const [first = "", ...others] = waiting;
  const more = others.length === 0 ? "" : ` And ${others.length} more.`;
  waiting = [];
  timer = undefined;
  saidAt = performance.now();
  announce(first + more);
}

function say(id: "announce" | "alert", sentence: string): void {
  const region = document.getElementById(id);
  if (!region) return;
  // Emptied first, or the same sentence twice would be silent the second time.
  region.textContent = "";
  window.setTimeout(() => {
    region.textContent = sentence;
  }, 50);
}
