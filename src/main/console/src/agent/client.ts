import { Socket, socketUrl, type Content, type Frame, type Message, type Pending, type Phase, type Status, type Wire } from '@serai/sdk';
import { Histories } from './histories';
import { Notes } from './notes';
import { preview } from './preview';
import type { Agent, BusinessEvent, Conversation, Offer, Presence, Result, TransferTarget } from './protocol';
import { Replies, type Keep } from './replies';
import { Requests } from './requests';

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
  /** How often there was a `welcome`: what is fetched beside the socket may have changed in every break. */
  welcomes: number;
  agent: Agent | null;
  presence: Presence;
  conversations: ReadonlyMap<string, Conversation>;
  offers: readonly Offer[];
  threads: ReadonlyMap<string, Thread>;
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
const TYPING_FADES = 6_000;
const TYPING_EVERY = 3_000;

/**
 * The agent's end of the socket: keeps conversations, offers and histories as the hub has them, catches up by `seq`
 * after every break, and sends again under the same id whatever was not answered.
 */
export class AgentClient {
  private readonly socket: Socket;
  private readonly requests: Requests;
  private readonly histories: Histories;
  private readonly replies: Replies;
  private readonly notes: Notes;
  private readonly typingTimers = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly listeners = new Set<() => void>();
  /** Those that the agent is giving away or ending: whose they are next is not known until the hub has answered. */
  private readonly parting = new Set<string>();
  private typedAt = -Infinity;
  /** What the latest hello said is held. */
  private told: Record<string, number> = {};
  private now: DeskState = {
    phase: { name: 'connecting', attempt: 0 },
    ready: false,
    welcomes: 0,
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
    const send = (frame: Frame) => this.socket.send(frame);
    // While the hub changes over a request waits for the next welcome.
    this.requests = new Requests(send, () => this.isChangingOver());
    this.histories = new Histories(send);
    this.replies = new Replies(this.histories, {
      send,
      keep: options.keep,
      changed: (conversation) => this.draw(conversation),
      refused: (conversation, reply, why) => this.replyRefused(conversation, reply, why),
    });
    this.notes = new Notes(options.notes ?? null, (conversation) => this.draw(conversation));
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
    this.histories.stop();
    this.replies.stop();
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
    const result = await this.requests.make({ type, conversation: offer.conversation.id, fence: offer.fence });
    if (result.ok || result.code === 'stale' || result.code === 'gone') {
      this.dropOffer(offer.conversation.id);
    }
    return result;
  }

  claim(conversation: string): Promise<Result> {
    return this.requests.make({ type: 'claim', conversation });
  }

  transfer(conversation: string, target: TransferTarget): Promise<Result> {
    return this.part(conversation, { type: 'transfer', ...target });
  }

  /** The hub refuses it if the customer has written what this agent cannot have seen. */
  close(conversation: string): Promise<Result> {
    return this.part(conversation, { type: 'close' });
  }

  private async part(conversation: string, how: Frame): Promise<Result> {
    this.parting.add(conversation);
    const result = await this.requests.make({ ...how, conversation, seq: this.histories.of(conversation).last });
    this.parting.delete(conversation);
    if (!result.ok) {
      this.changed({}); // it may have gone another way
    }
    return result;
  }

  isParting(conversation: string): boolean {
    return this.parting.has(conversation);
  }

  /** Sends a reply now, or as soon as there is a connection. */
  reply(conversation: string, content: Content): void {
    this.typedAt = -Infinity;
    this.replies.write(conversation, content);
  }

  /** Tries a refused reply again under the same id. */
  retry(conversation: string, id: string): void {
    this.replies.retry(conversation, id);
  }

  /** Gives a refused reply up. */
  discard(conversation: string, id: string): void {
    this.replies.settle(conversation, id);
  }

  /** Loads the end of a conversation unless it is here already. */
  open(conversation: string): void {
    const known = this.now.conversations.get(conversation);
    if (known === undefined) {
      return;
    }
    void this.notes.recall(conversation);
    this.histories.open(conversation, known.lastSeq);
    if (known.lastSeq === 0) {
      this.draw(conversation);
    }
  }

  earlier(conversation: string): void {
    this.histories.earlier(conversation);
  }

