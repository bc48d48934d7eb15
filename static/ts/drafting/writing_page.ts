/** The page while its text is open: ties the tools, the rail and the notices to the editor. */
import type { EditorState } from "prosemirror-state";

import { isRemote } from "./binding.ts";
import type { Can, Collision } from "./contract.ts";
import { Dialogs } from "./dialogs.ts";
import { type Screen, goToBlock } from "./editor.ts";
import { FindForm } from "./find_form.ts";
import { blockForms } from "./forms_blocks.ts";
import { inlineForms } from "./forms_inline.ts";
import { putAfter } from "./kinds.ts";
import { News } from "./news.ts";
import { AskedAgain, askedAgain, tellCollision, tellMode } from "./notices.ts";
import { Outline } from "./outline.ts";
import { type Desk, icon, make, place } from "./page.ts";
import { People } from "./people.ts";
import { schema } from "./schema.ts";
import { Suggesting } from "./suggesting.ts";
import { Toolbar } from "./toolbar.ts";

export class Writing {
  readonly people: People;
  private readonly desk: Desk;
  private readonly screen: Screen;
  private readonly toolbar: Toolbar;
  private readonly dialogs: Dialogs;
  private readonly find: FindForm;
  private readonly outline: Outline;
  private readonly news: News;
  private readonly asking: AskedAgain;
  private readonly suggesting: Suggesting;
  private block = "";

  constructor(desk: Desk, screen: Screen) {
    this.desk = desk;
    this.screen = screen;
    const { view, tools } = desk;
    for (const one of place("ed-rail").querySelectorAll<HTMLElement>("[data-scripted]")) one.hidden = false;
    place("main").classList.add("writing");
    this.people = new People(view, screen.blocks);
    this.find = new FindForm(desk, askedAgain);
    const keys = { open: () => null, act: () => true };
    const known = { find: this.find, keys, ...inlineForms(view), ...blockForms(desk) };
    this.dialogs = new Dialogs(view, known, tools.announce);
    this.toolbar = new Toolbar(place("ed-tools"), view, this.others());
    this.outline = new Outline(view);
    this.news = new News(tools);
    this.asking = new AskedAgain(screen.blocks, tools);
    this.suggesting = new Suggesting(desk, screen.blocks);
    this.listen();
    this.allowed(null);
  }

  /** What this person may do changed, or was said for the first time. */
  allowed(sentence: string | null): void {
    const { draft, view, tools } = this.desk;
    const modes = document.getElementById("ed-mode");
    if (modes) modes.hidden = draft.can !== "write";
    this.chosen(draft.mode);
    view.updateState(view.state);
    this.toolbar.changed();
    if (sentence) tools.interrupt(sentence);
  }

  collided(collision: Collision): void {
    tellCollision(collision, this.screen.blocks, this.desk.tools);
  }

  /** Words arrived in a paragraph that had been taken out: the list beside the text has them. */
  async salvaged(): Promise<void> {
    const { tools } = this.desk;
    tools.concern("Words were kept whose paragraph had been taken out. They are listed beside the text.");
    const answer = await fetch(location.pathname, { headers: { "X-Fragment": "1" }, cache: "no-store" }).catch(() => null);
    if (!answer?.ok) return; // the line is down; the list is there when the page is loaded again
    const fresh = tools.parseFragment(await answer.text()).getElementById("ed-salv");
    if (fresh) place("ed-salv").replaceWith(fresh);
  }

  tooOld(sentence: string): void {
    const again = make("a", { class: "btn btn-s", href: location.pathname }, "Load the page again");
    const box = make("div", { class: "kept" }, make("p", {}, sentence), make("p", { class: "row" }, again));
    place("ed-aside").append(box);
    place("ed-aside").hidden = false;
    this.desk.tools.interrupt(sentence);
  }

  toTools(): boolean {
    this.toolbar.focus();
    return true;
  }

  undo(): boolean {
    this.desk.draft.undo();
    return true;
  }

  redo(): boolean {
    this.desk.draft.redo();
    return true;
  }

  dialog(name: string): boolean {
    this.dialogs.open(name);
    return true;
  }

