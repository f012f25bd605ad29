import type { BusinessEvent } from '../agent/protocol';
import type { Words } from '../words';

export function businessTitle(event: BusinessEvent, words: Words): string {
  return words.business[event.type] ?? words.business.other ?? event.type;
}

export function isOfTicket(event: BusinessEvent): boolean {
  return event.type.startsWith('io.serai.ticket.');
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
  const parts = ['orderNo', 'order', 'orderId', 'trackingNo', 'returnNo', 'amount', 'total', 'reason']
    .map((name) => text(data[name]))
    .filter(Boolean);
  return parts.length > 0 ? parts.join(' · ') : (event.subject ?? '');
}
