/** The form of one suggestion: what it is, the words in an editor of their own, and why. */
import { EditorState, Plugin } from "prosemirror-state";
import { EditorView } from "prosemirror-view";

import { FootnoteViews, OptionView } from "./inline_views.ts";
import { numbering } from "./numbering.ts";
import { type Desk, button, icon, make, token } from "./page.ts";
import { pastingInside } from "./paste.ts";
import { schema } from "./schema.ts";
import { typingInside } from "./typing.ts";

/** What the server says of the words that are suggested for: sealed, so that it knows them. */
interface Place {
  readonly place: Readonly<Record<string, string>>;
  readonly block: unknown;
}

type Kind = "wording" | "after" | "removal";

const KINDS: readonly (readonly [Kind, string])[] = [
  ["wording", "Other words for it"],
  ["after", "A new paragraph after it"],
  ["removal", "Take it out of the text"],
];

export class SuggestionForm {
  readonly element: HTMLElement;
  private readonly desk: Desk;
  private readonly address: string;
  private readonly sealed: Place["place"];
  private readonly end: () => void;
  private readonly words: Readonly<Record<"wording" | "after", EditorView>>;
  private readonly problem = make("p", { class: "errmsg", hidden: "" });
  private readonly form: HTMLFormElement;

  /** Ask for the words as they are now; a sentence says why nothing can be suggested. */
  static async begin(desk: Desk, id: string, name: string, end: () => void): Promise<SuggestionForm | string> {
    const address = `/documents/${desk.facts.documentId}/paragraphs/${id}/suggestions`;
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json", "X-Fragment": "1" }, cache: "no-store" });
      if (!answer.ok) return "Nothing can be suggested for this paragraph now.";
      const found = (await answer.json()) as Place;
      return new SuggestionForm(desk, address, name, found, end);
    } catch {
      return "The line is down: a suggestion can be begun when it is back.";
    }
  }

  private constructor(desk: Desk, address: string, name: string, found: Place, end: () => void) {
    this.desk = desk;
    this.address = address;
    this.sealed = found.place;
    this.end = end;
    this.words = { wording: this.editor(found.block, `Your words for ${name}`), after: this.editor({ type: "paragraph" }, `Your paragraph after ${name}`) };
    this.form = this.make(name);
    this.element = make("section", { class: "sug-ed", "aria-label": `Your suggestion for ${name}` }, this.form);
    this.choose("wording");
  }

  focus(): void {
    this.words.wording.focus();
  }

  private make(name: string): HTMLFormElement {
    const kinds = KINDS.map(([kind, label]) => this.kind(kind, label));
    const what = make("fieldset", { class: "edradios" }, make("legend", {}, `What you suggest for ${name}`), ...kinds);
    const reason = make("label", { class: "edfield" }, "Why (optional)", make("textarea", { name: "reason", rows: "2" }));
    const send = make("button", { type: "submit", class: "btn btn-s btn-go" }, icon("suggest"), "Send this suggestion");
    const acts = make("p", { class: "row" }, send, button("Leave it", this.end));
    const form = make("form", { class: "sug-form", novalidate: "" }, what, this.box("wording"), this.box("after"), reason, this.shown(), this.problem, acts) as HTMLFormElement;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.send();
    });
    form.addEventListener("keydown", (event) => event.key === "Escape" && this.end());
    return form;
  }

  private kind(kind: Kind, label: string): HTMLElement {
    const radio = make("input", { type: "radio", name: "kind", value: kind, checked: kind === "wording" ? "" : null });
    radio.addEventListener("change", () => this.choose(kind));
    return make("label", { class: "edtick" }, radio, make("span", {}, label));
  }

  private box(kind: "wording" | "after"): HTMLElement {
    return make("div", { class: "sug-words read", "data-of": kind }, this.words[kind].dom);
  }

  /** How the author is shown: the choices that the page brought along. */
  private shown(): HTMLElement {
    const choices = document.querySelector<HTMLTemplateElement>("template#sug-shown");
    const box = make("div", { class: "edfield" });
    if (choices) box.append(choices.content.cloneNode(true));
    return box;
  }

  private choose(kind: Kind): void {
    for (const box of this.form.querySelectorAll<HTMLElement>("[data-of]")) box.hidden = box.dataset.of !== kind;
  }

  /** One block and nothing that would make two of it. */
  private editor(block: unknown, label: string): EditorView {
    const { facts, tools } = this.desk;
    const one = schema.nodeFromJSON(block);
    const doc = schema.nodes.doc!.create(null, one.type.create({ ...one.attrs, id: null }, one.content));
    const single = new Plugin({ filterTransaction: (tr) => tr.doc.childCount === 1 });
    const footnotes = new FootnoteViews();
    return new EditorView(null, {
      state: EditorState.create({ doc, plugins: [...typingInside(), pastingInside(tools), numbering(), single] }),
      nodeViews: { footnote: footnotes.show, option: (node) => new OptionView(node) },
      attributes: { role: "textbox", "aria-multiline": "true", "aria-label": label, lang: facts.language, dir: "auto" },
    });
  }

  private async send(): Promise<void> {
    const given = new FormData(this.form);
    const kind = given.get("kind") as Kind;
    given.set("csrf_token", token());
    for (const [name, value] of Object.entries(this.sealed)) given.set(name, value);
    if (kind !== "removal") given.set("content", JSON.stringify(this.words[kind].state.doc.child(0).content.toJSON() ?? []));
    try {
      const answer = await fetch(this.address, { method: "POST", body: given, headers: { Accept: "application/json", "X-Fragment": "1" } });
      const said = (await answer.json()) as { name?: string; address?: string; sentence?: string };
      if (!answer.ok || !said.name) return this.refuse(said.sentence ?? "The suggestion was not taken.");
      this.thank(said.name, said.address ?? "");
    } catch {
      this.refuse("The line is down. What you wrote is still here; send it when the line is back.");
    }
  }

  private refuse(sentence: string): void {
    this.problem.textContent = sentence;
    this.problem.hidden = false;
    this.desk.tools.announce(sentence);
  }

  private thank(name: string, address: string): void {
    const sentence = `Recorded as ${name}. The editors decide about it.`;
    const link = make("a", { href: address }, `Open ${name}`);
    this.element.replaceChildren(make("p", { class: "receipt" }, icon("done"), ` ${sentence} `, link, " ", button("Close", this.end, "lnk")));
    this.desk.tools.announce(sentence);
    link.focus();
  }
}
