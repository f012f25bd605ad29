import { App as AntApp, Drawer } from 'antd';
import { useCallback, useEffect, useRef, useState } from 'react';
import { rest } from '../agent/rest';
import type { BusinessEvent, Conversation, User } from '../agent/protocol';
import { useMedia } from '../app/preferences';
import { useWords } from '../words';
import { businessBy, businessLine, businessTitle } from './business';
import { ConnectionBar } from './ConnectionBar';
import { ConversationList } from './ConversationList';
import { CustomerPanel } from './CustomerPanel';
import { displayName } from './format';
import { Thread } from './Thread';
import { TopBar } from './TopBar';
import { useConversation } from './useConversation';
import { useDesk } from './useDesk';
import { useSelected } from './useSelected';
import { useTitle } from './useTitle';

export const PHONE = '(max-width: 767px)';
export const NARROW = '(max-width: 1199px)';

/** Where an agent sits all day: conversations left, the one at hand in the middle, its customer right. */
export function Desk({
  user,
  onLogout,
  onExpired,
}: {
  user: User;
  onLogout: () => void;
  onExpired: () => void;
}) {
  const words = useWords();
  const { notification } = AntApp.useApp();
  const phone = useMedia(PHONE);
  const narrow = useMedia(NARROW);
  const { selected, focus, select, leave } = useSelected();
  const [details, setDetails] = useState(false);

  const told = useRef((_conversation: string, _event: BusinessEvent) => {});
  const lost = useRef((_id: string, _said: string, _why: string) => {});
  const { client, state } = useDesk(
    user.login,
    useCallback((conversation: string, event: BusinessEvent) => told.current(conversation, event), []),
    useCallback((id: string, said: string, why: string) => lost.current(id, said, why), []),
  );
  // Until it is closed: the text may stand nowhere else on the page.
  lost.current = (id, said, why) =>
    notification.warning({
      key: id,
      message: words.status.failedBecause(words.results[why] ?? why),
      description: <div className="lost-reply" dir="auto">{said}</div>,
      duration: 0,
    });
  told.current = (conversation, event) => {
    if (businessBy(event) === user.login) {
      return; // Nobody needs to be told what he did himself.
    }
    const known = client.state.conversations.get(conversation);
    notification.info({
      key: event.id,
      message: businessTitle(event, words),
      description: [known === undefined ? null : displayName(known), businessLine(event, words)].filter(Boolean).join(' · '),
      duration: 6,
      onClick: () => select(conversation),
    });
  };

  useExpiry(state.phase.name, user.login, onExpired);
  useTitle(client, state);
  useEffect(() => setDetails(false), [selected, narrow]);
  const list = useFocusBack(selected);

  /** Opens what need not be on the lists: a conversation that is linked here, or that was found. */
  const open = (other: Conversation, seq?: number) => {
    client.know([other]);
    select(other.id, seq);
  };

  const { conversation, sought } = useConversation(client, state, selected);
  const panel =
    conversation === undefined ? null : (
      <CustomerPanel
        key={conversation.id}
        client={client}
        conversation={conversation}
        thread={state.threads.get(conversation.id)}
        welcomes={state.welcomes}
        login={user.login}
        onOpen={open}
      />
    );
  const showsList = !phone || selected === null;
  const showsThread = !phone || selected !== null;

  return (
    <div className="desk">
      <TopBar
        user={user}
        client={client}
        state={state}
        onLogout={onLogout}
        hidden={phone && selected !== null}
      />
      <ConnectionBar
        phase={state.phase}
        ready={state.ready}
        onRetry={() => client.retryNow()}
        onReconnect={() => client.start()}
      />
      <div className="desk-columns" role={showsThread ? undefined : 'main'}>
        {showsList ? (
          <ConversationList
            user={user}
            client={client}
            state={state}
            selected={selected}
            place={list}
            onSelect={select}
            onFound={open}
          />
        ) : null}
        {showsThread ? (
          <Thread
            key={selected ?? 'none'}
            client={client}
            state={state}
            selected={selected}
            conversation={conversation}
            sought={sought}
            focus={focus}
            onBack={phone ? () => select(null) : undefined}
            onDetails={narrow && conversation !== undefined ? () => setDetails(true) : undefined}
            onGone={leave}
          />
        ) : null}
        {narrow || panel === null ? null : (
          <aside className="details" aria-label={words.panel.title}>
            {panel}
          </aside>
        )}
      </div>
      <Drawer
        open={details && narrow && panel !== null}
        onClose={() => setDetails(false)}
        title={words.panel.title}
        width={phone ? '100%' : 380}
        styles={{ body: { padding: 0 } }}
        destroyOnHidden
      >
        {panel}
      </Drawer>
    </div>
  );
}

/** The list has the focus next when a conversation is left whose buttons had it. */
function useFocusBack(selected: string | null) {
  const list = useRef<HTMLDivElement>(null);
  const before = useRef(selected);
  useEffect(() => {
    if (before.current !== null && selected === null && document.activeElement === document.body) {
      list.current?.focus();
    }
    before.current = selected;
  }, [selected]);
  return list;
}

/**
 * A connection that fails may mean that the session is over; the REST side says so clearly. It is asked, too, when one
 * comes back to the page: all pages of a browser have one session, and on another somebody else may have logged in.
 */
function useExpiry(phase: string, login: string, onExpired: () => void): void {
  useEffect(() => {
    let gone = false;
    const look = () =>
      rest
        .me()
        .then((user) => {
          if (gone) {
            return;
          }
          if (user === null) {
            onExpired();
          } else if (user.login !== login) {
            window.location.reload();
          }
        })
        .catch(() => undefined);
    if (phase === 'waiting' || phase === 'stopped') {
      void look();
    }
    window.addEventListener('focus', look);
    return () => {
      gone = true;
      window.removeEventListener('focus', look);
    };
  }, [phase, login, onExpired]);
}
