import {
  newId,
  Socket,
  socketUrl,
  Timeline,
  type Content,
  type Frame,
  type Message,
  type Pending,
  type Phase,
  type Status,
  type Wire,
} from '@serai/sdk';
import { Notes } from './notes';
import { preview } from './preview';
import type { Agent, BusinessEvent, Conversation, Offer, Presence, Result, TransferTarget } from './protocol';

/** What is known of one conversation's history. A new object at each change. */
export interface Thread {
  messages: readonly Message[];
  pending: readonly Pending[];
  /** What happened beside it, oldest first. */
  business: readonly BusinessEvent[];
  /** Only what happened since the page was opened. */
  news: readonly BusinessEvent[];
  hasEarlier: boolean;
  /** False until the first page is there. */
  loaded: boolean;
  typing: boolean;
}

/** All that the desk draws. A new object at each change. */
export interface DeskState {
  phase: Phase;
  /** False until the first `welcome`. */
  ready: boolean;
  agent: Agent | null;
  presence: Presence;
  conversations: ReadonlyMap<string, Conversation>;
  offers: readonly Offer[];
  threads: ReadonlyMap<string, Thread>;
}

export interface Keep {
  get(): string | null;
  set(value: string | null): void;
}

export interface AgentOptions {
  base: string;
  /** Whose desk it is: all pages of a browser have one session, and another may log in on one of them. */
  login: string;
  /** Where unsent replies outlive a reload of the page. */
  keep: Keep;
  /** Where it does that the agent is away. */
  presence?: Keep;
  /** Something the agent should be told of at once. */
  onBusiness?: (conversation: string, event: BusinessEvent) => void;
  /** A reply was refused whose conversation is not the agent's any more, and perhaps nowhere on the page. */
  onLost?: (id: string, said: string, why: string) => void;
  /** What the hub keeps of what happened beside a conversation. */
  notes?: (conversation: string) => Promise<BusinessEvent[]>;
  connect?: (url: string) => Wire;
}

const EMPTY_THREAD: Thread = {
  messages: [],
  pending: [],
  business: [],
  news: [],
  hasEarlier: false,
  loaded: false,
  typing: false,
};
const PAGE = 50;
const CATCH_UP = 200;
const RESULT_WITHIN = 10_000;
const TYPING_FADES = 6_000;
const TYPING_EVERY = 3_000;
/** How long an accepted reply may take to come back as a message before it is asked for. */
const ECHO_WITHIN = 3_000;
/** How long what the hub sends of itself after a reconnect may take before it is asked for. */
const COMING_WITHIN = 3_000;
/** When to send again what the hub could not store just now. */
const STORE_AGAIN = 3_000;

/**
 * The agent's end of the socket: keeps conversations, offers and histories as the hub has them, catches up by `seq`
 * after every break, and sends again under the same id whatever was not answered.
 */
export class AgentClient {
  private readonly socket: Socket;
  private readonly timelines = new Map<string, Timeline>();
  private readonly notes: Notes;
  private readonly loaded = new Set<string>();
  private readonly typingTimers = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly requests = new Map<string, { frame: Frame; done: (result: Result) => void }>();
  /** Replies on their way: the request's `re` is the message's own id. */
  private readonly replies = new Map<string, string>();
  /** What was asked of each conversation's history and has no answer yet. */
  private readonly asking = new Map<string, Frame>();
  /** Conversations whose missing messages the hub is sending of itself, until the timer asks after them. */
  private readonly coming = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly listeners = new Set<() => void>();
  private typedAt = 0;
  /** Runs while the hub could not store a reply: until that comes again nothing may overtake it. */
  private storeTimer: ReturnType<typeof setTimeout> | undefined;
  /** What the latest hello said is held. */
  private told: Record<string, number> = {};
  private now: DeskState = {
    phase: { name: 'connecting', attempt: 0 },
    ready: false,
    agent: null,
    presence: 'online',
    conversations: new Map(),
    offers: [],
    threads: new Map(),
  };

  constructor(private readonly options: AgentOptions) {
    this.socket = new Socket({
      url: () => socketUrl(options.base, '/ws/agent'),
      hello: () => ({ type: 'hello', ...this.said(), after: this.held() }),
      onFrame: (frame) => this.frame(frame),
      onPhase: (phase) => this.phase(phase),
      ...(options.connect === undefined ? {} : { connect: options.connect }),
    });
    this.notes = new Notes(options.notes ?? null, (conversation) => this.draw(conversation));
    this.restoreUnsent();
    if (options.presence?.get() === 'away') {
      this.now = { ...this.now, presence: 'away' };
    }
  }