  /** Messages read another way than by the socket: by REST, of a conversation that is not the agent's own. */
  take(conversation: string, messages: Message[]): void {
    this.fetched(conversation, messages);
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
    const seq = this.histories.of(conversation).last;
    if (known !== undefined && seq > 0 && (known.unread > 0 || seq > known.readSeq) && this.isMine(known)) {
      if (this.socket.send({ type: 'read', conversation, seq })) {
        this.put([{ ...known, unread: 0, readSeq: seq }]);
      }
    }
  }

  /** Call at each keystroke. */
  typing(conversation: string): void {
    if (performance.now() - this.typedAt > TYPING_EVERY && this.socket.send({ type: 'typing', conversation, on: true })) {
      this.typedAt = performance.now();
    }
  }

  isMine(conversation: Conversation): boolean {
    return conversation.owner.kind === 'agent' && conversation.owner.agent === this.now.agent?.login;
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
        return this.fetched(conversation, frame.messages as Message[]);
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
      this.histories.of(conversation).status(seq, status, reason, upTo === true);
    }
  }

  private welcome(frame: Frame): void {
    const all = [...(frame.conversations as Conversation[]), ...((frame.queue as Conversation[] | undefined) ?? [])];
    const agent = frame.agent as Agent;
    if (agent.login !== this.options.login) {
      this.socket.stop('another-login');
      return;
    }
    this.histories.forgetQuestions();
    this.changed({
      ready: true,
      welcomes: this.now.welcomes + 1,
      agent,
      conversations: new Map(all.map((conversation) => [conversation.id, conversation])),
      offers: all
        .filter(({ owner }) => owner.kind === 'offer' && owner.agent === agent.login && owner.until)
        .map((conversation) => ({ conversation, fence: conversation.fence, expires: String(conversation.owner.until) })),
    });
    this.notes.recallAll((id) => this.now.conversations.has(id));
    this.requests.sendAgain();
    for (const [id, last] of Object.entries(this.told)) {
      const known = this.now.conversations.get(id);
      if (known !== undefined && this.isWithMe(known) && known.lastSeq > last) {
        this.histories.expectMore(id);
      }
    }
    this.told = {};
    for (const [id, timeline] of this.histories.all()) {
      timeline.reach(this.now.conversations.get(id)?.lastSeq ?? 0);
      if (timeline.last > 0) {
        this.histories.fillGap(id);
      } else if (this.now.threads.has(id)) {
        this.open(id);
      }
    }
    this.replies.sendAll();
  }

  /** How far each conversation of one's own is held: the hub goes on from there. */
  private held(): Record<string, number> {
    this.told = {};
    for (const [id, timeline] of this.histories.all()) {
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

  /** What is held of one conversation is of no use any more. */
  private reloadOne(id: string): void {
    if (this.histories.drop(id) || this.now.threads.has(id)) {
      this.open(id);
    }
    this.draw(id);
  }

  /** Everything held may be wrong: drop it and start from what the hub says now. */
  private reload(): void {
    this.histories.dropAll();
    this.told = {};
    this.socket.restart();
  }

  private arrived(message: Message): void {
    const id = message.conversation;
    this.histories.told(message);
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
    this.replies.keep();
    this.draw(id);
  }

  private fetched(id: string, messages: Message[]): void {
    this.histories.fetched(id, messages);
    this.replies.keep();
    this.draw(id);
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
    this.replies.answered(re, result);
    if (!result.ok) {
      this.histories.refused(re, result.code);
    }
    this.requests.answered(re, result);
  }

  private replyRefused(conversation: string, reply: Pending, why: string): void {
    const known = this.now.conversations.get(conversation);
    if (known === undefined || !this.isMine(known)) {
      this.options.onLost?.(reply.id, preview(reply.content), why);
    }
  }

  private phase(phase: Phase): void {
    if (phase.name === 'waiting' || phase.name === 'stopped') {
      this.requests.offline();
    }
    this.changed({ phase });
  }

  private put(conversations: Conversation[]): void {
    const next = new Map(this.now.conversations);
    for (const conversation of conversations) {
      next.set(conversation.id, conversation);
    }
    this.changed({ conversations: next });
  }

  private draw(id: string): void {
    const timeline = this.histories.of(id);
    const thread: Thread = {
      messages: timeline.messages,
      pending: timeline.pending,
      business: this.notes.of(id),
      news: this.notes.live(id),
      hasEarlier: timeline.hasEarlier && timeline.first !== 1,
      loaded: this.histories.isLoaded(id),
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
}

export { EMPTY_THREAD };
