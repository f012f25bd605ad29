import { useEffect } from 'react';
import type { AgentClient, DeskState } from '../agent/client';

/** Unread messages and offers in the browser's tab, for an agent who looks elsewhere. */
export function useTitle(client: AgentClient, state: DeskState): void {
  let count = state.offers.length;
  for (const conversation of state.conversations.values()) {
    count += client.isMine(conversation) ? conversation.unread : 0;
  }
  useEffect(() => {
    document.title = count > 0 ? `(${count}) Serai` : 'Serai';
    return () => {
      document.title = 'Serai';
    };
  }, [count]);
}
