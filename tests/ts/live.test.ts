import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { GATHER, Gathered, arrivalWords, concerns } from "../../static/ts/live/signals.ts";

const ON_B1 = { seq: 7, about: "block:b1" };

test("a deed on a paragraph concerns that paragraph and the whole document", () => {
  assert.equal(concerns(ON_B1, "b1"), true);
  assert.equal(concerns(ON_B1, "b2 b1"), true);
  assert.equal(concerns(ON_B1, "document"), true);
  assert.equal(concerns(ON_B1, "b2"), false);
  assert.equal(concerns(ON_B1, "b11"), false);
});

test("a deed that says its paragraph concerns it, whatever it is about", () => {
  const signal = { seq: 7, about: "O-1", block: "b2" };
  assert.equal(concerns(signal, "b2"), true);
  assert.equal(concerns(signal, "b1"), false);
});

test("a deed that names no paragraph may concern any, and so may missed ones", () => {
  for (const signal of [{ seq: 7, about: "O-1" }, { seq: 7, about: "call:1" }, null]) {
    assert.equal(concerns(signal, "b1"), true);
    assert.equal(concerns(signal, "document"), true);
  }
});

test("many signals for one fragment are one question", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const asked: string[] = [];
  const gathered = new Gathered(async (key) => void asked.push(key));
  for (let i = 0; i < 10; i += 1) gathered.ask("/panel");
  gathered.ask("/rail");
  assert.deepEqual(asked, []);
  mock.timers.tick(GATHER);
  assert.deepEqual(asked, ["/panel", "/rail"]);
  mock.timers.reset();
});

test("what changes while it is being asked for is asked for once more, not twice at once", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const answers: (() => void)[] = [];
  const gathered = new Gathered(() => new Promise((done) => answers.push(done)));
  gathered.ask("/panel");
  mock.timers.tick(GATHER);
  assert.equal(answers.length, 1);

  gathered.ask("/panel");
  gathered.ask("/panel");
  mock.timers.tick(10 * GATHER);
  assert.equal(answers.length, 1);

  answers[0]?.();
  await Promise.resolve();
  await Promise.resolve();
  mock.timers.tick(GATHER);
  assert.equal(answers.length, 2);
  mock.timers.reset();
});

test("the button says how much is new, and of what kind where it is all one", () => {
  assert.equal(arrivalWords([]), "Something changed here. Show it");
  assert.equal(arrivalWords(["objection"]), "1 new objection. Show it");
  assert.equal(arrivalWords(["answer", "answer"]), "2 new answers. Show them");
  assert.equal(arrivalWords(["objection", "answer"]), "2 new contributions. Show them");
});
