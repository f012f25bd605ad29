import { isComposing, type Customer, type CustomerState, type Message } from './sdk';
import { contentView } from './content';
import { dress } from './style';
import { icon, make } from './dom';
import type { WidgetWords } from './words';

/** The most characters of one message. What is pasted beyond stays to be shortened, instead of being cut off unseen. */
const LONGEST = 2000;
const NEAR_END = 60;
const TALLEST = 120;

/** How many messages to the customer nobody has looked at: not on this page since `seen`, and on no page before. */
export function unseen(messages: readonly Message[], seen: number): number {
  return messages.filter((message) => message.seq > seen && message.sender.kind !== 'customer' && message.status !== 'read').length;
}

/** The chat bubble and its panel. Lines are drawn once and kept; only what changed is touched. */
export class Panel {
  readonly host = make('div', '');
  private readonly root = make('div', 'root auto');
  private readonly panel = make('section', 'panel');
  private readonly bubble = make('button', 'bubble');
  private readonly badge = make('span', 'badge');
  private readonly notice = make('div', 'notice');
  private readonly more = make('button', 'more');
  private readonly lines = make('div', 'lines');
  private readonly note = make('div', 'note');
  private readonly input = make('textarea', '');
  private readonly send = make('button', '');
  private readonly drawn = new Map<string, HTMLElement>();
  private client: Customer | null = null;
  private unsubscribe: (() => void) | null = null;
  private readonly looked = () => this.panel.hidden || this.saw();
  private seen = 0;

  constructor(
    private readonly words: WidgetWords,
    private readonly base: string,
  ) {
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
    this.client = client;
    this.drawn.forEach((line) => line.remove());
    this.drawn.clear();
    this.seen = 0;
    this.unsubscribe = client.subscribe(() => this.draw(client.state));
    this.draw(client.state);
    if (!this.panel.hidden) {
      client.start();
    }
  }

  open(): void {
    this.panel.hidden = false;
    this.client?.start();
    this.bubble.setAttribute('aria-expanded', 'true');
    this.bubble.setAttribute('aria-label', this.words.close);
    this.toEnd();
    this.input.focus();
    this.saw();
  }

  close(): void {
    this.panel.hidden = true;
    this.bubble.setAttribute('aria-expanded', 'false');
    this.bubble.setAttribute('aria-label', this.words.open);
    this.bubble.focus();
  }

  remove(): void {
    this.unsubscribe?.();
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
    this.notice.setAttribute('role', 'status');
    this.lines.setAttribute('role', 'log');
    this.lines.tabIndex = 0;
    this.more.type = 'button';
    this.more.textContent = words.earlier;
    this.more.onclick = () => this.client?.earlier();
    this.lines.append(this.more);
    this.note.setAttribute('aria-live', 'polite');

    this.panel.append(header, this.notice, this.lines, this.note, this.form());
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
      this.fit();
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
      this.fit();
      this.toEnd();
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

  private draw(state: CustomerState): void {
    const stays = this.lines.scrollHeight - this.lines.scrollTop - this.lines.clientHeight < NEAR_END;
    const before = this.lines.scrollHeight;
    const first = this.lines.querySelector('.line');

    this.drawLines(state);
    this.drawNotice(state);
    this.more.hidden = !state.hasEarlier;
    this.note.textContent = this.noteText(state);

    if (stays) {
      this.toEnd();
    } else if (first !== null && first !== this.lines.querySelector('.line')) {
      this.lines.scrollTop += this.lines.scrollHeight - before;
    }
    if (this.panel.hidden) {
      this.drawBadge(state.messages);
    } else {
      this.saw();
    }
  }

  private drawLines(state: CustomerState): void {
    const wanted = new Map<string, () => HTMLElement>();
    let who = '';
    for (const message of state.messages) {
      if (message.content.type !== 'signal') {
        const name = this.speaker(message);
        const shown = name === who ? '' : name;
        wanted.set(message.id, () => this.line(message, shown));
        who = name;
      }
    }
    for (const pending of state.pending) {
      wanted.set(`${pending.refused === null ? 'going' : 'refused'}:${pending.id}`, () => {
        const line = make('div', `line mine ${pending.refused === null ? 'going' : ''}`);
        line.append(this.by(this.words.you), this.said(contentView(pending.content, this.words, this.base)));
        if (pending.refused !== null) {
          const retry = make('button', 'failed');
          retry.type = 'button';
          retry.textContent = this.words.notSent;
          retry.onclick = () => this.client?.retry(pending.id);
          line.append(retry);
        }
        return line;
      });
    }
    for (const [key, line] of this.drawn) {
      if (!wanted.has(key)) {
        line.remove();
        this.drawn.delete(key);
      }
    }
    let after: Element = this.more;
    for (const [key, build] of wanted) {
      let line = this.drawn.get(key);
      if (line === undefined) {
        line = build();
        this.drawn.set(key, line);
      }
      if (after.nextElementSibling !== line) {
        after.after(line);
      }
      after = line;
    }
  }

  private line(message: Message, who: string): HTMLElement {
    const mine = message.sender.kind === 'customer';
    const line = make('div', `line ${mine ? 'mine' : ''}`);
    const name = mine ? this.words.you : who;
    line.append(...(name === '' ? [] : [this.by(name)]), this.said(contentView(message.content, this.words, this.base)));
    return line;
  }

  /** Whose it is; the customer's own are seen by their side, so that it is only read out there. */
  private by(name: string): HTMLElement {
    const by = make('span', 'who');
    by.textContent = name;
    return by;
  }

  private said(content: HTMLElement): HTMLElement {
    const said = make('div', 'said');
    said.append(content);
    return said;
  }

  private speaker(message: Message): string {
    const { kind, name } = message.sender;
    return kind === 'customer' || kind === 'system' ? '' : (name ?? (kind === 'bot' ? this.words.bot : ''));
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

  private toEnd(): void {
    this.lines.scrollTop = this.lines.scrollHeight;
  }
}
