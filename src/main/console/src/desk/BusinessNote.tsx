import { ShoppingOutlined } from '@ant-design/icons';
import type { BusinessEvent } from '../agent/protocol';
import { useLanguage, useWords } from '../words';
import { businessLine, businessTitle } from './business';
import { clock } from './format';

/** What a business system reported, where it happened between the messages. */
export function BusinessNote({ event }: { event: BusinessEvent }) {
  const words = useWords();
  const language = useLanguage();
  return (
    <div className="business-note">
      <ShoppingOutlined />
      <b>{businessTitle(event, words)}</b>
      <span>{businessLine(event)}</span>
      <time dateTime={event.time}>{clock(event.time, language)}</time>
    </div>
  );
}
