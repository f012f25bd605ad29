import type { BusinessEvent } from '../agent/protocol';
import type { Words } from '../words';

export function businessTitle(event: BusinessEvent, words: Words): string {
  return words.business[event.type] ?? words.business.other ?? event.type;
}

export function isOfTicket(event: BusinessEvent): boolean {
  return event.type.startsWith('io.serai.ticket.');
}

export function isOfReturn(event: BusinessEvent): boolean {
  return event.type.startsWith('io.serai.return.') && event.source === '/hub';
}

/** Why a return stands as it does: the hub's own words in the reader's language, the system's as they are. */
export function returnReason(said: string, words: Words): string {
  const known = Object.entries(words.returns.because).find(([start]) => said.startsWith(start));
  return known === undefined ? said : said.replace(known[0], known[1]);
}

/** Who did it, where that is somebody of the hub. */
export function businessBy(event: BusinessEvent): string | null {
  const by = fieldsOf(event).by;
  return typeof by === 'string' ? by : null;
}

function fieldsOf(event: BusinessEvent): Record<string, unknown> {
  return typeof event.data === 'object' && event.data !== null ? (event.data as Record<string, unknown>) : {};
}

function text(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'amount' in value) {
    const { amount, currency } = value as { amount: unknown; currency?: unknown };
    return currency === undefined || currency === 'CNY' ? `¥${String(amount)}` : `${String(currency)} ${String(amount)}`;
  }
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** What of a business event fits on one line: the order, the money, the ticket. */
export function businessLine(event: BusinessEvent, words: Words): string {
  const data = fieldsOf(event);
  if (isOfTicket(event) && typeof data.number === 'number') {
    const status = typeof data.status === 'string' ? (words.tickets.statuses[data.status] ?? data.status) : '';
    return [`#${data.number}`, text(data.subject), status].filter(Boolean).join(' · ');
  }
  if (isOfReturn(event)) {
    const reason = text(data.reason);
    return [text(data.orderNo), text(data.reference), reason === '' ? '' : returnReason(reason, words)].filter(Boolean).join(' · ');
  }
  const parts = ['orderNo', 'order', 'orderId', 'trackingNo', 'returnNo', 'amount', 'total', 'reason']
    .map((name) => text(data[name]))
    .filter(Boolean);
  return parts.length > 0 ? parts.join(' · ') : (event.subject ?? '');
}
