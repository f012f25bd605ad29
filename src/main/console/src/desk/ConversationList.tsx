import { SearchOutlined } from '@ant-design/icons';
import { Input, Segmented, Skeleton, type InputRef } from 'antd';
import { isComposing } from '@serai/sdk';
import { useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import type { AgentClient, DeskState } from '../agent/client';
import type { Conversation, User } from '../agent/protocol';
import { useNow } from '../app/preferences';
import { useWords } from '../words';
import { ConversationRow } from './ConversationRow';
import { EmptyNote } from './EmptyNote';
import { OfferCard } from './OfferCard';
import { SearchResults } from './SearchResults';
import { asTold, useListed } from './useListed';
import { useSearch } from './useSearch';

type Tab = 'mine' | 'queue' | 'all';

const byUpdate = (a: Conversation, b: Conversation) => b.updated.localeCompare(a.updated);
const byWait = (a: Conversation, b: Conversation) =>
  (a.owner.since ?? a.updated).localeCompare(b.owner.since ?? b.updated);

/** Offers on top, then the agent's own conversations, the queue or, for a supervisor, everyone's. */
export function ConversationList({
  user,
  client,
  state,
  selected,
  place,
  onSelect,
  onFound,
}: {
  user: User;
  client: AgentClient;
  state: DeskState;
  selected: string | null;
  /** Where to go on from when what had the focus is gone. */
  place: RefObject<HTMLDivElement | null>;
  onSelect: (id: string) => void;
  onFound: (conversation: Conversation, seq: number) => void;
}) {
  const words = useWords();
  const supervises = user.roles.some((role) => /^(supervisor|admin)$/i.test(role));
  const [tab, setTab] = useState<Tab>('mine');
  const now = useNow(30_000);
  const [asked, setAsked] = useState('');
  const found = useSearch(asked);
  const box = useSearchKey();
  const searching = asked.trim() !== '';
  const everyone = useListed(client, 'all', supervises && tab === 'all');
  useListed(client, 'queue', tab === 'queue');

  const all = useMemo(() => [...state.conversations.values()], [state.conversations]);
  const mine = all.filter((each) => client.isMine(each)).sort(byUpdate);
  const queue = all.filter((each) => each.owner.kind === 'queue').sort(byWait);
  const unread = mine.reduce((sum, each) => sum + each.unread, 0);
  const shown = tab === 'mine' ? mine : tab === 'queue' ? queue : asTold(everyone.list, state.conversations);

  const options = [
    { value: 'mine' as const, label: <TabLabel text={words.list.mine} count={unread} urgent /> },
    { value: 'queue' as const, label: <TabLabel text={words.list.queue} count={queue.length} /> },
    ...(supervises ? [{ value: 'all' as const, label: <TabLabel text={words.list.all} count={0} /> }] : []),
  ];

  const goOn = () => {
    if (document.activeElement === document.body || document.activeElement?.closest('.offer-card')) {
      place.current?.focus();
    }
  };

  return (
    <nav className="list" aria-label={words.list.label}>
      <div className="list-search" role="search">
        <Input
          ref={box}
          prefix={<SearchOutlined />}
          value={asked}
          maxLength={200}
          allowClear
          placeholder={words.search.placeholder}
          aria-label={words.search.placeholder}
          aria-keyshortcuts="Control+K"
          onChange={(event) => setAsked(event.target.value)}
          onKeyDown={(event) => {
            // An input method's Escape gives up its word, not the search.
            if (event.key === 'Escape' && !isComposing(event.nativeEvent)) {
              setAsked('');
            }
          }}
        />
      </div>
      {searching ? null : (
        <div className="list-tabs">
          <Segmented<Tab> block aria-label={words.list.label} options={options} value={tab} onChange={setTab} />
        </div>
      )}
      <div className="list-scroll" ref={place} tabIndex={-1}>
        {state.offers.length > 0 ? (
          <section className="offers" aria-label={words.list.offers} aria-live="polite">
            <h2>{words.list.offers}</h2>
            {state.offers.map((offer) => (
              <OfferCard key={offer.conversation.id} offer={offer} client={client} onAccepted={onSelect} onDeclined={goOn} />
            ))}
          </section>
        ) : null}
        {searching ? (
          <SearchResults asked={asked} found={found} onFound={onFound} />
        ) : !state.ready || (tab === 'all' && everyone.loading) ? (
          <ListSkeleton />
        ) : tab === 'all' && everyone.failed ? (
          <EmptyNote kind="trouble" title={words.list.failed} />
        ) : shown.length === 0 ? (
          <NothingHere tab={tab} away={state.presence !== 'online'} />
        ) : (
          <ul>
            {shown.map((conversation) => (
              <ConversationRow
                key={conversation.id}
                conversation={conversation}
                selected={conversation.id === selected}
                now={now}
                showsOwner={tab === 'all'}
                waits={tab === 'queue'}
                onSelect={onSelect}
              />
            ))}
          </ul>
        )}
      </div>
    </nav>
  );
}

/** Ctrl+K, or ⌘K: the search box, from wherever one is. */
function useSearchKey() {
  const box = useRef<InputRef>(null);
  useEffect(() => {
    const look = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        box.current?.focus({ cursor: 'all' });
      }
    };
    window.addEventListener('keydown', look);
    return () => window.removeEventListener('keydown', look);
  }, []);
  return box;
}

function TabLabel({ text, count, urgent }: { text: string; count: number; urgent?: boolean }) {
  return (
    <span className="tab-label">
      {text}
      {count > 0 ? <b className={urgent === true ? 'urgent' : undefined}>{count > 99 ? '99+' : count}</b> : null}
    </span>
  );
}

function NothingHere({ tab, away }: { tab: Tab; away: boolean }) {
  const { list } = useWords();
  if (tab === 'mine') {
    return <EmptyNote kind="rest" title={list.emptyMine} hint={away ? list.emptyMineAway : list.emptyMineHint} />;
  }
  return <EmptyNote kind="rest" title={tab === 'queue' ? list.emptyQueue : list.emptyAll} />;
}

function ListSkeleton() {
  return (
    <div aria-hidden="true">
      {[0, 1, 2, 3, 4].map((row) => (
        <div className="row-skeleton" key={row}>
          <Skeleton avatar={{ size: 40 }} title={{ width: '45%' }} paragraph={{ rows: 1, width: '80%' }} active />
        </div>
      ))}
    </div>
  );
}
