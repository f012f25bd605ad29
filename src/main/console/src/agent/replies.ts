import { newId, type Content, type Frame, type Pending } from '@serai/sdk';
import { STORE_AGAIN, type Histories } from './histories';
import type { Result } from './protocol';

/** How long an accepted reply may take to come back as a message before it is asked for. */
const ECHO_WITHIN = 3_000;

/** Where something outlives a reload of the page. */
export interface Keep {
  get(): string | null;
  set(value: string | null): void;
}

export interface RepliesOptions {
  send: (frame: Frame) => boolean;
  keep: Keep;
  /** Something of the conversation's is to be drawn anew. */
  changed: (conversation: string) => void;
  refused: (conversation: string, reply: Pending, why: string) => void;
}

/** What the agent wrote: sent in order, and again under the same id until the hub has answered it. */
export class Replies {
  /** Those on their way: the request's `re` is the message's own id. */
  private readonly underWay = new Map<string, string>();
  /** Runs while the hub could not store a reply: until that comes again nothing may overtake it. */
  private storeTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly histories: Histories,
    private readonly options: RepliesOptions,
  ) {
    this.restore();
  }

  /** Sends now, or as soon as there is a connection. */
  write(conversation: string, content: Content): void {
    this.send(conversation, { id: newId(), content, at: Date.now(), refused: null });
  }

  /** Tries a refused reply again under the same id. */
  retry(conversation: string, id: string): void {
    const pending = this.pending(conversation, id);
    if (pending !== undefined) {
      this.send(conversation, { ...pending, refused: null });
    }
  }

  /** The hub has it, or it was given up. */
  settle(conversation: string, id: string): void {
    this.histories.of(conversation).settle(id);
    this.keep();
    this.options.changed(conversation);
  }

  /** Every reply that has no answer, in the order in which they were written. */
  sendAll(): void {
    this.stop();
    for (const [conversation, { pending }] of this.histories.all()) {
      pending.filter(({ refused }) => refused === null).forEach((reply) => this.send(conversation, reply));
    }
  }

  answered(re: string, result: Result): void {
    const conversation = this.underWay.get(re);
    if (conversation === undefined) {
      return;
    }
    this.underWay.delete(re);
    if (result.ok) {
      setTimeout(() => this.echoMissing(conversation, re), ECHO_WITHIN);
    } else if (result.code === 'unavailable') {
      this.storeTimer ??= setTimeout(() => this.sendAll(), STORE_AGAIN);
    } else {
      const known = result.code === 'not-yours' || result.code === 'gone';
      this.refused(conversation, re, (known ? undefined : result.message) ?? result.code ?? '');
    }
  }

  /** Keeps what has no answer for the next page; call when messages came in. */
  keep(): void {
    const unsent = [...this.histories.all()]
      .filter(([, { pending }]) => pending.length > 0)
      .map(([conversation, { pending }]) => [conversation, pending]);
    this.options.keep.set(unsent.length === 0 ? null : JSON.stringify(unsent));
  }

  stop(): void {
    clearTimeout(this.storeTimer);
    this.storeTimer = undefined;
  }

  private pending(conversation: string, id: string): Pending | undefined {
    return this.histories.of(conversation).pending.find((held) => held.id === id);
  }

  private send(conversation: string, reply: Pending): void {
    this.histories.of(conversation).expect(reply);
    this.underWay.set(reply.id, conversation);
    this.keep();
    if (this.storeTimer === undefined) {
      this.options.send({ type: 'reply', conversation, id: reply.id, content: reply.content, re: reply.id });
    }
    this.options.changed(conversation);
  }

  private refused(conversation: string, id: string, why: string): void {
    this.histories.of(conversation).refuse(id, why);
    this.keep();
    this.options.changed(conversation);
    const reply = this.pending(conversation, id);
    if (reply !== undefined) {
      this.options.refused(conversation, reply, why);
    }
  }

  /** The hub has the reply, so it must not stay on the list of what is unsent, even if its message got lost. */
  private echoMissing(conversation: string, id: string): void {
    if (this.pending(conversation, id) !== undefined) {
      this.histories.later(conversation);
      this.settle(conversation, id);
    }
  }

  private restore(): void {
    try {
      for (const [conversation, pending] of JSON.parse(this.options.keep.get() ?? '[]') as [string, Pending[]][]) {
        pending.forEach((held) => this.histories.of(conversation).expect(held));
      }
    } catch {
      this.options.keep.set(null);
    }
  }
}
