/**
 * Many people at their draft pages in one program, for tests over a real server:
 * `node tests/ts/crowd/main.ts`. One JSON object a line says what to do (`run` names it);
 * one line each answers.
 */
import { createInterface } from "node:readline";

import { type Case, identities } from "./identities.ts";
import { type Run, fuzz } from "./fuzz.ts";
import { type Replay, replay } from "./traces.ts";
import { Typing, type TypingStart } from "./typing.ts";

const AT_ONCE = 6; // texts that are worked on side by side

let typing: Typing | undefined;

const PROGRAMS: Record<string, (given: any) => Promise<object>> = {
  fuzz: async ({ runs }: { runs: Run[] }) => ({ outcomes: await sideBySide(runs) }),
  identities: (given: Case) => identities(given),
  replay: (given: Replay) => replay(given),
  "typing:start": async (given: TypingStart) => ((typing = await Typing.begun(given)), {}),
  "typing:until": ({ signs }: { signs: number }) => typing!.until(signs),
  "typing:told": async () => typing!.told(),
  "typing:end": async () => typing!.ended(),
};

async function sideBySide(runs: readonly Run[]): Promise<object[]> {
  const outcomes: object[] = [];
  const waiting = [...runs];
  const work = async (): Promise<void> => {
    for (let run = waiting.shift(); run; run = waiting.shift()) outcomes.push(await fuzz(run));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return outcomes;
}

for await (const line of createInterface({ input: process.stdin })) {
  const { run, ...given } = JSON.parse(line) as { run: string };
  let answer: object;
  try {
    answer = await PROGRAMS[run]!(given);
  } catch (error) {
    answer = { error: error instanceof Error ? `${error.stack}\n${String(error.cause)}` : String(error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
process.exit();
