import { type CustomerState, type Message } from './sdk';
import { contentView } from './content';
import { make } from './dom';
import type { WidgetWords } from './words';

const NEAR_END = 60;

/** What was said, a line for each message. Lines are drawn once and kept; only what changed is touched. */
export class Lines {
  readonly element = make('div', 'lines');
  private readonly more = make('button', 'more');
  private readonly drawn = new Map<string, HTMLElement>();
  /** True while the end is before the eyes, where it stays whatever comes or grows. */
  private follows = true;
  private top = 0;

  constructor(
    private readonly words: WidgetWords,
    private readonly base: string,
    private readonly asked: { earlier: () => void; retry: (id: string) => void },
  ) {
    this.element.setAttribute('role', 'log');
    this.element.tabIndex = 0;
    this.more.type = 'button';
    this.more.textContent = words.earlier;
    this.more.onclick = () => this.asked.earlier();
    this.element.append(this.more);
    this.element.addEventListener('scroll', () => this.scrolled());
    // A picture takes its room when it is there, and what is written takes from the room of what was said.
    this.element.addEventListener('load', () => this.stay(), true);
    new ResizeObserver(() => this.stay()).observe(this.element);
  }

  /** Who reads the end stays there; who reads further up keeps the line before the eyes. */
  draw(state: CustomerState): void {
    const before = this.element.scrollHeight;
    const first = this.element.querySelector('.line');
    this.place(state);
    this.more.hidden = !state.hasEarlier;
    if (this.follows) {
      this.toEnd();
    } else if (first !== null && first !== this.element.querySelector('.line')) {
      this.element.scrollTop += this.element.scrollHeight - before;
    }
  }

  clear(): void {
    this.drawn.forEach((line) => line.remove());
    this.drawn.clear();
    this.follows = true;
  }

  toEnd(): void {
    this.follows = true;
    this.element.scrollTop = this.element.scrollHeight;
  }

  private stay(): void {
    if (this.follows) {
      this.toEnd();
    }
  }

  /** Only who scrolls up leaves the end: it may have moved on since, before its picture's room was seen. */
  private scrolled(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.element;
    const atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END;
    this.follows = atEnd || (this.follows && scrollTop >= this.top);
    this.top = scrollTop;
  }

  private place(state: CustomerState): void {
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
          retry.onclick = () => this.asked.retry(pending.id);
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
}
