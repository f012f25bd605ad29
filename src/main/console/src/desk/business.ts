import type { BusinessEvent } from '../agent/protocol';
import type { Words } from '../words';

export function businessTitle(event: BusinessEvent, words: Words): string {
  return words.business[event.type] ?? words.business.other ?? event.type;
}

/** What of a business event fits on one line: the order, the money. */
export function businessLine(event: BusinessEvent): string {
  const data = typeof event.data === 'object' && event.data !== null ? (event.data as Record<string, unknown>) : {};
  const parts = ['orderNo', 'order', 'orderId', 'trackingNo', 'returnNo', 'amount', 'total', 'reason']
    .map((name) => data[name])
    .filter((value) => typeof value === 'string' || typeof value === 'number')
    .map(String);
  return parts.length > 0 ? parts.join(' · ') : (event.subject ?? '');
}
