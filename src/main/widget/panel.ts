import { isComposing, type Customer, type CustomerState, type Message } from './sdk';
import { dress } from './style';
import { icon, make } from './dom';
import { draftOf, keepDraft } from './draft';
import { Lines } from './lines';
import type { WidgetWords } from './words';

/** The most characters of one message. What is pasted beyond stays to be shortened, instead of being cut off unseen. */
const LONGEST = 2000;
const TALLEST = 120;

/** How many messages to the customer nobody has looked at: not on this page since `seen`, and on no page before. */
export function unseen(messages: readonly Message[], seen: number): number {
  return messages.filter((message) => message.seq > seen && message.sender.kind !== 'customer' && message.status !== 'read').length;
}

/** The chat bubble and its panel. */
export class Panel {
  readonly host = make('div', '');
  private readonly root = make('div', 'root auto');
  private readonly panel = make('section', 'panel');
  private readonly bubble = make('button', 'bubble');
  private readonly badge = make('span', 'badge');
  private readonly notice = make('div', 'notice');
  private readonly lines: Lines;
  private readonly note = make('div', 'note');
  private readonly input = make('textarea', '');
  private readonly send = make('button', '');
  private client: Customer | null = null;
  private unsubscribe: (() => void) | null = null;
  private readonly looked = () => this.panel.hidden || this.saw();
  private seen = 0;
  private drawing = 0;

  constructor(
    readonly words: WidgetWords,
    base: string,
  ) {
    this.lines = new Lines(words, base, {
      earlier: () => this.client?.earlier(),
      retry: (id) => this.client?.retry(id),
    });
    this.build();
    this.host.lang = words.language;
    const shadow = this.host.attachShadow({ mode: 'open' });
    dress(shadow);
    shadow.append(this.root);
    document.addEventListener('visibilitychange', this.looked);
  }

  /** Shows this client's conversation from now on. */
  attach(client: Customer): void {
    this.unsubscribe?.();
    cancelAnimationFrame(this.drawing);
    this.begun(client);
    this.client = client;
    this.lines.clear();
    this.seen = 0;
    this.unsubscribe = client.subscribe(() => this.drawSoon(client));
    this.draw(client.state);
    if (!this.panel.hidden) {
      this.fit();
      client.start();
    }
  }

  /**
   * What a visitor has in the box goes along to whom one is now, and what a user has stays theirs; else it is what was begun on an
   * earlier page.
   */
  private begun(client: Customer): void {
    const text = this.input.value;
    if (this.client !== null && text !== '' && (this.client.visits || this.client.name === client.name)) {
      keepDraft(this.client.name, '');
      keepDraft(client.name, text);
    } else {
      this.input.value = draftOf(client.name);
    }
  }

  get isOpen(): boolean {
    return !this.panel.hidden;
  }

  open(): void {
    this.panel.hidden = false;
    this.fit();
    this.client?.start();
    this.bubble.setAttribute('aria-expanded', 'true');
    this.bubble.setAttribute('aria-label', this.words.close);
    this.lines.toEnd();
    this.input.focus();
    this.saw();
  }

  /** Who was in the panel goes on at the bubble; who writes elsewhere on the shop's page stays there. */
  close(): void {
    const within = this.panel.contains(this.host.shadowRoot?.activeElement ?? null);
    this.panel.hidden = true;
    this.bubble.setAttribute('aria-expanded', 'false');
    this.bubble.setAttribute('aria-label', this.words.open);
    if (within) {
      this.bubble.focus();
    }
  }

  remove(): void {
    this.unsubscribe?.();
    cancelAnimationFrame(this.drawing);
    document.removeEventListener('visibilitychange', this.looked);
    this.host.remove();
  }

  private build(): void {
    const { words } = this;
    const header = make('header', '');
    const title = make('b', '');
    title.textContent = words.title;
    const shut = make('button', '');
    shut.type = 'button';
    shut.setAttribute('aria-label', words.close);
    shut.append(icon('M6 6l12 12M18 6L6 18'));
    shut.onclick = () => this.close();
    header.append(title, shut);

    this.panel.setAttribute('role', 'dialog');
    this.panel.setAttribute('aria-label', words.title);
    this.panel.hidden = true;
    this.panel.onkeydown = (event) => {
      if (event.key === 'Escape' && !isComposing(event)) {
        this.close();
      }
    };
    // The shop sees them come from an element that takes no text, and would have them for its own shortcuts.
    for (const key of ['keydown', 'keypress', 'keyup']) {
      this.panel.addEventListener(key, (event) => event.stopPropagation());
    }
    this.notice.setAttribute('role', 'status');
    this.note.setAttribute('aria-live', 'polite');

    this.panel.append(header, this.notice, this.lines.element, this.note, this.form());
    this.bubble.type = 'button';
    this.bubble.setAttribute('aria-label', words.open);
    this.bubble.setAttribute('aria-expanded', 'false');
    this.badge.hidden = true;
    this.bubble.append(icon('M4 5h16v11H9l-5 4z', 26), this.badge);
    this.bubble.onclick = () => (this.panel.hidden ? this.open() : this.close());
    this.root.append(this.panel, this.bubble);
  }

