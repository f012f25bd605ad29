import type { Message, Pending } from '@serai/sdk';
import type { BusinessEvent } from '../agent/protocol';
import { dayKey } from './format';

/** One thing to draw in the history. */
export type Item =
  | { kind: 'day'; key: string; time: string }
  | { kind: 'message'; key: string; message: Message; first: boolean }
  | { kind: 'business'; key: string; event: BusinessEvent }
  | { kind: 'pending'; key: string; pending: Pending };

/** Messages of the same sender this close together stand under one name. */
const TOGETHER = 3 * 60_000;

/** Messages in their order, business events where they happened, a line before each new day, what is unsent last. */
export function timelineItems(
  messages: readonly Message[],
  business: readonly BusinessEvent[],
  pending: readonly Pending[],
  hasEarlier = false,
): Item[] {
  const items: Item[] = [];
  // What happened before the first message at hand stands before messages that are still to be fetched.
  const since = hasEarlier ? Date.parse(messages[0]?.time ?? '') : Number.NaN;
  const events = business
    .filter((event) => !(Date.parse(event.time) < since))
    .sort((a, b) => Date.parse(a.time) - Date.parse(b.time));
  let today = '';
  let before: Message | null = null;

  const dated = (time: string) => {
    const key = dayKey(time);
    if (key !== today) {
      today = key;
      before = null;
      items.push({ kind: 'day', key: `day-${key}`, time });
    }
  };
  const happened = (event: BusinessEvent) => {
    dated(event.time);
    before = null;
    items.push({ kind: 'business', key: event.id, event });
  };

  for (const message of messages) {
    while (events[0] !== undefined && Date.parse(events[0].time) <= Date.parse(message.time)) {
      happened(events.shift() as BusinessEvent);
    }
    dated(message.time);
    items.push({ kind: 'message', key: message.id, message, first: !continues(before, message) });
    before = message;
  }
  events.forEach(happened);
  for (const each of pending) {
    items.push({ kind: 'pending', key: each.id, pending: each });
  }
  return items;
}

function continues(before: Message | null, message: Message): boolean {
  return (
    before !== null &&
    before.sender.kind === message.sender.kind &&
    before.sender.id === message.sender.id &&
    before.content.type !== 'signal' &&
    Date.parse(message.time) - Date.parse(before.time) < TOGETHER
  );
}
