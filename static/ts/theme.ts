/**
 * The theme without a reload. The form of base.html posts the choice and the server keeps it
 * in a cookie; here the page changes at once and the post goes along beside it.
 */
import { announce, interrupt } from "./announce.ts";

/** Let every `form[data-theme-form]` change the theme in place. */
export function enhanceTheme(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-theme-form]")) {
    form.addEventListener("submit", (event) => {
      const button = event.submitter;
      if (!(button instanceof HTMLButtonElement)) return;
      event.preventDefault();
      show(form, button.value);
      void keep(form, button.value);
    });
  }
}

function show(form: HTMLFormElement, theme: string): void {
  document.documentElement.dataset.theme = theme;
  // The button that was pressed is hidden now; its counterpart takes the focus.
  for (const button of form.querySelectorAll("button")) {
    if (button.value !== theme) button.focus();
  }
  announce(theme === "dark" ? "Dark theme" : "Light theme");
}

async function keep(form: HTMLFormElement, theme: string): Promise<void> {
  const body = new FormData(form);
  body.set("theme", theme);
  try {
    const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
    if (answer.status >= 400) throw new Error(String(answer.status));
  } catch {
    interrupt("The theme could not be kept for the next page.");
  }
}