  get state(): DeskState {
    return this.now;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  start(): void {
    this.socket.start();
  }

  stop(): void {
    this.coming.forEach((timer) => clearTimeout(timer));
    this.coming.clear();
    clearTimeout(this.storeTimer);
    this.options.presence?.set(null); // whoever comes next begins anew
    this.socket.stop();
  }

  retryNow(): void {
    this.socket.retryNow();
  }

  setPresence(state: Presence): void {
    this.socket.send({ type: 'presence', state });
    this.present(state);
  }

  /** Nothing until something was said: at a second desk what was said at the first holds. */
  private said(): { presence?: Presence } {
    return this.now.ready || this.now.presence !== 'online' ? { presence: this.now.presence } : {};
  }

  private present(state: Presence): void {
    this.options.presence?.set(state);
    this.changed({ presence: state });
  }

  accept(offer: Offer): Promise<Result> {
    return this.answer('accept', offer);
  }

  decline(offer: Offer): Promise<Result> {
    return this.answer('decline', offer);
  }

  private async answer(type: 'accept' | 'decline', offer: Offer): Promise<Result> {
    const result = await this.request({ type, conversation: offer.conversation.id, fence: offer.fence });
    if (result.ok || result.code === 'stale' || result.code === 'gone') {
      this.dropOffer(offer.conversation.id);
    }
    return result;
  }

  claim(conversation: string): Promise<Result> {
    return this.request({ type: 'claim', conversation });
  }

  transfer(conversation: string, target: TransferTarget): Promise<Result> {
    return this.request({ type: 'transfer', conversation, ...target, seq: this.timeline(conversation).last });
  }

  /** The hub refuses it if the customer has written what this agent cannot have seen. */
  close(conversation: string): Promise<Result> {
    return this.request({ type: 'close', conversation, seq: this.timeline(conversation).last });
  }

  /** Sends a reply now, or as soon as there is a connection. */
  reply(conversation: string, content: Content): void {
    const pending: Pending = { id: newId(), content, at: Date.now(), refused: null };
    this.typedAt = 0;
    this.sendReply(conversation, pending);
  }

  /** Tries a refused reply again under the same id. */
  retry(conversation: string, id: string): void {
    const pending = this.timeline(conversation).pending.find((held) => held.id === id);
    if (pending !== undefined) {
      this.sendReply(conversation, { ...pending, refused: null });
    }
  }

  /** Gives a refused reply up. */
  discard(conversation: string, id: string): void {
    this.timeline(conversation).settle(id);
    this.keepUnsent();
    this.draw(conversation);
  }

  private sendReply(conversation: string, pending: Pending): void {
    this.timeline(conversation).expect(pending);
    this.replies.set(pending.id, conversation);
    this.keepUnsent();
    if (this.storeTimer === undefined) {
      this.socket.send({ type: 'reply', conversation, id: pending.id, content: pending.content, re: pending.id });
    }
    this.draw(conversation);
  }

  /** Every reply that has no answer, in the order in which they were written. */
  private sendReplies(): void {
    clearTimeout(this.storeTimer);
    this.storeTimer = undefined;
    for (const [id, timeline] of this.timelines) {
      timeline.pending.filter(({ refused }) => refused === null).forEach((pending) => this.sendReply(id, pending));
    }
  }

  /** Loads the end of a conversation unless it is here already. */
  open(conversation: string): void {
    const known = this.now.conversations.get(conversation);
    if (known === undefined) {
      return;
    }
    void this.notes.recall(conversation);
    const timeline = this.timeline(conversation);
    timeline.reach(known.lastSeq);
    if (known.lastSeq === 0) {
      this.loaded.add(conversation);
      this.draw(conversation);
    } else if (!this.loaded.has(conversation)) {
      // Also if something came in before it was opened: what was said before that is still to be fetched.
      this.ask(conversation, { before: known.lastSeq + 1, limit: PAGE });
    } else {
      this.fillGap(conversation);
    }
  }

  earlier(conversation: string): void {
    const timeline = this.timeline(conversation);
    if (timeline.first > 1) {
      this.ask(conversation, { before: timeline.first, limit: PAGE });
    }
  }

  /** Messages read another way than by the socket: by REST, of a conversation that is not the agent's own. */
  take(conversation: string, messages: Message[]): void {
    this.history(conversation, messages);
  }

  /** What happened beside a conversation that is not the agent's own: the socket tells nothing of it. */
  beside(conversation: string): void {
    void this.notes.recallAgain(conversation);
  }

  /** What REST told of conversations that the socket says nothing of; what the socket told is newer. */
  know(conversations: Conversation[]): void {
    this.put(
      conversations.filter((each) => {
        const held = this.now.conversations.get(each.id);
        return held === undefined || held.updated < each.updated || held.fence < each.fence;
      }),
    );
  }

  /** It is not for this agent any more, and the socket tells nothing of those. */
  forget(conversation: string): void {
    const conversations = new Map(this.now.conversations);
    conversations.delete(conversation);
    this.changed({ conversations });
  }

  /** The agent has seen everything so far. */
  read(conversation: string): void {
    const known = this.now.conversations.get(conversation);
    const seq = this.timeline(conversation).last;
    if (known !== undefined && seq > 0 && (known.unread > 0 || seq > known.readSeq) && this.isMine(known)) {
      if (this.socket.send({ type: 'read', conversation, seq })) {
        this.put([{ ...known, unread: 0, readSeq: seq }]);
      }
    }
  }

  /** Call at each keystroke. */
  typing(conversation: string): void {
    if (Date.now() - this.typedAt > TYPING_EVERY && this.socket.send({ type: 'typing', conversation, on: true })) {
      this.typedAt = Date.now();
    }
  }

  isMine(conversation: Conversation): boolean {
    return conversation.owner.kind === 'agent' && conversation.owner.agent === this.now.agent?.login;
  }

  private request(frame: Frame): Promise<Result> {
    const re = newId();
    return new Promise((resolve) => {
      const done = (result: Result) => {
        clearTimeout(timer);
        this.requests.delete(re);
        resolve(result);
      };
      const timer = setTimeout(() => done({ ok: false, code: 'timeout' }), RESULT_WITHIN);
      this.requests.set(re, { frame: { ...frame, re }, done });
      // While the hub changes over the request waits for the next welcome.
      if (!this.socket.send({ ...frame, re }) && !this.isChangingOver()) {
        done({ ok: false, code: 'offline' });
      }
    });
  }

  private isChangingOver(): boolean {
    const { phase, ready } = this.now;
    return ready && phase.name === 'connecting' && phase.attempt === 0;
  }

  private frame(frame: Frame): void {
    const conversation = String(frame.conversation);
    switch (frame.type) {
      case 'welcome':
        return this.welcome(frame);
      case 'conversation':
        return this.put([frame.conversation as Conversation]);
      case 'message':
        return this.arrived(frame.message as Message);
      case 'status':
        this.status(conversation, frame);
        return this.draw(conversation);
      case 'history':
        return this.history(conversation, frame.messages as Message[]);
      case 'offer':
        return this.offered(frame as unknown as Offer);
      case 'offer-gone':
        return this.dropOffer(conversation);
      case 'business':
        return this.happened(conversation, frame.event as BusinessEvent);
      case 'presence':
        return this.present(frame.state as Presence);
      case 'typing':
        return this.customerTyping(conversation, frame.on === true);
      case 'result':
        return this.result(frame);
      case 'reload':
        return typeof frame.conversation === 'string' ? this.reloadOne(conversation) : this.reload();
    }
  }

  /** What is said of ours; a receipt for one counts, with `upTo`, for all before it. */
  private status(conversation: string, frame: Frame): void {
    const { seq, status, reason, upTo } = frame as { seq?: number; status?: Status; reason?: string; upTo?: unknown };
    if (typeof seq === 'number' && status !== undefined) {
      this.timeline(conversation).status(seq, status, reason, upTo === true);
    }
  }

  private welcome(frame: Frame): void {
    const all = [...(frame.conversations as Conversation[]), ...((frame.queue as Conversation[] | undefined) ?? [])];
    const agent = frame.agent as Agent;
    if (agent.login !== this.options.login) {
      this.socket.stop('another-login');
      return;
    }
    this.asking.clear();
    this.notes.recallAll();
    this.changed({
      ready: true,
      agent,
      conversations: new Map(all.map((conversation) => [conversation.id, conversation])),
      offers: all
        .filter(({ owner }) => owner.kind === 'offer' && owner.agent === agent.login && owner.until)
        .map((conversation) => ({ conversation, fence: conversation.fence, expires: String(conversation.owner.until) })),
    });
    for (const { frame: unanswered } of this.requests.values()) {
      this.socket.send(unanswered);
    }
    for (const [id, last] of Object.entries(this.told)) {
      const known = this.now.conversations.get(id);
      if (known !== undefined && this.isWithMe(known) && known.lastSeq > last) {
        this.expectMore(id);
      }
    }
    this.told = {};
    for (const [id, timeline] of this.timelines) {
      timeline.reach(this.now.conversations.get(id)?.lastSeq ?? 0);
      if (timeline.last > 0) {
        this.fillGap(id);
      } else if (this.now.threads.has(id)) {
        this.open(id);
      }
    }
    this.sendReplies();
  }

  /** How far each conversation of one's own is held: the hub goes on from there. */
  private held(): Record<string, number> {
    this.told = {};
    for (const [id, timeline] of this.timelines) {
      const known = this.now.conversations.get(id);
      if (timeline.last > 0 && known !== undefined && this.isWithMe(known)) {
        this.told[id] = timeline.last;
      }
    }
    return this.told;
  }

  private isWithMe({ owner }: Conversation): boolean {
    return owner.agent !== undefined && owner.agent === this.now.agent?.login;
  }

  private expectMore(id: string): void {
    clearTimeout(this.coming.get(id));
    this.coming.set(
      id,
      setTimeout(() => {
        this.coming.delete(id);
        this.fillGap(id);
      }, COMING_WITHIN),
    );
  }

  private expectNoMore(id: string): void {
    clearTimeout(this.coming.get(id));
    this.coming.delete(id);
  }

  /** What is held of one conversation is of no use any more. */
  private reloadOne(id: string): void {
    this.expectNoMore(id);
    this.asking.delete(id);
    this.timeline(id).clear();
    if (this.loaded.delete(id) || this.now.threads.has(id)) {
      this.open(id);
    }
    this.draw(id);
  }

  /** Everything held may be wrong: drop it and start from what the hub says now. */
  private reload(): void {
    for (const timeline of this.timelines.values()) {
      timeline.clear();
    }
    this.loaded.clear();
    this.told = {};
    this.socket.restart();
  }

  private arrived(message: Message): void {
    const id = message.conversation;
    this.timeline(id).add([message]);
    if (this.timeline(id).last > 0 && this.loaded.has(id)) {
      this.fillGap(id);
    }
    const known = this.now.conversations.get(id);
    if (known !== undefined && message.seq > known.lastSeq) {
      const unread = message.sender.kind === 'customer' || known.unread > 0 ? message.seq - known.readSeq : 0;
      // The hub's own notices would hide what somebody wants.
      const shown = message.sender.kind === 'system' ? known.preview : preview(message.content);
      this.put([{ ...known, lastSeq: message.seq, preview: shown, updated: message.time, unread }]);
    }
    if (message.sender.kind === 'customer') {
      this.customerTyping(id, false);
    }
    this.keepUnsent();
    this.draw(id);
  }

  private history(id: string, messages: Message[]): void {
    this.asking.delete(id);
    this.loaded.add(id);
    const timeline = this.timeline(id);
    const before = timeline.last;
    timeline.add(messages);
    if (timeline.last > before && before > 0) {
      this.fillGap(id);
    }
    this.keepUnsent();
    this.draw(id);
  }

  private fillGap(id: string): void {
    const timeline = this.timeline(id);
    if (!timeline.gap) {
      this.expectNoMore(id);
    } else if (!this.coming.has(id)) {
      this.ask(id, { after: timeline.last, limit: CATCH_UP });
    }
  }

  /** One question at a time for each conversation; the answer decides whether to ask on. */
  private ask(conversation: string, range: { after?: number; before?: number; limit: number }): void {
    const frame = { type: 'history', conversation, ...range, re: newId() };
    if (!this.asking.has(conversation) && this.socket.send(frame)) {
      this.asking.set(conversation, frame);
    }
  }

  /** A history is not for this agent any more, or cannot be had while the store is away. */
  private notTold(re: string, code: string | undefined): void {
    for (const [conversation, asked] of this.asking) {
      if (asked.re !== re) {
        continue;
      }
      if (code === 'unavailable') {
        setTimeout(() => this.asking.get(conversation) === asked && this.socket.send(asked), STORE_AGAIN);
      } else {
        this.asking.delete(conversation);
      }
    }
  }

  private offered(offer: Offer): void {
    const others = this.now.offers.filter((held) => held.conversation.id !== offer.conversation.id);
    this.put([offer.conversation]);
    this.changed({ offers: [...others, offer] });
  }

  private dropOffer(conversation: string): void {
    this.changed({ offers: this.now.offers.filter((held) => held.conversation.id !== conversation) });
  }

  private happened(conversation: string, event: BusinessEvent): void {
    if (this.notes.add(conversation, event)) {
      this.options.onBusiness?.(conversation, event);
      this.draw(conversation);
    }
  }

  private customerTyping(conversation: string, on: boolean): void {
    clearTimeout(this.typingTimers.get(conversation));
    this.typingTimers.delete(conversation);
    if (on) {
      this.typingTimers.set(
        conversation,
        setTimeout(() => this.customerTyping(conversation, false), TYPING_FADES),
      );
    }
    this.draw(conversation);
  }

  private result(frame: Frame): void {
    const re = String(frame.re);
    const result = frame as unknown as Result;
    const conversation = this.replies.get(re);
    if (conversation !== undefined) {
      this.replies.delete(re);
      if (result.ok) {
        setTimeout(() => this.echoMissing(conversation, re), ECHO_WITHIN);
      } else if (result.code === 'unavailable') {
        this.storeTimer ??= setTimeout(() => this.sendReplies(), STORE_AGAIN);
      } else {
        this.replyRefused(conversation, re, result.code === 'not-yours' || result.code === 'gone' ? result.code : (result.message ?? result.code ?? ''));
      }
    }
    if (!result.ok) {
      this.notTold(re, result.code);
    }
    this.requests.get(re)?.done(result);
  }

  private replyRefused(conversation: string, id: string, why: string): void {
    const timeline = this.timeline(conversation);
    timeline.refuse(id, why);
    this.keepUnsent();
    this.draw(conversation);
    const known = this.now.conversations.get(conversation);
    const refused = timeline.pending.find((pending) => pending.id === id);
    if (refused !== undefined && (known === undefined || !this.isMine(known))) {
      this.options.onLost?.(id, preview(refused.content), why);
    }
  }

  /** The hub has the reply, so it must not stay on the list of what is unsent, even if its message got lost. */
  private echoMissing(conversation: string, id: string): void {
    const timeline = this.timeline(conversation);
    if (timeline.pending.some((held) => held.id === id)) {
      timeline.settle(id);
      this.keepUnsent();
      this.ask(conversation, { after: timeline.last, limit: CATCH_UP });
      this.draw(conversation);
    }
  }

  private phase(phase: Phase): void {
    if (phase.name === 'waiting' || phase.name === 'stopped') {
      for (const { done } of [...this.requests.values()]) {
        done({ ok: false, code: 'offline' });
      }
    }
    this.changed({ phase });
  }

  private timeline(id: string): Timeline {
    let timeline = this.timelines.get(id);
    if (timeline === undefined) {
      timeline = new Timeline();
      this.timelines.set(id, timeline);
    }
    return timeline;
  }

  private put(conversations: Conversation[]): void {
    const next = new Map(this.now.conversations);
    for (const conversation of conversations) {
      next.set(conversation.id, conversation);
    }
    this.changed({ conversations: next });
  }

  private draw(id: string): void {
    const timeline = this.timeline(id);
    const thread: Thread = {
      messages: timeline.messages,
      pending: timeline.pending,
      business: this.notes.of(id),
      news: this.notes.live(id),
      hasEarlier: timeline.hasEarlier && timeline.first !== 1,
      loaded: this.loaded.has(id),
      typing: this.typingTimers.has(id),
    };
    this.changed({ threads: new Map(this.now.threads).set(id, thread) });
  }

  private changed(change: Partial<DeskState>): void {
    this.now = { ...this.now, ...change };
    for (const listener of this.listeners) {
      listener();
    }
  }

  private keepUnsent(): void {
    const unsent = [...this.timelines]
      .filter(([, timeline]) => timeline.pending.length > 0)
      .map(([id, timeline]) => [id, timeline.pending]);
    this.options.keep.set(unsent.length === 0 ? null : JSON.stringify(unsent));
  }

  private restoreUnsent(): void {
    try {
      for (const [id, pending] of JSON.parse(this.options.keep.get() ?? '[]') as [string, Pending[]][]) {
        pending.forEach((held) => this.timeline(id).expect(held));
      }
    } catch {
      this.options.keep.set(null);
    }
  }
}

export { EMPTY_THREAD };
