import { ShoppingOutlined, TagOutlined } from '@ant-design/icons';
import type { BusinessEvent } from '../agent/protocol';
import { useLanguage, useWords } from '../words';
import { businessLine, businessTitle, isOfTicket } from './business';
import { clock } from './format';

/** What a business system reported, or became of a ticket, where it happened between the messages. */
export function BusinessNote({ event }: { event: BusinessEvent }) {
  const words = useWords();
  const language = useLanguage();
  const ticket = isOfTicket(event);
  return (
    <div className={ticket ? 'business-note ticket' : 'business-note'}>
      {ticket ? <TagOutlined /> : <ShoppingOutlined />}
      <b>{businessTitle(event, words)}</b>
      <span>{businessLine(event, words)}</span>
      <time dateTime={event.time}>{clock(event.time, language)}</time>
    </div>
  );
}
