import { ArrowDownOutlined } from '@ant-design/icons';
import type { Message } from '@serai/sdk';
import { Button, Skeleton, Spin } from 'antd';
import { useEffect, useMemo, useRef } from 'react';
import type { Thread } from '../agent/client';
import type { Conversation } from '../agent/protocol';
import { useNow } from '../app/preferences';
import { useLanguage, useWords } from '../words';
import { Bubble, PendingBubble } from './Bubble';
import { BusinessNote } from './BusinessNote';
import { EmptyNote } from './EmptyNote';
import { day, displayName } from './format';
import { timelineItems } from './timelineItems';
import { useScroll } from './useScroll';

/** Everything that was said, oldest on top; earlier messages come as one scrolls up. */
export function History({
  conversation,
  thread,
  focus,
  online,
  failed,
  onRetryLoad,
  onEarlier,
  onSeen,
  onRetry,
  onDiscard,
  onAgain,
}: {
  conversation: Conversation;
  thread: Thread;
  focus: number | null;
  online: boolean;
  failed: boolean;
  onRetryLoad: () => void;
  onEarlier: () => void;
  onSeen: () => void;
  onRetry: (pending: string) => void;
  onDiscard: (pending: string) => void;
  onAgain: ((message: Message) => void) | null;
}) {
  const words = useWords();
  const language = useLanguage();
  const now = useNow(60_000); // At midnight today becomes yesterday, also where nobody writes.
  const { messages, pending, business } = thread;
  const items = useMemo(() => timelineItems(messages, business, pending, thread.hasEarlier), [messages, business, pending, thread.hasEarlier]);
  const first = messages[0]?.seq ?? 0;
  const last = messages[messages.length - 1]?.seq ?? 0;
  const scroll = useScroll({ first, last: last + pending.length + business.length, typing: thread.typing });
  useSeen(scroll.atEnd && online, last, onSeen);
  useFocus(focus, thread, scroll.to, onEarlier);
  const top = useEarlier(online && thread.loaded && thread.hasEarlier, first, onEarlier);

  if (failed) {
    return (
      <div className="history centred">
        <EmptyNote kind="trouble" title={words.thread.cannotLoad}>
          <Button onClick={onRetryLoad}>{words.thread.tryAgain}</Button>
        </EmptyNote>
      </div>
    );
  }
  if (!thread.loaded && pending.length === 0) {
    return <HistorySkeleton />;
  }
  const lastRead = [...messages].reverse().find((message) => message.status === 'read' && message.sender.kind !== 'customer');

  return (
    <div className="history-frame">
      <div className="history" ref={scroll.box} onScroll={scroll.onScroll} role="log" aria-label={words.thread.label} tabIndex={0}>
        <div className="history-top" ref={top}>
          {thread.hasEarlier ? (
            <>
              <Spin size="small" />
              <span className="visually-hidden">{words.thread.earlier}</span>
            </>
          ) : messages.length > 0 ? (
            <span>{words.thread.beginning}</span>
          ) : null}
        </div>
        {items.length === 0 ? <EmptyNote kind="chat" title={words.thread.empty} /> : null}
        {items.map((item) => {
          switch (item.kind) {
            case 'day':
              return (
                <div className="day" key={item.key}>
                  <span>{day(item.time, words, language, now)}</span>
                </div>
              );
            case 'message':
              return (
                <Bubble
                  key={item.key}
                  message={item.message}
                  first={item.first}
                  customer={displayName(conversation)}
                  showRead={item.message === lastRead}
                  found={item.message.seq === focus}
                  onAgain={onAgain}
                />
              );
            case 'business':
              return <BusinessNote key={item.key} event={item.event} />;
            case 'pending':
              return (
                <PendingBubble
                  key={item.key}
                  pending={item.pending}
                  online={online}
                  onRetry={() => onRetry(item.pending.id)}
                  onDiscard={() => onDiscard(item.pending.id)}
                />
              );
          }
        })}
        <div className="typing" aria-live="polite">
          {thread.typing ? (
            <>
              <i />
              <i />
              <i />
              <span>
                {displayName(conversation)} {words.thread.typing}
              </span>
            </>
          ) : null}
        </div>
      </div>
      {scroll.atEnd ? null : (
        <Button
          className="to-end"
          shape="round"
          icon={<ArrowDownOutlined />}
          onClick={scroll.toEnd}
          aria-label={scroll.fresh > 0 ? `${words.thread.newMessages(scroll.fresh)}. ${words.thread.toEnd}` : words.thread.toEnd}
        >
          {scroll.fresh > 0 ? words.thread.newMessages(scroll.fresh) : null}
        </Button>
      )}
    </div>
  );
}

/** Read is what stood at the end of the view while the page was being looked at, and the hub could be told. */
function useSeen(atEnd: boolean, last: number, onSeen: () => void): void {
  const seen = useRef(onSeen);
  seen.current = onSeen;
  useEffect(() => {
    const look = () => {
      if (atEnd && last > 0 && document.visibilityState === 'visible' && document.hasFocus()) {
        seen.current();
      }
    };
    look();
    window.addEventListener('focus', look);
    document.addEventListener('visibilitychange', look);
    return () => {
      window.removeEventListener('focus', look);
      document.removeEventListener('visibilitychange', look);
    };
  }, [atEnd, last]);
}

/** Goes to the message that was looked for, fetching what lies between first; once, so that the reader may go on. */
function useFocus(focus: number | null, thread: Thread, to: (seq: number) => boolean, onEarlier: () => void): void {
  const done = useRef<number | null>(null);
  const ask = useRef(onEarlier);
  ask.current = onEarlier;
  const first = thread.messages[0]?.seq ?? 0;
  const last = thread.messages[thread.messages.length - 1]?.seq ?? 0;
  const { loaded, hasEarlier } = thread;
  useEffect(() => {
    if (focus === null) {
      done.current = null;
    } else if (done.current !== focus && loaded && first > 0) {
      if (first > focus && hasEarlier) {
        ask.current();
      } else if (to(focus)) {
        done.current = focus;
      }
    }
  }, [focus, first, last, loaded, hasEarlier, to]);
}

/** Asks for earlier messages when the top comes into view. */
function useEarlier(more: boolean, first: number, onEarlier: () => void) {
  const top = useRef<HTMLDivElement>(null);
  const ask = useRef(onEarlier);
  ask.current = onEarlier;
  useEffect(() => {
    const mark = top.current;
    if (!more || mark === null) {
      return undefined;
    }
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) {
          ask.current();
        }
      },
      { root: mark.parentElement, rootMargin: '200px 0px 0px' },
    );
    observer.observe(mark);
    return () => observer.disconnect();
  }, [more, first]);
  return top;
}

function HistorySkeleton() {
  return (
    <div className="history skeleton" aria-hidden="true">
      {['52%', '38%', '60%', '44%'].map((width, index) => (
        <div key={width} className={index % 2 === 0 ? 'left' : 'right'} style={{ width }}>
          <Skeleton active title={false} paragraph={{ rows: 2, width: ['100%', '70%'] }} />
        </div>
      ))}
    </div>
  );
}
