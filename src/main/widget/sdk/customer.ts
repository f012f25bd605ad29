import { memory, type Keep } from './keep';
import { newId, type Content, type Frame, type Message, type Status } from './protocol';
import { Socket, socketUrl, type Phase, type Wire } from './socket';
import { Timeline, type Pending } from './timeline';

export interface CustomerOptions {
  /** The hub's address, such as that of the page or script it served. */
  base: string;
  channel: 'web' | 'app';
  account: string;
  /** The merchant's JWT for a logged-in user; left out: a visitor, remembered in `keep`. */
  token?: string | undefined;
  /** Gives a new JWT when the old one has expired; left out: the connection ends with it. */
  renew?: (() => Promise<string>) | undefined;
  keep?: Keep;
  connect?: (url: string) => Wire;
}

/** What a view draws. A new object at each change. */
export interface CustomerState {
  phase: Phase;
  messages: readonly Message[];
  pending: readonly Pending[];
  hasEarlier: boolean;
  /** Place in the queue; 0: with an agent; null: not queued. */
  queue: number | null;
  /** True while the agent is typing. */
  typing: boolean;
  user: string | null;
}

/** When to send again what the hub could not store just now. */
const STORE_AGAIN = 3_000;
const TYPING_FADES = 6_000;
const TYPING_EVERY = 3_000;
const PAGE = 50;
const LONGEST_PAGE = 200;
/** Milliseconds that a message may come later than its successor. */
const GAP_PATIENCE = 1_000;

/**
 * A customer's end of a conversation: catches up by `seq` after every break, and sends again under the same id what
 * was not acknowledged, so that a message arrives once however often the line drops.
 */
export class Customer {
  private readonly socket: Socket;
  private readonly timeline = new Timeline();
  /** Whose it is, as far as this browser knows: under it stands what is kept. */
  readonly name: string;
  private readonly keep: Keep;
  /** Everything this client has or had to send: the rest of what is kept is another page's. */
  private readonly own = new Set<string>();
  private readonly listeners = new Set<() => void>();
  private typingTimer: ReturnType<typeof setTimeout> | undefined;
  private typedAt = -Infinity;
  private renewing = false;
  /** False once it was stopped: a token that is renewed only then belongs to somebody who has left. */
  private wanted = false;
  /** Read while there was no connection to say so. */
  private readUnsaid = false;
  private gapTimer: ReturnType<typeof setTimeout> | undefined;
  /** Runs while the hub could not store something: until that comes again nothing may overtake it. */
  private storeTimer: ReturnType<typeof setTimeout> | undefined;
  private conversation: string | null = null;
  private token: string | undefined;
  private now: CustomerState = {
    phase: { name: 'connecting', attempt: 0 },
    messages: [],
    pending: [],
    hasEarlier: false,
    queue: null,
    typing: false,
    user: null,
  };

  constructor(private readonly options: CustomerOptions) {
    this.keep = options.keep ?? memory();
    this.name = `serai:${options.channel}:${options.account}${options.token === undefined ? '' : `:${subject(options.token)}`}`;
    this.token = options.token ?? this.keep.get(`${this.name}:token`) ?? undefined;
    for (const pending of stored(this.keep.get(`${this.name}:unsent`))) {
      this.timeline.expect(pending);
      this.own.add(pending.id);
    }
    this.socket = new Socket({
      url: () => socketUrl(options.base, '/ws/customer'),
      hello: () => this.hello(),
      onFrame: (frame) => this.frame(frame),
      onPhase: (phase) => this.phase(phase),
      ...(options.connect === undefined ? {} : { connect: options.connect }),
    });
  }

  get state(): CustomerState {
    return this.now;
  }

  /** True if there is someone to be: a user's token, or that of a visitor who was here before. */
  get known(): boolean {
    return this.token !== undefined;
  }

  /** True for an anonymous visitor, false for a user of the merchant's. */
  get visits(): boolean {
    return this.options.token === undefined;
  }

