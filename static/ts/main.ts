/**
 * The script of every page. Pages work without it; each line below adds one convenience.
 * A further part brings its own module with one exported function, called here.
 */
import { enhance } from "./enhance.ts";
import { enhanceKeys } from "./keys.ts";
import { enhanceTheme } from "./theme.ts";

enhance(document);
enhanceTheme();
enhanceKeys();
// After a refused form the summary of what to correct comes first.
document.querySelector<HTMLElement>("[data-errsum]")?.focus();
