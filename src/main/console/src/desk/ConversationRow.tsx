import { memo } from 'react';
import type { Conversation } from '../agent/protocol';
import { useLanguage, useWords } from '../words';
import { Avatar } from './Avatar';
import { ChannelIcon } from './ChannelIcon';
import { ago, displayName, previewText } from './format';
import { ownerText } from './owner';

/** Drawn again only if something of its own changed: a queue has hundreds. */
export const ConversationRow = memo(function ConversationRow({
  conversation,
  selected,
  now,
  showsOwner,
  waits,
  onSelect,
}: {
  conversation: Conversation;
  selected: boolean;
  now: number;
  showsOwner: boolean;
  /** The time shown is since when the customer waits. */
  waits: boolean;
  onSelect: (id: string) => void;
}) {
  const words = useWords();
  const language = useLanguage();
  const name = displayName(conversation);
  const unread = conversation.unread;
  return (
    <li>
      <button
        type="button"
        className={`row${selected ? ' selected' : ''}${unread > 0 ? ' unread' : ''}`}
        aria-current={selected ? 'true' : undefined}
        onClick={() => onSelect(conversation.id)}
      >
        <Avatar name={name} id={conversation.id} corner={<ChannelIcon channel={conversation.channel} />} />
        <span className="row-text">
          <span className="row-top">
            <span className="row-name" dir="auto">{name}</span>
            <time className="row-time" dateTime={conversation.updated}>
              {ago(waits ? (conversation.owner.since ?? conversation.updated) : conversation.updated, words, language, now)}
            </time>
          </span>
          <span className="row-bottom">
            <span className="row-preview" dir="auto">{previewText(conversation.preview, words) || ' '}</span>
            {showsOwner ? <span className={`owner-tag ${conversation.owner.kind}`}>{ownerText(conversation, words)}</span> : null}
            {unread > 0 && !showsOwner ? (
              <span className="row-unread" aria-label={words.list.unread(unread)}>
                {unread > 99 ? '99+' : unread}
              </span>
            ) : null}
          </span>
        </span>
      </button>
    </li>
  );
});
