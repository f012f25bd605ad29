import { onBack } from '@serai/sdk';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { AgentClient, type DeskState } from '../agent/client';
import { rest } from '../agent/rest';
import type { BusinessEvent } from '../agent/protocol';
import type { Keep } from '../agent/replies';

const UNSENT = 'serai:unsent';
const PRESENCE = 'serai:presence';

/** What outlives a reload of the page, and is no other tab's. */
function inThisTab(name: string): Keep {
  return {
    get: () => sessionStorage.getItem(name),
    set: (value) => {
      try {
        if (value === null) {
          sessionStorage.removeItem(name);
        } else {
          sessionStorage.setItem(name, value);
        }
      } catch {
        // No room for it: it lasts as long as the page, and what was to be sent is sent.
      }
    },
  };
}

/** The agent's client for as long as the desk is shown. */
export function useDesk(
  login: string,
  onBusiness: (conversation: string, event: BusinessEvent) => void,
  onLost: (id: string, said: string, why: string) => void,
): { client: AgentClient; state: DeskState } {
  const client = useMemo(
    () =>
      new AgentClient({
        base: window.location.href,
        login,
        keep: inThisTab(`${UNSENT}:${login}`),
        presence: inThisTab(`${PRESENCE}:${login}`),
        onBusiness,
        onLost,
        notes: rest.notes,
      }),
    [login, onBusiness, onLost],
  );

  useEffect(() => {
    client.start();
    const forget = onBack(() => client.retryNow());
    return () => {
      forget();
      client.stop();
    };
  }, [client]);

  const state = useSyncExternalStore(client.subscribe, () => client.state);
  return { client, state };
}