  /** Calls back at each change; the answer ends that. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  start(): void {
    this.wanted = true;
    this.socket.start();
  }

  stop(): void {
    this.wanted = false;
    clearTimeout(this.gapTimer);
    clearTimeout(this.storeTimer);
    clearTimeout(this.typingTimer);
    this.socket.stop();
  }

  retryNow(): void {
    this.socket.retryNow();
  }

  /** Sends now, or as soon as there is a connection. */
  send(content: Content): void {
    const pending: Pending = { id: newId(), content, at: Date.now(), refused: null };
    this.timeline.expect(pending);
    this.keepUnsent();
    this.deliver(pending);
    this.typedAt = -Infinity;
    this.changed({});
  }

  /** Tries a refused message again, as a new attempt under the same id. */
  retry(id: string): void {
    const pending = this.timeline.pending.find((held) => held.id === id);
    if (pending !== undefined) {
      this.timeline.expect({ ...pending, refused: null });
      this.deliver(pending);
      this.changed({});
    }
  }

  private deliver({ id, content }: Pending): void {
    if (this.storeTimer === undefined) {
      this.socket.send({ type: 'message', id, content });
    }
  }

  /** Everything that has no answer, in the order in which it was written. */
  private deliverAll(): void {
    clearTimeout(this.storeTimer);
    this.storeTimer = undefined;
    this.timeline.pending.filter(({ refused }) => refused === null).forEach((pending) => this.deliver(pending));
  }

  /** Tells the agent that something is being written; call at each keystroke. */
  typing(): void {
    if (performance.now() - this.typedAt > TYPING_EVERY && this.socket.send({ type: 'typing', on: true })) {
      this.typedAt = performance.now();
    }
  }

  /** The customer has everything so far before his eyes. */
  read(): void {
    if (this.timeline.last > 0) {
      this.readUnsaid = !this.socket.send({ type: 'read', seq: this.timeline.last });
    }
  }

  earlier(): void {
    if (this.timeline.hasEarlier && this.timeline.first > 1) {
      this.socket.send({ type: 'history', before: this.timeline.first, limit: PAGE });
    }
  }

  private hello(): Frame {
    const { channel, account } = this.options;
    this.token ??= this.keep.get(`${this.name}:token`) ?? undefined; // another page may have become a visitor meanwhile
    return {
      type: 'hello',
      channel,
      account,
      ...(this.token === undefined ? {} : { token: this.token }),
      after: this.timeline.last,
    };
  }

  private frame(frame: Frame): void {
    switch (frame.type) {
      case 'welcome':
        return this.welcome(frame);
      case 'message':
        return this.arrived([frame.message as Message]);
      case 'history':
        return this.arrived(frame.messages as Message[]);
      case 'ack':
        return this.acknowledged(frame);
      case 'status':
        this.timeline.status(Number(frame.seq), frame.status as Status, null, frame.status === 'read' || frame.upTo === true);
        return this.changed({});
      case 'queue':
        return this.changed({ queue: Number(frame.position) });
      case 'typing':
        return this.agentTyping(frame.on === true);
      case 'reload':
        this.timeline.clear();
        this.changed({});
        return this.socket.restart();
      case 'error':
        return this.refused(frame);
    }
  }

  private welcome(frame: Frame): void {
    if (this.conversation !== null && this.conversation !== frame.conversation) {
      this.timeline.clear();
    }
    this.conversation = String(frame.conversation);
    if (this.options.token === undefined && typeof frame.token === 'string') {
      this.token = frame.token;
      this.keep.set(`${this.name}:token`, frame.token);
    }
    this.timeline.reach(Number(frame.lastSeq ?? 0));
    this.mind(1);
    if (this.readUnsaid) {
      this.read();
    }
    this.deliverAll();
    this.changed({ user: typeof frame.user === 'string' ? frame.user : null });
  }

  private arrived(messages: Message[]): void {
    const added = this.timeline.add(messages);
    this.mind(messages.length);
    if (added.some((message) => message.sender.kind !== 'customer')) {
      this.socket.send({ type: 'delivered', seq: this.timeline.last });
      clearTimeout(this.typingTimer);
      this.now = { ...this.now, typing: false };
    }
    this.keepUnsent();
    this.changed({});
  }

