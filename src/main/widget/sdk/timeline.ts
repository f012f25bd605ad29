import { further, type Content, type Message, type Status } from './protocol';

/** Something this client sent that the hub has not yet acknowledged, or has refused. */
export interface Pending {
  id: string;
  content: Content;
  /** Milliseconds since 1970, this machine's clock. */
  at: number;
  /** Why the hub refused it; null while it is on its way. */
  refused: string | null;
}

/**
 * One conversation's messages as far as they are known: without gaps, in the order of `seq`, each once. What arrives
 * beyond a gap is held back until the gap is filled, so that nobody reads an answer before its question.
 *
 * Changes make new arrays, so that a view can tell by identity whether to draw again.
 */
export class Timeline {
  private list: readonly Message[] = [];
  private waiting: readonly Pending[] = [];
  private readonly ahead = new Map<number, Message>();
  /** The highest `seq` anyone told us of. */
  private told = 0;

  get messages(): readonly Message[] {
    return this.list;
  }

  get pending(): readonly Pending[] {
    return this.waiting;
  }

  /** The last `seq` up to which everything from `first` on is held; 0 if nothing is. */
  get last(): number {
    return this.list[this.list.length - 1]?.seq ?? 0;
  }

  get first(): number {
    return this.list[0]?.seq ?? 0;
  }

  /** True while something is known to be missing between what is held and the end. */
  get gap(): boolean {
    return this.told > this.last;
  }

  /** The first `seq` after the gap that is held, or would be: everything from `last` to here is missing. */
  get resumes(): number {
    let lowest = this.told + 1;
    for (const seq of this.ahead.keys()) {
      if (seq > this.last) {
        lowest = Math.min(lowest, seq);
      }
    }
    return lowest;
  }

  /** True while there are earlier messages than those held. */
  get hasEarlier(): boolean {
    return this.list.length === 0 ? this.told > 0 : this.first > 1;
  }

  /** The hub says the conversation has come this far. */
  reach(lastSeq: number): void {
    this.told = Math.max(this.told, lastSeq);
  }

  /**
   * Takes in messages, in any order, any number of times.
   *
   * @returns those that are new and now in the list
   */
  add(messages: readonly Message[]): Message[] {
    const added: Message[] = [];
    for (const message of [...messages].sort((a, b) => a.seq - b.seq)) {
      this.reach(message.seq);
      this.settle(message.clientId);
      if (this.place(message)) {
        added.push(message);
      }
    }
    this.drainAhead(added);
    return added;
  }

  private place(message: Message): boolean {
    if (this.list.length === 0 || message.seq === this.last + 1) {
      this.list = [...this.list, message];
      return true;
    }
    if (message.seq === this.first - 1) {
      this.list = [message, ...this.list];
      return true;
    }
    if (message.seq > this.last || message.seq < this.first) {
      this.ahead.set(message.seq, message);
      return false;
    }
    this.replace(message);
    return false;
  }

  private replace(message: Message): void {
    this.list = this.list.map((held) =>
      held.seq === message.seq ? { ...message, status: further(held.status, message.status) } : held,
    );
  }

  private drainAhead(added: Message[]): void {
    for (;;) {
      const next = this.ahead.get(this.last + 1) ?? this.ahead.get(this.first - 1);
      if (next === undefined) {
        return;
      }
      this.ahead.delete(next.seq);
      this.place(next);
      added.push(next);
    }
  }

  /**
   * A message moved on, or, with `upTo`, every message up to it that speaks for the same side.
   */
  status(seq: number, status: Status, reason?: string | null, upTo = false): void {
    const side = (message: Message) => message.sender.kind === 'customer';
    const named = this.list.find((held) => held.seq === seq);
    this.list = this.list.map((held) => {
      const meant = held.seq === seq || (upTo && held.seq < seq && (named === undefined || side(held) === side(named)));
      return meant && further(held.status, status) !== held.status
        ? { ...held, status, reason: reason ?? held.reason ?? null }
        : held;
    });
  }

  /** Remembers what is about to be sent; what is sent once more keeps its place. */
  expect(pending: Pending): void {
    this.waiting = this.waiting.some((held) => held.id === pending.id)
      ? this.waiting.map((held) => (held.id === pending.id ? pending : held))
      : [...this.waiting, pending];
  }

  /** The hub has it, or it was given up. */
  settle(id: string | null | undefined): void {
    if (id !== null && id !== undefined && this.waiting.some((held) => held.id === id)) {
      this.waiting = this.waiting.filter((held) => held.id !== id);
    }
  }

  /** The hub refused it. */
  refuse(id: string, why: string): void {
    this.waiting = this.waiting.map((held) => (held.id === id ? { ...held, refused: why } : held));
  }

  /** Drops what is held but what was not yet acknowledged: that is still to be sent. */
  clear(): void {
    this.list = [];
    this.ahead.clear();
    this.told = 0;
  }
}
