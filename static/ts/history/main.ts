/**
 * Playing through the history of a text by itself: after a while the page of the next step
 * is opened. Links and the range do all of it without this script. Whoever asked the system
 * for less motion is not offered it.
 */
const PLAYING = "playing";
const PAUSE = 4000; // milliseconds on each step

const button = document.querySelector<HTMLButtonElement>("[data-play]");
const next = document.querySelector<HTMLAnchorElement>('nav.play a[rel="next"]');
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

let waiting = 0;

/** Say whether it plays, and open the next step after a while if it does. */
function show(playing: boolean): void {
  clearTimeout(waiting);
  button!.textContent = playing ? "Stop playing" : "Play by itself";
  if (playing && next) waiting = window.setTimeout(() => next.click(), PAUSE);
}

function remember(playing: boolean): void {
  if (playing) sessionStorage.setItem(PLAYING, location.pathname);
  else sessionStorage.removeItem(PLAYING);
}

if (button && next && !calm) {
  let playing = sessionStorage.getItem(PLAYING) === location.pathname;
  button.hidden = false;
  button.addEventListener("click", () => {
    playing = !playing;
    remember(playing);
    show(playing);
  });
  show(playing);
  // The button was used last, on the page before: whoever plays by keyboard can stop it.
  if (playing) button.focus();
} else {
  remember(false);
}
