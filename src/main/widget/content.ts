import { webAddresses, type Content } from './sdk';
import type { WidgetWords } from './words';

/** http, https or nothing: an address from a message must never run as script in the shop's page. */
function safeUrl(url: string | undefined, base: string): string | null {
  if (url === undefined || url === '') {
    return null;
  }
  try {
    const parsed = new URL(url, base);
    return /^https?:$/.test(parsed.protocol) ? parsed.href : null;
  } catch {
    return null;
  }
}

/** What a message says, as elements; text only ever becomes text. */
export function contentView(content: Content, words: WidgetWords, base: string): HTMLElement {
  const box = document.createElement('span');
  switch (content.type) {
    case 'text':
      linked(box, content.text, base);
      break;
    case 'image':
      picture(box, content, words, base);
      break;
    case 'card':
      box.append(named('b', content.title ?? words.kinds.card ?? ''), fields(content.fields ?? {}));
      break;
    case 'link':
      labelled(box, content.title ?? words.kinds.link ?? '', content.description, safeUrl(content.url, base));
      break;
    case 'location':
      labelled(box, content.label ?? words.kinds.location ?? '', `${content.latitude}, ${content.longitude}`, null);
      break;
    case 'file':
      labelled(box, content.name ?? words.kinds.file ?? '', undefined, safeUrl(content.url, base));
      break;
    case 'video':
      labelled(box, content.title ?? words.kinds.video ?? '', undefined, safeUrl(content.url, base));
      break;
    case 'voice':
      labelled(box, words.kinds.voice ?? '', content.transcript, safeUrl(content.url, base));
      break;
    default:
      box.append(words.kinds.unsupported ?? '');
  }
  return box;
}

function named(tag: string, text: string): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}

function anchor(text: string, href: string): HTMLAnchorElement {
  const link = document.createElement('a');
  link.textContent = text;
  link.href = href;
  link.target = '_blank';
  link.rel = 'noreferrer noopener nofollow';
  return link;
}

function linked(box: HTMLElement, text: string, base: string): void {
  let end = 0;
  for (const { at, address } of webAddresses(text)) {
    const href = safeUrl(address, base);
    if (href !== null) {
      box.append(text.slice(end, at), anchor(address, href));
      end = at + address.length;
    }
  }
  box.append(text.slice(end));
}

function picture(box: HTMLElement, content: Content & { type: 'image' }, words: WidgetWords, base: string): void {
  const label = words.kinds.image ?? '';
  const href = safeUrl(content.url, base);
  if (href === null) {
    box.append(`[${label}]`);
    return;
  }
  const image = document.createElement('img');
  image.alt = label;
  image.loading = 'lazy';
  image.referrerPolicy = 'no-referrer';
  image.src = href;
  image.onerror = () => image.replaceWith(`[${label}]`);
  const link = anchor('', href);
  link.append(image);
  box.append(link);
}

function labelled(box: HTMLElement, title: string, detail: string | undefined, href: string | null): void {
  box.append(href === null ? named('b', title) : anchor(title, href));
  if (detail !== undefined && detail !== '') {
    box.append(named('small', detail));
  }
}

function fields(values: Record<string, string>): HTMLElement {
  const list = document.createElement('dl');
  for (const [name, value] of Object.entries(values)) {
    list.append(named('dt', name), named('dd', value));
  }
  return list;
}
