/** What travels between a draft page and the server, and how bytes and answers do. */
import type { Socket } from "socket.io-client";

import type { Connection } from "./connection.ts";
import type { Can, Person } from "./contract.ts";

/** Milliseconds without an answer after which the line counts as broken. */
export const PATIENCE = 5_000;
/** Characters of base64; longer updates go over HTTP. */
export const LONGEST_ON_SOCKET = 200_000;

export type Why = "resync" | "refused" | "closed" | "slow" | "reload";

export interface Refusal {
  readonly refused: string;
  readonly why?: Why;
}

export interface Joined {
  readonly client: number;
  readonly can: Can;
  readonly missed: string;
  readonly vector: string;
  readonly seq: number;
  /** Which of the people in `draft:here` this page is. */
  readonly key?: string;
  readonly me?: { readonly name: string; readonly number: number };
}

/** Updates that are stored now, with whose they are: `from` names clients and numbers. */
export interface Stored {
  readonly document: number;
  /** The places in the server's log: the last one before these, and the last of these. */
  readonly after: number;
  readonly seq: number;
  readonly update: string;
  readonly from: readonly (readonly [number, number])[];
}

export interface Here {
  readonly document: number;
  readonly people: readonly Person[];
  readonly watching?: number;
}

/** Ask the server; rejects when no answer comes in time or the line is down. */
export async function ask<A extends object>(socket: Socket, event: string, payload: object): Promise<A | Refusal> {
  return (await socket.timeout(PATIENCE).emitWithAck(event, payload)) as A | Refusal;
}

/**
 * Ask the server and hear the answer before anything that it said later: null when none came
 * in time or the line broke.
 */
export function askInTurn<A extends object>(socket: Socket, event: string, payload: object, hear: (answer: A | Refusal | null) => void): void {
  const heard = (late: Error | null, answer: A | Refusal): void => hear(late ? null : answer);
  socket.timeout(PATIENCE).emit(event, payload, heard);
}

export function isRefusal(answer: object): answer is Refusal {
  return "refused" in answer;
}

export function toBase64(bytes: Uint8Array): string {
  let text = "";
  // In pieces: a call takes no more arguments than the browser's stack has room for.
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
}

export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
}

/** The whole text as the server has it, as one update; rejects when it cannot be had. */
export async function fetchState({ origin, documentId, headers }: Connection): Promise<Uint8Array> {
  const answer = await fetch(`${origin}/documents/${documentId}/draft/state`, { headers, cache: "no-store" });
  if (!answer.ok) throw new Error(`The text could not be loaded (${answer.status}).`);
  return new Uint8Array(await answer.arrayBuffer());
}
