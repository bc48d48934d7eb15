/**
 * Live pages: loaded by main.ts where `[data-follow="document:7"]` stands, with the number of
 * the last deed shown in `data-seq`. A person can switch it off; the page works the same.
 */
import { Following, type State } from "./following.ts";
import { Fragments, type Tools, holdsWords } from "./fragments.ts";

export { join, part } from "./socket.ts";

const KEPT = "live";

/** Keep the page's fragments as they are on the server, unless it has been switched off. */
export function goLive(tools: Tools): void {
  const followed = document.querySelector<HTMLElement>("[data-follow]");
  const number = /^document:(\d+)$/.exec(followed?.dataset.follow ?? "");
  if (!followed || !number) return;
  const seq = followed.dataset.seq === undefined ? null : Number(followed.dataset.seq);
  const fragments = new Fragments(tools);
  const following = new Following(Number(number[1]), seq, {
    changed: (signal) => fragments.refresh(signal),
    became: (state) => tell(state, tools),
  });
  offerSwitch(following);
}

function offerSwitch(following: Following): void {
  const button = document.querySelector<HTMLButtonElement>("[data-live-switch]");
  let on = kept() !== "off";
  const turn = (): void => {
    button?.setAttribute("aria-checked", String(on));
    if (on) following.start();
    else following.stop();
  };
  button?.addEventListener("click", () => {
    on = !on;
    keep(on ? "on" : "off");
    turn();
  });
  if (button) button.hidden = false;
  turn();
}

function tell(state: State, tools: Tools): void {
  document.documentElement.dataset.line = typeof state === "string" ? state : "refused";
  const place = document.querySelector<HTMLElement>("[data-live-state]");
  if (place) {
    place.textContent = sentence(state);
    place.hidden = state === "live";
  }
  if (state === "ended") tools.interrupt("You are signed out.");
  if (state === "lost" && [...document.forms].some(holdsWords)) {
    tools.interrupt("The connection is lost. What you have written is still on this page.");
  }
}

function sentence(state: State): string {
  if (typeof state !== "string") return `Not live: ${state.refused}`;
  return {
    live: "Live",
    lost: "Not live: the connection is lost",
    off: "Live updates are off",
    ended: "Not live: you are signed out",
  }[state];
}

function kept(): string | null {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null; // a browser that keeps nothing: live on every page
  }
}

function keep(choice: string): void {
  try {
    localStorage.setItem(KEPT, choice);
  } catch {
    // Kept for this page only.
  }
}
