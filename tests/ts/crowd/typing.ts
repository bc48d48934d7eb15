/** People who type and type in one text, and an account of what they were told is saved. */
import { Page, type SignIn, pause, until } from "./page.ts";

export interface TypingStart {
  readonly document: number;
  readonly people: readonly SignIn[];
}

/** `acknowledged`: signs the pages said were saved; `written`: all of them. */
export interface Told {
  readonly acknowledged: string;
  readonly written: string;
  readonly sentences: string[];
}

const FIRST_SIGN = 0x4e00;

export class Typing {
  private readonly pages: readonly Page[];
  private going = true;
  private sign = FIRST_SIGN;
  private readonly hands: Promise<void>[];

  private constructor(pages: Page[]) {
    this.pages = pages;
    this.hands = pages.map((page, index) => this.type(page, index));
  }

  static async begun({ document, people }: TypingStart): Promise<Typing> {
    return new Typing(await Promise.all(people.map((one) => Page.opened(one, document))));
  }

  /** Resolves when the pages were told of so many more signs that they are saved. */
  async until(signs: number): Promise<object> {
    const wanted = this.told().acknowledged.length + signs;
    await until(() => this.told().acknowledged.length >= wanted);
    return {};
  }

  /** Lift the hands, wait until all is saved and shown to everybody, and close the pages. */
  async ended(): Promise<Told & { texts: Page["blocks"][] }> {
    this.going = false;
    await Promise.all(this.hands);
    for (const page of this.pages) await page.saved();
    const shown = () => new Set(this.pages.map((page) => JSON.stringify(page.blocks)));
    await until(() => shown().size === 1).catch(() => undefined); // the comparison says what differs
    const told = { ...this.told(), texts: this.pages.map((page) => page.blocks) };
    await Promise.all(this.pages.map((page) => page.leave()));
    return told;
  }

  /** What was told so far; the server may be gone. */
  told(): Told {
    const all = (signs: (page: Page) => Iterable<string>) => this.pages.flatMap((page) => [...signs(page)]).join("");
    return {
      acknowledged: all((page) => page.acknowledged),
      written: all((page) => page.written),
      sentences: this.pages.flatMap((page) => page.sentences),
    };
  }

  private async type(page: Page, index: number): Promise<void> {
    while (this.going) {
      const { ids } = page.view;
      const block = ids[(this.sign + index) % ids.length]!;
      page.type(block, page.view.words(block).length, String.fromCharCode(this.sign++));
      await pause(5 + ((this.sign * 7) % 40));
    }
  }
}
