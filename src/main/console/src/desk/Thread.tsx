import { Button, Skeleton } from 'antd';
import type { Message } from '@serai/sdk';
import { useCallback, useEffect } from 'react';
import { EMPTY_THREAD, type AgentClient, type DeskState } from '../agent/client';
import type { Conversation } from '../agent/protocol';
import { useWords } from '../words';
import { Composer } from './Composer';
import { EmptyNote } from './EmptyNote';
import { History } from './History';
import { ReadOnlyFooter } from './ReadOnlyFooter';
import { ThreadHeader } from './ThreadHeader';
import { useForeign } from './useForeign';

/** The conversation at hand: who it is with, what was said, and where to answer. */
export function Thread({
  client,
  state,
  selected,
  conversation,
  sought,
  focus,
  onBack,
  onDetails,
  onGone,
}: {
  client: AgentClient;
  state: DeskState;
  selected: string | null;
  conversation: Conversation | undefined;
  /** Whether one that is not there may still be found. */
  sought: boolean;
  /** The message to show; null: the latest. */
  focus: number | null;
  onBack: (() => void) | undefined;
  onDetails: (() => void) | undefined;
  onGone: (conversation: string) => void;
}) {
  const words = useWords();
  const thread = (selected === null ? undefined : state.threads.get(selected)) ?? EMPTY_THREAD;
  const mine = conversation !== undefined && client.isMine(conversation);
  const open = state.phase.name === 'open';
  // One that is being given away may be somebody else's before the hub has said that it is given.
  const reads = state.ready && !mine && conversation !== undefined && !client.isParting(conversation.id);
  const foreign = useForeign(client, reads ? conversation : undefined);

  const id = conversation?.id;
  useEffect(() => {
    if (id !== undefined && mine && open) {
      client.open(id);
    }
  }, [client, id, mine, open]);

  const again = useCallback(
    (message: Message) => client.reply(message.conversation, message.content),
    [client],
  );

  if (selected === null) {
    return (
      <main className="thread vacant">
        <EmptyNote kind="chat" title={words.thread.none} hint={words.thread.noneHint} />
      </main>
    );
  }
  if (conversation === undefined) {
    return (
      <main className="thread vacant">
        {state.ready && !sought ? (
          <EmptyNote kind="chat" title={words.thread.unknown} hint={words.thread.unknownHint}>
            {onBack === undefined ? null : <Button onClick={onBack}>{words.thread.back}</Button>}
          </EmptyNote>
        ) : (
          <Skeleton active style={{ padding: 24 }} />
        )}
      </main>
    );
  }
  return (
    <main className="thread">
      <ThreadHeader
        client={client}
        conversation={conversation}
        mine={mine}
        onBack={onBack}
        onDetails={onDetails}
        onGone={() => onGone(conversation.id)}
      />
      <History
        conversation={conversation}
        thread={thread}
        focus={focus}
        online={open}
        failed={!mine && foreign.failed}
        onRetryLoad={foreign.again}
        onEarlier={() => (mine ? client.earlier(conversation.id) : foreign.earlier())}
        onSeen={() => client.read(conversation.id)}
        onRetry={(pending) => client.retry(conversation.id, pending)}
        onDiscard={(pending) => client.discard(conversation.id, pending)}
        onAgain={mine ? again : null}
      />
      {mine ? (
        <Composer
          login={state.agent?.login ?? ''}
          conversation={conversation.id}
          online={open}
          onSend={(text) => client.reply(conversation.id, { type: 'text', text })}
          onTyping={() => client.typing(conversation.id)}
        />
      ) : (
        <ReadOnlyFooter client={client} conversation={conversation} />
      )}
    </main>
  );
}
