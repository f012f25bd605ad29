import { newId, type Frame } from '@serai/sdk';
import type { Result } from './protocol';

const RESULT_WITHIN = 10_000;

/** What the agent asked the hub to do and has no answer to yet. Each is answered once, by the hub or by the clock. */
export class Requests {
  private readonly open = new Map<string, { frame: Frame; done: (result: Result) => void }>();

  /** @param waits whether what cannot be sent now waits for the next connection, as while the hub changes over */
  constructor(
    private readonly send: (frame: Frame) => boolean,
    private readonly waits: () => boolean,
  ) {}

  make(frame: Frame): Promise<Result> {
    const re = newId();
    return new Promise((resolve) => {
      const done = (result: Result) => {
        clearTimeout(timer);
        this.open.delete(re);
        resolve(result);
      };
      const timer = setTimeout(() => done({ ok: false, code: 'timeout' }), RESULT_WITHIN);
      this.open.set(re, { frame: { ...frame, re }, done });
      if (!this.send({ ...frame, re }) && !this.waits()) {
        done({ ok: false, code: 'offline' });
      }
    });
  }

  answered(re: string, result: Result): void {
    this.open.get(re)?.done(result);
  }

  /** There is a new connection: the hub knows by `re` what it has done already. */
  sendAgain(): void {
    for (const { frame } of this.open.values()) {
      this.send(frame);
    }
  }

  /** There is none for now. */
  offline(): void {
    for (const { done } of [...this.open.values()]) {
      done({ ok: false, code: 'offline' });
    }
  }
}
