import { useEffect, useRef, useState } from 'react';
import type { AgentClient, DeskState } from '../agent/client';
import { Refused, rest } from '../agent/rest';
import type { Conversation } from '../agent/protocol';

/**
 * The conversation at hand. One that the socket does not tell of, such as one that has ended, is asked for: after a reload, and
 * after each break. It stays as it was until the answer is there, and with it what is being written beside it.
 */
export function useConversation(
  client: AgentClient,
  { conversations, ready, phase }: DeskState,
  selected: string | null,
): { conversation: Conversation | undefined; sought: boolean } {
  const [missing, setMissing] = useState<string | null>(null);
  const last = useRef<Conversation | undefined>(undefined);
  const told = selected === null ? undefined : conversations.get(selected);
  const wanted = ready && phase.name === 'open' && told === undefined ? selected : null;

  useEffect(() => {
    if (wanted === null) {
      return undefined;
    }
    let gone = false;
    rest.conversation(wanted).then(
      (found) => client.know([found]),
      (e) => !gone && e instanceof Refused && setMissing(wanted),
    );
    return () => {
      gone = true;
    };
  }, [client, wanted]);

  const known = told !== undefined || last.current?.id !== selected ? told : last.current;
  const conversation = told === undefined && missing === selected ? undefined : known;
  useEffect(() => {
    last.current = conversation;
    if (told !== undefined) {
      setMissing(null);
    }
  }, [conversation, told]);
  return { conversation, sought: selected !== null && missing !== selected };
}
