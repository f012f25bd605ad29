import { RollbackOutlined, ShoppingOutlined, TagOutlined } from '@ant-design/icons';
import type { BusinessEvent } from '../agent/protocol';
import { useLanguage, useWords } from '../words';
import { businessLine, businessTitle, isOfReturn, isOfTicket } from './business';
import { clock } from './format';

/** What a business system reported, or became of a ticket or a return request, where it happened between the messages. */
export function BusinessNote({ event }: { event: BusinessEvent }) {
  const words = useWords();
  const language = useLanguage();
  const own = isOfTicket(event) || isOfReturn(event);
  return (
    <div className={own ? 'business-note ticket' : 'business-note'}>
      {isOfTicket(event) ? <TagOutlined /> : isOfReturn(event) ? <RollbackOutlined /> : <ShoppingOutlined />}
      <b>{businessTitle(event, words)}</b>
      <span>{businessLine(event, words)}</span>
      <time dateTime={event.time}>{clock(event.time, language)}</time>
    </div>
  );
}
