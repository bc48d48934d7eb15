/** What a draft page and the machinery of its shared text say to each other. */
import type { EditorState, Plugin, Transaction } from "prosemirror-state";
import type { Socket } from "socket.io-client";

/** What a seat may do with the text; the server says it and may take it back at any time. */
export type Can = "write" | "suggest" | "read";

/**
 * Where this page's changes are. `saved`: the server has stored all of them and said so.
 * `sending`: on their way. `offline`: kept in this page (and browser) until the line is back.
 * `refused`: the last ones were not taken; their words went to `Hearing.kept`. `ended`: the
 * page is no longer connected to the text (left, signed out, or too old to write).
 */
export type Saving = "saved" | "sending" | "offline" | "refused" | "ended";

/** The paragraph's words as their author has them; `gone`: they had removed it. */
export interface KeptWords {
  readonly block: string;
  readonly words: string;
  readonly gone: boolean;
}

/** Somebody in the room, as `draft:here` says it. `at` is for the cursors only. */
export interface Person {
  readonly key: string;
  readonly client: number;
  readonly name: string;
  readonly group: string | null;
  readonly mine?: boolean;
  readonly can: Can;
  readonly block: string;
  readonly at: string;
  readonly idle: number | boolean;
}

/**
 * Two people met in one paragraph as it was being divided, and what came out may not be what
 * either meant. `splits`: both divided it, so its end may stand there twice. `typing`: one
 * wrote in the part that the other moved to a new paragraph; the words stayed behind.
 * `ids`: the divided paragraph first, then the new ones.
 */
export interface Collision {
  readonly kind: "splits" | "typing";
  readonly ids: readonly string[];
}

/** What the page is told. All are optional; none may throw. */
export interface Hearing {
  saving?(state: Saving, sentence: string | null): void;
  /** What the page may do now: after each join, and when the server takes it back. */
  can?(can: Can, sentence: string | null): void;
  people?(people: readonly Person[], watching: number): void;
  /** Changes that were not taken; the text is as the server has it again. */
  kept?(sentence: string, words: readonly KeptWords[]): void;
  /** Words that somebody wrote in a paragraph that had been removed meanwhile. */
  salvaged?(block: string, words: string): void;
  collision?(collision: Collision): void;
  /** The page's program is older than the text's: it must be loaded again. */
  reload?(sentence: string): void;
}

/** What shows the text: an EditorView, or in tests something without a screen. */
export interface Place {
  readonly state: EditorState;
  readonly composing: boolean;
  dispatch(transaction: Transaction): void;
  destroy(): void;
}

export interface DraftOptions<P extends Place> {
  readonly documentId: number;
  /** The account's number; names the copy in the browser. 0: no account, no copy is kept. */
  readonly account: number;
  /** The page's socket, joined by the caller and parted by it after `Draft.leave()`. */
  readonly socket: Socket;
  /** Where the service is, without a slash at the end; "" for the page's own origin. */
  readonly origin?: string;
  /** What each request to the service carries beside the page's cookie (tests only). */
  readonly headers?: Readonly<Record<string, string>>;
  /** The token that the page's forms carry, for updates too long for the socket. */
  token(): string;
  /**
   * Make the view. Called once, when the first text is there. The state holds this module's
   * plugins and after them `plugins`; give `editable: () => mode() === "write"`.
   */
  view(state: EditorState, mode: () => Can): P;
  /** The page's own plugins: keys, input rules, node views and so on. */
  readonly plugins?: readonly Plugin[];
  readonly hearing?: Hearing;
}

/** A text that is open for editing. */
export interface Draft<P extends Place> {
  readonly view: P;
  /** What the server allows, and the mode chosen within that. */
  readonly can: Can;
  readonly mode: Can;
  readonly saving: Saving;
  readonly me: { readonly name: string; readonly number: number } | null;
  /** Choose to edit, suggest or only read; never more than `can`. Returns what it is now. */
  setMode(mode: Can): Can;
  /** Take back, or do again, what this page did; false when there is nothing. */
  undo(): boolean;
  redo(): boolean;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** The next change begins a new step of undo. */
  endStep(): void;
  /** Ask the server for everything and send what it lacks. */
  resync(): void;
  /** Send what is waiting, say goodbye and close; the view is destroyed. */
  leave(): Promise<void>;
}
