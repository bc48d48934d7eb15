/**
 * The script of every page. Pages work without it; each line below adds one convenience.
 * A further part brings its own module with one exported function, called here.
 */
import { announce, concern, interrupt } from "./announce.ts";
import { enhance } from "./enhance.ts";
import { parseFragment } from "./fragment.ts";
import { enhanceKeys } from "./keys.ts";
import { enhanceQuoting } from "./quoting.ts";
import { enhanceTheme } from "./theme.ts";

enhance(document);
enhanceTheme();
enhanceKeys();
enhanceQuoting();
// After a refused form the summary of what to correct comes first.
document.querySelector<HTMLElement>("[data-errsum]")?.focus();

// Only pages that can change under the reader load what keeps them live.
if (document.querySelector("[data-follow]")) {
  const { search } = new URL(import.meta.url);
  const live = new URL(`./live/main.js${search}`, import.meta.url).href;
  void import(live).then(({ goLive }: typeof import("./live/main.ts")) =>
    goLive({ announce, interrupt, enhance, parseFragment }),
  );
}

// Only the page where a text is written loads the editor.
if (document.querySelector("[data-draft]")) {
  const { search } = new URL(import.meta.url);
  const drafting = new URL(`./drafting/main.js${search}`, import.meta.url).href;
  void import(drafting).then(({ goDraft }: typeof import("./drafting/main.ts")) =>
    goDraft({ announce, concern, interrupt, parseFragment }),
  );
}
