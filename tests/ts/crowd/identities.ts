/**
 * The identity table of collab.md 7 over a real server: Ada does one thing to a paragraph
 * while Ben does another in it, many times over. Each trial has three paragraphs of its own,
 * a, b and c, which are b1, b2 and b3 of the text, then b4, b5 and b6, and so on.
 */
import { schema } from "../../../static/ts/drafting/schema.ts";
import { Page, type SignIn, until } from "./page.ts";
import type { Screenless } from "../screenless.ts";

export interface Case {
  readonly document: number;
  readonly people: readonly [SignIn, SignIn];
  readonly name: string;
  readonly trials: number;
}

export interface Met {
  readonly texts: [string, string, string][][];
  readonly collisions: [object[], object[]];
  readonly salvaged: [string[], string[]];
  readonly sentences: string[];
}

type Deed = (view: Screenless, trial: number) => void;

const a = (n: number): string => `b${3 * n + 1}`;
const b = (n: number): string => `b${3 * n + 2}`;
const c = (n: number): string => `b${3 * n + 3}`;
const half = (view: Screenless, id: string): number => Math.floor(view.words(id).length / 2);
const typesIn: Deed = (view, n) => view.type(b(n), 1, `‹${n}›`);
const typesAtEnd: Deed = (view, n) => view.type(b(n), view.words(b(n)).length, `‹${n}›`);

/** What Ada does, and what Ben does at the same time. */
const CASES: Record<string, readonly [Deed, Deed]> = {
  "move one": [(view, n) => view.move(b(n), a(n)), typesIn],
  "move two": [
    (view, n) => {
      view.move(c(n), a(n));
      view.move(b(n), c(n));
    },
    typesIn,
  ],
  retype: [(view, n) => view.retype(b(n), "heading", { level: 3 }), typesIn],
  "insert above": [
    (view, n) => view.insert(b(n), schema.node("paragraph", null, schema.text(`new ${n}`))),
    typesIn,
  ],
  "both move": [(view, n) => view.move(b(n), a(n)), (view, n) => view.move(b(n), null)],
  merge: [(view, n) => view.merge(b(n)), typesIn],
  remove: [(view, n) => view.remove(b(n)), typesIn],
  "split, typing before it": [(view, n) => view.split(b(n), half(view, b(n))), typesIn],
  "split, typing in the tail": [(view, n) => view.split(b(n), half(view, b(n))), typesAtEnd],
  "both split": [
    (view, n) => view.split(b(n), half(view, b(n))),
    (view, n) => view.split(b(n), half(view, b(n)) + 2),
  ],
};

export async function identities({ document, people, name, trials }: Case): Promise<Met> {
  const [does, meanwhile] = CASES[name]!;
  const [ada, ben] = await Promise.all(people.map((one) => Page.opened(one, document))) as [Page, Page];
  for (let n = 0; n < trials; n += 1) {
    // Both before either has heard of the other: what is done is sent 30 ms later.
    does(ada.view, n);
    meanwhile(ben.view, n);
    if (n % 10 === 9) await met(ada, ben);
  }
  await met(ada, ben);
  await Promise.all([ada.heardAll(), ben.heardAll()]);
  const answer: Met = {
    texts: [ada.blocks, ben.blocks],
    collisions: [ada.collisions, ben.collisions],
    salvaged: [ada.salvaged, ben.salvaged],
    sentences: [...ada.sentences, ...ben.sentences],
  };
  await Promise.all([ada.leave(), ben.leave()]);
  return answer;
}

async function met(ada: Page, ben: Page): Promise<void> {
  await Promise.all([ada.saved(), ben.saved()]);
  await until(() => JSON.stringify(ada.blocks) === JSON.stringify(ben.blocks), () => "they differ");
}
