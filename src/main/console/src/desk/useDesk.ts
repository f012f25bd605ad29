import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { AgentClient, type DeskState } from '../agent/client';
import { rest } from '../agent/rest';
import type { BusinessEvent } from '../agent/protocol';

const UNSENT = 'serai:unsent';

/** The agent's client for as long as the desk is shown. */
export function useDesk(
  login: string,
  onBusiness: (conversation: string, event: BusinessEvent) => void,
): { client: AgentClient; state: DeskState } {
  const client = useMemo(
    () =>
      new AgentClient({
        base: window.location.href,
        keep: {
          get: () => sessionStorage.getItem(`${UNSENT}:${login}`),
          set: (value) =>
            value === null
              ? sessionStorage.removeItem(`${UNSENT}:${login}`)
              : sessionStorage.setItem(`${UNSENT}:${login}`, value),
        },
        onBusiness,
        notes: rest.notes,
      }),
    [login, onBusiness],
  );

  useEffect(() => {
    const back = () => client.retryNow();
    client.start();
    window.addEventListener('online', back);
    return () => {
      window.removeEventListener('online', back);
      client.stop();
    };
  }, [client]);

  const state = useSyncExternalStore(client.subscribe, () => client.state);
  return { client, state };
}
