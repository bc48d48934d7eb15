import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";

import { built, differences } from "../../scripts/build-assets.ts";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "assets-"));
  for (const folder of ["ts/drafting", "css", "dist"]) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  writeFileSync(join(root, "ts/greeting.ts"), "export const greeting: string = 'good day';\n");
  writeFileSync(
    join(root, "ts/drafting/main.ts"),
    "import { greeting } from '../greeting.ts';\nconsole.log(greeting);\n",
  );
  writeFileSync(join(root, "css/main.css"), "@import './fonts.css';\n@import './aside.css';\n");
  writeFileSync(join(root, "css/fonts.css"), "@font-face { src: url(../fonts/a.woff2) }\n");
  writeFileSync(join(root, "css/aside.css"), ".aside { color: red }\n");
});

afterEach(() => rmSync(root, { recursive: true }));

test("each main.ts becomes one module, and main.css with its imports one sheet", async () => {
  const files = await built(root);
  assert.deepEqual([...files.keys()].sort(), ["consensus.css", "drafting/main.js"]);
  const text = (name: string) => new TextDecoder().decode(files.get(name));
  assert.match(text("drafting/main.js"), /good day/);
  assert.match(text("consensus.css"), /url\(\.\.\/fonts\/a\.woff2\).*\.aside\{color:red\}/s);
});

test("building twice gives the same bytes", async () => {
  assert.deepEqual(await built(root), await built(root));
});

test("a missing, a changed and a left-over file are all told", async () => {
  const wanted = await built(root);
  writeFileSync(join(root, "dist/consensus.css"), "not what was built");
  writeFileSync(join(root, "dist/old.js"), "its source is gone");
  assert.deepEqual(differences(root, wanted), ["consensus.css", "drafting/main.js", "old.js"]);
});