  /** What is missing mostly comes by itself a moment later; if it doesn't, it is asked for. */
  private mind(arrived: number, patience = GAP_PATIENCE): void {
    clearTimeout(this.gapTimer);
    const from = this.timeline.resumes;
    if (this.timeline.gap && arrived > 0) {
      const limit = Math.min(LONGEST_PAGE, from - this.timeline.last - 1);
      this.gapTimer = setTimeout(() => this.socket.send({ type: 'history', before: from, limit }), patience);
    }
  }

  /** The acknowledged message takes its place in the order at once; the hub need not echo it. */
  private acknowledged(frame: Frame): void {
    const id = String(frame.id);
    const pending = this.timeline.pending.find((held) => held.id === id);
    if (pending !== undefined) {
      this.arrived([
        {
          id: String(frame.messageId ?? id),
          conversation: this.conversation ?? '',
          seq: Number(frame.seq),
          sender: { kind: 'customer', id: this.now.user ?? '' },
          content: pending.content,
          time: typeof frame.time === 'string' ? frame.time : new Date().toISOString(),
          clientId: id,
          status: 'sent',
        },
      ]);
    }
  }

  private refused(frame: Frame): void {
    if (typeof frame.id === 'string' && frame.code === 'unavailable') {
      this.storeTimer ??= setTimeout(() => this.deliverAll(), STORE_AGAIN);
    } else if (typeof frame.id === 'string') {
      this.timeline.refuse(frame.id, String(frame.message ?? frame.code));
    } else if (frame.code === 'unavailable') {
      this.mind(1, STORE_AGAIN); // what was asked for may have been what is missing
    } else if (frame.code === 'bad-token' || frame.code === 'expired-token') {
      this.tokenRefused(frame.code);
    }
    this.changed({});
  }

  /** A visitor starts over as a new one, or as whom another page has become; a user's token is the merchant's to renew. */
  private tokenRefused(code: string): void {
    const { token, renew } = this.options;
    if (token === undefined && this.token !== undefined) {
      if (this.keep.get(`${this.name}:token`) === this.token) {
        this.keep.remove(`${this.name}:token`);
      }
      this.token = undefined;
      this.timeline.clear();
      this.conversation = null;
      this.again();
    } else if (code === 'expired-token' && renew !== undefined && !this.renewing) {
      this.renewing = true;
      renew()
        .then((fresh) => {
          this.token = fresh;
          this.again();
        })
        .catch(() => this.socket.stop('expired-token'))
        .finally(() => {
          this.renewing = false;
        });
    }
  }

  /** Says hello anew once the hub's refusal has been dealt with. */
  private again(): void {
    queueMicrotask(() => {
      if (this.wanted) {
        this.socket.stop();
        this.socket.start();
      }
    });
  }

  private agentTyping(on: boolean): void {
    clearTimeout(this.typingTimer);
    if (on) {
      this.typingTimer = setTimeout(() => this.changed({ typing: false }), TYPING_FADES);
    }
    this.changed({ typing: on });
  }

  private phase(phase: Phase): void {
    this.changed({ phase });
  }

  /** A visitor's pages share what they keep: none takes off it what another has yet to send. */
  private keepUnsent(): void {
    this.timeline.pending.forEach(({ id }) => this.own.add(id));
    const others = stored(this.keep.get(`${this.name}:unsent`)).filter(({ id }) => !this.own.has(id));
    const unsent = [...others, ...this.timeline.pending];
    if (unsent.length === 0) {
      this.keep.remove(`${this.name}:unsent`);
    } else {
      this.keep.set(`${this.name}:unsent`, JSON.stringify(unsent));
    }
  }

  private changed(change: Partial<CustomerState>): void {
    this.now = {
      ...this.now,
      ...change,
      messages: this.timeline.messages,
      pending: this.timeline.pending,
      hasEarlier: this.timeline.hasEarlier,
    };
    for (const listener of this.listeners) {
      listener();
    }
  }
}

/** Whose token it is, so that what one user did not get to send never goes out as another. */
function subject(token: string): string {
  try {
    const payload = (token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/');
    return String((JSON.parse(atob(payload)) as { sub?: unknown }).sub);
  } catch {
    return token.slice(-16);
  }
}

function stored(json: string | null): Pending[] {
  try {
    return json === null ? [] : (JSON.parse(json) as Pending[]);
  } catch {
    return [];
  }
}
