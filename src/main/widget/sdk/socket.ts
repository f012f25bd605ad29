import { parseJson } from './json';
import type { Frame } from './protocol';

/** What the connection is doing; `retryAt` is on the clock of `Date.now()`. */
export type Phase =
  | { name: 'connecting'; attempt: number }
  | { name: 'open' }
  | { name: 'waiting'; attempt: number; retryAt: number }
  | { name: 'stopped'; code: string };

/** The part of the browser's WebSocket that is used, so that a test can stand in for it. */
export interface Wire {
  readyState: number;
  onopen: ((event: unknown) => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  send(text: string): void;
  close(code?: number): void;
}

export interface SocketOptions {
  /** Called for each attempt, so that an address may carry what changes. */
  url: () => string;
  /** The first frame; asked anew at each attempt, so that it carries the newest cursor. */
  hello: () => Frame;
  onFrame: (frame: Frame) => void;
  onPhase: (phase: Phase) => void;
  /** Makes the WebSocket; the browser's own unless a test gives another. */
  connect?: (url: string) => Wire;
  /** 0 ≤ x < 1; spreads the reconnects of many clients. */
  random?: () => number;
}

const OPEN = 1;
/** RFC 6455: the other side holds us in breach of its policy. Trying again with the same token is no use. */
const POLICY = 1008;
const FIRST_DELAY = 500;
const LONGEST_DELAY = 30_000;
/** The hub restarts; another one, or the same a moment later, takes over. */
const RESTART = 1012;
/** What a client adds at random to the wait it is told, so that clients told the same don't come at once. */
const SPREAD = 250;
/** How long a break that was announced may last before it is shown as one. */
const QUIET = 5_000;
/** How long a connection has to answer `hello`. */
const WELCOME_WITHIN = 10_000;
const DEFAULT_HEARTBEAT = 30;
const FATAL = new Set(['bad-token', 'expired-token', 'not-hello', 'unauthorized']);

/**
 * How long to wait before the attempt, in milliseconds: doubling from half a second to half a minute, and anywhere
 * between half of that and all of it, so that the clients of a restarted hub don't come back at once.
 */
export function backoff(attempt: number, random: () => number): number {
  const ceiling = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** Math.min(attempt, 16));
  return Math.round(ceiling / 2 + (ceiling / 2) * random());
}

/**
 * A WebSocket that stays: says hello, keeps the heartbeat, and reconnects with back-off. It knows the frames `welcome`,
 * `pong` and `error` only as far as the connection itself depends on them; every frame goes on to `onFrame`.
 */
export class Socket {
  private wire: Wire | null = null;
  private attempt = 0;
  private welcomed = false;
  private lastHeard = 0;
  private heardTick = 0;
  private heartbeat = DEFAULT_HEARTBEAT;
  private beat: ReturnType<typeof setInterval> | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private refusal: string | null = null;
  private running = false;
  /** Told to come back: the time for it is set, and until then nothing is sent. */
  private leaving = false;
  private quietUntil = 0;
  private resume: string | null = null;

  constructor(private readonly options: SocketOptions) {}

  start(): void {
    if (this.running) {
      return;
    }
    this.running = true;
    this.refusal = null;
    this.attempt = 0;
    this.open();
  }

  stop(code = 'stopped'): void {
    this.running = false;
    this.drop();
    this.options.onPhase({ name: 'stopped', code });
  }

  /** Tries at once instead of waiting out the back-off; nothing while connected. */
  retryNow(): void {
    if (this.running && this.wire === null) {
      this.open();
    }
  }

  /** Closes the connection and says hello again at once, with whatever cursor `hello` now gives. */
  restart(): void {
    if (this.running) {
      this.drop();
      this.open();
    }
  }

  /** Sends if welcomed; false means it was not sent and is for the caller to keep. */
  send(frame: Frame): boolean {
    if (this.wire === null || !this.welcomed || this.wire.readyState !== OPEN) {
      return false;
    }
    this.wire.send(JSON.stringify(frame));
    return true;
  }

  get isOpen(): boolean {
    return this.welcomed;
  }

