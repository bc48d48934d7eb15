/** The form for finding and replacing: count, next, previous, replace, replace all. */
import { TextSelection } from "prosemirror-state";

import { type Dialog, field } from "./dialogs.ts";
import { type Found, findingKey, placesOf, replaced, shownAt } from "./finding.ts";
import { type Desk, settled } from "./page.ts";

/** Milliseconds after the last keystroke before the text is searched. */
const PAUSE = 150;
/** So many places are marked in the text; all are counted. */
const MOST_SHOWN = 500;

export class FindForm implements Dialog {
  private readonly desk: Desk;
  private readonly asked: (block: string) => number;
  private form: HTMLFormElement | null = null;
  private places: Found[] = [];
  private at = -1;
  private readonly later = settled(() => this.search(), PAUSE);

  /** `asked`: how many people a change of a block asks again. */
  constructor(desk: Desk, asked: (block: string) => number) {
    this.desk = desk;
    this.asked = asked;
  }

  open(form: HTMLFormElement): null {
    this.form = form;
    const { state } = this.desk.view;
    const { from, to, empty } = state.selection;
    const chosen = empty ? "" : state.doc.textBetween(from, to, "\n");
    if (chosen && chosen.length < 100 && !chosen.includes("\n")) field(form, "query").value = chosen;
    field(form, "query").select();
    this.search();
    return null;
  }

  changed(): void {
    this.later();
  }

  /** The text changed; what is found may have too. */
  textChanged(): void {
    if (this.form) this.later();
  }

  act(what: string): string | boolean {
    this.search();
    if (this.places.length === 0) return "These words are not in the text.";
    if (what === "replace-all") return this.replaceAll();
    if (what === "replace") this.replaceOne();
    else this.go(what === "previous" ? this.before() : this.after());
    return false;
  }

  closed(): void {
    this.form = null;
    this.places = [];
    this.show();
  }

  private search(): void {
    if (!this.form) return;
    const now = this.places[this.at];
    const words = field(this.form, "query").value;
    this.places = placesOf(this.desk.view.state.doc, words, field(this.form, "exact").checked);
    this.at = now ? this.places.findIndex((one) => one.from === now.from && one.to === now.to) : -1;
    this.show();
  }

  private show(): void {
    const { view } = this.desk;
    const from = Math.max(0, this.at - MOST_SHOWN / 2);
    const near = this.places.slice(from, from + MOST_SHOWN);
    view.dispatch(view.state.tr.setMeta(findingKey, shownAt(view.state.doc, near, this.places[this.at])));
    const line = this.form?.querySelector("[data-count]");
    if (line) line.textContent = this.countWords();
  }

  private countWords(): string {
    const count = this.places.length;
    if (!this.form || field(this.form, "query").value === "") return "";
    if (count === 0) return "Not in the text";
    const all = `${count} ${count === 1 ? "place" : "places"}`;
    return this.at < 0 ? all : `${this.at + 1} of ${all}`;
  }

  private after(): number {
    if (this.at >= 0) return (this.at + 1) % this.places.length;
    const { from } = this.desk.view.state.selection;
    return Math.max(0, this.places.findIndex((one) => one.from >= from));
  }

  private before(): number {
    return this.at > 0 ? this.at - 1 : this.places.length - 1;
  }

  private go(to: number): void {
    this.at = to;
    const one = this.places[to];
    if (!one) return;
    const { view, tools } = this.desk;
    const selection = TextSelection.create(view.state.doc, one.from, one.to);
    view.dispatch(view.state.tr.setSelection(selection).scrollIntoView());
    this.show();
    // The focus stays in the form, so the place is brought into view by hand.
    const at = view.domAtPos(one.from).node;
    (at instanceof Element ? at : at.parentElement)?.scrollIntoView({ block: "center" });
    tools.announce(`${this.countWords()}: ${this.line(one)}`);
  }

  private line(one: Found): string {
    const { doc } = this.desk.view.state;
    const $from = doc.resolve(one.from);
    const [start, end] = [Math.max($from.start(), one.from - 40), Math.min($from.end(), one.to + 40)];
    return doc.textBetween(start, end, " ");
  }

  private replaceOne(): void {
    if (this.at < 0) return this.go(this.after());
    this.change([this.places[this.at]!]);
    this.at -= 1;
    this.search();
    if (this.places.length) this.go(Math.min(this.at + 1, this.places.length - 1));
  }

  private replaceAll(): string | boolean {
    const { places } = this;
    const { doc } = this.desk.view.state;
    const blocks = new Set(places.map((one) => String(doc.resolve(one.from).node(1).attrs.id)));
    const people = [...blocks].reduce((sum, id) => sum + this.asked(id), 0);
    this.change(places);
    this.at = -1;
    this.search();
    const asks = people ? ` Positions on them: ${people}; whoever took one is asked again.` : "";
    const where = `${blocks.size} ${blocks.size === 1 ? "paragraph" : "paragraphs"}`;
    this.desk.tools.announce(`Replaced in ${places.length} places, ${where}.${asks} Undo takes all of it back.`);
    return false;
  }

  private change(places: readonly Found[]): void {
    const { view, draft } = this.desk;
    if (!view.editable || !this.form) return;
    draft.endStep();
    view.dispatch(replaced(view.state.tr, places, field(this.form, "replacement").value));
    draft.endStep();
  }
}
