import { newId, Timeline, type Frame, type Message } from '@serai/sdk';

/** When to send again what the hub could not store or read just now, in milliseconds. */
export const STORE_AGAIN = 3_000;

const PAGE = 50;
const CATCH_UP = 200;
/** How long what the hub sends of itself after a reconnect may take before it is asked for. */
const COMING_WITHIN = 3_000;

/** The conversations' messages as far as they are held, and the questions that fetch what is missing. */
export class Histories {
  private readonly timelines = new Map<string, Timeline>();
  private readonly loaded = new Set<string>();
  /** What was asked of each conversation and has no answer yet. */
  private readonly asking = new Map<string, Frame>();
  /** Conversations whose missing messages the hub is sending of itself, until the timer asks after them. */
  private readonly coming = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(private readonly send: (frame: Frame) => boolean) {}

  of(conversation: string): Timeline {
    let timeline = this.timelines.get(conversation);
    if (timeline === undefined) {
      timeline = new Timeline();
      this.timelines.set(conversation, timeline);
    }
    return timeline;
  }

  /** All that are held in part or whole, the oldest first. */
  all(): Iterable<[string, Timeline]> {
    return this.timelines;
  }

  /** False until the first page is there. */
  isLoaded(conversation: string): boolean {
    return this.loaded.has(conversation);
  }

  /** Loads the end of a conversation, which is at `lastSeq`, unless it is here already. */
  open(conversation: string, lastSeq: number): void {
    this.of(conversation).reach(lastSeq);
    if (lastSeq === 0) {
      this.loaded.add(conversation);
    } else if (!this.loaded.has(conversation)) {
      // Also if something came in before it was opened: what was said before that is still to be fetched.
      this.ask(conversation, { before: lastSeq + 1, limit: PAGE });
    } else {
      this.fillGap(conversation);
    }
  }

  earlier(conversation: string): void {
    const { first } = this.of(conversation);
    if (first > 1) {
      this.ask(conversation, { before: first, limit: PAGE });
    }
  }

  /** Asks for what came after all that is held. */
  later(conversation: string): void {
    this.ask(conversation, { after: this.of(conversation).last, limit: CATCH_UP });
  }

  /** A message that the hub tells of itself. */
  told(message: Message): void {
    const timeline = this.of(message.conversation);
    timeline.add([message]);
    if (timeline.last > 0 && this.loaded.has(message.conversation)) {
      this.fillGap(message.conversation);
    }
  }

  /** Messages that were asked for. */
  fetched(conversation: string, messages: readonly Message[]): void {
    this.asking.delete(conversation);
    this.loaded.add(conversation);
    const timeline = this.of(conversation);
    const before = timeline.last;
    timeline.add(messages);
    if (timeline.last > before && before > 0) {
      this.fillGap(conversation);
    }
  }

  /** What was asked for is not for this agent any more, or cannot be had while the store is away. */
  refused(re: string, code: string | undefined): void {
    for (const [conversation, asked] of this.asking) {
      if (asked.re !== re) {
        continue;
      }
      if (code === 'unavailable') {
        setTimeout(() => this.asking.get(conversation) === asked && this.send(asked), STORE_AGAIN);
      } else {
        this.asking.delete(conversation);
      }
    }
  }

  /** Asks for what is known to be missing at the end, unless it comes of itself. */
  fillGap(conversation: string): void {
    if (!this.of(conversation).gap) {
      this.expectNoMore(conversation);
    } else if (!this.coming.has(conversation)) {
      this.later(conversation);
    }
  }

  /** The hub goes on by itself from what it was told is held. */
  expectMore(conversation: string): void {
    this.expectNoMore(conversation);
    this.coming.set(
      conversation,
      setTimeout(() => {
        this.coming.delete(conversation);
        this.fillGap(conversation);
      }, COMING_WITHIN),
    );
  }

  private expectNoMore(conversation: string): void {
    clearTimeout(this.coming.get(conversation));
    this.coming.delete(conversation);
  }

  /** What was asked on a connection is not answered on the next. */
  forgetQuestions(): void {
    this.asking.clear();
  }

  /** Drops what is held of one conversation; true if its end was here. */
  drop(conversation: string): boolean {
    this.expectNoMore(conversation);
    this.asking.delete(conversation);
    this.of(conversation).clear();
    return this.loaded.delete(conversation);
  }

  dropAll(): void {
    this.timelines.forEach((timeline) => timeline.clear());
    this.loaded.clear();
  }

  stop(): void {
    this.coming.forEach((timer) => clearTimeout(timer));
    this.coming.clear();
  }

  /** One question at a time for each conversation; the answer decides whether to ask on. */
  private ask(conversation: string, range: { after?: number; before?: number; limit: number }): void {
    const frame = { type: 'history', conversation, ...range, re: newId() };
    if (!this.asking.has(conversation) && this.send(frame)) {
      this.asking.set(conversation, frame);
    }
  }
}
