/** People who do anything at once on bad lines; the same numbers give the same deeds. */
import { schema } from "../../../static/ts/drafting/schema.ts";
import { type Chance, Page, type SignIn, pause, until } from "./page.ts";

export interface Run {
  readonly document: number;
  readonly people: readonly SignIn[];
  readonly seed: number;
  readonly deeds: number;
}

/** What came of it, for a comparison with what the server has. */
export interface Outcome {
  readonly document: number;
  readonly seed: number;
  readonly texts: [string, string, string][][];
  /** Every sign that was written, saved and never taken away by who showed it. */
  readonly expected: string;
  readonly sentences: string[];
}

const KINDS: readonly [string, Record<string, unknown>][] = [
  ["paragraph", {}],
  ["heading", { level: 3 }],
  ["list_item", { level: 2 }],
  ["quotation", {}],
];
const MARKS = ["strong", "em", "sup", "sub", "code"];
const FIRST_SIGN = 0x4e00; // each sign written is another Chinese character

export function chanceOf(seed: number): Chance {
  let state = seed + 0x9e3779b9;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export async function fuzz(run: Run): Promise<Outcome> {
  const pages = await Promise.all(run.people.map((one) => Page.opened(one, run.document)));
  const storm = new Storm(chanceOf(run.seed));
  pages.forEach((page) => page.spoil({ doubled: 0.15, late: 0.2 }, storm.chance));
  for (let deed = 0; deed < run.deeds; deed += 1) {
    try {
      storm.strike(pages[storm.below(pages.length)]!);
    } catch (error) {
      throw new Error(`seed ${run.seed}, deed ${deed}`, { cause: error });
    }
    if (storm.below(3) === 0) await pause(storm.below(40));
  }
  const texts = await settled(pages);
  const erased = new Set(pages.flatMap((page) => [...page.erased]));
  const kept = pages.flatMap((page) => [...page.acknowledged]).filter((sign) => !erased.has(sign));
  const sentences = pages.flatMap((page) => page.sentences);
  await Promise.all(pages.map((page) => page.leave()));
  return { document: run.document, seed: run.seed, texts, expected: kept.join(""), sentences };
}

/** All lines whole, all saved, and everybody shows one text. */
async function settled(pages: readonly Page[]): Promise<[string, string, string][][]> {
  for (const page of pages) page.mend();
  for (const page of pages) await page.saved();
  const alike = () => new Set(pages.map((page) => JSON.stringify(page.blocks))).size === 1;
  await until(alike).catch(() => undefined); // the comparison says what differs
  return pages.map((page) => page.blocks);
}

class Storm {
  private sign = FIRST_SIGN;
  readonly chance: Chance;

  constructor(chance: Chance) {
    this.chance = chance;
  }

  below(limit: number): number {
    return Math.floor(this.chance() * limit);
  }

  strike(page: Page): void {
    const deed = this.below(20);
    if (deed === 0) page.cut();
    else if (deed === 1) page.mend();
    else if (deed < 8) this.type(page);
    else if (deed === 8) page.act(() => void page.draft.undo());
    else if (deed === 9) page.act(() => void page.draft.redo());
    else page.act(() => this.reshape(page, deed));
  }

  private type(page: Page): void {
    const id = this.pick(page);
    const block = page.view.block(id);
    if (!block.isTextblock) return;
    const words = String.fromCharCode(this.sign++, this.sign++);
    page.type(id, this.below(block.content.size + 1), words);
    if (this.below(2)) page.draft.endStep();
  }

  private reshape(page: Page, deed: number): void {
    const { view } = page;
    const id = this.pick(page);
    const block = view.block(id);
    if (!block.isTextblock) return;
    const at = this.below(block.content.size + 1);
    page.draft.endStep();
    if (deed < 12) view.split(id, at);
    else if (deed === 12) view.merge(id);
    else if (deed < 15) this.move(page, id);
    else if (deed === 15) view.retype(id, ...KINDS[this.below(KINDS.length)]!);
    else if (deed === 16) view.mark(id, this.below(at + 1), at, MARKS[this.below(MARKS.length)]!);
    else if (deed === 17) view.erase(id, this.below(at + 1), at);
    else if (deed === 18 && view.ids.length > 3) view.remove(id);
    else this.paste(page, id);
  }

  private move(page: Page, id: string): void {
    const others = page.view.ids.filter((one) => one !== id);
    page.view.move(id, others[this.below(others.length + 1)] ?? null);
  }

  /** A copy of some paragraph, put before another: it gets an id of its own. */
  private paste(page: Page, id: string): void {
    const { view } = page;
    const words = String.fromCharCode(this.sign++, this.sign++, this.sign++);
    for (const sign of words) page.written.add(sign);
    view.insert(id, schema.node("paragraph", { id }, schema.text(words)));
  }

  private pick(page: Page): string {
    const { ids } = page.view;
    return ids[this.below(ids.length)]!;
  }
}
