/**
 * The page where a text is written: loaded by main.ts where `main[data-draft]` stands. Puts
 * the live editor in the place of the text that the server sent, and shows the tools.
 */
import type { EditorView } from "prosemirror-view";

import type { Hearing } from "./contract.ts";
import { newScreen, showEditor, pagePlugins } from "./editor.ts";
import { type Facts, type Tools, readFacts, place, token } from "./page.ts";
import { StateLine, keepAside } from "./notices.ts";
import { openDraft } from "./sync.ts";
import type { Stored } from "./wire.ts";
import { Writing } from "./writing_page.ts";

/** Open the draft of this page. What goes wrong is said in the line beside the tools. */
export async function goDraft(tools: Tools): Promise<void> {
  const facts = readFacts();
  if (!facts) return;
  const line = new StateLine(tools);
  place("ed-bar").hidden = false;
  try {
    await open(facts, tools, line);
  } catch (error) {
    // The text that the server sent is still there, with the forms for its paragraphs.
    line.show("ended", "the text cannot be opened for writing now. Load the page again to try once more.");
    console.error(error);
  }
}

async function open(facts: Facts, tools: Tools, line: StateLine): Promise<void> {
  const screen = newScreen(facts);
  let page: Writing | null = null;
  const { join, part } = await socketOfPage();
  const hearing: Hearing = {
    saving: (state, sentence) => line.show(state, sentence),
    can: (_, sentence) => page?.allowed(sentence),
    people: (people, watching) => page?.people.show(people, watching),
    kept: (sentence, words) => keepAside(sentence, words, tools),
    salvaged: () => void page?.salvaged(),
    collision: (collision) => page?.collided(collision),
    reload: (sentence) => page?.tooOld(sentence),
  };
  const socket = join();
  // Before the text hears it: whoever wrote is known when their change is shown.
  socket.on("draft:updates", ({ document, from }: Stored) => {
    if (document === facts.documentId) page?.people.wrote(from.map(([client]) => client));
  });
  const draft = await openDraft<EditorView>({
    documentId: facts.documentId,
    account: facts.account,
    socket,
    token,
    view: (state, mode) => showEditor(state, mode, screen, facts),
    plugins: pagePlugins(screen, tools, {
      "Alt-F10": () => page?.toTools() ?? false,
      Escape: () => page?.toTools() ?? false,
      "Mod-z": () => page?.undo() ?? false,
      "Mod-y": () => page?.redo() ?? false,
      "Mod-Shift-z": () => page?.redo() ?? false,
      "Mod-k": () => page?.dialog("link") ?? false,
      "Mod-f": () => page?.dialog("find") ?? false,
      "Mod-/": () => page?.dialog("keys") ?? false,
      "Mod-Alt-s": () => page?.otherMode() ?? false,
    }),
    hearing,
  });
  page = new Writing({ tools, facts, draft, view: draft.view }, screen);
  line.show(draft.saving, null);
  addEventListener("pagehide", () => void draft.leave().finally(part));
  // A page that comes back from the browser's memory has left its text: it begins anew.
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}

async function socketOfPage(): Promise<typeof import("../live/socket.ts")> {
  const { search } = new URL(import.meta.url);
  const live = new URL(`../live/main.js${search}`, import.meta.url).href;
  return (await import(live)) as typeof import("../live/socket.ts");
}
