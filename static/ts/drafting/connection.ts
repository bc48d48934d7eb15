/** What the parts that talk to the server have in common. */
import type { Socket } from "socket.io-client";
import type * as Y from "yjs";

import type { Hearing } from "./contract.ts";

export interface Connection {
  readonly documentId: number;
  readonly socket: Socket;
  readonly origin: string;
  readonly headers: Readonly<Record<string, string>>;
  token(): string;
  readonly hearing: Hearing;
  /** Changes were not taken: show this text, which is the server's, in place of ours. */
  start(fresh: Y.Doc, sentence: string): void;
}
