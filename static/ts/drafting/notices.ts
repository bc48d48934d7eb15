/**
 * What the page says of its own text: whether it is saved, whom an edit asks again, words
 * that were not taken, and the two cases in which people who write at once get in each
 * other's way.
 */
import type { BlockViews } from "./block_view.ts";
import type { Can, Collision, KeptWords, Saving } from "./contract.ts";
import { type Tools, button, icon, make, place } from "./page.ts";

const ICONS: Readonly<Record<Saving, string>> = {
  saved: "online",
  sending: "arrow",
  offline: "offline",
  refused: "warn",
  ended: "warn",
};

/** The line that is always in sight. No live region: only what matters is said aloud. */
export class StateLine {
  private readonly tools: Tools;
  private state: Saving | null = null;

  constructor(tools: Tools) {
    this.tools = tools;
  }

  show(state: Saving, sentence: string | null): void {
    const line = place("ed-state");
    line.dataset.state = state;
    line.replaceChildren(icon(ICONS[state]), make("span", {}, words(state, sentence)));
    if (state === this.state) return;
    if (state === "offline" && this.state === "sending") {
      this.tools.interrupt("The connection is lost. What you wrote is kept here and will be sent.");
    } else if (state === "saved" && this.state === "offline") {
      this.tools.announce("The connection is back. Everything is saved.");
    }
    this.state = state;
  }
}

function words(state: Saving, sentence: string | null): string {
  if (state === "saved") return `Saved at ${new Date().toISOString().slice(11, 16)} UTC`;
  if (state === "sending") return "Sending";
  if (state === "offline") return "Offline: kept here";
  return `${state === "refused" ? "Not saved" : "Not connected"}${sentence ? `: ${sentence}` : ""}`;
}

/** How many people a change of a block asks again, as the server said last. */
export function askedAgain(block: string): number {
  const said = document.querySelector<HTMLElement>(`#draft-asked [data-block="${CSS.escape(block)}"]`);
  return Number(said?.dataset.asked ?? 0);
}

/**
 * Says whom a change asks again as soon as a person is in the paragraph, before they type,
 * and when somebody takes a position while they are there.
 */
export class AskedAgain {
  private readonly views: BlockViews;
  private readonly tools: Tools;
  private at = "";
  private told = 0;

  constructor(views: BlockViews, tools: Tools) {
    this.views = views;
    this.tools = tools;
    const numbers = new MutationObserver(() => this.tell());
    numbers.observe(place("draft-asked"), { attributes: true, childList: true, subtree: true });
  }

  /** The person is in this block now, and may write; "" when they are in none. */
  enter(block: string): void {
    if (block === this.at) return;
    this.views.all.get(this.at)?.say("asked", null);
    this.at = block;
    this.told = 0;
    this.tell();
  }

  private tell(): void {
    const people = askedAgain(this.at);
    if (people === this.told) return;
    this.told = people;
    const view = this.views.all.get(this.at);
    if (people === 0) {
      view?.say("asked", null);
      return;
    }
    const sentence =
      people === 1
        ? "1 person has said where they stand on these words. A change asks them again."
        : `${people} people have said where they stand on these words. A change asks them again.`;
    view?.warn("asked", sentence);
    this.tools.announce(sentence);
  }
}

/** The notice of two people who divided or wrote in one paragraph at once. */
export function tellCollision(collision: Collision, views: BlockViews, tools: Tools): void {
  const sentence =
    collision.kind === "splits"
      ? "Two people divided this paragraph at the same moment. Its end may stand in the text twice: look at what follows."
      : "Somebody divided this paragraph while another wrote in it. What was written may stand at the end of the first part: look at both.";
  for (const id of collision.ids) {
    const view = views.all.get(id);
    if (!view) continue;
    const line = view.warn("collision", sentence);
    line.lastElementChild?.append(" ", button("I have looked", () => view.say("collision", null), "lnk"));
  }
  tools.interrupt(sentence);
}

/** Words that were not taken: kept for their author until they put them away. */
export function keepAside(sentence: string, kept: readonly KeptWords[], tools: Tools): void {
  const region = place("ed-aside");
  for (const one of kept) region.append(aside(sentence, one, region));
  region.hidden = region.childElementCount === 0;
  tools.interrupt(kept.length ? `${sentence} Your words are kept above the text.` : sentence);
}

function aside(sentence: string, kept: KeptWords, region: HTMLElement): HTMLElement {
  const words = make("textarea", { readonly: "", rows: "3", "aria-label": "Your words" }) as HTMLTextAreaElement;
  words.value = kept.gone ? "You had taken this paragraph out of the text." : kept.words;
  const copy = button("Copy", () => {
    words.select();
    void navigator.clipboard?.writeText(words.value).catch(() => undefined);
  });
  const away = button("Put away", () => {
    box.remove();
    region.hidden = region.childElementCount === 0;
  });
  const box = make("div", { class: "kept" }, make("p", {}, sentence), words, make("p", { class: "row" }, copy, away));
  return box;
}

/** What typing does, said above the text. */
export function tellMode(mode: Can, can: Can): void {
  const line = place("ed-note").querySelector("[data-note]");
  if (!line) return;
  const [strong, rest] = MODE_WORDS[can === "suggest" && mode !== "read" ? "suggest" : mode];
  line.replaceChildren(make("strong", {}, strong), ` ${rest}`);
}

const MODE_WORDS: Readonly<Record<Can, readonly [string, string]>> = {
  write: ["You are editing.", "What you type is in the text at once, for everyone."],
  suggest: [
    "You are suggesting.",
    "The text stays as it is: choose a paragraph to write other words for it, which stand beside your name until an editor takes them up.",
  ],
  read: ["You are reading along.", "What others write appears as they write it."],
};
