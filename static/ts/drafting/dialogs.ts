/**
 * The small forms under the tools, one at a time. They stand in the page, hidden, with their
 * labels; here they are opened, filled, read and closed. Esc closes and returns to the text.
 */
import type { EditorView } from "prosemirror-view";

/** What one form does. */
export interface Dialog {
  /** Fill it from the text as it is; a sentence says why it cannot be opened now. */
  open(form: HTMLFormElement): string | null;
  /**
   * Do what a button says (`data-do`). A sentence says what is wrong and keeps the form open;
   * true closes it, false leaves it open.
   */
  act(what: string, form: HTMLFormElement): string | boolean | Promise<string | boolean>;
  /** A field changed. */
  changed?(form: HTMLFormElement): void;
  closed?(): void;
}

export class Dialogs {
  private readonly view: EditorView;
  private readonly known: Readonly<Record<string, Dialog>>;
  private readonly announce: (sentence: string) => void;
  private openedForm: HTMLFormElement | null = null;

  constructor(view: EditorView, known: Readonly<Record<string, Dialog>>, announce: (sentence: string) => void) {
    this.view = view;
    this.known = known;
    this.announce = announce;
    for (const form of document.querySelectorAll<HTMLFormElement>("form[data-dialog]")) this.listen(form);
  }

  open(name: string): void {
    const form = document.querySelector<HTMLFormElement>(`form[data-dialog="${name}"]`);
    const dialog = this.known[name];
    if (!form || !dialog) return;
    if (this.openedForm !== form) this.shut();
    const why = dialog.open(form);
    if (why !== null) {
      this.announce(why);
      this.view.focus();
      return;
    }
    this.openedForm = form;
    form.hidden = false;
    this.problem(form, "");
    firstField(form)?.focus();
  }

  /** Close what is open and go back to the text. */
  close(): void {
    this.shut();
    this.view.focus();
  }

  private shut(): void {
    const form = this.openedForm;
    if (!form) return;
    form.hidden = true;
    this.openedForm = null;
    this.known[form.dataset.dialog ?? ""]?.closed?.();
  }

  private listen(form: HTMLFormElement): void {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const button = event.submitter instanceof HTMLElement ? event.submitter.dataset.do : undefined;
      void this.act(form, button ?? "set");
    });
    form.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest("button") : null;
      if (button?.type === "button") void this.act(form, button.dataset.do ?? "close");
    });
    form.addEventListener("input", () => this.known[form.dataset.dialog ?? ""]?.changed?.(form));
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      this.close();
    });
  }

  private async act(form: HTMLFormElement, what: string): Promise<void> {
    if (what === "close") return this.close();
    const outcome = await this.known[form.dataset.dialog ?? ""]?.act(what, form);
    if (outcome === true) this.close();
    else if (typeof outcome === "string") this.problem(form, outcome);
    else this.problem(form, "");
  }

  private problem(form: HTMLFormElement, sentence: string): void {
    const line = form.querySelector<HTMLElement>("[data-problem]");
    if (!line) return;
    line.textContent = sentence;
    line.hidden = sentence === "";
    if (sentence) {
      this.announce(sentence);
      firstField(form)?.focus();
    }
  }
}

/** The words of a field. */
export function field(form: HTMLFormElement, name: string): HTMLInputElement {
  return form.elements.namedItem(name) as HTMLInputElement;
}

function firstField(form: HTMLFormElement): HTMLElement | null {
  const all = form.querySelectorAll<HTMLElement>("input, select, .edkeys, button");
  return [...all].find((one) => one.offsetParent !== null) ?? null;
}
