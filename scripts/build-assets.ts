/**
 * Build static/dist from static/ts and static/css with esbuild, the same bytes every time.
 *
 *     node scripts/build-assets.ts           write what changed, remove what has no source
 *     node scripts/build-assets.ts --check   write nothing; exit 1 and name what differs
 *
 * Every `main.ts` under static/ts becomes one ES module at the same place under static/dist.
 * static/css/main.css, with all that it imports, becomes static/dist/consensus.css. Addresses
 * of fonts stay as they are written (../fonts/…).
 */
import { type BuildOptions, build } from "esbuild";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const SETTINGS: BuildOptions = {
  bundle: true,
  minify: true,
  target: "es2020",
  charset: "utf8",
  legalComments: "none",
  write: false,
  logLevel: "warning",
};

/** The paths of all files under a folder, relative to it, in one fixed order. */
function filesUnder(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

async function builtScripts(root: string): Promise<Map<string, Uint8Array>> {
  const source = join(root, "ts");
  const entries = filesUnder(source).filter((name) => /(^|\/)main\.ts$/.test(name));
  const result = await build({
    ...SETTINGS,
    format: "esm",
    entryPoints: entries.map((name) => join(source, name)),
    outbase: source,
    outdir: join(root, "dist"),
  });
  const files = result.outputFiles ?? [];
  return new Map(files.map((file) => [relative(join(root, "dist"), file.path), file.contents]));
}

async function builtStyles(root: string): Promise<Map<string, Uint8Array>> {
  const entry = join(root, "css", "main.css");
  if (!existsSync(entry)) return new Map();
  const result = await build({
    ...SETTINGS,
    target: "esnext", // browsers skip a property they do not know: nothing is rewritten
    external: ["../fonts/*", "../*.svg"],
    entryPoints: [entry],
  });
  const [file] = result.outputFiles ?? [];
  return new Map(file ? [["consensus.css", file.contents]] : []);
}

/** What static/dist has to hold: path inside it → bytes. Reads `root`/ts and `root`/css. */
export async function built(root: string): Promise<Map<string, Uint8Array>> {
  return new Map([...(await builtScripts(root)), ...(await builtStyles(root))]);
}

/** The paths under static/dist that are missing, differ, or have no source any more. */
export function differences(root: string, wanted: Map<string, Uint8Array>): string[] {
  const present = filesUnder(join(root, "dist"));
  const differs = ([name, bytes]: [string, Uint8Array]) =>
    !present.includes(name) || !readFileSync(join(root, "dist", name)).equals(bytes);
  const changed = [...wanted].filter(differs).map(([name]) => name);
  return [...changed, ...present.filter((name) => !wanted.has(name))].sort();
}

function write(root: string, wanted: Map<string, Uint8Array>, names: string[]): void {
  for (const name of names) {
    const path = join(root, "dist", name);
    const bytes = wanted.get(name);
    if (bytes === undefined) {
      rmSync(path);
    } else {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, bytes);
    }
    console.log(`${bytes === undefined ? "removed" : "built"} static/dist/${name}`);
  }
}

if (import.meta.main) {
  const root = join(import.meta.dirname, "..", "static");
  const wanted = await built(root);
  const names = differences(root, wanted);
  if (!process.argv.includes("--check")) {
    write(root, wanted, names);
  } else if (names.length > 0) {
    console.error(`static/dist is not what its sources build: ${names.join(", ")}.`);
    console.error("Run `make assets` and commit the result.");
    process.exitCode = 1;
  }
}
