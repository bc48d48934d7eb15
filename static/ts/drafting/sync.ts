/** The shared text for a page: `openDraft` and all that belongs to its contract. */
import type { Draft, DraftOptions, Place } from "./contract.ts";

export type {
  Can,
  Collision,
  Draft,
  DraftOptions,
  Hearing,
  KeptWords,
  Person,
  Place,
  Saving,
} from "./contract.ts";

/** How `openDraft` is called; resolves when the first text is shown. */
export type OpenDraft = <P extends Place>(options: DraftOptions<P>) => Promise<Draft<P>>;
