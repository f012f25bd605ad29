import { App as AntApp, Button } from 'antd';
import { useState } from 'react';
import type { AgentClient } from '../agent/client';
import type { Conversation } from '../agent/protocol';
import { refusal, useWords } from '../words';

/** In place of the composer where the agent may read but not answer; from the queue he can take it over. */
export function ReadOnlyFooter({ client, conversation }: { client: AgentClient; conversation: Conversation }) {
  const words = useWords();
  const { message } = AntApp.useApp();
  const [busy, setBusy] = useState(false);
  const { kind, agent } = conversation.owner;

  const claim = async () => {
    setBusy(true);
    const result = await client.claim(conversation.id);
    setBusy(false);
    if (!result.ok) {
      // To the hub it is the agent who is gone then, not the conversation.
      const away = result.code === 'gone' && client.state.presence !== 'online';
      void message.warning(away ? words.thread.claimAway : refusal(words, result));
    }
  };

  const text =
    kind === 'queue' || kind === 'offer'
      ? words.thread.readOnlyQueue
      : kind === 'closed'
        ? words.thread.readOnlyClosed
        : kind === 'bot'
          ? words.thread.readOnlyBot
          : words.thread.readOnlyOther(agent ?? '');

  return (
    <footer className="read-only">
      <span>{text}</span>
      {kind === 'queue' ? (
        <Button type="primary" loading={busy} onClick={() => void claim()}>
          {words.list.take}
        </Button>
      ) : null}
    </footer>
  );
}
