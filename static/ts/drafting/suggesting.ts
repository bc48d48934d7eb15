/**
 * Suggesting mode: the text itself stays as it is, and each paragraph offers to write other
 * words for it in a small editor below. What is sent stands beside its author's name until an
 * editor settles it.
 */
import type { BlockView, BlockViews } from "./block_view.ts";
import { numbersKey, spoken } from "./numbering.ts";
import { type Desk, button, make, place } from "./page.ts";
import { SuggestionForm } from "./suggestion_form.ts";

export class Suggesting {
  private readonly desk: Desk;
  private readonly views: BlockViews;
  private readonly open = new Map<string, SuggestionForm>();
  private on = false;

  constructor(desk: Desk, views: BlockViews) {
    this.desk = desk;
    this.views = views;
    views.offer = (view) => this.offer(view);
    desk.view.dom.addEventListener("click", (event) => this.clicked(event));
  }

  /** Turn the mode on or off; a suggestion that is being written stays open. */
  turn(on: boolean): void {
    if (on === this.on) return;
    this.on = on;
    this.desk.view.dom.classList.toggle("ed-suggest", on);
    for (const view of this.views.all.values()) view.say("suggest", this.offer(view));
  }

  /** A paragraph may have gone while somebody was suggesting words for it. */
  textChanged(): void {
    for (const [id, form] of this.open) {
      if (this.views.all.has(id)) continue;
      place("ed-aside").append(form.element);
      place("ed-aside").hidden = false;
    }
  }

  private offer(view: BlockView): HTMLElement | null {
    const form = this.open.get(view.id);
    if (form) return form.element;
    if (!this.on) return null;
    const name = make("span", { class: "vh" }, ` for ${this.nameOf(view.id)}`);
    const suggest = button("Suggest other words", () => void this.begin(view.id), "lnk");
    suggest.append(name);
    return make("div", { class: "blk-do" }, suggest);
  }

  private clicked(event: MouseEvent): void {
    if (!this.on || !(event.target instanceof Element)) return;
    const block = event.target.closest(".para");
    const selected = document.getSelection()?.isCollapsed === false;
    if (!block || selected || event.target.closest("a, button, .blk-say")) return;
    void this.begin(block.id);
  }

  private async begin(id: string): Promise<void> {
    const known = this.open.get(id);
    if (known) return known.focus();
    const form = await SuggestionForm.begin(this.desk, id, this.nameOf(id), () => this.end(id));
    if (typeof form === "string") return this.desk.tools.announce(form);
    this.open.set(id, form);
    this.views.all.get(id)?.say("suggest", form.element);
    form.focus();
  }

  private end(id: string): void {
    this.open.get(id)?.element.remove();
    this.open.delete(id);
    place("ed-aside").hidden = place("ed-aside").childElementCount === 0;
    const view = this.views.all.get(id);
    if (!view) return;
    const offered = this.offer(view);
    view.say("suggest", offered);
    offered?.querySelector("button")?.focus();
  }

  private nameOf(id: string): string {
    const label = numbersKey.getState(this.desk.view.state)?.labels.get(id);
    return label ? spoken(label) : "this paragraph";
  }
}