  private form(): HTMLElement {
    const form = make('form', '');
    this.input.rows = 1;
    this.input.dir = 'auto';
    this.input.placeholder = this.words.placeholder;
    this.input.setAttribute('aria-label', this.words.placeholder);
    this.input.oninput = () => {
      this.written();
      this.client?.typing();
    };
    this.input.onkeydown = (event) => {
      if (event.key === 'Enter' && !event.shiftKey && !isComposing(event)) {
        event.preventDefault();
        this.submit();
      }
    };
    this.send.type = 'submit';
    this.send.disabled = true;
    this.send.setAttribute('aria-label', this.words.send);
    this.send.append(icon('M4 12l16-8-6 16-3-6z'));
    form.append(this.input, this.send);
    form.onsubmit = (event) => {
      event.preventDefault();
      this.submit();
    };
    return form;
  }

  private submit(): void {
    const text = this.input.value.trim();
    if (text !== '' && this.over() <= 0) {
      this.client?.send({ type: 'text', text });
      this.input.value = '';
      this.written();
      this.lines.toEnd();
    }
  }

  private written(): void {
    this.fit();
    if (this.client !== null) {
      keepDraft(this.client.name, this.input.value);
    }
  }

  private fit(): void {
    this.send.disabled = this.input.value.trim() === '' || this.over() > 0;
    this.note.textContent = this.client === null ? '' : this.noteText(this.client.state);
    this.input.style.height = '';
    this.input.style.height = `${Math.min(TALLEST, this.input.scrollHeight + 2)}px`;
  }

  private over(): number {
    return this.input.value.trim().length - LONGEST;
  }

  /** Once for each picture of the screen: a long story comes message by message, and each would draw all before it again. */
  private drawSoon(client: Customer): void {
    cancelAnimationFrame(this.drawing);
    this.drawing = requestAnimationFrame(() => this.draw(client.state));
  }

  private draw(state: CustomerState): void {
    this.drawNotice(state);
    this.note.textContent = this.noteText(state);
    this.lines.draw(state);
    if (this.panel.hidden) {
      this.drawBadge(state.messages);
    } else {
      this.saw();
    }
  }

  private drawNotice(state: CustomerState): void {
    const { name } = state.phase;
    this.notice.hidden = name === 'open' || (name === 'connecting' && state.phase.attempt === 0 && state.messages.length > 0);
    this.notice.textContent =
      name === 'stopped' ? this.words.ended : name === 'waiting' ? this.words.offline : this.words.connecting;
    if (name === 'stopped') {
      const again = make('button', '');
      again.type = 'button';
      again.textContent = this.words.again;
      again.onclick = () => this.client?.start();
      this.notice.append(again);
    }
  }

  private noteText(state: CustomerState): string {
    if (this.over() > 0) {
      return this.words.tooLong(this.over());
    }
    if (state.typing) {
      return this.words.typing;
    }
    if (state.queue !== null && state.queue > 0) {
      return this.words.queue(state.queue);
    }
    return state.messages.length + state.pending.length === 0 && state.phase.name === 'open' ? this.words.hello : '';
  }

  private drawBadge(messages: readonly Message[]): void {
    const fresh = unseen(messages, this.seen);
    this.badge.hidden = fresh === 0;
    this.badge.textContent = fresh > 99 ? '99+' : String(fresh);
    this.badge.setAttribute('aria-label', this.words.newMessages(fresh));
  }

  private saw(): void {
    const messages = this.client?.state.messages ?? [];
    const last = messages[messages.length - 1]?.seq ?? 0;
    this.badge.hidden = true;
    if (last > this.seen && document.visibilityState === 'visible') {
      this.seen = last;
      this.client?.read();
    }
  }
}
