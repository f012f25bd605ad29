import { Button } from 'antd';
import type { Message, Pending } from '@serai/sdk';
import { memo } from 'react';
import { Confirm } from '../app/Confirm';
import { useLanguage, useWords, type Words } from '../words';
import { ContentView } from './ContentView';
import { clock } from './format';
import { StatusMark } from './StatusMark';

/** One message: the customer's on the left, ours on the right, what merely happened in the middle. */
export const Bubble = memo(function Bubble({
  message,
  first,
  customer,
  showRead,
  found,
  onAgain,
}: {
  message: Message;
  first: boolean;
  customer: string;
  showRead: boolean;
  /** It is what was looked for. */
  found: boolean;
  /** Says the same once more; null for who may not. */
  onAgain: ((message: Message) => void) | null;
}) {
  const words = useWords();
  const language = useLanguage();
  const { sender, content } = message;

  if (sender.kind === 'system' || content.type === 'signal') {
    return (
      <div className={found ? 'happened found' : 'happened'} data-seq={message.seq}>
        <ContentView content={content} />
        <time dateTime={message.time}>{clock(message.time, language)}</time>
      </div>
    );
  }
  const side = sender.kind === 'customer' ? 'theirs' : 'ours';
  const bare = content.type === 'image' || content.type === 'video';
  return (
    <div className={`bubble-line ${side}${first ? ' first' : ''}${found ? ' found' : ''}`} data-seq={message.seq}>
      {first ? <div className="bubble-who" dir="auto">{senderName(message, customer, words)}</div> : null}
      <div className="bubble-row">
        <div className={`bubble ${sender.kind}${bare ? ' bare' : ''}${message.status === 'failed' ? ' failed' : ''}`}>
          <ContentView content={content} />
        </div>
        <div className="bubble-meta">
          <time dateTime={message.time}>{clock(message.time, language)}</time>
          {side === 'ours' ? <StatusMark status={message.status} showRead={showRead} /> : null}
        </div>
      </div>
      {message.status === 'failed' ? (
        <p className="bubble-trouble" role="alert">
          {message.reason ? words.status.failedBecause(message.reason) : words.status.failed}
        </p>
      ) : message.status === 'unknown' ? (
        <div className="bubble-doubt">
          {words.status.unknownHint}
          {onAgain === null || sender.kind !== 'agent' ? null : (
            <Confirm
              title={words.status.againAsk}
              description={words.status.againHint}
              okText={words.status.retry}
              cancelText={words.thread.cancel}
              onConfirm={() => onAgain(message)}
            >
              <Button size="small" type="link">
                {words.status.retry}
              </Button>
            </Confirm>
          )}
        </div>
      ) : null}
    </div>
  );
});

function senderName(message: Message, customer: string, words: Words): string {
  const { kind, name, id } = message.sender;
  switch (kind) {
    case 'customer':
      return name ?? customer;
    case 'bot':
      return name ?? words.sender.bot;
    case 'merchant':
      return name ?? words.sender.merchant;
    default:
      return name ?? id;
  }
}

/** A reply the hub has not acknowledged yet, or has refused. */
export function PendingBubble({
  pending,
  online,
  onRetry,
  onDiscard,
}: {
  pending: Pending;
  online: boolean;
  onRetry: () => void;
  onDiscard: () => void;
}) {
  const words = useWords();
  const language = useLanguage();
  const refused = pending.refused;
  return (
    <div className="bubble-line ours pending">
      <div className="bubble-row">
        <div className={`bubble agent${refused === null ? '' : ' failed'}`}>
          <ContentView content={pending.content} />
        </div>
        <div className="bubble-meta">
          <time>{clock(pending.at, language)}</time>
          {refused === null ? <StatusMark status="queued" showRead={false} /> : null}
        </div>
      </div>
      {refused !== null ? (
        <div className="bubble-trouble" role="alert">
          {words.status.failedBecause(words.results[refused] ?? refused)}
          <span className="bubble-actions">
            <Button size="small" type="link" onClick={onRetry}>
              {words.status.retry}
            </Button>
            <Button size="small" type="link" onClick={onDiscard}>
              {words.status.discard}
            </Button>
          </span>
        </div>
      ) : online ? null : (
        <p className="bubble-doubt">{words.status.waitingForLine}</p>
      )}
    </div>
  );
}