  otherMode(): boolean {
    const { draft } = this.desk;
    if (draft.can !== "write") return false;
    this.choose(draft.mode === "write" ? "suggest" : "write");
    return true;
  }

  private others() {
    const { draft } = this.desk;
    return {
      undo: () => void draft.undo(),
      redo: () => void draft.redo(),
      get canUndo() {
        return draft.canUndo;
      },
      get canRedo() {
        return draft.canRedo;
      },
      open: (name: string) => this.dialogs.open(name),
    };
  }

  private choose(mode: Can): void {
    const { draft, view, tools } = this.desk;
    this.chosen(draft.setMode(mode));
    view.updateState(view.state);
    this.toolbar.changed();
    tools.announce(draft.mode === "write" ? "You are editing." : "You are suggesting.");
    if (draft.mode === "write") view.focus();
  }

  private chosen(mode: Can): void {
    const { draft } = this.desk;
    tellMode(mode, draft.can);
    for (const one of document.querySelectorAll<HTMLInputElement>("#ed-mode input")) {
      one.checked = one.value === (mode === "write" ? "edit" : "suggest");
    }
    const used = place("ed-note").querySelector("svg");
    used?.replaceWith(icon(mode === "write" ? "text" : mode === "suggest" ? "suggest" : "eye"));
    this.suggesting.turn(mode === "suggest");
    if (mode !== "write") this.asking.enter("");
  }

  private listen(): void {
    const { view } = this.desk;
    const dispatch = view.props.dispatchTransaction;
    view.setProps({
      dispatchTransaction: (tr) => {
        const before = view.state;
        if (dispatch) dispatch.call(view, tr);
        else view.updateState(view.state.apply(tr));
        this.after(before, isRemote(tr));
      },
    });
    view.dom.addEventListener("focus", () => this.moved());
    for (const one of document.querySelectorAll<HTMLInputElement>("#ed-mode input")) {
      one.addEventListener("change", () => this.choose(one.value === "edit" ? "write" : "suggest"));
    }
    place("ed-rail").addEventListener("click", (event) => this.follow(event));
    document.addEventListener("keydown", (event) => {
      if (event.altKey && event.key === "F10") event.preventDefault();
      if (event.ctrlKey && event.altKey && event.key.toLowerCase() === "s" && !view.hasFocus()) this.otherMode();
    });
    if (location.hash) goToBlock(view, decodeURIComponent(location.hash.slice(1)));
  }

  private after(before: EditorState, remote: boolean): void {
    const { view } = this.desk;
    const { state } = view;
    if (before.doc !== state.doc) {
      this.outline.changed();
      this.find.textChanged();
      this.suggesting.textChanged();
      if (remote) this.news.othersChanged(before.doc, state.doc);
    }
    this.toolbar.changed();
    this.moved();
  }

  /** The cursor may be in another paragraph now. */
  private moved(): void {
    const { view, draft } = this.desk;
    const { $head } = view.state.selection;
    const block = $head.depth > 0 ? String($head.node(1).attrs.id) : "";
    if (block !== this.block) {
      this.screen.blocks.all.get(this.block)?.dom.classList.remove("para-on");
      this.block = block;
    }
    this.screen.blocks.all.get(block)?.dom.classList.add("para-on");
    if (draft.mode === "write" && view.hasFocus()) this.asking.enter(block);
    this.news.writersHere(this.people.writersIn(block));
  }

  /** A link of the rail leads into the text; a button puts words without a paragraph in. */
  private follow(event: MouseEvent): void {
    const put = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-put-in]") : null;
    if (put) return this.putIn(put.dataset.putIn ?? "");
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href^='#']") : null;
    if (link && goToBlock(this.desk.view, decodeURIComponent(link.hash.slice(1)))) event.preventDefault();
  }

  /** As a paragraph after the present one; the list keeps them until somebody settles them. */
  private putIn(words: string): void {
    const { view, tools } = this.desk;
    const paragraph = schema.nodes.paragraph!.create(null, schema.text(words.trim()));
    if (!view.editable || !putAfter(paragraph)(view.state, view.dispatch)) return;
    view.focus();
    tools.announce("Put in as a paragraph. Press Settled when it stands where it belongs.");
  }
}
