import type { Message } from '@serai/sdk';
import { Button, Skeleton } from 'antd';
import { preview } from '../agent/preview';
import type { Conversation } from '../agent/protocol';
import { useNow } from '../app/preferences';
import { useLanguage, useWords } from '../words';
import { Avatar } from './Avatar';
import { ChannelIcon } from './ChannelIcon';
import { EmptyNote } from './EmptyNote';
import { ago, displayName, previewText } from './format';
import { excerpt } from './excerpt';
import type { Found } from './useSearch';

/** Messages with the words looked for, the latest first; each opens its conversation at the message. */
export function SearchResults({
  asked,
  found,
  onFound,
}: {
  asked: string;
  found: Found;
  onFound: (conversation: Conversation, seq: number) => void;
}) {
  const words = useWords();
  const now = useNow(30_000);
  const { hits, failed, loading } = found;
  if (failed !== null) {
    return <EmptyNote kind="trouble" title={failed === 'away' ? words.search.away : words.search.failed} />;
  }
  if (hits === null) {
    return (
      <div className="row-skeleton" aria-busy="true" aria-label={words.search.looking}>
        <Skeleton avatar={{ size: 40 }} title={{ width: '45%' }} paragraph={{ rows: 1, width: '80%' }} active />
        <Skeleton avatar={{ size: 40 }} title={{ width: '35%' }} paragraph={{ rows: 1, width: '70%' }} active />
      </div>
    );
  }
  return (
    <>
      <p className="visually-hidden" role="status">
        {words.search.count(hits.hits.length)}
      </p>
      {hits.complete ? null : <p className="search-note">{words.search.incomplete}</p>}
      {hits.hits.length === 0 && hits.before === undefined ? <EmptyNote kind="rest" title={words.search.none} hint={words.search.noneHint} /> : null}
      <ul aria-label={words.search.results}>
        {hits.hits.map(({ conversation, message }) => (
          <Hit
            key={message.id}
            asked={asked}
            conversation={conversation}
            message={message}
            now={now}
            onOpen={() => onFound(conversation, message.seq)}
          />
        ))}
      </ul>
      {hits.before === undefined ? null : (
        <div className="search-more">
          <Button loading={loading} onClick={found.more}>
            {words.search.more}
          </Button>
        </div>
      )}
    </>
  );
}

function Hit({
  asked,
  conversation,
  message,
  now,
  onOpen,
}: {
  asked: string;
  conversation: Conversation;
  message: Message;
  now: number;
  onOpen: () => void;
}) {
  const words = useWords();
  const language = useLanguage();
  const name = displayName(conversation);
  const { kind } = message.sender;
  const who = kind === 'customer' ? '' : `${message.sender.name ?? (kind === 'bot' ? words.sender.bot : message.sender.id)}: `;
  return (
    <li>
      <button type="button" className="row" onClick={onOpen}>
        <Avatar name={name} id={conversation.id} corner={<ChannelIcon channel={conversation.channel} />} />
        <span className="row-text">
          <span className="row-top">
            <span className="row-name" dir="auto">{name}</span>
            <time className="row-time" dateTime={message.time}>
              {ago(message.time, words, language, now)}
            </time>
          </span>
          <span className="row-found">
            {who}
            {excerpt(previewText(preview(message.content), words), asked).map((part, index) =>
              part.hit ? <mark key={index}>{part.text}</mark> : part.text,
            )}
          </span>
        </span>
      </button>
    </li>
  );
}