  private open(): void {
    clearTimeout(this.timer);
    this.leaving = false;
    this.options.onPhase({ name: 'connecting', attempt: this.isQuiet() ? 0 : this.attempt });
    const connect = this.options.connect ?? ((url: string) => new WebSocket(url, 'serai.v1.json') as unknown as Wire);
    let wire: Wire;
    try {
      wire = connect(this.options.url());
    } catch {
      this.retryLater();
      return;
    }
    this.wire = wire;
    wire.onopen = () => {
      if (wire === this.wire) {
        wire.send(JSON.stringify({ ...this.options.hello(), ...(this.resume === null ? {} : { resume: this.resume }) }));
      }
    };
    wire.onmessage = (event) => {
      if (wire === this.wire) {
        this.heard(event.data);
      }
    };
    wire.onclose = (event) => {
      if (wire === this.wire) {
        this.closed(event.code);
      }
    };
    this.timer = setTimeout(() => this.lost(), WELCOME_WITHIN);
  }

  private heard(data: unknown): void {
    this.lastHeard = Date.now();
    this.heardTick = performance.now();
    const frame = parse(data);
    if (frame === null) {
      return;
    }
    if (frame.type === 'welcome') {
      this.welcome(frame);
    } else if (frame.type === 'reconnect') {
      this.resume = typeof frame.resume === 'string' ? frame.resume : null;
      this.comeBack(typeof frame.after === 'number' ? frame.after : FIRST_DELAY);
    } else if (frame.type === 'error' && FATAL.has(String(frame.code))) {
      this.refusal = String(frame.code);
    }
    this.options.onFrame(frame);
  }

  private welcome(frame: Frame): void {
    clearTimeout(this.timer);
    this.welcomed = true;
    this.attempt = 0;
    this.quietUntil = 0;
    this.resume = null;
    this.heartbeat = typeof frame.heartbeat === 'number' && frame.heartbeat > 0 ? frame.heartbeat : DEFAULT_HEARTBEAT;
    clearInterval(this.beat);
    this.beat = setInterval(() => this.keepAlive(), (this.heartbeat * 1000) / 2);
    this.options.onPhase({ name: 'open' });
  }

  /** Twice the heartbeat without a word from the hub means a dead connection, though the browser has not noticed. */
  private keepAlive(): void {
    if (this.silence() > this.heartbeat * 2000) {
      this.lost();
    } else {
      this.send({ type: 'ping' });
    }
  }

  /** By two clocks: the one of the day can be set back, and the other stands still in many a machine that sleeps. */
  private silence(): number {
    return Math.max(Date.now() - this.lastHeard, performance.now() - this.heardTick);
  }

  private lost(): void {
    this.drop();
    this.retryLater();
  }

  /** The hub goes, and says so beforehand: nothing is lost by it, so nobody is told of a broken line. */
  private comeBack(after: number): void {
    const delay = Math.min(Math.max(0, after), LONGEST_DELAY) + Math.round(SPREAD * this.random());
    clearInterval(this.beat);
    clearTimeout(this.timer);
    this.welcomed = false;
    this.leaving = true;
    this.quietUntil = performance.now() + delay + QUIET;
    this.options.onPhase({ name: 'connecting', attempt: 0 });
    this.timer = setTimeout(() => this.restart(), delay);
  }

  private isQuiet(): boolean {
    return performance.now() < this.quietUntil;
  }

  private random(): number {
    return (this.options.random ?? Math.random)();
  }

  private closed(code: number): void {
    if (this.leaving) {
      this.wire = null;
      return;
    }
    this.drop();
    if (this.refusal !== null || code === POLICY) {
      this.running = false;
      this.options.onPhase({ name: 'stopped', code: this.refusal ?? 'refused' });
    } else if (code === RESTART && this.running) {
      this.comeBack(FIRST_DELAY);
    } else {
      this.retryLater();
    }
  }

  private retryLater(): void {
    if (!this.running) {
      return;
    }
    const delay = backoff(this.attempt, () => this.random());
    this.attempt += 1;
    this.options.onPhase(
      this.isQuiet()
        ? { name: 'connecting', attempt: 0 }
        : { name: 'waiting', attempt: this.attempt, retryAt: Date.now() + delay },
    );
    this.timer = setTimeout(() => this.open(), delay);
  }

  private drop(): void {
    clearInterval(this.beat);
    clearTimeout(this.timer);
    const wire = this.wire;
    this.wire = null;
    this.welcomed = false;
    this.leaving = false;
    wire?.close(1000);
  }
}

function parse(data: unknown): Frame | null {
  try {
    const frame = parseJson(String(data));
    return typeof frame === 'object' && frame !== null && typeof (frame as Frame).type === 'string'
      ? (frame as Frame)
      : null;
  } catch {
    return null;
  }
}

/** The WebSocket's address of a path on the hub that served `base`. */
export function socketUrl(base: string, path: string): string {
  const url = new URL(path, base);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}
