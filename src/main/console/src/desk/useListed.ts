import { useEffect, useState } from 'react';
import type { AgentClient } from '../agent/client';
import { rest } from '../agent/rest';
import type { Conversation } from '../agent/protocol';

const EVERY = 10_000;

/** A list as it was fetched, with the owners of whom the socket has told since. */
export function asTold(fetched: readonly Conversation[], told: ReadonlyMap<string, Conversation>): Conversation[] {
  return fetched.map((each) => {
    const held = told.get(each.id);
    return held !== undefined && held.fence > each.fence ? held : each;
  });
}

/**
 * Everyone's conversations, for a supervisor, or the queue: fetched anew while they are looked at, since the socket
 * tells nothing of what is said there.
 */
export function useListed(
  client: AgentClient,
  owner: 'all' | 'queue',
  looking: boolean,
): { list: Conversation[]; loading: boolean; failed: boolean } {
  const [list, setList] = useState<Conversation[] | null>(null);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    if (!looking) {
      return undefined;
    }
    let gone = false;
    const look = () =>
      rest
        .conversations(owner)
        .then((found) => {
          if (!gone) {
            found.sort((a, b) => b.updated.localeCompare(a.updated));
            setList(found);
            setFailed(false);
            client.know(found);
          }
        })
        .catch(() => setFailed(true));
    void look();
    const timer = setInterval(() => void look(), EVERY);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, [client, owner, looking]);

  return { list: list ?? [], loading: list === null && !failed, failed: failed && list === null };
}
