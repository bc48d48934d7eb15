/** Follows one document over the page's socket and says whether the page is live. */
import type { Socket } from "socket.io-client";

import type { Signal } from "./signals.ts";
import { join, part } from "./socket.ts";

/** Milliseconds without a line after which the page says so. */
const PATIENCE = 5_000;

/** Whether what is shown is kept up to date, and if not, why. */
export type State = "live" | "lost" | "off" | "ended" | { readonly refused: string };

// What Socket.IO sends is checked on the server's side: it is our own.
type Heard = (sent: any) => void;
type Answer = { readonly seq: number } | { readonly refused: string };

export interface Listener {
  /** A deed was recorded; null when some were missed. */
  changed(signal: Signal | null): void;
  became(state: State): void;
}

export class Following {
  private readonly id: number;
  private readonly listener: Listener;
  private socket: Socket | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private seq: number | null;

  /** `id` is the document's; `seq` the last deed that the page shows, null when the page does not say. */
  constructor(id: number, seq: number | null, listener: Listener) {
    this.id = id;
    this.seq = seq;
    this.listener = listener;
  }

  start(): void {
    this.socket = join();
    for (const [event, heard] of Object.entries(this.heard)) this.socket.on(event, heard);
    addEventListener("offline", this.lose);
    addEventListener("visibilitychange", this.lookAgain);
    if (this.socket.connected) this.follow();
    else this.lose();
  }

  stop(state: State = "off"): void {
    if (!this.socket) return;
    if (this.socket.connected) this.socket.emit("unfollow", { document: this.id });
    for (const [event, heard] of Object.entries(this.heard)) this.socket.off(event, heard);
    removeEventListener("offline", this.lose);
    removeEventListener("visibilitychange", this.lookAgain);
    this.socket = undefined;
    part();
    this.became(state);
  }

  /** Also the way to learn, after a sleep, whether the line still stands. */
  private readonly follow = (): void => {
    const socket = this.socket;
    if (!socket) return;
    socket
      .timeout(PATIENCE)
      .emit("follow", { document: this.id }, (late: Error | null, answer: Answer) => {
        if (socket !== this.socket) return;
        if (late) socket.disconnect().connect();
        else if ("refused" in answer) this.stop(answer);
        else this.caughtUp(answer.seq);
      });
  };

  private caughtUp(seq: number): void {
    if (this.seq !== null && seq !== this.seq) this.listener.changed(null);
    this.seq = seq;
    this.became("live");
  }

  private readonly changed = (signal: Signal): void => {
    this.seq = signal.seq;
    this.listener.changed(signal);
  };

  /** The line may come back by itself; the page says so only when it has not for a while. */
  private readonly lose = (): void => {
    this.timer ??= setTimeout(() => this.became("lost"), PATIENCE);
  };

  private readonly refused = (error: Error): void => {
    if (this.socket?.active) this.lose();
    else this.stop({ refused: error.message });
  };

  private readonly ended = (): void => this.stop("ended");

  private readonly lookAgain = (): void => {
    if (document.visibilityState === "visible" && this.socket?.connected) this.follow();
  };

  private readonly heard: Record<string, Heard> = {
    connect: this.follow,
    disconnect: this.lose,
    connect_error: this.refused,
    changed: this.changed,
    ended: this.ended,
  };

  private became(state: State): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.listener.became(state);
  }
}
