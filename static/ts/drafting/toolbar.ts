/**
 * The tools above the text: one tab stop, arrows move inside it, Home and End too; menus open
 * with Enter, Space or ArrowDown and close with Esc. A tool that can do nothing now stays where
 * it is and says so (`aria-disabled`).
 */
import type { EditorView } from "prosemirror-view";

import { commandNamed, isInTable, isOn } from "./commands.ts";
import { blockHere } from "./kinds.ts";

/** What a tool does that is not a change of the text: undo, redo and the small forms. */
export interface Others {
  undo(): void;
  redo(): void;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  open(dialog: string): void;
}

/** What the menu of kinds shows in a block that it cannot make. */
const WHOLE: Readonly<Record<string, string>> = { table: "Table", figure: "Figure", options: "Options", note: "Note" };

export class Toolbar {
  private readonly bar: HTMLElement;
  private readonly view: EditorView;
  private readonly others: Others;
  private opened: HTMLElement | null = null;
  private asked = 0;

  constructor(bar: HTMLElement, view: EditorView, others: Others) {
    this.bar = bar;
    this.view = view;
    this.others = others;
    bar.removeAttribute("tabindex");
    bar.addEventListener("keydown", this.pressed);
    bar.addEventListener("click", this.clicked);
    // The text keeps its selection while a tool is pressed with the mouse.
    bar.addEventListener("mousedown", (event) => event.preventDefault());
    document.addEventListener("mousedown", (event) => {
      if (event.target instanceof Node && !this.opened?.parentElement?.contains(event.target)) this.close();
    });
    this.stop(this.tools[0]);
    this.show();
  }

  /** Put the focus on the tool that had it last. */
  focus(): void {
    (this.tools.find((one) => one.tabIndex === 0) ?? this.tools[0])?.focus();
  }

  /** Show what is on and what can be done, once a frame at most. */
  changed(): void {
    if (!this.asked) this.asked = requestAnimationFrame(() => this.show());
  }

  private get tools(): HTMLButtonElement[] {
    const all = this.bar.querySelectorAll<HTMLButtonElement>("button.tb");
    return [...all].filter((one) => one.offsetParent !== null);
  }

  private show(): void {
    this.asked = 0;
    const { state } = this.view;
    let kind = WHOLE[blockHere(state)?.node.type.name ?? ""] ?? "Paragraph";
    for (const button of this.bar.querySelectorAll<HTMLButtonElement>("[data-command]")) {
      const name = button.dataset.command ?? "";
      const on = isOn(name, state);
      for (const how of ["aria-pressed", "aria-checked"]) {
        if (button.hasAttribute(how)) set(button, how, String(on));
      }
      set(button, "aria-disabled", this.can(name) ? null : "true");
      if (on && name.startsWith("kind:")) kind = button.querySelector("span:not(.vh)")?.textContent ?? kind;
    }
    this.name(kind);
    const inTable = isInTable(state);
    const table = this.bar.querySelector<HTMLElement>("#mb-table")?.parentElement;
    if (table && table.hidden === inTable) table.hidden = !inTable;
  }

  private name(words: string): void {
    const now = this.bar.querySelector("[data-kind-now]");
    if (now && now.textContent !== words) now.textContent = words;
  }

  private can(name: string): boolean {
    if (name === "undo") return this.others.canUndo;
    if (name === "redo") return this.others.canRedo;
    if (name === "dialog:find" || name === "dialog:keys") return true;
    if (!this.view.editable) return false;
    return name.startsWith("dialog:") || commandNamed(name)(this.view.state);
  }

  private readonly clicked = (event: MouseEvent): void => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (!button) return;
    if (button.dataset.menu) return this.toggle(button, event.detail === 0);
    const name = button.dataset.command ?? "";
    if (button.getAttribute("aria-disabled") === "true") return;
    const fromMenu = this.opened !== null;
    this.close();
    if (button.classList.contains("tb")) this.stop(button);
    this.act(name, fromMenu || event.detail > 0);
  };

  private act(name: string, back: boolean): void {
    if (name.startsWith("dialog:")) return this.others.open(name.slice("dialog:".length));
    if (name === "undo") this.others.undo();
    else if (name === "redo") this.others.redo();
    else commandNamed(name)(this.view.state, this.view.dispatch, this.view);
    if (back || name === "footnote") this.view.focus();
    this.changed();
  }

  private toggle(button: HTMLButtonElement, byKey: boolean): void {
    const menu = document.getElementById(button.dataset.menu ?? "");
    const again = menu === this.opened;
    this.close();
    this.stop(button);
    if (!menu || again) return;
    this.show();
    menu.hidden = false;
    button.setAttribute("aria-expanded", "true");
    this.opened = menu;
    if (byKey) (menu.querySelector<HTMLElement>("[aria-checked=true]") ?? items(menu)[0])?.focus();
  }

  private close(): void {
    if (!this.opened) return;
    this.opened.hidden = true;
    this.bar.querySelector(`[data-menu="${this.opened.id}"]`)?.setAttribute("aria-expanded", "false");
    this.opened = null;
  }

  private readonly pressed = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const done = this.opened ? this.inMenu(this.opened, event) : this.inBar(event);
    if (done) event.preventDefault();
  };

  private inBar(event: KeyboardEvent): boolean {
    const { tools } = this;
    const here = tools.findIndex((one) => one === document.activeElement);
    if (event.key === "Escape") {
      this.view.focus();
      return true;
    }
    if (event.key === "ArrowDown" && tools[here]?.dataset.menu) {
      this.toggle(tools[here], true);
      return true;
    }
    const next = tools[moved(event.key, here, tools.length, this.bar)];
    this.stop(next);
    next?.focus();
    return next !== undefined;
  }

  private inMenu(menu: HTMLElement, event: KeyboardEvent): boolean {
    const all = items(menu);
    const here = all.findIndex((one) => one === document.activeElement);
    if (event.key === "Escape" || event.key === "Tab") {
      const from = this.bar.querySelector<HTMLElement>(`[data-menu="${menu.id}"]`);
      this.close();
      from?.focus();
      return event.key === "Escape";
    }
    const steps: Record<string, number> = { ArrowDown: here + 1, ArrowUp: here < 0 ? -1 : here - 1 };
    const aim = event.key === "Home" ? 0 : event.key === "End" ? -1 : steps[event.key];
    if (aim === undefined) return ["ArrowLeft", "ArrowRight"].includes(event.key);
    all.at(aim % all.length)?.focus();
    return true;
  }

  private stop(button: HTMLButtonElement | undefined): void {
    if (!button) return;
    for (const one of this.bar.querySelectorAll<HTMLButtonElement>("button.tb")) {
      one.tabIndex = one === button ? 0 : -1;
    }
  }
}

function items(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>("button")];
}

function set(element: Element, name: string, value: string | null): void {
  if (element.getAttribute(name) === value) return;
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, value);
}

function moved(key: string, here: number, count: number, bar: HTMLElement): number {
  const forward = getComputedStyle(bar).direction === "rtl" ? -1 : 1;
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  if (key === "ArrowRight") return (here + forward + count) % count;
  return key === "ArrowLeft" ? (here - forward + count) % count : -1;
}
