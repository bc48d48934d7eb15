/**
 * Hocuspocus as its package has it, with the same text, nothing stored.
 *
 *   node hocuspocus.mjs FOLDER_WITH_PACKAGES STATE_FILE PORT
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [folder, state, port] = process.argv.slice(2);
const require = createRequire(`${folder}/package.json`);
const load = (name) => import(pathToFileURL(require.resolve(name)).href);
const { Server } = await load("@hocuspocus/server");
const { applyUpdate } = await load("yjs");

const server = new Server({
  quiet: true,
  address: "127.0.0.1",
  port: Number(port),
  async onLoadDocument({ document }) {
    applyUpdate(document, new Uint8Array(readFileSync(state)));
    return document;
  },
});
await server.listen();
