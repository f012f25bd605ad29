import { useCallback, useEffect, useRef, useState } from 'react';
import type { AgentClient } from '../agent/client';
import { Refused, rest } from '../agent/rest';
import type { Conversation } from '../agent/protocol';

const EVERY = 5_000;
const PAGE = 50;

/**
 * Reads along in a conversation that is not the agent's own (someone in the queue, a colleague's): the socket tells
 * nothing of those, so they are fetched.
 */
export function useForeign(
  client: AgentClient,
  conversation: Conversation | undefined,
): { failed: boolean; again: () => void; earlier: () => void } {
  const [failed, setFailed] = useState(false);
  const [round, setRound] = useState(0);
  const current = useRef(conversation);
  current.current = conversation;
  const id = conversation?.id;

  const fetchPage = useCallback(
    async (range: { after?: number; before?: number }) => {
      const known = current.current;
      if (known !== undefined) {
        client.take(known.id, await rest.messages(known.id, { ...range, limit: PAGE }));
      }
    },
    [client],
  );

  useEffect(() => {
    if (id === undefined) {
      return undefined;
    }
    let gone = false;
    const look = async () => {
      client.beside(id);
      try {
        const held = client.state.threads.get(id)?.messages ?? [];
        const last = held[held.length - 1]?.seq ?? 0;
        await fetchPage(last > 0 ? { after: last } : { before: (current.current?.lastSeq ?? 0) + 1 });
        if (!gone) {
          setFailed(false);
        }
      } catch (e) {
        if (!gone && e instanceof Refused && e.status === 404) {
          client.forget(id); // A colleague has it now.
        } else if (!gone) {
          setFailed((client.state.threads.get(id)?.messages.length ?? 0) === 0);
        }
      }
    };
    void look();
    const timer = setInterval(() => void look(), EVERY);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, [client, fetchPage, id, round]);

  return {
    failed,
    again: useCallback(() => setRound((each) => each + 1), []),
    earlier: useCallback(() => {
      const first = id === undefined ? 0 : (client.state.threads.get(id)?.messages[0]?.seq ?? 0);
      if (first > 1) {
        void fetchPage({ before: first }).catch(() => undefined);
      }
    }, [client, fetchPage, id]),
  };
}
