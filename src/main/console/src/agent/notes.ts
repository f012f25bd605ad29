import type { BusinessEvent } from './protocol';

const NONE: readonly BusinessEvent[] = [];

/** What happened beside conversations: what the hub keeps of it, and what it tells while the page is open. */
export class Notes {
  private readonly all = new Map<string, readonly BusinessEvent[]>();
  private readonly heard = new Map<string, readonly BusinessEvent[]>();
  private readonly asked = new Set<string>();

  /** @param fetch what the hub keeps of one conversation; null: nothing is asked */
  constructor(
    private readonly fetch: ((conversation: string) => Promise<BusinessEvent[]>) | null,
    private readonly changed: (conversation: string) => void,
  ) {}

  of(conversation: string): readonly BusinessEvent[] {
    return this.all.get(conversation) ?? NONE;
  }

  /** Only what happened since the page was opened. */
  live(conversation: string): readonly BusinessEvent[] {
    return this.heard.get(conversation) ?? NONE;
  }

  /** The hub tells of one; false if it was known. */
  add(conversation: string, event: BusinessEvent): boolean {
    if (!this.merge(conversation, [event])) {
      return false;
    }
    this.heard.set(conversation, [...this.live(conversation), event]);
    return true;
  }

  /** Asks for what the hub keeps, once until there was a break. */
  async recall(conversation: string): Promise<void> {
    if (this.fetch === null || this.asked.has(conversation)) {
      return;
    }
    this.asked.add(conversation);
    try {
      if (this.merge(conversation, await this.fetch(conversation))) {
        this.changed(conversation);
      }
    } catch {
      this.asked.delete(conversation);
    }
  }

  /** Asks also if it was asked before. */
  recallAgain(conversation: string): Promise<void> {
    this.asked.delete(conversation);
    return this.recall(conversation);
  }

  /**
   * After a break of the connection something may have been missed: asks again wherever it was asked before and `still` may be
   * known; elsewhere once it is opened.
   */
  recallAll(still: (conversation: string) => boolean): void {
    const before = [...this.asked];
    this.asked.clear();
    before.filter(still).forEach((conversation) => void this.recall(conversation));
  }

  private merge(conversation: string, events: readonly BusinessEvent[]): boolean {
    const held = this.of(conversation);
    const ids = new Set(held.map((event) => event.id));
    const fresh = events.filter((event) => !ids.has(event.id));
    if (fresh.length > 0) {
      this.all.set(
        conversation,
        [...held, ...fresh].sort((a, b) => Date.parse(a.time) - Date.parse(b.time)),
      );
    }
    return fresh.length > 0;
  }
}
